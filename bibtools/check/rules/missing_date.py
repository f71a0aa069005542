"""Rule CHK103."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_DATED_OTHERWISE = frozenset(("csl-issued", "year", "date"))
_UNDATED = frozenset((None, "document", "webpage", "manuscript", "software", "dataset", "personal_communication"))


class MissingDate(EntryRule):
    """An entry has no year.

    Author-year styles print "n.d." or a question mark, and classic BibTeX styles warn. Web pages, software, data sets
    and manuscripts may have none. A year in words ("in press", "1998–2001") counts as a date.
    """

    code: ClassVar[str] = "CHK103"
    slug: ClassVar[str] = "missing-date"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        reference = entry.reference
        if (
            reference.issued is None
            and reference.type not in _UNDATED
            and not _DATED_OTHERWISE & reference.extra.keys()
        ):
            yield Finding("there is no year", "add the year of publication")
