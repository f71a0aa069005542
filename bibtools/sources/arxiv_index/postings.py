"""Which records have a fingerprint: sorted lists in one array, found through a table of buckets.

The upper `bucket_bits` of a hash choose a bucket, and in the bucket stand, ascending, entries of `width` bytes: the
next bits of the hash above the record's number. 34 bits of hash in all where an entry has four bytes (so that a
fingerprint is taken for another once in hundreds of look-ups), fewer in a small index, whose entries have three.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.container import damaged
from bibtools.sources.arxiv_index.fingerprint import HASH_BITS, Numbers, distinct

Ints = npt.NDArray[np.int64]
Encoded = tuple[Ints, Ints, npt.NDArray[np.uint8]]
"""The buckets in use (ascending), how many entries are in each, and the bytes of the entries."""

_SPARE_BITS = 5
_LEAST_REST_BITS = 8
# Hashes that are looked up at a time: their arrays fit a processor's cache.
_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True)
class Shape:
    """How hash and record are laid out in bucket table and entries; all bits are counted from the top of the hash."""

    record_bits: int
    bucket_bits: int
    width: int

    @property
    def rest_bits(self) -> int:
        """How much of the hash stands in an entry."""
        return self.width * 8 - self.record_bits

    @property
    def hash_bits(self) -> int:
        """How much of the hash is looked at."""
        return self.bucket_bits + self.rest_bits

    @classmethod
    def fitting(cls, records: int, postings: int, known_bits: int = HASH_BITS) -> Shape:
        """The smallest layout in which few different fingerprints look alike, if so many bits of the hashes are known.

        >>> Shape.fitting(2_900_000, 300_000_000)
        Shape(record_bits=22, bucket_bits=24, width=4)
        >>> Shape.fitting(20_000, 1_000_000)
        Shape(record_bits=15, bucket_bits=16, width=3)
        >>> Shape.fitting(40_000, 2_000_000, known_bits=25)
        Shape(record_bits=16, bucket_bits=9, width=4)
        """
        best = cls._best(records, postings)
        excess = max(0, best.hash_bits - known_bits)
        fewer = min(excess, best.bucket_bits - 1)
        # What fewer buckets cannot make up for is taken from the entry: bits for more records than there are.
        return replace(best, bucket_bits=best.bucket_bits - fewer, record_bits=best.record_bits + excess - fewer)

    @classmethod
    def _best(cls, records: int, postings: int) -> Shape:
        record_bits = max(1, (records - 1).bit_length())
        small = cls(record_bits, min(16, max(8, (postings // 16).bit_length())), 3)
        if small.rest_bits >= _LEAST_REST_BITS and small.hash_bits >= postings.bit_length() + _SPARE_BITS:
            return small
        bucket_bits = max(8, (postings // 32).bit_length())
        return cls(record_bits, min(bucket_bits, HASH_BITS - 32 + record_bits), 4)


def encode(hashes: Numbers, records: Numbers, shape: Shape) -> Encoded:
    """The entries of these pairs.

    Parts that share no bucket may be encoded one by one, in ascending order, and their bytes strung together.
    """
    known = hashes >> np.uint64(HASH_BITS - shape.hash_bits)
    keys = distinct(known << np.uint64(shape.record_bits) | records)
    buckets = (keys >> np.uint64(shape.width * 8)).astype(np.int64)
    firsts = np.flatnonzero(np.append(True, buckets[1:] != buckets[:-1])[: len(keys)])
    counts = np.diff(np.append(firsts, len(keys)))
    if shape.width == 4:
        return buckets[firsts], counts, keys.astype("<u4").view(np.uint8)
    data = keys.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : shape.width]
    return buckets[firsts], counts, np.ascontiguousarray(data).reshape(-1)


class _Narrow:
    """Entries of three bytes, at least one. To read four at once, one of them of the next entry, is quicker by far."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self._last = len(data) // 3 - 1
        self._last_entry = int.from_bytes(data[-3:].tobytes(), "little")
        shape = (self._last,)
        self._others = np.ndarray(shape, "<u4", data, strides=(3,)) if self._last else np.zeros(1, np.uint32)

    def __getitem__(self, positions: Ints) -> Ints:
        found = self._others[np.minimum(positions, len(self._others) - 1)].astype(np.int64) & 0xFFFFFF
        found[positions == self._last] = self._last_entry
        return found


