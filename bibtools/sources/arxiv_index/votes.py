"""Many queries at once vote for records: every fingerprint they share is a vote, a rare one weighs more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.fingerprint import Numbers, hashes_of, owners_of
from bibtools.sources.arxiv_index.postings import Ints, Postings

Weights = npt.NDArray[np.float64]

# How many votes one query may cast: the rarest fingerprints first; more only for those still undecided.
_BUDGETS = (300, 6_000, 100_000)
_CLEAR_VOTES = 6
_CLEAR_LEAD = 2.0
# Records with less than this part of the best one's weight are no candidates.
_LEAST_PART = 0.25
_ROW = 32


@dataclass(frozen=True, slots=True)
class Ballot:
    """The fingerprints of several queries: packed with the query's number, and what one of them weighs at most."""

    prints: Numbers
    weight: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates, ordered by query and then by falling weight: element i of each array speaks of one pair.

    `clear` tells for each query by number whether its first candidate leads so far that no more need be asked.
    """

    query: Ints
    record: Ints
    weight: Weights
    clear: npt.NDArray[np.bool_]


def vote(postings: Postings, ballots: tuple[Ballot, ...], queries: int, records: int) -> Tally:
    """The candidates of queries 0 to `queries - 1` among `records` records."""
    prints = np.concatenate([ballot.prints for ballot in ballots])
    most = np.concatenate([np.full(len(ballot.prints), ballot.weight) for ballot in ballots])
    start, end = postings.ranges(hashes_of(prints))
    known = start < end
    query, start, end, most = owners_of(prints)[known], start[known], end[known], most[known]
    length = end - start
    weight: Weights = most * (np.log2(1 + records / length) / np.log2(1 + records))
    order = np.lexsort((length, query))
    query, start, end, length = (each[order] for each in (query, start, end, length))
    weight = weight[order]
    spent = _running_total(length, query)
    tallies: list[tuple[Ints, Ints, Weights]] = []
    clear = np.zeros(queries, bool)
    open_ = np.ones(queries, bool)
    for budget in _BUDGETS:
        cast = open_[query] & (spent <= budget)
        found, which = postings.records(start[cast], end[cast])
        counted = _count(query[cast][which], found, weight[cast][which])
        won = _clear(*counted, queries)
        # A query that has cast all its votes learns nothing from a larger budget.
        exhausted = np.ones(queries, bool)
        exhausted[query[spent > budget]] = False
        final = open_ & (won | exhausted) if budget != _BUDGETS[-1] else open_
        tallies.append(_best(*counted[:3], final, queries))
        clear |= won & final
        open_ &= ~final
        if not open_.any():
            break
    query, found, weight = (np.concatenate(each) for each in zip(*tallies, strict=True))
    order = np.lexsort((found, -weight, query))
    return Tally(query[order], found[order], weight[order], clear)


def _running_total(values: Ints, groups: Ints) -> Ints:
    """The sum of the values so far in each group; `groups` ascend."""
    total = np.cumsum(values)
    first = np.searchsorted(groups, groups)
    return total - (total[first] - values[first])


def _count(query: Ints, record: Ints, weight: Weights) -> tuple[Ints, Ints, Weights, Ints]:
    """Sum the votes of each pair of query and record: query, record, weight, number of votes."""
    keys = query << _ROW | record
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, np.int64)
    sums = np.add.reduceat(weight[order], firsts) if len(keys) else np.empty(0)
    votes = np.diff(np.append(firsts, len(keys)))
    return keys[firsts] >> _ROW, keys[firsts] & ((1 << _ROW) - 1), sums, votes


def _most(query: Ints, weight: Weights, queries: int) -> Weights:
    """The largest weight of each query; 0 where it has none."""
    most = np.zeros(queries)
    np.maximum.at(most, query, weight)
    return most


def _clear(query: Ints, record: Ints, weight: Weights, votes: Ints, queries: int) -> npt.NDArray[np.bool_]:
    """Which queries have a candidate with enough votes and more than twice the weight of the next."""
    del record
    most = _most(query, weight, queries)
    leads = weight == most[query]
    second = _most(query[~leads], weight[~leads], queries)
    enough = np.zeros(queries, np.int64)
    np.maximum.at(enough, query[leads], votes[leads])
    alone = np.bincount(query[leads], minlength=queries) == 1
    clear: npt.NDArray[np.bool_] = alone & (enough >= _CLEAR_VOTES) & (most > _CLEAR_LEAD * second)
    return clear


def _best(
    query: Ints, record: Ints, weight: Weights, final: npt.NDArray[np.bool_], queries: int
) -> tuple[Ints, Ints, Weights]:
    keep = final[query] & (weight >= _LEAST_PART * _most(query, weight, queries)[query])
    return query[keep], record[keep], weight[keep]
