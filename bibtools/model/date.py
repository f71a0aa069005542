"""Dates of which only a part may be known."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A year, a month of it, or a day of that; months and days count from 1, 0 stands for unknown.

    Zero rather than None so that dates order: a bare year comes before its months.
    Raises ValueError for a date that no calendar has.

    >>> PartialDate(2017, 6, 12).iso()
    '2017-06-12'
    >>> PartialDate(2017) < PartialDate(2017, 6)
    True
    >>> PartialDate(2023, 2, 29)
    Traceback (most recent call last):
    ...
    ValueError: no such date: 2023-02-29
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        known = 0 <= self.month <= 12 and (self.day == 0 or self.month > 0)
        if known and self.day:
            known = 1 <= self.day <= monthrange(self.year if self.year > 0 else 4, self.month)[1]
        if not known or not -9999 <= self.year <= 9999:
            raise ValueError(f"no such date: {self.iso()}")

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """The date in `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or None for anything else.

        >>> PartialDate.parse("2017-06")
        PartialDate(year=2017, month=6, day=0)
        >>> PartialDate.parse("June 2017") is None
        True
        """
        found = _ISO.match(text.strip())
        if not found:
            return None
        year, month, day = (int(part) if part else 0 for part in found.groups())
        try:
            return cls(year, month, day)
        except ValueError:
            return None

    def iso(self) -> str:
        """ISO 8601 with as many parts as are known."""
        parts = [f"{'-' if self.year < 0 else ''}{abs(self.year):04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)
