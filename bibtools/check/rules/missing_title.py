"""Rule CHK101."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity


class MissingTitle(EntryRule):
    """An entry has no title.

    Without a title a reader cannot tell which work is meant, and most styles warn or print an empty place.
    Add the title; for a review or a letter that has none, describe it in the title's place ("Review of …").
    """

    code: ClassVar[str] = "CHK101"
    slug: ClassVar[str] = "missing-title"
    severity: ClassVar[Severity] = "error"

    def look(self, entry: Entry) -> Iterator[Finding]:
        if not (entry.reference.title or "").strip():
            yield Finding("there is no title", "add the title of the work")
