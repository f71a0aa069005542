"""Rule CHK602."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_MONTH = re.compile(r"(?:.*/)?(\d\d)(\d\d)")


class DateContradictsId(EntryRule):
    """A preprint's date is earlier than its arXiv identifier.

    An identifier begins with the year and month in which it was given out (1706 is June 2017), so the paper cannot be
    older. Either the date or the identifier belongs to another paper. Later dates are no contradiction: they may be
    those of a later version.
    """

    code: ClassVar[str] = "CHK602"
    slug: ClassVar[str] = "date-contradicts-id"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        reference = entry.reference
        arxiv = reference.id("arxiv")
        found = _MONTH.match(arxiv.value) if arxiv else None
        if reference.type != "article" or not reference.issued or not found:
            return
        year, month = int(found[1]), int(found[2])
        year += 1900 if year > 90 else 2000
        issued = reference.issued
        # A paper submitted on a month's last days may get the next month's number.
        earliest = year * 12 + month - 2
        if issued.year * 12 + (issued.month or 12) - 1 < earliest:
            message = f"{issued.iso()} is before {year}-{month:02d}, when arXiv gave out {arxiv.value if arxiv else ''}"
            yield Finding(message, "check which of them is this paper's", "issued")
