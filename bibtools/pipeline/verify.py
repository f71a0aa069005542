"""Verify: each entry beside what the sources say, each source judged by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from bibtools.errors import BibtoolsError
from bibtools.model.document import Entry
from bibtools.model.match import Match, Recommendation
from bibtools.model.reference import Reference
from bibtools.pipeline.match import CHUNK, Failures, Progress, match, query
from bibtools.pipeline.works import Answer, answers

if TYPE_CHECKING:
    from bibtools.match.settings import Settings
    from bibtools.merge.verdict import Said, Verified
    from bibtools.sources.base import Source

# The source that gives out arXiv ids; an index may be a part of it, or old.
ARXIV = "arxiv-api"


def verify(
    entries: Iterable[Entry],
    sources: Sequence[Source],
    services: Sequence[Source],
    settings: Settings,
    *,
    on_failure: Failures,
    progress: Progress | None = None,
) -> Iterator[Verified]:
    """A verdict for each entry, in order. `sources` know arXiv's papers, `services` published works.

    A source that fails is reported, and what it said until then is kept.
    """
    from bibtools.merge.verdict import verify as judge

    stream = iter(entries)
    while chunk := list(islice(stream, CHUNK)):
        said: list[list[Said]] = [[] for _ in chunk]
        for gather in (_arxiv(chunk, sources, settings, on_failure), _works(chunk, services, settings, on_failure)):
            for number, one in gather:
                said[number].append(one)
        yield from (judge(entry, told) for entry, told in zip(chunk, said, strict=True))
        if progress:
            progress(len(chunk))


def _arxiv(
    entries: Sequence[Entry], sources: Sequence[Source], settings: Settings, on_failure: Failures
) -> Iterator[tuple[int, Said]]:
    """What arXiv's records say about each entry, all sources of them together."""
    from bibtools.merge.policy import is_preprint
    from bibtools.merge.verdict import Said

    failures: list[BibtoolsError] = []

    def remember(error: BibtoolsError) -> None:
        failures.append(error)
        on_failure(error)

    matches = list(match(entries, sources, settings, on_failure=remember))
    failed = failures[0].message if failures else None
    authority = any(source.name == ARXIV for source in sources)
    for number, (entry, found) in enumerate(zip(entries, matches, strict=True)):
        name = found.best.source if found.best else sources[-1].name
        same, same_id = _told_apart(found)
        stated = entry.reference.id("arxiv")
        yield (
            number,
            Said(
                name,
                same=same,
                same_id=same_id,
                unsure=found.recommendation is Recommendation.REVIEW,
                covers=bool(stated) or is_preprint(entry.reference),
                authority=bool(stated) and authority,
                failed=None if found.best else failed,
            ),
        )


def _works(
    entries: Sequence[Entry], services: Sequence[Source], settings: Settings, on_failure: Failures
) -> Iterator[tuple[int, Said]]:
    """What each service says about each entry."""
    from bibtools.merge.verdict import Said

    for service in services:
        failures: list[BibtoolsError] = []
        found = answers([query(entry) for entry in entries], [service], on_failure=failures.append)
        for failure in failures:
            on_failure(failure)
        failed = failures[0].message if failures else None
        for number, (entry, records) in enumerate(zip(entries, found, strict=True)):
            judged = [_judged(entry, record, settings) for record in records]
            told = [_told_apart(one) for one in judged]
            yield (
                number,
                Said(
                    service.name,
                    same=tuple(record for same, _ in told for record in same),
                    same_id=tuple(record for _, same_id in told for record in same_id),
                    unsure=any(one.recommendation is Recommendation.REVIEW for one in judged),
                    covers=bool(entry.reference.title),
                    failed=None if records else failed,
                ),
            )


def _judged(entry: Entry, record: Answer, settings: Settings) -> Match:
    """Whether one record is the work by itself: a service may have its preprint and its published form."""
    from bibtools.match.matcher import match as decide
    from bibtools.sources.base import Hit

    source, reference = record
    return decide(entry, [Hit(0, reference, source)], settings)


def _told_apart(found: Match) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """The records that are the work, and those that have only an identifier in common with the entry.

    One with the entry's identifier and title is the work, whatever else the entry says: that is what is asked.
    """
    from bibtools.text.fold import fold

    if found.best and found.recommendation is Recommendation.ACCEPT:
        return (found.best.reference,), ()
    stated = {(i.scheme, i.value.casefold()) for i in found.entry.reference.ids}
    title = fold(found.entry.reference.title or "")
    records = [candidate.reference for candidate in found.candidates]
    with_id = [one for one in records if stated & {(i.scheme, i.value.casefold()) for i in one.ids}]
    same = tuple(one for one in with_id if title in map(fold, one.titles))
    return same, () if same else tuple(with_id)
