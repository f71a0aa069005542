"""Rule CHK701."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import DocumentRule, Finding, problem
from bibtools.check.subject import Subject
from bibtools.formats.csljson.rules import KINDS, violations
from bibtools.model.document import Problem, Severity


class CslInvalid(DocumentRule):
    """An item of CSL-JSON breaks the data rules of CSL 1.0.2, or a reference would as one.

    Unknown keys, dates as text, numbers where text belongs, nulls: some programs skip them, others refuse the file.
    (Keys that are missing and types that are unknown are reported by the reader, as CSL103 and CSL105.)
    """

    code: ClassVar[str] = "CHK701"
    slug: ClassVar[str] = "csl-invalid"
    severity: ClassVar[Severity] = "error"

    def run(self, subject: Subject) -> Iterator[Problem]:
        if subject.document.format == "csl-json":
            yield from self._file(subject)
        elif subject.document.format != "bib":
            yield from self._references(subject)

    def _file(self, subject: Subject) -> Iterator[Problem]:
        for entry in subject.raw:
            fields = {field.name: field for field in entry.fields}
            for found in violations({name: field.data for name, field in fields.items()}):
                if found.path in ("id", "type"):
                    continue
                variable = found.path.partition("[")[0].partition(".")[0]
                field = fields[variable]
                hint = None if variable in KINDS else "remove it, or move it into `custom`"
                origin = subject.origin(field.start, field.end)
                yield problem(self, subject, origin, Finding(f"{found.path} {found.message}", hint), entry.key)

    def _references(self, subject: Subject) -> Iterator[Problem]:
        from bibtools.formats.csljson.write import to_item

        for entry in subject.entries:
            for found in violations(to_item(entry.reference, entry.id)):
                finding = Finding(f"as CSL-JSON, {found.path} {found.message}")
                yield problem(self, subject, entry.origin, finding, entry.id)
