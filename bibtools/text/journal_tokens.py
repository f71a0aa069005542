r"""The numbers of a publication line, told apart by their looks, their brackets and the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAMES = "jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)?"
_NAMES += " nov(?:ember)? dec(?:ember)?"
_MONTH = rf"(?:{'|'.join(_NAMES.split())})\b\.?"
_YEAR = r"(?:19\d\d|20[0-4]\d)"
_DAYS = r"\d\d?(?:\s?-\s?\d\d?)?"
_ONE = r"(?:[A-Z]{1,4}-?\d{1,8}(?!\w)|\d{1,8}[A-Z]?(?!\w))"
_RANGE = rf"{_ONE}\s?[-/]\s?{_ONE}"
# What stands before a number and says what it is; a word for "number" may follow ("Article ID 7").
_LABELS = {
    "V": r"vol(?:ume|\.)?|v(?:\.|(?=\d))|tome?|band|bd\.",
    "I": r"no\.?|nr\.?|num(?:ber|\.)?|(?-i:n)\.?|n\.|n[°º]\.?|issue|iss\.?|fasc(?:icule|\.)?",
    "P": r"pp\.?|(?-i:p)\.?|p\.|page\(?s?\)?|pgs?\.?|art(?:icle|\.)?|paper|e-?id|id",
}
_LABELLED = "|".join(rf"(?P<{role}>{words})" for role, words in _LABELS.items())
_TOKEN = re.compile(
    rf"""
      (?P<date>\b(?P<year_on>{_YEAR})[\s,]+(?:{_DAYS}\s)?{_MONTH}(?:\s{_DAYS}\b)?)
    | (?P<count>[(\[]?\b\d{{1,3}}\s?(?:pp|pages|pgs|p)\b\.?[)\]]?)
    | (?<!\w)(?:{_LABELLED})(?:\s?(?:no|id|number)\b\.?)?[\s.:]*(?P<value>{_RANGE}|{_ONE})(?!\s?(?:pp|pages)\b)
    | \((?:{_MONTH}|\d\d?\b|[\s,/-])*(?P<year_in>{_YEAR})(?:{_MONTH}|\d\d?\b|[\s,])*\)
    | \(\s?(?P<number_in>{_RANGE}|{_ONE})\s?\)
    | (?P<month>\b(?:{_DAYS}\s)?{_MONTH}(?:\s?[-/]\s?{_MONTH})?(?:\s{_DAYS}(?=,?\s{_YEAR}\b))?)
    | (?P<number>{_RANGE}|{_ONE})(?:\s?\(R\))?
    | (?P<word>[^\W\d_]+(?:['’&/.-]+[^\W\d_]+)*\.?)
    | (?P<mark>[\s,.:;-]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """A stretch of a line. `kind` is "number", "word", "mark", "month", "count" (of pages) or "other".

    `roles` are what a number may be: V(olume), I(ssue), P(age), Y(ear), in brackets if it has them. One that has a
    label is what that says. `text` is the number alone; `start` and `end` include label and brackets.
    """

    text: str
    start: int
    end: int
    kind: str
    roles: frozenset[str] = frozenset()
    labelled: bool = False


def tokens(text: str) -> Iterator[Token]:
    """All of `text`, cut into numbers and the rest.

    >>> [(each.text, sorted(each.roles)) for each in tokens("Vol. 5 (2009), L12") if each.kind == "number"]
    [('5', ['V']), ('2009', ['(I)', '(Y)']), ('L12', ['P', 'V'])]
    """
    for found in _TOKEN.finditer(text):
        kind = str(found.lastgroup)
        start, end = found.span()
        if kind in ("month", "count", "word", "mark", "other"):
            yield Token(found[0], start, end, kind)
        elif kind == "value":
            role = next(name for name in _LABELS if found[name])
            yield Token(found["value"], start, end, "number", frozenset(role), labelled=True)
        else:
            number = found[{"date": "year_on"}.get(kind, kind)]
            yield Token(number, start, end, "number", _roles(number, kind, bare=found[0] == f"({number})"))


def _roles(number: str, kind: str, *, bare: bool) -> frozenset[str]:
    """What a number without a label may be; `bare` says that nothing but it stands in its brackets."""
    if kind == "date":
        return frozenset({"Y"})
    if kind == "year_in":
        return frozenset({"(Y)", "(I)"} if bare else {"(Y)"})
    if kind == "number_in":
        return frozenset({"(I)"})
    return frozenset(role for role, looks in _LOOKS.items() if looks.fullmatch(number))


_LOOKS = {
    "V": re.compile(r"\d{1,4}[A-Z]?|[A-Z]\d{1,4}|\d{1,3}[-/]\d{1,3}", re.IGNORECASE),
    "I": re.compile(r"\d{1,3}(?:[-/]\d{1,3})?"),
    "P": re.compile(r".+"),
    "Y": re.compile(_YEAR),
}
