"""Which record may answer which entry: results of a joint request are told apart by their text, not by their order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bibtools.model.reference import Reference
from bibtools.sources.base import Query
from bibtools.text.fold import fold, mend

# Below the first a record is not worth comparing in earnest; above the second no more requests are made for the entry.
# Whether it is the right one is not decided here.
TITLE_FLOOR, TITLE_SURE = 0.5, 0.9
ABSTRACT_FLOOR, ABSTRACT_SURE = 0.1, 0.6
MOST_PER_QUERY = 5


@dataclass(frozen=True, slots=True)
class Assigned:
    """Record number `record` may answer query number `query`; `score` runs from 0 to 1, `sure` ends the search."""

    query: int
    record: int
    score: float
    sure: bool


def assign(queries: Mapping[int, Query], references: Sequence[Reference]) -> list[Assigned]:
    """For each query (by its number) the records that resemble it, best first, at most five.

    Titles are compared by their letter triples (Dice), abstracts by their word triples (share of the shorter text, so
    that a missing or added sentence counts little), a reference string by the share of a record's title within it.

    >>> records = [Reference(title="Reinforcement Unlearning"), Reference(title="Attention Is All You Need")]
    >>> assign({7: Query(title="Attention is all you need!")}, records)
    [Assigned(query=7, record=1, score=1.0, sure=True)]
    """
    best: dict[tuple[int, int], Assigned] = {}
    for found in (*_by_title(queries, references), *_by_abstract(queries, references), *_by_text(queries, references)):
        known = best.get((found.query, found.record))
        if known is None or (found.sure, found.score) > (known.sure, known.score):
            best[found.query, found.record] = found
    chosen: dict[int, list[Assigned]] = defaultdict(list)
    for found in sorted(best.values(), key=lambda each: (each.query, not each.sure, -each.score, each.record)):
        if len(chosen[found.query]) < MOST_PER_QUERY:
            chosen[found.query].append(found)
    return [found for each in chosen.values() for found in each]


def _by_title(queries: Mapping[int, Query], references: Sequence[Reference]) -> Iterator[Assigned]:
    asked = {number: letters(query.title) for number, query in queries.items() if query.title}
    known = [letters(reference.title or "") for reference in references] if asked else []
    for number, record, shared in _shared(asked, known):
        score = 2 * shared / (len(asked[number]) + len(known[record]))
        if score >= TITLE_FLOOR:
            yield Assigned(number, record, round(score, 4), score >= TITLE_SURE)


def _by_abstract(queries: Mapping[int, Query], references: Sequence[Reference]) -> Iterator[Assigned]:
    texts = {number: query.abstract or query.text for number, query in queries.items()}
    asked = {number: triples(text) for number, text in texts.items() if text}
    known = [triples(reference.abstract or "") for reference in references] if asked else []
    for number, record, shared in _shared(asked, known):
        # Of a very short text, any share is an accident.
        score = shared / max(20, min(len(asked[number]), len(known[record])))
        if score >= ABSTRACT_FLOOR:
            yield Assigned(number, record, round(score, 4), score >= ABSTRACT_SURE)


def _by_text(queries: Mapping[int, Query], references: Sequence[Reference]) -> Iterator[Assigned]:
    asked = {number: letters(query.text) for number, query in queries.items() if query.text}
    known = [letters(reference.title or "") for reference in references] if asked else []
    for number, record, shared in _shared(asked, known):
        score = shared / len(known[record])
        if score >= TITLE_FLOOR:
            # A short title is found within many a text.
            yield Assigned(number, record, round(score, 4), score >= TITLE_SURE and len(known[record]) >= 30)


def _shared(
    asked: Mapping[int, frozenset[Hashable]], known: Sequence[frozenset[Hashable]]
) -> Iterator[tuple[int, int, int]]:
    """(query, record, number of common features) for all pairs that have any."""
    where: dict[Hashable, list[int]] = defaultdict(list)
    for number, features in asked.items():
        for feature in features:
            where[feature].append(number)
    for record, features in enumerate(known):
        counts = Counter(number for feature in features for number in where.get(feature, ()))
        yield from ((number, record, count) for number, count in counts.items())


def letters(text: str) -> frozenset[Hashable]:
    """The letter triples of a text, each word with its borders.

    >>> sorted(letters("Ab c"))
    [' ab', ' c ', 'ab ', 'b c']
    """
    folded = f" {fold(text)} "
    return frozenset(folded[at : at + 3] for at in range(len(folded) - 2))


def triples(text: str) -> frozenset[Hashable]:
    """The word triples of a text, with the artefacts of copying mended.

    >>> sorted(triples("To be, or not"))
    ['be or not', 'to be or']
    """
    words = fold(mend(text)).split()
    return frozenset(" ".join(words[at : at + 3]) for at in range(len(words) - 2))


def assign_by_doi(queries: Mapping[int, Query], references: Sequence[Reference]) -> list[Assigned]:
    """For each query the records that state one of its DOIs, whatever the case of their letters.

    >>> from bibtools.model.identifier import Identifier
    >>> doi = Identifier("doi", "10.1000/182")
    >>> assign_by_doi({0: Query(ids=(doi,))}, [Reference(), Reference(ids=(doi,))])
    [Assigned(query=0, record=1, score=1.0, sure=True)]
    """
    known = [{id.value.lower() for id in reference.ids if id.scheme == "doi"} for reference in references]
    return [
        Assigned(number, record, 1.0, True)
        for number, query in queries.items()
        for record, dois in enumerate(known)
        if any(id.scheme == "doi" and id.value.lower() in dois for id in query.ids)
    ]
