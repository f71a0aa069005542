"""Rule CHK104."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_VENUES = {
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "chapter": "book",
    "paper-conference": "proceedings",
}


class MissingVenue(EntryRule):
    """An article names no journal, a chapter no book, or a paper no proceedings.

    A work of these types is found through what it appeared in, and BibTeX warns without it. Add the venue; for a
    preprint that has appeared nowhere yet, change the type (`@misc` with its eprint, CSL type `article`).
    """

    code: ClassVar[str] = "CHK104"
    slug: ClassVar[str] = "missing-venue"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        reference = entry.reference
        venue = _VENUES.get(reference.type or "")
        # A cross-reference says it in another entry.
        if venue and not reference.container_title and not reference.event_title and "crossref" not in reference.extra:
            preprint = " or make it a preprint (@misc, CSL type article)" if reference.id("arxiv") else ""
            yield Finding(f"it names no {venue}", f"add the {venue}{preprint}")
