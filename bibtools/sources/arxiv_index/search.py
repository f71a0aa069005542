"""Finds candidates for many queries at once: votes first, then a closer look at those that are not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from math import inf
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, owned_by
from bibtools.sources.arxiv_index.keys import family_key
from bibtools.sources.arxiv_index.likeness import Asked, Likeness
from bibtools.sources.arxiv_index.postings import Postings
from bibtools.sources.arxiv_index.rows import Rows
from bibtools.sources.arxiv_index.spelling import meant, misspelt, readings
from bibtools.sources.arxiv_index.titles import brute_force
from bibtools.sources.arxiv_index.votes import Ballot, Election
from bibtools.sources.base import Overlap, Query
from bibtools.text.fold import fold, fold_loosely, mend_loosely

_MOST_HITS = 6
_MOST_COMPARED = 40
# How many votes a query may cast: the rarest first, and more only while it is not sure.
_BUDGETS = (300, 5_000, 50_000)
# The part of the weight of a query's votes that the right record has at least, in 99 of 100 titles that lost a word and
# have two typing errors. A reference string has names, a venue and numbers beside the title.
_LEAST_PART = 0.4
_LEAST_PART_OF_TEXT = 0.1
_SURE = 0.85
# The rank from which on a title needs not be compared with all there are.
_LIKELY = 0.75
# The rank from which on a candidate is like a title or text, or an abstract alone, and which part of the best one's
# rank others have that are told, too: titles agree in half of their letters by chance, abstracts in hardly a piece.
_LIKE_WORDS = (0.6, 0.5)
_LIKE_ABSTRACT = (0.1, 0.25)
# Those with so much of the most votes are told in any case: a title cut short has them, but not the letters.
_MOST_VOTES = 0.95
# The part of a title's words, unknown and near to none, from which on it is compared with all titles.
_LOST = 0.5
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

    def _ask(self, queries: Sequence[Query]) -> Asked:
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
        return Asked(titles, texts, grams, tuple([Ballot.of(*each, self._postings) for each in others]))

    def _candidates(self, asked: Asked) -> Iterator[Found]:
        """For each query its candidates, best first: more is asked only about those that are not sure yet."""
        parts = np.array([_LEAST_PART_OF_TEXT if text else _LEAST_PART for text in asked.texts])
        election = Election(self._postings, (asked.grams, *asked.others), parts=parts, records=len(self._grams))
        likeness = Likeness(asked, self._postings, self._titles, self._grams)
        open_ = np.ones(len(asked), bool)
        found: list[Found] = []
        weak: dict[int, str] = {}
        for budget in _BUDGETS:
            tally = election.count(open_, budget, _MOST_COMPARED)
            doubtful = tally.likely & ~tally.clear
            few = tally.place < np.where(doubtful[tally.query], _MOST_COMPARED, _MOST_HITS)
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
        words = meant((word for each in wrong.values() for word in each), self._prints, self._postings)
        found += _new(self._respelt(asked, wrong, words), found, likeness)
        similar = {each.query for each in found if each.rank >= _LIKELY}
        lost = {
            query: asked.titles[query]
            for query, each in wrong.items()
            if query not in similar and sum(not words[word] for word in each) > _LOST * len(asked.titles[query].split())
        }
        found += _new(dict.fromkeys(brute_force(lost, self._titles), 0.0), found, likeness)
        for query, group in groupby(sorted(found, key=_order), attrgetter("query")):
            yield from _worth_telling(list(group), asked.titles[query] or asked.texts[query])

    def _respelt(
        self, asked: Asked, wrong: Mapping[int, object], words: Mapping[str, Sequence[str]]
    ) -> dict[tuple[int, int], float]:
        """Candidates, with the weight of their votes, when titles vote as they read with `words` for wrong ones."""
        read = [(query, reading) for query in wrong for reading in readings(asked.titles[query], words)]
        owners, titles = np.array([query for query, _ in read], np.int64), [reading for _, reading in read]
        ballots = (
            Ballot.of(owned_by(owners, self._prints.titles(titles)), 1.0, self._postings),
            Ballot.of(owned_by(owners, self._prints.whole_titles(titles)), _WHOLE_TITLE_WEIGHT, self._postings),
        )
        parts = np.full(len(asked), _LEAST_PART)
        election = Election(self._postings, ballots, parts=parts, records=len(self._grams))
        for budget in (_BUDGETS[0], _RESPELT_BUDGET):  # the first count makes the second quicker
            tally = election.count(np.ones(len(asked), bool), budget, _MOST_COMPARED)
        few = tally.place < _MOST_COMPARED
        pairs = zip(tally.query[few].tolist(), tally.record[few].tolist(), strict=True)
        return dict(zip(pairs, tally.weight[few].tolist(), strict=True))


def _new(weights: Mapping[tuple[int, int], float], found: Sequence[Found], likeness: Likeness) -> list[Found]:
    """Of pairs with the weight of their votes those that were not found yet, compared."""
    known = {(each.query, each.record) for each in found}
    new = {pair: weight for pair, weight in weights.items() if pair not in known}
    return [Found(*pair, rank, new[pair], likeness.overlap(pair)) for pair, rank in likeness.ranks(new).items()]


def _worth_telling(found: Sequence[Found], words: str) -> Iterator[Found]:
    """Of one query's candidates, best first, those that may be the right one or put it in doubt.

    `words` are its title or text. Where no candidate is like the query, they are the nearest and what has most votes.
    """
    alike, part = _LIKE_WORDS if words else _LIKE_ABSTRACT
    best, most = found[0].rank, max(each.weight for each in found)
    least = part * best if best >= alike else inf
    rivals = (each for each in found[1:] if each.rank >= least or each.weight >= _MOST_VOTES * most)
    return islice(chain(found[:1], rivals), _MOST_HITS)


def _order(found: Found) -> tuple[int, float, float, int]:
    return found.query, -found.rank, -found.weight, found.record


def _words_as_families(families: Sequence[str], text: str) -> list[str]:
    """Family names asked for; in a text whose fields could not be told apart any word may be one."""
    return [*families, *set(text.split())]
