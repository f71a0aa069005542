"""Rule CHK501."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import DocumentRule, Finding, problem
from bibtools.check.subject import Subject
from bibtools.model.document import Problem, Severity


class DuplicateKey(DocumentRule):
    """Two entries have one citation key, or keys that differ in case only.

    BibTeX compares keys without case and reports an error; other programs take one of the two entries, not always the
    same. (Of `.bib` files, the reader reports this as BIB117.)
    """

    code: ClassVar[str] = "CHK501"
    slug: ClassVar[str] = "duplicate-key"
    severity: ClassVar[Severity] = "error"

    def run(self, subject: Subject) -> Iterator[Problem]:
        if subject.document.format in ("bib", "seeds"):
            return
        first: dict[str, str] = {}
        for entry in subject.document.entries:
            taken = first.get(entry.id.casefold())
            if taken is not None:
                finding = Finding(f"the key is taken by {taken!r} above", "give one of them another key")
                yield problem(self, subject, subject.place(entry, "id"), finding, entry.id)
            first.setdefault(entry.id.casefold(), entry.id)
