"""Texts without what is no running text: their mathematics, and CSL's mark-up."""

from __future__ import annotations

import re

_MATH = re.compile(r"(?<!\\)\$(?:\\.|[^$\\])*\$", re.DOTALL)
_MARKUP = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?:\s[^<>]*)?>")


def without_math(text: str) -> str:
    """The text with a space for each character of its formulas.

    >>> without_math("Is $N=4$ Enough?")
    'Is       Enough?'
    """
    return _MATH.sub(lambda found: " " * len(found[0]), text) if "$" in text else text


def without_markup(text: str) -> str:
    """The text with a space for each character of CSL's mark-up.

    >>> without_markup("H<sub>2</sub>O").split()
    ['H', '2', 'O']
    """
    return _MARKUP.sub(lambda found: " " * len(found[0]), text) if "<" in text else text
