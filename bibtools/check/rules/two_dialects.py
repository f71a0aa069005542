"""Rule CHK208."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_PAIRS = {"archiveprefix": "eprinttype", "primaryclass": "eprintclass", "journal": "journaltitle"}


class TwoDialects(FieldRule):
    """An entry says the same in BibTeX's words and in biblatex's.

    `archivePrefix` and `eprinttype` are two names for one field; where both stand, biber warns and takes one of them.
    Keep the one that the rest of the file uses.
    """

    code: ClassVar[str] = "CHK208"
    slug: ClassVar[str] = "two-dialects"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        other = _PAIRS.get(field.name)
        if other and entry.get(other):
            yield Finding(f"{field.name} stands beside {other}, its name in biblatex", "keep one of them")
