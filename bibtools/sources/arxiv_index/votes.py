"""Many queries at once vote for records: every fingerprint they share is a vote, a rare one weighs more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.fingerprint import Numbers, hashes_of, owners_of
from bibtools.sources.arxiv_index.postings import Ints, Postings

Weights = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# A candidate with so many votes, and so many times the weight of the next, needs no second look.
_CLEAR = ((6, 2.0), (4, 3.0))
# Records with less than this part of the best one's weight are no candidates.
_LEAST_PART = 0.25  # below 1 / the largest lead above
_RECORD_BITS = 32


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates, ordered by query and then by falling weight: element i of each array speaks of one pair.

    `place` counts the candidates of one query from 0. `clear` holds for each query by number whether its first
    candidate leads so far that no more need be asked, `exhausted` whether it has no votes left to cast.
    """

    query: Ints
    record: Ints
    weight: Weights
    place: Ints
    clear: Flags
    exhausted: Flags


class Election:
    """The votes of queries 0 to `queries - 1`, given as (packed fingerprints, what one of them weighs at most)."""

    def __init__(
        self, postings: Postings, ballots: tuple[tuple[Numbers, float], ...], *, queries: int, records: int
    ) -> None:
        prints = np.concatenate([ballot for ballot, _ in ballots])
        most = np.repeat([weight for _, weight in ballots], [len(ballot) for ballot, _ in ballots])
        start, end = postings.ranges(hashes_of(prints))
        length = end - start
        order = np.lexsort((length, owners_of(prints)))
        order = order[length[order] > 0]
        length = length[order]
        self._postings = postings
        self._queries = queries
        self._query, self._start, self._end = owners_of(prints)[order], start[order], end[order]
        self._weight: Weights = most[order] * (np.log2(1 + records / length) / np.log2(1 + records))
        self._spent = _running_total(length, self._query)

    def count(self, asked: Flags, budget: int) -> Tally:
        """What comes out when each query in `asked` casts at most `budget` votes, its rarest fingerprints first."""
        cast = asked[self._query] & (self._spent <= budget)
        found, which = self._postings.records(self._start[cast], self._end[cast])
        query, record, weight, votes = _count(self._query[cast][which], found, self._weight[cast][which])
        most = np.zeros(self._queries)
        np.maximum.at(most, query, weight)
        keep = weight >= _LEAST_PART * most[query]
        query, record, weight, votes = query[keep], record[keep], weight[keep], votes[keep]
        order = np.lexsort((record, -weight, query))
        query, record, weight, votes = query[order], record[order], weight[order], votes[order]
        place = np.arange(len(query)) - np.searchsorted(query, query)
        first, second = place == 0, place == 1
        won, next_ = np.zeros(self._queries, np.int64), np.zeros(self._queries)
        won[query[first]] = votes[first]
        next_[query[second]] = weight[second]
        clear = np.logical_or.reduce([(won >= enough) & (most > lead * next_) for enough, lead in _CLEAR])
        exhausted = np.ones(self._queries, bool)
        exhausted[self._query[self._spent > budget]] = False
        return Tally(query, record, weight, place, clear, exhausted)


def _running_total(values: Ints, groups: Ints) -> Ints:
    """The sum of the values so far in each group; `groups` ascend."""
    total = np.cumsum(values)
    first = np.searchsorted(groups, groups)
    return total - (total[first] - values[first])


def _count(query: Ints, record: Ints, weight: Weights) -> tuple[Ints, Ints, Weights, Ints]:
    """Sum the votes of each pair of query and record: query, record, weight, number of votes."""
    keys = query << _RECORD_BITS | record
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    sums = np.add.reduceat(weight[order], firsts) if len(keys) else np.empty(0)
    votes = np.diff(np.append(firsts, len(keys)))
    return keys[firsts] >> _RECORD_BITS, keys[firsts] & ((1 << _RECORD_BITS) - 1), sums, votes
