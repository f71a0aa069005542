"""Dates of CSL-JSON: `{"date-parts": [[2017, 6, 12]]}` and the other shapes that are met in files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibtools.model.date import PartialDate

_ISO_START = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_WHOLE_NUMBER = re.compile(r"\s*-?\d{1,4}\s*\Z")


def to_date(date: PartialDate) -> dict[str, object]:
    """A date variable with as many integers as parts are known.

    >>> to_date(PartialDate(2017, 6))
    {'date-parts': [[2017, 6]]}
    """
    return {"date-parts": [[date.year, *(part for part in (date.month, date.day) if part)]]}


def from_date(value: object) -> tuple[PartialDate | None, bool]:
    """The date that a value tells, and whether that is all it tells (no range, season or doubt besides).

    Years may be text, and the whole value may be text or a bare year: Zotero and others write both.

    >>> from_date({"date-parts": [["2012", 8]]})
    (PartialDate(year=2012, month=8, day=0), True)
    >>> from_date({"date-parts": [[2012], [2013]], "circa": True})
    (PartialDate(year=2012, month=0, day=0), False)
    >>> from_date({"raw": "June 2017"})
    (PartialDate(year=2017, month=0, day=0), False)
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _from_parts([value])
    if isinstance(value, list):
        return _from_list(value)
    if not isinstance(value, Mapping):
        return None, False
    date, whole = _from_list(value["date-parts"]) if "date-parts" in value else (None, True)
    for name, content in value.items():
        if name in ("raw", "literal") and isinstance(content, str):
            told, all_of_it = _from_text(content)
            whole = whole and all_of_it and (date is None or date == told)
            date = date or told
        elif name != "date-parts":
            whole = False
    return date, whole and date is not None


def _from_list(value: object) -> tuple[PartialDate | None, bool]:
    if not isinstance(value, list) or not value:
        return None, False
    if not isinstance(value[0], list):
        return _from_parts(value)
    date, whole = _from_parts(value[0])
    return date, whole and len(value) == 1


def _from_parts(parts: list[object]) -> tuple[PartialDate | None, bool]:
    """The longest run of parts, from the year on, that makes a date."""
    numbers: list[int] = []
    for part in parts[:3]:
        if not _is_whole(part):
            break
        numbers.append(int(str(part)))
    for known in range(len(numbers), 0, -1):
        try:
            return PartialDate(*numbers[:known]), known == len(parts) and 0 not in numbers[1:known]
        except ValueError:
            continue
    return None, False


def _is_whole(part: object) -> bool:
    return isinstance(part, int | str) and not isinstance(part, bool) and _WHOLE_NUMBER.match(str(part)) is not None


def _from_text(text: str) -> tuple[PartialDate | None, bool]:
    if date := PartialDate.parse(text):
        return date, True
    if (start := _ISO_START.match(text.strip())) and (date := PartialDate.parse(start[0])):
        return date, False
    year = _YEAR.search(text)
    return (PartialDate(int(year[0])) if year else None), False
