"""Postings against plain dictionaries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.sources.arxiv_index.postings import Postings, Shape, encode

SHAPES = [Shape(5, 8, 3), Shape(5, 8, 4), Shape(9, 4, 3), Shape(12, 11, 4)]


def postings(pairs: set[tuple[int, int]], shape: Shape) -> Postings:
    hashes, records = (np.array(each, np.uint64) for each in zip(*sorted(pairs), strict=True))
    buckets, counts, data = encode(hashes, records, shape)
    table = np.zeros((1 << shape.bucket_bits) + 1, np.uint64)
    table[buckets + 1] = counts
    return Postings(shape, np.cumsum(table), data, 32)


# Hashes in steps that no shape's truncation can merge.
PAIRS = st.sets(st.tuples(st.integers(0, 255).map(lambda n: n << 32), st.integers(0, 31)), min_size=1, max_size=80)


@pytest.mark.parametrize("shape", SHAPES)
@given(pairs=PAIRS, asked=st.lists(st.integers(0, 255).map(lambda n: n << 32), max_size=20))
def test_look_ups(shape: Shape, pairs: set[tuple[int, int]], asked: list[int]) -> None:
    table = postings(pairs, shape)
    start, end = table.ranges(np.array(asked, np.uint64))
    records, which = table.records(start, end)
    expected = [
        (place, record) for place, hash in enumerate(asked) for record in sorted(r for h, r in pairs if h == hash)
    ]
    assert list(zip(which.tolist(), records.tolist(), strict=True)) == expected
    every = [(place, record) for place in np.flatnonzero(start < end).tolist() for record in range(32)]
    places, wanted = np.array(every, np.int64).reshape(-1, 2).T
    held = table.hold(start[places], end[places], wanted)
    assert held.tolist() == [(asked[place], record) in pairs for place, record in every]


@given(records=st.integers(1, 1 << 24), postings=st.integers(0, 1 << 32))
def test_every_shape_fits(records: int, postings: int) -> None:
    shape = Shape.fitting(records, postings)
    assert 1 << shape.record_bits >= records
    assert shape.rest_bits >= 8
    assert shape.hash_bits <= 40
    assert shape.bucket_bits <= 28
