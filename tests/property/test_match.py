"""What holds for any entry and any hits."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bibtools.match.authors import agreement
from bibtools.match.matcher import match
from bibtools.match.similarity import align
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Recommendation
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Overlap

WORDS = st.sampled_from(
    [
        "the",
        "of",
        "deep",
        "image",
        "video",
        "part",
        "i",
        "ii",
        "1",
        "2",
        "not",
        "graph",
        "networks",
        "quantum",
        "learning",
        "task",
        "mask",
        "é",
        "α",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))
NAMES = st.one_of(
    st.just(OTHERS),
    st.builds(Name, literal=st.text(max_size=12)),
    st.builds(Name, family=st.text(max_size=8), given=st.none() | st.text(max_size=8)),
)
DATES = st.builds(PartialDate, st.integers(1990, 2030), st.integers(0, 12))
IDS = st.builds(
    Identifier, st.sampled_from(["arxiv", "doi"]), st.sampled_from(["2401.00001", "10.1/x", "hep-th/9901001"])
)
PARTS = st.floats(0, 1)
REFERENCES = st.builds(
    Reference,
    title=st.none() | TEXTS,
    author=st.lists(NAMES, max_size=4).map(tuple),
    issued=st.none() | DATES,
    updated=st.none() | DATES,
    abstract=st.none() | TEXTS,
    journal_ref=st.none() | TEXTS,
    ids=st.lists(IDS, max_size=2).map(tuple),
)
ENTRIES = st.builds(
    lambda reference, text: Entry("e", reference, Origin("x"), text=text), REFERENCES, st.none() | TEXTS
)
HITS = st.builds(
    Hit,
    query=st.just(0),
    reference=REFERENCES,
    source=st.just("test"),
    abstract=st.none() | st.builds(Overlap, PARTS, PARTS, st.integers(0, 200)),
    alternatives=st.lists(REFERENCES, max_size=1).map(tuple),
)


@given(ENTRIES, st.lists(HITS, max_size=4))
def test_any_input_gives_a_decision_that_explains_itself(entry: Entry, hits: list[Hit]) -> None:
    found = match(entry, hits)
    shares = [candidate.confidence for candidate in found.candidates]
    assert found.why
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert sum(shares) <= 1.0 + 1e-9
    assert shares == sorted(shares, reverse=True)
    assert found.confidence == (shares[0] if shares else 0.0)
    assert all(0.0 <= c.distance.value <= 1.0 for c in found.candidates)
    if found.recommendation is Recommendation.ACCEPT:
        assert not found.candidates[0].guards


@given(ENTRIES, st.lists(HITS, max_size=4))
def test_the_order_of_hits_does_not_change_the_decision(entry: Entry, hits: list[Hit]) -> None:
    first, second = match(entry, hits), match(entry, hits[::-1])
    assert first.recommendation == second.recommendation
    assert abs(first.confidence - second.confidence) < 1e-9


@given(st.lists(WORDS, max_size=10), st.lists(WORDS, max_size=10))
def test_alignment_accounts_for_every_word(left: list[str], right: list[str]) -> None:
    found = align(left, right)
    assert 0.0 <= found.similarity <= 1.0
    assert (found.similarity == 1.0) >= (left == right)
    left_only, right_only = Counter(found.left_only), Counter(found.right_only)
    assert left_only <= Counter(left)
    assert right_only <= Counter(right)
    assert not set(left_only) & set(right_only)


@given(st.lists(NAMES, max_size=6), st.lists(NAMES, max_size=6))
def test_agreement_of_authors_is_bounded(ours: list[Name], theirs: list[Name]) -> None:
    found = agreement(ours, theirs)
    assert found is None or (0.0 <= found.similarity <= 1.0 and found.found <= len(ours))
