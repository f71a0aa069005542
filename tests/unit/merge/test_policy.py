"""What may be filled and replaced: by form of publication, and variable by variable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bibtools.merge.policy import is_preprint, other_publication, to_fill, to_replace, to_update
from bibtools.merge.venue import same_venue
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
DOI = Identifier("doi", "10.1000/moon.7")
ARXIV_DOI = Identifier("doi", "10.48550/arXiv.1901.00001")
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


def test_a_published_entry_gets_no_doi_of_the_preprint() -> None:
    ours = replace(PAPER, ids=(ARXIV, ARXIV_DOI), volume="7")
    assert to_fill(replace(PAPER, ids=()), ours) == {"ids.arxiv"}
    assert to_fill(replace(PAPER, ids=()), replace(ours, ids=(ARXIV, DOI, ARXIV_DOI))) == {"ids.arxiv", "ids.doi"}
    assert to_fill(replace(PREPRINT, ids=()), replace(PREPRINT, ids=(ARXIV, ARXIV_DOI))) >= {"ids.doi"}


def test_an_abstract_is_filled_on_request() -> None:
    assert to_fill(PAPER, Reference(title="T", abstract="A"), request=frozenset({"abstract"})) == {"abstract"}


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (PREPRINT, PAPER, {"type", "container_title", "volume", "page", "ids.doi"}),
        (PAPER, PREPRINT, set()),
        (PAPER, Reference(type="article-journal", title="T", container_title="J. Sun"), set()),
        (PREPRINT, Reference(type="article", title="T", issued=PartialDate(2020)), set()),
        (
            Reference(type="article", title="T", issued=PartialDate(2019, 2), ids=(ARXIV,)),
            Reference(type="article-journal", title="T", container_title="J. Moon", issued=PartialDate(2019)),
            {"type", "container_title", "issued"},
        ),
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


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Journal of the Moon", "J. Moon", True),
        ("Proc. Natl. Acad. Sci.", "Proceedings of the National Academy of Sciences", False),
        ("Proc. Nat. Acad. Sci.", "Proceedings of the National Academy of Sciences", True),
        ("JMLR", "Journal of Machine Learning Research", True),
        ("Moon", "Sun", False),
        ("Physical Review A", "Physical Review B", False),
        ("JINST", "Journal of Instrumentation", True),
        ("JHEP", "Journal of High Energy Physics", True),
        ("JHEPX", "Journal of High Energy Physics", False),
    ],
)
def test_names_of_venues(left: str, right: str, same: bool) -> None:
    assert same_venue(left, right) is same_venue(right, left) is same


def test_a_web_page_that_gets_an_arxiv_id_is_a_preprint_at_once() -> None:
    page = Reference(type="webpage", title="T")
    assert to_fill(page, Reference(type="article", title="T", ids=(ARXIV, DOI))) == {"ids.arxiv", "ids.doi"}
    assert "container_title" in to_replace(page, Reference(type="article-journal", container_title="J", ids=(ARXIV,)))
    assert to_replace(page, Reference(type="article-journal", container_title="J")) == frozenset()


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (
            PAPER,
            Reference(type="article-journal", title="U", container_title="J. Moon", volume="07"),
            {"title", "volume"},
        ),
        (PAPER, Reference(type="article", title="U", volume="8"), {"title"}),
        (PAPER, Reference(type="article-journal", title="U", container_title="J. Sun", volume="8"), {"title"}),
        (Reference(title="T"), Reference(volume="8"), set()),
    ],
)
def test_what_may_be_replaced_on_request(theirs: Reference, ours: Reference, expected: set[str]) -> None:
    assert to_update(theirs, ours, frozenset({"title", "volume"})) == expected


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ({"title": "T"}, {"title": "T"}, set()),
        ({"issued": PartialDate(2019)}, {"issued": PartialDate(2019, 3, 1)}, set()),
        ({"issued": PartialDate(2019, 4)}, {"issued": PartialDate(2019, 3, 1)}, {"issued"}),
        ({"issued": PartialDate(2018)}, {"issued": PartialDate(2019, 3, 1)}, {"issued"}),
        ({"ids": (Identifier("arxiv", "1901.00001", 2),)}, {"ids": (Identifier("arxiv", "1901.00001", 5),)}, set()),
        ({"ids": (DOI,)}, {"ids": (Identifier("doi", "10.1000/MOON.7"),)}, set()),
        ({"ids": (DOI,)}, {"ids": (ARXIV_DOI,)}, set()),
        ({"ids": (ARXIV_DOI,)}, {"ids": (DOI,)}, {"ids.doi"}),
    ],
    ids=["title", "month", "other month", "year", "version", "capitals", "the archive's DOI", "the journal's DOI"],
)
def test_what_says_the_same_is_not_replaced(theirs: dict[str, Any], ours: dict[str, Any], expected: set[str]) -> None:
    one, other = (Reference(type="article", **said) for said in (theirs, ours))
    assert to_update(one, other, frozenset({"title", "issued", "ids.arxiv", "ids.doi"})) == expected


PEOPLE = (Name(family="Dove", given="Ceri"), Name(family="Quill", given="Ada"))
INITIALS = (Name(family="Dove", given="C."), Name(family="Quill", given="A."))
STRANGERS = (Name(family="Moss", given="K."), Name(family="Stone", given="B."))


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        (INITIALS, PEOPLE, {"author"}),
        (PEOPLE, INITIALS, set()),
        (PEOPLE, STRANGERS, {"author"}),
        ((*PEOPLE[:1], OTHERS), PEOPLE, {"author"}),
    ],
)
def test_spelled_out_names_do_not_become_initials(
    theirs: tuple[Name, ...], ours: tuple[Name, ...], expected: set[str]
) -> None:
    assert to_update(Reference(author=theirs), Reference(author=ours), frozenset({"author"})) == expected


def test_a_journal_is_not_replaced_by_another_spelling_of_it() -> None:
    inspire = Reference(type="article-journal", container_title="Phys. Lett.", volume="B674")
    spelled = Reference(type="article-journal", container_title="Physics Letters B", volume="674")
    assert to_update(inspire, spelled, frozenset({"container_title", "volume"})) == frozenset()


def test_a_preprint_says_nothing_about_the_type() -> None:
    cited = Reference(type="article-journal", container_title="arXiv preprint arXiv:1901.00001", title="T")
    assert to_update(cited, PREPRINT, frozenset({"type", "title"})) == frozenset()
