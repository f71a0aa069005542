"""Enrich: what accepted matches make of their entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bibtools.model.document import Document, Entry
from bibtools.model.match import Enriched, Match, Recommendation


def is_accepted(found: Match) -> bool:
    """Whether a match may be acted on without asking a person."""
    return found.recommendation is Recommendation.ACCEPT and found.best is not None


def enrich(
    matches: Iterable[Match], *, retrieved: str | None = None, keep_unmatched: bool = False
) -> Iterator[Enriched]:
    """What each accepted match makes of its entry.

    Other matches are left out, or with `keep_unmatched` give an entry that has fields of its own as it is.
    """
    from bibtools.enrich.fill import enrich as fill

    for found in matches:
        if not is_accepted(found):
            if keep_unmatched and is_library(found.entry):
                yield Enriched(found.entry, found.entry.reference)
        else:
            yield fill(found, prefer="entry" if is_library(found.entry) else "record", retrieved=retrieved)


def as_they_are(document: Document) -> Iterator[Enriched]:
    """The entries of a library, nothing added."""
    for entry in document.entries:
        yield Enriched(entry, entry.reference)


def is_library(entry: Entry) -> bool:
    """Whether somebody wrote the entry's fields; those of seed documents were told from running text."""
    return not entry.roles
