"""Enrich: what accepted matches make of their entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibtools.model.document import Document, Entry, Problem
from bibtools.model.match import Enriched, Match, Recommendation


def is_accepted(found: Match) -> bool:
    """Whether a match may be acted on without asking a person."""
    return found.recommendation is Recommendation.ACCEPT and found.best is not None


def enrich(
    matches: Iterable[Match], *, retrieved: str | None = None, keep_unmatched: bool = False
) -> Iterator[Enriched]:
    """What each accepted match makes of its entry; what was told from running text becomes the version of record.

    Other matches are left out, or with `keep_unmatched` give an entry that has fields of its own as it is.
    """
    from bibtools.enrich.fill import enrich as fill
    from bibtools.enrich.fill import recorded
    from bibtools.merge.published import published

    for found in matches:
        if not is_accepted(found):
            if keep_unmatched and is_library(found.entry):
                yield Enriched(found.entry, found.entry.reference)
        elif is_library(found.entry):
            yield fill(found, prefer="entry", retrieved=retrieved)
        else:
            assert found.best is not None, "an accepted match has a candidate"
            known = published(found.best.reference, retrieved=retrieved)
            yield recorded(fill(found, prefer="record", retrieved=retrieved), known.reference, known.provenance)


def as_they_are(document: Document, into: str) -> tuple[list[Enriched], list[Problem]]:
    """The entries of a library, nothing added, for the format `into` ("bib", "csl-json", "zotero").

    Fields that are not modelled are carried along within one format, and across where both have a name for them; those
    that the other one has no place for are named in a note.
    """
    from bibtools.formats.across import across

    if _names(document.format) == _names(into):
        return [Enriched(entry, entry.reference) for entry in document.entries], []
    moved = [(entry, *across(entry.reference, _names(into))) for entry in document.entries]
    notes = [
        Problem("OUT102", f"{entry.id}: {into} has no place for {', '.join(left)}", entry.origin, "note")
        for entry, _, left in moved
        if left
    ]
    return [Enriched(entry, reference) for entry, reference, _ in moved], notes


def _names(form: str) -> str:
    """The format whose names the fields have that are not modelled: an item of Zotero has CSL's."""
    return "csl-json" if form == "zotero" else form


def is_library(entry: Entry) -> bool:
    """Whether somebody wrote the entry's fields; those of seed documents were told from running text."""
    return not entry.roles
