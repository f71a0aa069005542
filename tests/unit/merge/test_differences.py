"""What two references of one work say differently, and what is only another form of the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bibtools.merge.differences import differences
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
ARXIV_DOI = Identifier("doi", "10.48550/arXiv.1901.00001")
DOI = Identifier("doi", "10.1000/moon.7")
PREPRINT = Reference(type="article", title="T", issued=PartialDate(2019), ids=(ARXIV,), categories=("math.CO",))
PAPER = Reference(type="article-journal", title="T", container_title="J. Moon", volume="7", page="1-20", ids=(DOI,))


def test_differences_are_told_only_within_one_form() -> None:
    other = Reference(type="article-journal", title="T", container_title="J. Sun", volume="8", ids=(DOI,))
    assert [d.variable for d in differences(PAPER, other)] == ["container_title", "volume"]
    assert list(differences(PREPRINT, other)) == []


@pytest.mark.parametrize(
    ("kind", "stated", "found", "differ"),
    [
        ("article-journal", 2020, 2019, False),  # online, then in print
        ("article-journal", 2020, 2018, True),
        ("book", 2020, 2019, True),
        ("article", 2020, 2019, True),
    ],
)
def test_years_of_one_form(kind: str, stated: int, found: int, differ: bool) -> None:
    venue = None if kind == "article" else "J. Moon"
    theirs, ours = (
        Reference(type=kind, title="T", container_title=venue, issued=PartialDate(year)) for year in (stated, found)
    )
    assert bool(list(differences(theirs, ours))) is differ


def test_a_preprint_may_be_cited_by_the_year_of_its_number() -> None:
    record = Reference(type="article", title="T", issued=PartialDate(2018, 12, 30), ids=(ARXIV,))
    stated = [Reference(type="article", title="T", issued=PartialDate(year)) for year in (2018, 2019, 2020)]
    assert [bool(list(differences(each, record))) for each in stated] == [False, False, True]


@pytest.mark.parametrize(
    ("variable", "stated", "found", "differ"),
    [
        ("volume", "04", "4", False),
        ("volume", "4", "5", True),
        ("volume", "10", "2019", False),  # JHEP counts months, and years
        ("volume", "10", "2018", True),
        ("page", "107480", "107480-107491", False),
        ("page", "383-97", "383-397", False),
        ("page", "034", "34", False),
        ("page", "L58", "58", False),
        ("page", "1-14", "1-15", True),
        ("page", "5-14", "1-14", True),
    ],
)
def test_forms_of_volumes_and_pages(variable: str, stated: str, found: str, differ: bool) -> None:
    known = Reference(container_title="J. Moon", issued=PartialDate(2019))
    theirs, ours = (replace(known, **{variable: said}) for said in (stated, found))  # type: ignore[arg-type]
    assert [each.variable for each in differences(theirs, ours)] == ([variable] if differ else [])


def test_a_preprint_may_be_cited_by_the_year_of_its_latest_version() -> None:
    record = Reference(type="article", title="T", issued=PartialDate(2018, 5, 1), updated=PartialDate(2021, 2, 3))
    stated = [Reference(type="article", title="T", issued=PartialDate(year)) for year in (2018, 2021, 2019)]
    assert [bool(list(differences(each, record))) for each in stated] == [False, False, True]


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        ({"ids": (DOI,)}, {"ids": (ARXIV_DOI,)}, []),
        ({"ids": (ARXIV_DOI,)}, {"ids": (DOI, ARXIV_DOI)}, []),
        ({"ids": (DOI,)}, {"ids": (Identifier("doi", "10.1000/MOON.7"), ARXIV_DOI)}, []),
        ({"ids": (DOI,)}, {"ids": (Identifier("doi", "10.1000/sun.8"), ARXIV_DOI)}, ["ids.doi"]),
        ({"ids": (ARXIV_DOI,)}, {"ids": (Identifier("doi", "10.48550/arXiv.1901.00002"),)}, ["ids.doi"]),
    ],
    ids=["journal's, archive's", "archive's, both", "capitals", "another journal's", "another preprint's"],
)
def test_the_archives_doi_contradicts_no_publishers(
    theirs: dict[str, Any], ours: dict[str, Any], told: list[str]
) -> None:
    one, other = (Reference(type="article", title="T", **said) for said in (theirs, ours))
    assert [found.variable for found in differences(one, other)] == told


@pytest.mark.parametrize(
    ("stated", "found", "told"),
    [
        (("Phys. Lett.", "B674"), ("Phys. Lett. B", "674"), []),
        (("Phys. Rev. D", "D99"), ("Physical Review D", "99"), []),
        (("Phys. Rev.", "D99"), ("Phys. Rev. A", "99"), ["container_title"]),
        (("AAAI", None), ("Proceedings of the AAAI Conference on Artificial Intelligence", "37"), []),
        (("Journal of Artificial Intelligence Research (JAIR)", "3"), ("J. Artif. Intell. Res.", "3"), []),
        (("Journal of Moonlight", "3"), ("Journal of Sunlight", "3"), ["container_title"]),
    ],
)
def test_one_venue_in_other_words(
    stated: tuple[str, str | None], found: tuple[str, str | None], told: list[str]
) -> None:
    one, other = (Reference(title="T", container_title=name, volume=volume) for name, volume in (stated, found))
    assert [each.variable for each in differences(one, other)] == told
    assert [each.variable for each in differences(other, one)] == told
