"""What may be filled and replaced: by form of publication, and variable by variable."""

from __future__ import annotations

import pytest

from bibtools.merge.policy import differences, is_preprint, other_publication, to_fill, to_replace
from bibtools.merge.venue import same_venue
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
DOI = Identifier("doi", "10.1000/moon.7")
PREPRINT = Reference(type="article", title="T", issued=PartialDate(2019), ids=(ARXIV,), categories=("math.CO",))
PAPER = Reference(type="article-journal", title="T", container_title="J. Moon", volume="7", page="1-20", ids=(DOI,))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (PREPRINT, True),
        (PAPER, False),
        (Reference(type="article-journal", container_title="arXiv preprint arXiv:1901.00001"), True),
        (Reference(type="article-journal", container_title="CoRR"), True),
        (Reference(type="article-journal"), True),
        (Reference(type="book"), False),
        (Reference(type="thesis"), False),
        (Reference(type="paper-conference", container_title="Proc."), False),
    ],
)
def test_what_counts_as_a_preprint(reference: Reference, expected: bool) -> None:
    assert is_preprint(reference) is expected


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (PREPRINT, PAPER, {"ids.doi"}),
        (PAPER, PREPRINT, {"ids.arxiv", "categories"}),
        (Reference(title="T", container_title="J. Moon"), PAPER, {"volume", "page", "ids.doi"}),
        (Reference(title="T"), PREPRINT, {"issued", "ids.arxiv", "categories"}),
        (PAPER, Reference(title="T", container_title="J. Sun", volume="8", publisher="Sun Press"), set()),
        (PAPER, Reference(title="T", abstract="A", note="N"), set()),
    ],
)
def test_what_is_filled(theirs: Reference, ours: Reference, expected: set[str]) -> None:
    assert to_fill(theirs, ours) == expected


def test_an_abstract_is_filled_on_request() -> None:
    assert to_fill(PAPER, Reference(title="T", abstract="A"), request=frozenset({"abstract"})) == {"abstract"}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (PREPRINT, PAPER, {"type", "container_title", "volume", "page", "ids.doi"}),
        (PAPER, PREPRINT, set()),
        (PAPER, Reference(type="article-journal", title="T", container_title="J. Sun"), set()),
        (PREPRINT, Reference(type="article", title="T", issued=PartialDate(2020)), set()),
    ],
)
def test_what_is_replaced(theirs: Reference, ours: Reference, expected: set[str]) -> None:
    assert to_replace(theirs, ours) == expected


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (PAPER, PAPER, None),
        (PAPER, PREPRINT, None),
        (PAPER, Reference(type="article-journal", container_title="J", ids=(Identifier("doi", "10.1000/8"),)), "DOIs"),
        (PAPER, Reference(type="article-journal", container_title="J", volume="8"), "volumes"),
        (PAPER, Reference(type="article-journal", container_title="J", volume="07", page="1"), None),
        (PAPER, Reference(type="article-journal", container_title="J", page="100-120"), "pages"),
        (PAPER, Reference(type="paper-conference", container_title="Proceedings"), "types"),
        (PAPER, Reference(type="paper-conference", container_title="Journal of the Moon"), None),
        (Reference(type="book", issued=PartialDate(1959)), Reference(type="book", issued=PartialDate(1968)), "years"),
        (Reference(type="book", edition="2"), Reference(type="book", edition="3"), "editions"),
    ],
)
def test_when_two_are_different_publications(left: Reference, right: Reference, reason: str | None) -> None:
    for one, other in ((left, right), (right, left)):
        found = other_publication(one, other)
        assert (found is None) if reason is None else (found is not None and reason in found)


def test_differences_are_told_only_within_one_form() -> None:
    other = Reference(type="article-journal", title="T", container_title="J. Sun", volume="8", ids=(DOI,))
    assert [d.variable for d in differences(PAPER, other)] == ["container_title", "volume"]
    assert list(differences(PREPRINT, other)) == []


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Journal of the Moon", "J. Moon", True),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences", False),
        ("Proc. Nat. Acad. Sci.", "Proceedings of the National Academy of Sciences", True),
        ("JMLR", "Journal of Machine Learning Research", True),
        ("Moon", "Sun", False),
        ("Physical Review A", "Physical Review B", False),
    ],
)
def test_names_of_venues(left: str, right: str, same: bool) -> None:
    assert same_venue(left, right) is same_venue(right, left) is same
