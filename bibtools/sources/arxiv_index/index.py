"""An open index: a Source of arXiv's records that sends no request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
from zstandard import ZstdError

from bibtools.errors import IndexUnusable
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.canary import canary
from bibtools.sources.arxiv_index.container import FORMAT_VERSION, Container
from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, Numbers, hashes_of, owners_of
from bibtools.sources.arxiv_index.info import IndexInfo
from bibtools.sources.arxiv_index.keys import family_key, id_key
from bibtools.sources.arxiv_index.postings import Ints, Postings, Shape
from bibtools.sources.arxiv_index.rows import Rows
from bibtools.sources.arxiv_index.titles import brute_force, similarity, within
from bibtools.sources.arxiv_index.votes import Election
from bibtools.sources.base import Hit, Overlap, Query
from bibtools.text.fold import fold, mend

_P = ParamSpec("_P")
_T = TypeVar("_T")

_AT_ONCE = 2048
_MOST_HITS = 6
_MOST_COMPARED = 40
# How many votes a query may cast: the rarest first, and more only while it is not sure.
_BUDGETS = (300, 5_000, 50_000)
_SURE = 0.85
# The part of a title's words, unknown to the index, from which on they are taken for misspelt.
_STRANGE = 0.2
_WHOLE_TITLE_WEIGHT = 4.0
_FAMILY_WEIGHT = 0.5


def open_index(path: Path) -> ArxivIndex:
    """The index in the file `path`, mapped rather than read. Raises IndexUnusable, with a hint."""
    return ArxivIndex(Container(path))


def _damage_told(method: Callable[_P, Iterator[_T]]) -> Callable[_P, Iterator[_T]]:
    """Sections are not read when an index is opened: what damage in them leads to is told in our own words."""

    @wraps(method)
    def told(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[_T]:
        try:
            yield from method(*args, **kwargs)
        except (IndexError, ValueError, MemoryError, ZstdError) as error:
            raise IndexUnusable(
                f"the index is damaged: {error}", hint="`bibtools index info --verify` tells where; build it again"
            ) from error

    return told


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate: `rank`, from 0 to 1, orders the candidates of one query, then the weight of its votes does."""

    query: int
    record: int
    rank: float
    weight: float
    overlap: Overlap | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Queries as comparison keys and fingerprints."""

    titles: Sequence[str]
    texts: Sequence[str]
    grams: Numbers
    ballots: tuple[tuple[Numbers, float], ...]

    def __len__(self) -> int:
        return len(self.titles)


class ArxivIndex:
    """Look-ups by id, and by all that a query tells of title, abstract, authors or whole text.

    Hits carry the reference (its arXiv id with the latest version known) and, where the query has an abstract, how much
    of the abstracts overlaps, estimated from the fingerprints kept. The same file may be open in many processes.
    """

    name = "arxiv-index"
    strategies = ("id", "text")

    def __init__(self, container: Container) -> None:
        self._container = container
        about = container.facts
        if about["canary"] != canary():
            raise IndexUnusable(
                f"{container.path}: the index was built with another way of comparing text",
                hint="build it again with `bibtools index build`",
            )
        self._size: int = about["records"]
        blocks: Mapping[str, int] = about["blocks"]
        self._facts = Rows(container, "facts", blocks["facts"])
        self._titles = Rows(container, "titles", blocks["titles"])
        self._texts = Rows(container, "texts", blocks["texts"]) if "texts" in blocks else None
        self._grams = container.array("grams")
        self._postings = Postings(
            Shape(*about["shape"]), container.array("postings.starts"), container.array("postings")
        )
        self._prints = Fingerprinter(about["sampling"])

    def __len__(self) -> int:
        return self._size

    @property
    def info(self) -> IndexInfo:
        """What the index holds."""
        return IndexInfo.of(str(self._container.path), self._container.size, FORMAT_VERSION, self._container.facts)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read the whole file and check it. Raises IndexUnusable."""
        self._container.verify(progress)

    @_damage_told
    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        """The records with these arXiv ids or DOIs; the version asked for does not matter, the record tells its own."""
        for _, reference in self._by_ids([[id] for id in ids]):
            yield reference

    @_damage_told
    def search(
        self, queries: Sequence[Query], strategy: str, settled: Sequence[tuple[Query, Reference]] = ()
    ) -> Iterator[Hit]:
        """Candidates, best first for each query. `settled` is not needed here: asking costs nothing."""
        del settled
        if strategy == "id":
            for query, reference in self._by_ids([query.ids for query in queries]):
                yield Hit(query, reference, self.name)
            return
        for first in range(0, len(queries), _AT_ONCE):
            batch = self._ask(queries[first : first + _AT_ONCE])
            for found in self._candidates(batch):
                yield Hit(first + found.query, self._reference(found.record), self.name, found.overlap)

    @_damage_told
    def by_author(self, author: Name) -> Iterator[Reference]:
        """All records that have an author of this family name (or this collaboration), in the order of their ids."""
        key = family_key(author)
        for record in self._records(self._prints.families([[key]]))[0]:
            reference = self._reference(int(record))
            if any(family_key(name) == key for name in reference.author):
                yield reference

    @_damage_told
    def by_title(self, title: str) -> Iterator[Reference]:
        """All records whose title has the same comparison key."""
        key = fold(title)
        for record in self._records(self._prints.whole_titles([key]))[0]:
            if self._titles[int(record)].decode() == key:
                yield self._reference(int(record))

    def _records(self, prints: Numbers) -> tuple[Ints, Ints]:
        """Records that have one of the fingerprints, and the owner of that fingerprint."""
        records, which = self._postings.records(*self._postings.ranges(hashes_of(prints)))
        return records, owners_of(prints)[which]

    def _by_ids(self, ids: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Reference]]:
        keys = [[id_key(id) for id in each] for each in ids]
        for record, owner in zip(*self._records(self._prints.ids(keys)), strict=True):
            reference = self._reference(int(record))
            if any(id_key(id) in keys[owner] for id in reference.ids):
                yield int(owner), reference

    def _reference(self, record: int) -> Reference:
        reference = facts.unpack(self._facts[record])
        if self._texts is None:
            return reference
        abstract, comment = facts.unpack_texts(self._texts[record])
        return replace(reference, abstract=abstract, comment=comment)

    def _ask(self, queries: Sequence[Query]) -> _Asked:
        titles = [fold(mend(query.title)) if query.title else "" for query in queries]
        texts = [fold(mend(query.text)) if query.text else "" for query in queries]
        abstracts = [fold(mend(query.abstract)) if query.abstract else "" for query in queries]
        families = [[family_key(name) for name in query.author] for query in queries]
        grams = self._prints.abstracts(abstracts)
        ballots = (
            (grams, 1.0),
            (self._prints.titles(titles), 1.0),
            (self._prints.titles(texts), 1.0),
            (self._prints.whole_titles(titles), _WHOLE_TITLE_WEIGHT),
            (self._prints.families([*map(_words_as_families, families, texts)]), _FAMILY_WEIGHT),
        )
        return _Asked(titles, texts, grams, ballots)

    def _candidates(self, asked: _Asked) -> Iterator[_Found]:
        """For each query its candidates, best first: more is asked only about those that are not sure yet."""
        election = Election(self._postings, asked.ballots, queries=len(asked), records=self._size)
        open_ = np.ones(len(asked), bool)
        found: list[_Found] = []
        weak: dict[int, str] = {}
        for budget in _BUDGETS:
            tally = election.count(open_, budget)
            few = tally.place < np.where(tally.clear[tally.query], _MOST_HITS, _MOST_COMPARED)
            pairs = zip(tally.query[few].tolist(), tally.record[few].tolist(), strict=True)
            ranked = self._ranked(asked, dict(zip(pairs, tally.weight[few].tolist(), strict=True)))
            sure = tally.clear.copy()
            sure[[each.query for each in ranked if each.rank >= _SURE]] = True
            done = open_ & (sure | tally.exhausted | (budget == _BUDGETS[-1]))
            weak |= {
                query: asked.titles[query] for query in np.flatnonzero(done & ~sure).tolist() if asked.titles[query]
            }
            found += [each for each in ranked if done[each.query]]
            open_ &= ~done
        misspelt = self._misspelt(weak)
        if misspelt:
            known = {(each.query, each.record) for each in found}
            more = [pair for pair in brute_force(misspelt, self._titles) if pair not in known]
            found += self._ranked(asked, dict.fromkeys(more, 0.0))
        for _, group in groupby(sorted(found, key=_order), attrgetter("query")):
            yield from islice(group, _MOST_HITS)

    def _misspelt(self, titles: Mapping[int, str]) -> dict[int, str]:
        """Those of the titles that have words no title in the index has: the others would have had their votes."""
        prints = self._prints.words(list(titles.values()))
        start, end = self._postings.ranges(hashes_of(prints))
        words = np.bincount(owners_of(prints), minlength=len(titles))
        unknown = np.bincount(owners_of(prints)[start == end], minlength=len(titles))
        return {
            query: title
            for (query, title), strange in zip(titles.items(), unknown >= _STRANGE * words, strict=True)
            if strange
        }

    def _ranked(self, asked: _Asked, weights: Mapping[tuple[int, int], float]) -> list[_Found]:
        """How alike the pairs of query and record are, in no order; each comes with the weight of its votes."""
        overlaps = self._overlaps(asked, list(weights))
        titles = self._titles.many(record for query, record in weights if asked.titles[query] or asked.texts[query])
        found = []
        for (query, record), weight in weights.items():
            overlap = overlaps.get((query, record))
            likeness = [max(overlap.of_query, overlap.of_record)] if overlap else []
            if asked.titles[query]:
                likeness.append(similarity(asked.titles[query], titles[record].decode()))
            if asked.texts[query]:
                title = titles[record].decode()
                likeness.append(within(asked.texts[query], title) ** 2 * weight / (1 + weight))
            rank = sum(likeness) / len(likeness) if likeness else weight / (1 + weight)
            found.append(_Found(query, record, rank, weight, overlap))
        return found

    def _overlaps(self, asked: _Asked, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Overlap]:
        """How much of each query's abstract and the record's is shared, for queries that have an abstract."""
        owners = owners_of(asked.grams)
        order = np.argsort(owners, kind="stable")
        counts = np.bincount(owners, minlength=len(asked))
        starts = np.cumsum(counts) - counts
        pairs = [pair for pair in pairs if counts[pair[0]]]
        if not pairs:
            return {}
        query, record = np.array(pairs).T
        lengths = counts[query]
        which = np.repeat(np.arange(len(pairs)), lengths)
        place = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths - starts[query], lengths)
        held = self._postings.contain(hashes_of(asked.grams)[order][place], record[which])
        shared = np.bincount(which[held], minlength=len(pairs))
        of_record = np.minimum(1.0, shared / np.maximum(1, self._grams[record]))
        return {
            pair: Overlap(float(part), float(whole), int(count))
            for pair, part, whole, count in zip(pairs, shared / lengths, of_record, shared, strict=True)
        }


def _order(found: _Found) -> tuple[int, float, float, int]:
    return found.query, -found.rank, -found.weight, found.record


def _words_as_families(families: Sequence[str], text: str) -> list[str]:
    """Family names asked for; in a text whose fields could not be told apart any word may be one."""
    return [*families, *set(text.split())]
