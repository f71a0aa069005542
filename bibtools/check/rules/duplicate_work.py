"""Rule CHK502."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import DocumentRule, Finding, problem
from bibtools.check.subject import Subject
from bibtools.model.document import Problem, Severity
from bibtools.model.identifier import Identifier


class DuplicateWork(DocumentRule):
    """Two entries have the same arXiv identifier or DOI.

    The work is listed twice in a bibliography that cites both keys. `bibtools dedupe` shows such groups, and keeps
    every key usable.
    """

    code: ClassVar[str] = "CHK502"
    slug: ClassVar[str] = "duplicate-work"
    severity: ClassVar[Severity] = "warning"

    def run(self, subject: Subject) -> Iterator[Problem]:
        first: dict[Identifier, str] = {}
        for entry in subject.entries:
            ids = [i.unversioned() for i in entry.reference.ids if i.scheme in ("arxiv", "doi")]
            known = next((i for i in ids if i in first), None)
            for identifier in ids:
                first.setdefault(identifier, entry.id)
            if known:
                finding = Finding(f"{known.scheme}:{known.value} is {first[known]!r} already", "keep one of them")
                place = subject.place(entry, f"ids.{known.scheme}")
                yield problem(self, subject, place, finding, entry.id)
