"""Rule CHK411."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_ARCHIVE = re.compile(
    r"\s*(?:(?:arXiv|bioRxiv|medRxiv|ChemRxiv|HAL)\b.*|(?:ACM )?CoRR\b.*|ArXiv e-prints.*)\Z", re.IGNORECASE
)


class ArchiveAsJournal(FieldRule):
    """A preprint archive stands where the journal should.

    `journal = {arXiv preprint arXiv:1706.03762}` prints the preprint as if a journal had published it, and hides its
    identifier from programs. Write the identifier (`eprint`, in CSL `number`) and the type of a preprint (`@misc`, CSL
    `article`), or the journal in which the work appeared.
    """

    code: ClassVar[str] = "CHK411"
    slug: ClassVar[str] = "archive-as-journal"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("journal", "journaltitle", "container-title"))
    signs: ClassVar[tuple[Sign, ...]] = (_ARCHIVE.match,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if _ARCHIVE.match(field.value):
            hint = "give the identifier its own field, or name the journal of the published version"
            yield Finding(f"{field.value!r:.60} is an archive, no journal", hint)
