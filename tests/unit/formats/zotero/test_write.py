"""New items: expected JSON beside the reference."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bibtools.formats.csljson.write import to_item
from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.schema import FALLBACK, violations
from bibtools.formats.zotero.write import new_item
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.name import Name
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
PAPER = Reference(
    type="article",
    title="Lanterns over Silent Harbours",
    author=(Name(family="Dove", given="Ceri", particle="van"), Name(literal="Harbour Collaboration")),
    issued=PartialDate(2019, 1, 2),
    updated=PartialDate(2020, 5, 6),
    abstract="We light lanterns.",
    url="https://arxiv.org/abs/1901.00001",
    ids=(ARXIV, arxiv_doi(ARXIV)),
    categories=("cs.CL", "cs.LG"),
)
PUBLISHED = replace(
    PAPER,
    type="article-journal",
    container_title="Journal of Moonlight",
    volume="7",
    issue="3",
    page="1-9",
    number="e12",
    url="https://example.org/7",
    ids=(ARXIV, Identifier("doi", "10.1000/moon.7"), arxiv_doi(ARXIV), Identifier("issn", "0378-5955")),
)


def test_a_preprint_is_what_the_client_itself_makes_of_it() -> None:
    assert new_item(PAPER, FALLBACK, ["CLCT2345"]) == {
        "itemType": "preprint",
        "title": "Lanterns over Silent Harbours",
        "abstractNote": "We light lanterns.",
        "repository": "arXiv",
        "archiveID": "arXiv:1901.00001",
        "date": "2019-01-02",
        "DOI": "10.48550/arXiv.1901.00001",
        "url": "https://arxiv.org/abs/1901.00001",
        "libraryCatalog": "arXiv.org",
        "extra": "arXiv:1901.00001 [cs.CL]",
        "creators": [
            {"creatorType": "author", "firstName": "Ceri", "lastName": "van Dove"},
            {"creatorType": "author", "name": "Harbour Collaboration"},
        ],
        "tags": [],
        "collections": ["CLCT2345"],
        "relations": {},
    }


def test_a_published_work_has_its_venue_and_keeps_the_arxiv_id_in_extra() -> None:
    item = new_item(PUBLISHED, FALLBACK)
    assert {name: item.get(name) for name in ("itemType", "publicationTitle", "volume", "issue", "pages", "DOI")} == {
        "itemType": "journalArticle",
        "publicationTitle": "Journal of Moonlight",
        "volume": "7",
        "issue": "3",
        "pages": "1-9",
        "DOI": "10.1000/moon.7",
    }
    # An article has no field for its number; under CSL's name in Extra every style finds it.
    assert item["extra"] == "arXiv:1901.00001 [cs.CL]\nnumber: e12"
    assert not {"archiveID", "repository", "libraryCatalog"} & item.keys()


@pytest.mark.parametrize(
    ("csl_type", "item_type"),
    [
        ("article-journal", "journalArticle"),
        ("paper-conference", "conferencePaper"),
        ("chapter", "bookSection"),
        ("book", "book"),
        ("thesis", "thesis"),
        ("report", "report"),
        ("speech", "presentation"),
        ("dataset", "dataset"),
        ("webpage", "webpage"),
        ("manuscript", "manuscript"),
        ("review", "journalArticle"),
        ("document", "document"),
        ("treaty", "document"),
        (None, "document"),
    ],
)
def test_types(csl_type: str | None, item_type: str) -> None:
    made = new_item(Reference(type=csl_type, title="T", publisher="P", genre="G", number="7"), FALLBACK)
    assert made["itemType"] == item_type
    assert violations(made, item_type, FALLBACK) == ()
    told = reference(made)
    assert (told.publisher, told.genre, told.number) == ("P", "G", "7")


def test_an_untyped_reference_with_an_arxiv_id_is_a_preprint() -> None:
    assert new_item(Reference(title="T", ids=(ARXIV,)), FALLBACK)["url"] == "https://arxiv.org/abs/1901.00001"


def test_a_preprint_of_another_archive() -> None:
    item = new_item(Reference(type="article", title="T", publisher="bioRxiv", number="2020.01"), FALLBACK)
    assert (item["itemType"], item["repository"], item["archiveID"]) == ("preprint", "bioRxiv", "2020.01")
    assert "extra" not in item


def test_a_preprint_tells_the_doi_of_its_publication_in_extra() -> None:
    item = new_item(replace(PAPER, ids=(ARXIV, Identifier("doi", "10.1000/moon.7"))), FALLBACK)
    assert item["DOI"] == "10.48550/arXiv.1901.00001"
    assert item["extra"] == "arXiv:1901.00001 [cs.CL]\nDOI: 10.1000/moon.7"


def test_one_identifier_once() -> None:
    twice = (Identifier("doi", "10.1000/moon.7"), Identifier("doi", "10.1000/MOON.7"))
    assert new_item(Reference(type="book", title="T", ids=twice), FALLBACK).get("extra") is None


def test_version_note_and_further_fields() -> None:
    extra = {"tex.owner": "me", "medium": "print", "title-short": "Lanterns", "file": "a.pdf", "citation-key": "dove"}
    versioned = replace(PAPER, ids=(replace(ARXIV, version=2),), note="read twice", extra=extra)
    item = new_item(versioned, FALLBACK, tags=["cs.CL"])
    assert item["extra"] == "arXiv:1901.00001 [cs.CL]\nversion: 2\nmedium: print\ntex.owner: me\nread twice"
    assert item["shortTitle"] == "Lanterns"
    assert item["tags"] == [{"tag": "cs.CL", "type": 1}]
    assert "citationKey" not in item


@pytest.mark.parametrize(
    ("extra", "field", "value"),
    [
        ({"csl-issued": '{"literal": "Spring 2019"}'}, "date", "Spring 2019"),
        ({"csl-issued": '{"literal": "Spring 2018"}'}, "date", "2019-01-02"),  # another date was put there since
        ({"csl-issued": "no JSON"}, "date", "2019-01-02"),
        ({"accessed": '{"date-parts": [[2026, 11, 20]]}'}, "accessDate", "2026-11-20"),
        ({"accessed": '{"date-parts": [[2026]]}'}, "extra", "arXiv:1901.00001 [cs.CL]\naccessed: 2026"),
        ({"accessed": '{"literal": "yesterday"}'}, "extra", "arXiv:1901.00001 [cs.CL]\naccessed: yesterday"),
        ({"original-date": "long ago"}, "extra", "arXiv:1901.00001 [cs.CL]\noriginal-date: long ago"),
    ],
)
def test_dates(extra: dict[str, str], field: str, value: str) -> None:
    paper = replace(PAPER, extra=extra, issued=PartialDate(2019) if "Spring 2019" in str(extra) else PAPER.issued)
    assert new_item(paper, FALLBACK)[field] == value


HOSTILE = "🙂 𝔄 \u2028 <i>x</i> & \x00\x07\ud800 \r\n end"


@pytest.mark.parametrize(
    ("item_type", "field", "value"),
    [
        ("journalArticle", "ISSN", "1234-5678"),  # wrong check digit
        ("journalArticle", "DOI", "none"),
        ("journalArticle", "seriesText", "second series"),
        ("computerProgram", "programmingLanguage", "Fortran"),
        ("book", "originalDate", "circa 1900"),
        ("book", "ISBN", "see cover"),
    ],
)
def test_what_could_not_be_read_comes_back(item_type: str, field: str, value: str) -> None:
    again = new_item(reference({"itemType": item_type, "title": "T", field: value}), FALLBACK)
    assert {"itemType": item_type, field: value}.items() <= again.items()
    assert "extra" not in again


def test_hostile_text_is_stored_or_refused() -> None:
    authors = tuple(Name(family=f"Author{number} 🙂", given="\x01A.") for number in range(3000))
    paper = replace(PAPER, title=HOSTILE, abstract=HOSTILE, author=authors, note=HOSTILE, extra={"tex.x": HOSTILE})
    item = new_item(paper, FALLBACK)
    assert violations(item, "preprint", FALLBACK) == ()
    assert item["title"] == "🙂 𝔄 <i>x</i> & end"
    assert item["abstractNote"] == "🙂 𝔄 \u2028 <i>x</i> &  \n end"
    assert isinstance(item["creators"], list)
    assert len(item["creators"]) == 3000


def test_what_is_too_long_is_named() -> None:
    item = new_item(replace(PAPER, abstract="x" * 200_000, author=(Name(literal="C" * 300),)), FALLBACK)
    assert violations(item, "preprint", FALLBACK) == (
        "'abstractNote' is 200,000 bytes long, and Zotero stores 65,535",
        "creator 1: 'name' is 300 characters long, and Zotero stores 255",
    )


def test_csl_json_says_what_the_item_says() -> None:
    """Zotero turns number, publisher, note and citation-key of a CSL `article` into the fields of a `preprint`."""
    item, csl = new_item(PAPER, FALLBACK), to_item(PAPER, "dove2019")
    assert csl["type"] == "article"
    assert (csl["number"], csl["publisher"]) == (item["archiveID"], item["repository"])
    assert (csl["DOI"], csl["URL"], csl["source"]) == (item["DOI"], item["url"], item["libraryCatalog"])
    assert (csl["note"], csl["citation-key"]) == (item["extra"], "dove2019")
    assert csl["author"][0] == {"family": "van Dove", "given": "Ceri"}  # type: ignore[index]
    assert not {"archive", "archive_location", "genre"} & csl.keys()
