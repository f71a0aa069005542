"""Rule CHK603."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_PRINTING = 1450
_FAR_AHEAD = 2100


class ImplausibleYear(EntryRule):
    """A year before the first printed book or in the next century.

    Usually a digit is wrong ("201" or "20017"). Works that were written before 1450 are cited by the year of the
    edition that was used; their own year goes into `original-date`.
    """

    code: ClassVar[str] = "CHK603"
    slug: ClassVar[str] = "implausible-year"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        issued = entry.reference.issued
        old = entry.reference.type in ("classic", "manuscript")
        if issued and not old and not _PRINTING <= issued.year < _FAR_AHEAD:
            yield Finding(f"the year is {issued.year}", "check its digits", "issued")
        elif issued is None and (year := entry.reference.extra.get("year", "")).isdecimal():
            # Too many digits for any date.
            yield Finding(f"the year is {year}", "check its digits", "issued")
