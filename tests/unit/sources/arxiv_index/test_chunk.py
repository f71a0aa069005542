"""Fingerprints of a chunk, cut by their hashes."""

from __future__ import annotations

import numpy as np
import pytest

from bibtools.sources.arxiv_index.chunk import RECORD, Chunk
from bibtools.sources.arxiv_index.fingerprint import Numbers

RANDOM = np.random.default_rng(20260101)
EVEN = np.sort(RANDOM.integers(0, 1 << 64, 50_000, np.uint64))


@pytest.mark.parametrize(
    "prints",
    [
        EVEN,
        EVEN[:10],
        EVEN[:0],
        np.sort(EVEN >> np.uint64(9)),  # all at the beginning: far from where they would be if they were spread evenly
        np.sort(EVEN | np.uint64(0xFFFF << 48)),
        np.array([0, 0, 1 << 63, (1 << 64) - 1], np.uint64),
    ],
    ids=["even", "few", "none", "small", "large", "ends"],
)
@pytest.mark.parametrize("bits", [0, 1, 7])
def test_cuts_are_all_of_it_in_order(prints: Numbers, bits: int) -> None:
    chunk = Chunk("", np.empty(0, RECORD), prints, {})
    cuts = [chunk.cut(number, bits) for number in range(1 << bits)]
    assert (np.concatenate(cuts) == prints).all()
    for number, cut in enumerate(cuts):
        assert all(int(each) >> (64 - bits) == number for each in cut[[0, -1] if len(cut) else []])
