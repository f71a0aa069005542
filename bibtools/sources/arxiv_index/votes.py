"""Many queries at once vote for records: every fingerprint they share is a vote, a rare one weighs more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
_NOTHING = 1e-6  # sums in another order differ
# Votes that are sorted at a time, and bits of a record's number or a weight. Together with the bits for at most 2,048
# queries they leave the sign of a 64-bit number alone, even when one query's votes come on top.
_AT_ONCE_BITS = 17
_RECORD_BITS = 24
_WEIGHT_BITS = 31
# Odd numbers, by which records and queries are strewn over a table.
_RECORD_FACTOR, _QUERY_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates, ordered by query and then by falling weight: element i of each array speaks of one pair.

    `place` counts the candidates of one query from 0. `clear` holds for each query by number whether its first
    candidate leads so far that no more need be asked, `likely` whether it has as much weight as the right one has, and
    `exhausted` whether the votes that are left could not bring any other record so much.
    """

    query: Ints
    record: Ints
    weight: Weights
    place: Ints
    clear: Flags
    likely: Flags
    exhausted: Flags


class Ballot(NamedTuple):
    """Packed fingerprints of queries, what one of them weighs at most, and where the records stand that have it."""

    prints: Numbers
    weight: float
    start: Ints
    end: Ints

    @classmethod
    def of(cls, prints: Numbers, weight: float, postings: Postings) -> Ballot:
        """The ballot, its records looked up."""
        return cls(prints, weight, *postings.ranges(hashes_of(prints)))


class Election:
    """The votes of the queries, numbered from 0.

    `parts` has for each query the part of the weight of all its votes that the right record nearly always has.
    """

    def __init__(self, postings: Postings, ballots: Sequence[Ballot], *, parts: Weights, records: int) -> None:
        prints = np.concatenate([ballot.prints for ballot in ballots])
        most = np.repeat([ballot.weight for ballot in ballots], [len(ballot.prints) for ballot in ballots])
        start = np.concatenate([ballot.start for ballot in ballots])
        end = np.concatenate([ballot.end for ballot in ballots])
        some = np.flatnonzero(start < end)
        length = end[some] - start[some]
        order = stable_order(owners_of(prints)[some] << _RECORD_BITS | length)
        order, length = some[order], length[order]
        self._postings = postings
        self._queries = len(parts)
        self._query, self._start, self._end = owners_of(prints)[order], start[order], end[order]
        self._weight: Weights = most[order] * (np.log2(1 + records / length) / np.log2(1 + records))
        self._spent = _running_total(length, self._query)
        self._whole = np.bincount(self._query, self._weight, self._queries)
        self._enough = parts * self._whole
        # What a record must have to be one of the candidates, as far as earlier counts tell.
        self._least = np.zeros(self._queries)

    def count(self, asked: Flags, budget: int, compared: int) -> Tally:
        """What comes out when each query in `asked` casts at most `budget` votes, its rarest fingerprints first.

        `compared` is how many candidates of a query will be looked at: the tally holds these, and the next one.
        To count with a small budget first makes one with a larger budget quicker.
        """
        cast = np.flatnonzero(asked[self._query] & (self._spent <= budget))
        parts = [self._count(part, compared) for part in self._split(cast)]
        query, record, weight, votes, place = (np.concatenate(each) for each in zip(*parts, strict=True))
        first, second = place == 0, place == 1
        most = np.zeros(self._queries)
        most[query[first]] = weight[first]
        won, next_ = np.zeros(self._queries, np.int64), np.zeros(self._queries)
        won[query[first]] = votes[first]
        next_[query[second]] = weight[second]
        clear = np.logical_or.reduce([(won >= enough) & (most > lead * next_) for enough, lead in _CLEAR])
        # What any record may have in the end that is none of the candidates looked at.
        other = _LEAST_PART * most
        other[query[place == compared]] = weight[place == compared]
        self._least = np.maximum(self._least, other)
        left = self._whole - np.bincount(self._query[cast], self._weight[cast], self._queries)
        exhausted = (left < _NOTHING) | (other + left < self._enough)
        return Tally(query, record, weight, place, clear, most >= self._enough, exhausted)

    def _split(self, cast: Ints) -> list[Ints]:
        """The fingerprints in parts with some `_AT_ONCE` votes, so that what is sorted stays small; no query is cut."""
        query = self._query[cast]
        total = np.cumsum(np.bincount(query, self._end[cast] - self._start[cast], self._queries))
        part = total[query].astype(np.int64) >> _AT_ONCE_BITS
        return np.split(cast, np.flatnonzero(part[1:] != part[:-1]) + 1)

    def _count(self, cast: Ints, compared: int) -> tuple[Ints, Ints, Weights, Ints, Ints]:
        """The pairs of query and record that most votes are for: their weight, number of votes, and place.

        Of each query there are `compared` and one more, in falling order, without the hopeless.
        """
        record, which = self._postings.records(self._start[cast], self._end[cast])
        query, weight = self._query[cast], self._weight[cast]
        if self._least[query].any():
            some = self._hopeful(query, record, weight[which], which)
            record, which = record[some], which[some]
        query, record, weight, votes = _sum(query[which], record, weight[which])
        order = stable_order(query << _WEIGHT_BITS | _falling(weight))
        weight = weight[order]
        firsts = _firsts(query)
        start = np.repeat(firsts, np.diff(np.append(firsts, len(query))))
        place = np.arange(len(query)) - start
        keep = np.flatnonzero((place <= compared) & (weight >= _LEAST_PART * weight[start]))
        return query[keep], record[order[keep]], weight[keep], votes[order[keep]], place[keep]

    def _hopeful(self, query: Ints, record: Ints, weight: Weights, which: Ints) -> Ints:
        """Which votes may be for a record that has as much weight as earlier counts say is needed.

        All votes are summed in a table that several pairs of query and record may share a place of. What is in a place
        is therefore the most that one of them has, and to look there costs less than to sort the votes.
        """
        salt = query.astype(np.uint64) * _QUERY_FACTOR
        mixed = (record.astype(np.uint64) ^ salt[which]) * _RECORD_FACTOR
        place = (mixed >> np.uint64(64 - _AT_ONCE_BITS)).astype(np.int64)
        most = np.bincount(place, weight, 1 << _AT_ONCE_BITS)
        return np.flatnonzero(most[place] >= (self._least[query] - _NOTHING)[which])


