"""Dates as seed documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtools.model.date import PartialDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>\d{4})[-/](?P<number>\d{1,2})(?:[-/](?P<day>\d{1,2}))?(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH},?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
    )
)
_FIRST_VERSION = re.compile(r"\bv1\s+submitted\b", re.IGNORECASE)


def date(text: str) -> PartialDate | None:
    """The first date in `text`; None where there is none, or none that a calendar has.

    >>> date("Fri, 22 Mar 2024 10:00:00 GMT").iso(), date("March 2024").iso(), date("2024-02-30")
    ('2024-03-22', '2024-03', None)
    """
    found = [(match.start(), number, match) for number, form in enumerate(_FORMS) if (match := form.search(text))]
    if not found:
        return None
    parts = min(found, key=lambda one: one[:2])[2].groupdict()
    month = parts.get("number") or 0
    if parts.get("month"):
        month = _MONTHS.index(parts["month"].lower()) + 1
    try:
        return PartialDate(int(parts["year"]), int(month), int(parts.get("day") or 0))
    except ValueError:
        return None


def submitted(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    """First and latest date in the words of arXiv's search page.

    >>> first, last = submitted("22 March, 2024; v1 submitted 3 May, 2023; originally announced May 2023.")
    >>> first.iso(), last.iso()
    ('2023-05-03', '2024-03-22')
    """
    latest = date(text)
    if found := _FIRST_VERSION.search(text):
        return date(text[found.end() :]), latest
    return latest, None


def years(text: str) -> Iterator[re.Match[str]]:
    """Every four digits that may be a year."""
    return re.finditer(r"(?<![\d.:/-])(?:1[6-9]|20)\d\d(?=[a-z]?(?:[^\w.]|[.](?!\d)|\Z))", text)
