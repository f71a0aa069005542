"""Finds candidates for many queries at once: votes first, then a closer look at those that are not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, owners_of
from bibtools.sources.arxiv_index.keys import family_key
from bibtools.sources.arxiv_index.postings import Postings
from bibtools.sources.arxiv_index.rows import Rows
from bibtools.sources.arxiv_index.spelling import meant, misspelt
from bibtools.sources.arxiv_index.titles import brute_force, similarity, within
from bibtools.sources.arxiv_index.votes import Ballot, Election, stable_order
from bibtools.sources.base import Overlap, Query
from bibtools.text.fold import fold, fold_loosely, mend_loosely

_MOST_HITS = 6
_MOST_COMPARED = 40
# How many votes a query may cast: the rarest first, and more only while it is not sure.
_BUDGETS = (300, 5_000, 50_000)
_SURE = 0.85
# The rank from which on a title needs not be compared with all there are.
_LIKELY = 0.75
# What a word that may have been meant weighs, and how many votes a misspelt title may cast.
_MEANT_WEIGHT = 0.5
_RESPELT_BUDGET = 20_000
_WHOLE_TITLE_WEIGHT = 4.0
_FAMILY_WEIGHT = 0.5


class Found(NamedTuple):
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
    grams: Ballot
    others: tuple[Ballot, ...]

    def __len__(self) -> int:
        return len(self.titles)


class Searcher:
    """Asks the postings; `grams` is the number of sampled pieces of each record's abstract."""

    def __init__(self, postings: Postings, titles: Rows, grams: npt.NDArray[np.uint16], prints: Fingerprinter) -> None:
        self._postings = postings
        self._titles = titles
        self._grams = grams
        self._prints = prints

    def search(self, queries: Sequence[Query]) -> Iterator[Found]:
        """The candidates of each query, in the order of the queries, best first."""
        return self._candidates(self._ask(queries))

    def _ask(self, queries: Sequence[Query]) -> _Asked:
        titles = [fold(mend_loosely(query.title)) if query.title else "" for query in queries]
        texts = [fold(mend_loosely(query.text)) if query.text else "" for query in queries]
        abstracts = [fold_loosely(mend_loosely(query.abstract)) if query.abstract else "" for query in queries]
        families = [[family_key(name) for name in query.author] for query in queries]
        others = (
            (self._prints.titles(titles), 1.0),
            (self._prints.titles(texts), 1.0),
            (self._prints.whole_titles(titles), _WHOLE_TITLE_WEIGHT),
            (self._prints.families([*map(_words_as_families, families, texts)]), _FAMILY_WEIGHT),
        )
        grams = Ballot.of(self._prints.abstracts(abstracts), 1.0, self._postings)
        return _Asked(titles, texts, grams, tuple([Ballot.of(*each, self._postings) for each in others]))

    def _candidates(self, asked: _Asked) -> Iterator[Found]:
        """For each query its candidates, best first: more is asked only about those that are not sure yet."""
        election = Election(self._postings, (asked.grams, *asked.others), queries=len(asked), records=len(self._grams))
        likeness = _Likeness(asked, self._postings, self._titles, self._grams)
        open_ = np.ones(len(asked), bool)
        found: list[Found] = []
        weak: dict[int, str] = {}
        for budget in _BUDGETS:
            tally = election.count(open_, budget)
            few = tally.place < np.where(tally.clear[tally.query], _MOST_HITS, _MOST_COMPARED)
            pairs = zip(tally.query[few].tolist(), tally.record[few].tolist(), strict=True)
            weights = dict(zip(pairs, tally.weight[few].tolist(), strict=True))
            ranks = likeness.ranks(weights)
            sure = tally.clear.copy()
            sure[[query for (query, _), rank in ranks.items() if rank >= _SURE]] = True
            done = open_ & (sure | tally.exhausted | (budget == _BUDGETS[-1]))
            settled = set(np.flatnonzero(done).tolist())
            unsure = settled.difference(np.flatnonzero(sure).tolist())
            weak |= {query: asked.titles[query] for query in unsure if asked.titles[query]}
            found += [
                Found(*pair, rank, weights[pair], likeness.overlap(pair))
                for pair, rank in ranks.items()
                if pair[0] in settled
            ]
            open_ &= ~done
            if not open_.any():
                break
        wrong = misspelt(weak, self._prints, self._postings)
        for ask, enough in ((self._respelt, _SURE), (self._compared_with_all, _LIKELY)):
            known = {(each.query, each.record) for each in found}
            settled = {each.query for each in found if each.rank >= enough}
            wrong = {query: words for query, words in wrong.items() if query not in settled}
            weights = {pair: weight for pair, weight in ask(asked, wrong).items() if pair not in known}
            ranks = likeness.ranks(weights)
            found += [Found(*pair, rank, weights[pair], likeness.overlap(pair)) for pair, rank in ranks.items()]
        for _, group in groupby(sorted(found, key=_order), attrgetter("query")):
            yield from islice(group, _MOST_HITS)

    def _respelt(self, asked: _Asked, wrong: Mapping[int, Sequence[str]]) -> dict[tuple[int, int], float]:
        """Candidates, with the weight of their votes, when words vote too that may have been meant by wrong ones."""
        titles = [title if query in wrong else "" for query, title in enumerate(asked.titles)]
        ballots = (
            Ballot.of(self._prints.titles(titles), 1.0, self._postings),
            Ballot.of(meant(wrong, self._prints), _MEANT_WEIGHT, self._postings),
        )
        election = Election(self._postings, ballots, queries=len(asked), records=len(self._grams))
        tally = election.count(np.array([query in wrong for query in range(len(asked))]), _RESPELT_BUDGET)
        few = tally.place < _MOST_COMPARED
        pairs = zip(tally.query[few].tolist(), tally.record[few].tolist(), strict=True)
        return dict(zip(pairs, tally.weight[few].tolist(), strict=True))

    def _compared_with_all(self, asked: _Asked, wrong: Mapping[int, object]) -> dict[tuple[int, int], float]:
        """Candidates without a vote: the most similar of all titles."""
        found = brute_force({query: asked.titles[query] for query in wrong}, self._titles) if wrong else ()
        return dict.fromkeys(found, 0.0)