class Postings:
    """Look-ups in bucket table `starts` (one more than there are buckets) and the entries' bytes, many at a time."""

    def __init__(self, shape: Shape, starts: npt.NDArray[np.uint64], data: npt.NDArray[np.uint8], records: int) -> None:
        self.shape = shape
        self._size = len(data) // shape.width
        self._records = records
        self._starts = starts
        self._wide = data.view("<u4") if shape.width == 4 else None
        self._narrow = _Narrow(data) if shape.width == 3 else None

    def ranges(self, hashes: Numbers) -> tuple[Ints, Ints]:
        """Where the records of each hash stand: first and past-last position (the same when it has none)."""
        parts = [self._ranges(hashes[at : at + _AT_ONCE]) for at in range(0, max(1, len(hashes)), _AT_ONCE)]
        start, end = (np.concatenate(each) for each in zip(*parts, strict=True))
        return start, end

    def _ranges(self, hashes: Numbers) -> tuple[Ints, Ints]:
        first, last, rest = self._buckets(hashes)
        step = np.int64(1 << self.shape.record_bits)
        start = self._lower_bound(rest * step, first, last)
        end = start.copy()
        some = np.flatnonzero(start < last)
        some = some[self._at(start[some]) >> self.shape.record_bits == rest[some]]
        end[some] += 1
        # Most have one record only.
        more = some[end[some] < last[some]]
        more = more[self._at(end[more]) >> self.shape.record_bits == rest[more]]
        end[more] = self._lower_bound((rest[more] + 1) * step, end[more] + 1, last[more])
        return start, end

    def records(self, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """The records in each of the ranges, one after the other, and the range that each comes from."""
        lengths = ends - starts
        total = int(lengths.sum())
        which = np.repeat(np.arange(len(starts)), lengths)
        offsets = np.cumsum(lengths) - lengths
        positions = np.arange(total) - np.repeat(offsets - starts, lengths)
        records = self._at(positions) & ((1 << self.shape.record_bits) - 1)
        if (records >= self._records).any():
            raise damaged("a posting names a record that there is not")
        return records, which

    def hold(self, starts: Ints, ends: Ints, records: Ints) -> npt.NDArray[np.bool_]:
        """For each range, which is not empty, and record: whether the record stands in it."""
        entry = self._at(starts)
        wanted = entry & ~np.int64((1 << self.shape.record_bits) - 1) | records
        found: npt.NDArray[np.bool_] = entry == wanted
        longer = np.flatnonzero(~found & (ends - starts > 1))
        position = self._lower_bound(wanted[longer], starts[longer] + 1, ends[longer])
        inside = position < ends[longer]
        found[longer[inside]] = self._at(position[inside]) == wanted[longer[inside]]
        return found

    def entries(self, first: int, last: int) -> tuple[Numbers, Ints]:
        """What stands in the buckets from `first` to before `last`: hashes as far as they are kept, and records."""
        starts = self._starts[first : last + 1].astype(np.int64)
        if (starts[1:] < starts[:-1]).any() or starts[-1] > self._size:
            raise damaged("a bucket of postings ends before it begins, or beyond the last")
        found = self._at(np.arange(starts[0], starts[-1]))
        records = found & ((1 << self.shape.record_bits) - 1)
        if (records >= self._records).any():
            raise damaged("a posting names a record that there is not")
        bucket = np.repeat(np.arange(first, last), np.diff(starts))
        known = bucket << self.shape.rest_bits | found >> self.shape.record_bits
        return known.astype(np.uint64) << np.uint64(HASH_BITS - self.shape.hash_bits), records

    def _buckets(self, hashes: Numbers) -> tuple[Ints, Ints, Ints]:
        known = hashes >> np.uint64(HASH_BITS - self.shape.hash_bits)
        bucket = (known >> np.uint64(self.shape.rest_bits)).astype(np.int64)
        rest = (known & np.uint64((1 << self.shape.rest_bits) - 1)).astype(np.int64)
        first, last = self._starts[bucket].astype(np.int64), self._starts[bucket + 1].astype(np.int64)
        if ((first > last) | (last > self._size)).any():
            raise damaged("a bucket of postings ends before it begins, or beyond the last")
        return first, last, rest

    def _at(self, positions: Ints) -> Ints:
        if self._wide is not None:
            return self._wide[positions].astype(np.int64)
        assert self._narrow is not None
        return self._narrow[positions]

    def _lower_bound(self, wanted: Ints, first: Ints, last: Ints) -> Ints:
        """For each of `wanted` the first position in its own range whose entry is not smaller: all bisected at once."""
        position, length = first.copy(), last - first
        # To halve those too that are found already costs less than to tell which they are; they stay where they are.
        while (open_ := np.count_nonzero(length)) > len(length) >> 2:
            half = (length + 1) >> 1
            position += half * (self._at(position + half - 1) < wanted)
            length -= half
        if open_:
            rest = np.flatnonzero(length)
            start = position[rest]
            position[rest] = self._lower_bound(wanted[rest], start, start + length[rest])
        return position