def _falling(weight: Weights) -> Ints:
    """Numbers that fall as the weights grow: the bits of these in single precision, counted from the highest."""
    return (1 << _WEIGHT_BITS) - 1 - weight.astype(np.float32).view(np.int32).astype(np.int64)


def _firsts(keys: Ints) -> Ints:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])


def stable_order(keys: Ints) -> Ints:
    """The stable order of `keys`, several times as fast as `numpy.argsort` gives it: places stand in the lowest bits.

    The keys are not negative, and leave room for these bits.

    >>> stable_order(np.array([3, 1, 3, 0])).tolist()
    [3, 1, 0, 2]
    """
    bits = len(keys).bit_length()
    return np.sort(keys << bits | np.arange(len(keys))) & ((1 << bits) - 1)


def _running_total(values: Ints, groups: Ints) -> Ints:
    """The sum of the values so far in each group; `groups` ascend."""
    total = np.cumsum(values)
    first = np.searchsorted(groups, groups)
    return total - (total[first] - values[first])


def _sum(query: Ints, record: Ints, weight: Weights) -> tuple[Ints, Ints, Weights, Ints]:
    """Sum the votes of each pair of query and record: query, record, weight, number of votes."""
    first = query[0] if len(query) else 0
    pairs = (query - first) << _RECORD_BITS | record
    order = stable_order(pairs)
    pairs = pairs[order]
    firsts = _firsts(pairs)
    sums = np.add.reduceat(weight[order], firsts) if len(pairs) else np.empty(0)
    votes = np.diff(np.append(firsts, len(pairs)))
    return (pairs[firsts] >> _RECORD_BITS) + first, pairs[firsts] & ((1 << _RECORD_BITS) - 1), sums, votes
