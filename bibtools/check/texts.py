"""The texts of a reference that are printed, and texts without their mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtools.model.reference import Reference

PRINTED = (
    *("title", "container_title", "collection_title", "event_title"),
    *("publisher", "publisher_place", "edition", "genre", "note"),
)
_MATH = re.compile(r"(?<!\\)\$(?:\\.|[^$\\])*\$", re.DOTALL)
_MARKUP = re.compile(r"</?(?:i|b|sc|sub|sup|span)(?:\s[^<>]*)?>")


def printed(reference: Reference) -> Iterator[tuple[str, str]]:
    """(variable, text) of everything that a style prints as running text, names included.

    >>> dict(printed(Reference(title="A Title", publisher="A House")))
    {'title': 'A Title', 'publisher': 'A House'}
    """
    for variable in PRINTED:
        if text := getattr(reference, variable):
            yield variable, text
    for variable in ("author", "editor"):
        for name in getattr(reference, variable):
            yield variable, name.display()


def without_math(text: str) -> str:
    """The text with a space for each character of its formulas.

    >>> without_math("Is $N=4$ Enough?")
    'Is       Enough?'
    """
    return _MATH.sub(lambda found: " " * len(found[0]), text)


def without_markup(text: str) -> str:
    """The text with a space for each character of CSL's mark-up.

    >>> without_markup("H<sub>2</sub>O").split()
    ['H', '2', 'O']
    """
    return _MARKUP.sub(lambda found: " " * len(found[0]), text)
