"""What a line of the snapshot states, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.model.name import Name
from bibtools.sources.records import authors, from_snapshot

RECORD = {
    "id": "hep-th/9901001",
    "title": 'On  the\n  M\\"obius $\\mathcal{N}=4$ strip',
    "authors": "B. van der Geer, M. L. King Jr.",
    "authors_parsed": [["van der Geer", "B.", ""], ["King", "M. L.", "Jr."]],
    "categories": "hep-th math.GT",
    "comments": "12 pages",
    "journal-ref": "Phys.Rev. D76 (2007) 013009",
    "doi": "10.1103/PhysRevD.76.013009",
    "report-no": "INV-99-1",
    "abstract": "Two\nlines.",
    "versions": [
        {"version": "v1", "created": "Fri, 1 Jan 1999 00:00:00 GMT"},
        {"version": "v3", "created": "Mon, 8 Feb 1999 09:12:13 GMT"},
    ],
    "update_date": "2009-10-31",
}


def test_everything_stated_is_there() -> None:
    found = from_snapshot(RECORD)
    assert found.type == "article"
    assert found.title == "On the Möbius $\\mathcal{N}=4$ strip"
    assert found.author == (
        Name(family="Geer", given="B.", particle="van der"),
        Name(family="King", given="M. L.", suffix="Jr."),
    )
    assert (found.issued, found.updated) == (PartialDate(1999, 1, 1), PartialDate(1999, 2, 8))
    assert found.ids == (Identifier("arxiv", "hep-th/9901001", 3), parse_identifier("10.1103/PhysRevD.76.013009"))
    assert found.categories == ("hep-th", "math.GT")
    assert found.journal_ref == "Phys.Rev. D76 (2007) 013009"
    assert (found.abstract, found.comment) == ("Two lines.", "12 pages")
    assert dict(found.extra) == {"report-no": "INV-99-1"}


def test_null_everywhere_stays_unknown() -> None:
    found = from_snapshot(dict.fromkeys(RECORD) | {"id": "1706.03762", "title": "Only a title"})
    assert found.ids == (Identifier("arxiv", "1706.03762"),)
    assert (found.author, found.categories, dict(found.extra)) == ((), (), {})
    assert {found.issued, found.updated, found.journal_ref, found.abstract, found.comment} == {None}


@pytest.mark.parametrize(
    ("versions", "issued", "updated", "version"),
    [
        ([{"version": "v1", "created": "1996-08-14"}], "1996-08-14", "1996-08-14", 1),
        ([{"version": "v1", "created": "1996-08-14"}, {"version": None, "created": "1997-04-11"}],
         "1996-08-14", "1997-04-11", None),
        ([{"version": "v2", "created": "Tue, 24 Jul 2007 20:10:27 GMT"}], None, "2007-07-24", 2),
        ([{"version": "v1", "created": None}], None, None, 1),
        ([{"version": "v1", "created": "Mon, 31 Feb 2007 00:00:00 GMT"}], None, None, 1),
        ([{"version": "v1"}, "v2"], None, None, 1),
        ([], None, None, None),
        ("v1", None, None, None),
    ],
)  # fmt: skip
def test_versions_tell_days_and_number(
    versions: Any, issued: str | None, updated: str | None, version: int | None
) -> None:
    found = from_snapshot({"id": "0704.0001", "title": "T", "versions": versions})
    assert found.issued == (PartialDate.parse(issued) if issued else None)
    assert found.updated == (PartialDate.parse(updated) if updated else None)
    assert found.ids[0].version == version


@pytest.mark.parametrize(
    ("record", "names"),
    [
        ({"authors_parsed": [["NA49 Collaboration", "", ""], [":", "", ""], ["Afanasiev", "S. V.", ""]]},
         ["NA49 Collaboration", "S. V. Afanasiev"]),
        ({"authors_parsed": [["de la Cruz", "F. Aceves", ""]]}, ["F. Aceves de la Cruz"]),
        ({"authors": "C. Nappi, G. Filatrella and S. Pagano", "authors_parsed": None},
         ["C. Nappi", "G. Filatrella", "S. Pagano"]),
        ({"authors": "Nikola Buri\\'c", "authors_parsed": [["c", "Nikola Buri\\'", ""]]}, ["Nikola Burić"]),
        ({"authors": None, "authors_parsed": [["G{\\\"o}del", "K.", ""]]}, ["K. Gödel"]),
        ({"authors": None, "authors_parsed": [["Doe", "J.", "", "An Affiliation"], "odd", ["Roe"]]}, ["J. Doe", "Roe"]),
        ({"authors": None}, []),
    ],
)  # fmt: skip
def test_authors(record: Any, names: list[str]) -> None:
    assert [name.display() for name in authors(record)] == names


def test_several_dois_and_what_is_none() -> None:
    found = from_snapshot({"id": "0704.0001", "title": "T", "doi": "10.1364/JOSAA.23.002578 10.1364/JOSAA.32.002407"})
    assert [id.value.upper() for id in found.ids[1:]] == ["10.1364/JOSAA.23.002578", "10.1364/JOSAA.32.002407"]
    found = from_snapshot({"id": "0704.0001", "title": "T", "doi": "0.1073/pnas.2312988121"})
    assert (len(found.ids), found.extra["doi"]) == (1, "0.1073/pnas.2312988121")


@pytest.mark.parametrize(
    "record",
    [{}, {"id": "1706.03762"}, {"id": "10.1000/182", "title": "T"}, {"id": 17, "title": "T"}, {"id": "x", "title": "T"},
     {"id": "1706.03762", "title": "  "}],
)  # fmt: skip
def test_what_is_no_record(record: Any) -> None:
    with pytest.raises(ValueError, match=r"arXiv id|no title"):
        from_snapshot(record)
