"""What an election says is settled stays settled when everything is counted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bibtools.sources.arxiv_index.postings import Postings, Shape, encode
from bibtools.sources.arxiv_index.votes import Ballot, Election, stable_order

SHAPE = Shape(6, 8, 4)
RECORDS = 64
# Fingerprints, numbered, and the records that have each.
TABLE = st.lists(st.sets(st.integers(0, RECORDS - 1), min_size=1), min_size=1, max_size=12)


def postings(table: list[set[int]]) -> Postings:
    pairs = [(number << 32, record) for number, records in enumerate(table) for record in sorted(records)]
    hashes, records = (np.array(each, np.uint64) for each in zip(*pairs, strict=True))
    buckets, counts, data = encode(hashes, records, SHAPE)
    starts = np.zeros((1 << SHAPE.bucket_bits) + 1, np.uint64)
    starts[buckets + 1] = counts
    return Postings(SHAPE, np.cumsum(starts), data, RECORDS)


@given(table=TABLE, budget=st.integers(0, 200), part=st.sampled_from([0.1, 0.4, 0.9]), compared=st.integers(1, 5))
def test_exhausted_means_that_no_other_record_can_win(
    table: list[set[int]], budget: int, part: float, compared: int
) -> None:
    asked = np.array([number << 32 << 24 for number in range(len(table))], np.uint64)
    index = postings(table)
    election = Election(index, [Ballot.of(asked, 1.0, index)], parts=np.array([part]), records=RECORDS)
    everyone = np.ones(1, bool)
    tally, whole = (election.count(everyone, most, compared) for most in (budget, 10**6))
    looked_at = set(tally.record[tally.place < compared].tolist())
    worth = [np.log2(1 + RECORDS / len(each)) / np.log2(1 + RECORDS) for each in table]
    weights = [sum(w for w, each in zip(worth, table, strict=True) if record in each) for record in range(RECORDS)]
    enough = part * sum(worth)
    winners = {record for record, weight in enumerate(weights) if weight >= enough + 1e-6}
    assert bool(whole.likely[0]) >= bool(winners)
    if tally.exhausted[0] and budget < sum(map(len, table)):
        assert winners <= looked_at


@given(table=TABLE, budget=st.integers(0, 200), queries=st.integers(1, 4), compared=st.integers(1, 5))
def test_a_small_budget_first_changes_nothing(table: list[set[int]], budget: int, queries: int, compared: int) -> None:
    """What was hopeless by the first count is left out of the second: no candidate is."""
    prints = [(number << 32 << 24) + query for number in range(len(table)) for query in range(queries)]
    asked = np.sort(np.array(prints[:: max(1, queries - 1)], np.uint64))
    index = postings(table)

    def election() -> Election:
        return Election(index, [Ballot.of(asked, 1.0, index)], parts=np.full(queries, 0.4), records=RECORDS)

    everyone, twice = np.ones(queries, bool), election()
    twice.count(everyone, budget, compared)
    first, second = (each.count(everyone, 10**6, compared) for each in (election(), twice))
    for name in ("query", "record", "place", "clear", "likely", "exhausted"):
        assert getattr(first, name).tolist() == getattr(second, name).tolist()
    assert np.allclose(first.weight, second.weight)


@given(keys=st.lists(st.integers(0, 1 << 40), max_size=50))
def test_stable_order(keys: list[int]) -> None:
    assert stable_order(np.array(keys, np.int64)).tolist() == np.argsort(keys, kind="stable").tolist()
