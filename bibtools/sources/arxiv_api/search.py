"""Searches: one way of asking after the other, many entries in a request, results told apart by their text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_api import query as plan
from bibtools.sources.arxiv_api.assign import Assigned, assign, assign_by_doi
from bibtools.sources.arxiv_api.client import ArxivClient
from bibtools.sources.arxiv_api.feed import Record, by_either_id, identifier, reference
from bibtools.sources.arxiv_api.offline import refuse
from bibtools.sources.arxiv_api.query import SEARCH, WORKS, Clause
from bibtools.sources.arxiv_api.store import Store
from bibtools.sources.base import Query
from bibtools.sources.notice import Notice, Report

# Pages of an author's works, 500 each: beyond that the name is too common to be worth its requests.
MOST_WORKS_PAGES = 3

Round = Callable[[int, Query, Sequence[str]], Clause | None]
Rule = Callable[[Mapping[int, Query], Sequence[Reference]], list[Assigned]]

ROUNDS: Mapping[str, tuple[Round, ...]] = {
    "doi": (lambda number, query, _: plan.doi_clause(number, query),),
    "title": (
        lambda number, query, _: plan.title_clause(number, query),
        lambda number, query, _: plan.loose_title_clause(number, query),
    ),
    "abstract": (
        lambda number, query, tried: plan.abstract_clause(number, query, avoid=tried),
        lambda number, query, tried: plan.abstract_clause(number, query, size=6, avoid=tried),
    ),
}
Found = tuple[int, Reference]


class Searches:
    """Answers from `store` first and then, unless `offline`, from `client`."""

    def __init__(self, client: ArxivClient, store: Store, *, offline: bool, report: Report) -> None:
        self._client = client
        self._store = store
        self._offline = offline
        self._report = report

    def by_rounds(self, queries: Sequence[Query], strategy: str) -> Iterator[Found]:
        """Asks in one way after the other, each time only about what is not surely found yet."""
        rule = assign_by_doi if strategy == "doi" else assign
        still_open = dict(enumerate(queries))
        tried: dict[int, tuple[str, ...]] = defaultdict(tuple)
        unasked: list[Clause] = []
        for make in ROUNDS[strategy]:
            clauses = [found for n, each in still_open.items() if (found := make(n, each, tried[n]))]
            waiting = []
            for clause in clauses:
                tried[clause.query] += plan.quoted(clause)
                records = self._store.answer(clause, queries[clause.query])
                if records is None:
                    waiting.append(clause)
                else:
                    yield from self._settle({clause.query: queries[clause.query]}, records, rule, still_open)
            if self._offline:
                unasked += waiting
                for clause in waiting:
                    still_open.pop(clause.query, None)
                continue
            for batch, page in self._client.ask(waiting, SEARCH):
                yield from self._answered(batch, queries, page.records, rule, still_open)
        refuse([clause.text for clause in unasked], "query")

    def _answered(
        self,
        batch: Sequence[Clause],
        queries: Sequence[Query],
        records: Sequence[Record],
        rule: Rule,
        still_open: dict[int, Query],
    ) -> Iterator[Found]:
        """The hits of one page, and for each clause what it brought, kept for the next time."""
        hits = list(self._settle({clause.query: queries[clause.query] for clause in batch}, records, rule, still_open))
        by_id = by_either_id(records)
        for clause in batch:
            own = [_id(known) for number, known in hits if number == clause.query]
            self._store.keep_answer(clause, queries[clause.query], [by_id[id] for id in own])
        yield from hits

    def _settle(
        self, queries: Mapping[int, Query], records: Sequence[Record], rule: Rule, still_open: dict[int, Query]
    ) -> Iterator[Found]:
        references = [reference(record) for record in records if self._is_readable(record)]
        for found in rule(queries, references):
            if found.sure:
                still_open.pop(found.query, None)
            yield found.query, references[found.record]

    def _is_readable(self, record: Record) -> bool:
        if identifier(record) is None:
            self._report(Notice("malformed", f"arXiv's answer has an entry without an id: {record['id']}"))
            return False
        return True

    def by_author(self, queries: Sequence[Query], settled: Sequence[tuple[Query, Reference]]) -> Iterator[Found]:
        """The works of whoever wrote most of a listing's settled entries, for the entries of it that are open."""
        works: dict[str, dict[Identifier | None, Reference]] = defaultdict(dict)
        for query, known in settled:
            if query.listing is not None:
                works[query.listing][known.id("arxiv")] = known
        unasked = []
        for listing, found in works.items():
            still_open = {n: query for n, query in enumerate(queries) if query.listing == listing}
            clause = plan.author_clause(min(still_open), plan.common_authors(found.values())) if still_open else None
            if clause is None:
                continue
            waiting = {}
            for number, query in tuple(still_open.items()):
                records = self._store.answer(clause, query)
                if records is None:
                    waiting[number] = query
                else:
                    yield from self._settle({number: query}, records, assign, {})
            if waiting and self._offline:
                unasked.append(clause.text)
            elif waiting:
                yield from self._works(clause, waiting)
        refuse(unasked, "query")

    def _works(self, clause: Clause, waiting: Mapping[int, Query]) -> Iterator[Found]:
        still_open = dict(waiting)
        records: list[Record] = []
        for page in self._client.pages((clause,), WORKS, MOST_WORKS_PAGES):
            records += page.records
            found = self._settle(dict(still_open), page.records, assign, still_open)
            yield from found
            if not still_open:
                break
        for number, query in waiting.items():
            own = list(self._settle({number: query}, records, assign, {}))
            by_id = by_either_id(records)
            self._store.keep_answer(clause, query, [by_id[_id(known)] for _, known in own])


def _id(known: Reference) -> str:
    return known.ids[0].versioned()