class _Likeness:
    """How alike queries and records are. A pair that comes up in several rounds is compared once."""

    def __init__(self, asked: _Asked, postings: Postings, titles: Rows, grams: npt.NDArray[np.uint16]) -> None:
        self._asked = asked
        self._postings = postings
        self._titles = titles
        self._grams = grams
        self._overlaps: dict[tuple[int, int], Overlap | None] = {}
        self._alike: dict[tuple[int, int], tuple[float | None, float | None]] = {}
        owners = owners_of(asked.grams.prints)
        self._asked_grams = np.bincount(owners, minlength=len(asked))
        # Most pieces of an abstract that is not in the index stand in no record: they need no second look.
        start, end = asked.grams.start, asked.grams.end
        some = np.flatnonzero(start < end)
        order = some[stable_order(owners[some])]
        self._start, self._end = start[order], end[order]
        self._counts = np.bincount(owners[order], minlength=len(asked))
        self._firsts = np.cumsum(self._counts) - self._counts

    def overlap(self, pair: tuple[int, int]) -> Overlap | None:
        """How much of the abstracts of a pair that has its rank is shared."""
        return self._overlaps[pair]

    def ranks(self, weights: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
        """The rank of each pair of query and record, given the weight of its votes."""
        self._compare([pair for pair in weights if pair not in self._overlaps])
        ranks = {}
        for pair, weight in weights.items():
            overlap, (of_titles, of_texts) = self._overlaps[pair], self._alike[pair]
            likeness = [max(overlap.of_query, overlap.of_record)] if overlap else []
            if of_titles is not None:
                likeness.append(of_titles)
            if of_texts is not None:
                likeness.append(of_texts**2 * weight / (1 + weight))
            ranks[pair] = sum(likeness) / len(likeness) if likeness else weight / (1 + weight)
        return ranks

    def _compare(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Remember how much of the two titles, text and title, and the two abstracts is alike."""
        asked = self._asked
        titles = self._titles.many(record for query, record in pairs if asked.titles[query] or asked.texts[query])
        for query, record in pairs:
            title = titles[record].decode() if record in titles else ""
            self._alike[query, record] = (
                similarity(asked.titles[query], title) if asked.titles[query] else None,
                within(asked.texts[query], title) if asked.texts[query] else None,
            )
        self._overlaps |= dict.fromkeys(pairs)
        self._overlaps |= self._shared([pair for pair in pairs if self._asked_grams[pair[0]]])

    def _shared(self, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Overlap]:
        """How much of each query's abstract and the record's is shared, for queries that have an abstract."""
        if not pairs:
            return {}
        query, record = np.array(pairs).T
        lengths = self._counts[query]
        which = np.repeat(np.arange(len(pairs)), lengths)
        place = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths - self._firsts[query], lengths)
        held = self._postings.hold(self._start[place], self._end[place], record[which])
        shared = np.bincount(which[held], minlength=len(pairs))
        of_query = shared / self._asked_grams[query]
        of_record = np.minimum(1.0, shared / np.maximum(1, self._grams[record]))
        return {
            pair: Overlap(float(part), float(whole), int(count))
            for pair, part, whole, count in zip(pairs, of_query, of_record, shared, strict=True)
        }


def _order(found: Found) -> tuple[int, float, float, int]:
    return found.query, -found.rank, -found.weight, found.record


def _words_as_families(families: Sequence[str], text: str) -> list[str]:
    """Family names asked for; in a text whose fields could not be told apart any word may be one."""
    return [*families, *set(text.split())]
