"""Dates of Zotero: free text, of which Zotero itself understands a part.

Source: `Zotero.Date.strToDate`, as observed: `6/12/2017` and `12.6.2017` have the month first unless it can be none.
"""

from __future__ import annotations

import re
from typing import Final

from bibtools.model.date import PartialDate

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS = "january february march april may june july august september sept october november december"
_NAMES = "|".join((*_WORDS.split(), *_MONTHS))
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_MONTH = re.compile(rf"(?i)(?<![a-z])({_NAMES})(?![a-z])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?![\d])")
_WRITTEN = re.compile(
    rf"(?i)(?:(?:{_NAMES})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_NAMES})\.?,?"
    rf"\s+\d{{4}}|\d{{4}},?\s+(?:{_NAMES})\.?(?:\s+\d{{1,2}})?)\Z"
)


def read_date(text: str) -> tuple[PartialDate | None, bool]:
    """The date in a text as Zotero reads it, and whether that is all the text says.

    >>> [read_date(text)[0].iso() for text in ("June 12, 2017", "6/12/2017", "12.6.2017", "Spring 2019")]
    ['2017-06-12', '2017-06-12', '2017-12-06', '2019']
    >>> read_date("20170612"), read_date("circa 2017")
    ((None, False), (PartialDate(year=2017, month=0, day=0), False))
    """
    text = text.strip()
    if found := _ISO.match(text):
        return _date(text, found[0], found[1], found[2], found[3])
    if found := _NUMERIC.search(text):
        first, second = (found[2], found[1]) if int(found[1]) > 12 else (found[1], found[2])
        return _date(text, found[0], found[3], first, second)
    if (found := _MONTH_YEAR.search(text)) and 1 <= int(found[1]) <= 12:
        return _date(text, found[0], found[2], found[1])
    year = _YEAR.search(text)
    if not year:
        return None, False
    month = _MONTH.search(text)
    if not month:
        return _date(text, year[0], year[0])
    day = _DAY.search(f"{text[: year.start()]} {text[year.end() :]}")
    number = str(_MONTHS.index(month[1][:3].lower()) + 1)
    return _date(text, text if _WRITTEN.match(text) else "", year[0], number, day[1] if day else None)


def _date(text: str, read: str, *parts: str | None) -> tuple[PartialDate | None, bool]:
    """The longest run of parts, from the year on, that is a date; whole if all are and the text is what was read."""
    numbers = [int(part) for part in parts if part]
    for known in range(len(numbers), 0, -1):
        try:
            return PartialDate(*numbers[:known]), known == len(numbers) and read == text
        except ValueError:
            continue
    return None, False
