"""Zotero RDF: what an importer that reads as Zotero's does makes of it is the very item."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from property.zotero_importer import DC, RDF, Z, imported

from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.mapping import ITEM_TYPES
from bibtools.formats.zotero.rdf import NAMESPACES, write, write_items
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
PAPER = Reference(
    type="article",
    title="Lanterns & <i>Silent</i> Harbours",
    author=(Name(family="Dove", given="Ceri", particle="van", suffix="Jr."), Name(literal="Harbour Collaboration")),
    issued=PartialDate(2019, 1, 2),
    abstract='We light "lanterns"\nif x < 3 & y > 4.',
    url="https://arxiv.org/abs/1901.00001",
    ids=(ARXIV,),
    categories=("cs.CL", "cs.LG"),
)


def test_a_preprint_as_zotero_writes_it() -> None:
    lines = [line.strip() for line in write([("dove2019", PAPER)]).splitlines()]
    for line in (
        "<z:itemType>preprint</z:itemType>",
        "<foaf:name>arXiv</foaf:name>",
        "<prism:number>arXiv:1901.00001</prism:number>",
        "<dc:title>Lanterns &amp; &lt;i&gt;Silent&lt;/i&gt; Harbours</dc:title>",
        "<dc:date>2019-01-02</dc:date>",
        "<dc:identifier>DOI 10.48550/arXiv.1901.00001</dc:identifier>",
        "<rdf:value>https://arxiv.org/abs/1901.00001</rdf:value>",
        "<dc:description>arXiv:1901.00001 [cs.CL]</dc:description>",
        "<z:citationKey>dove2019</z:citationKey>",
        "<z:libraryCatalog>arXiv.org</z:libraryCatalog>",
        "<foaf:surname>van Dove</foaf:surname>",
        "<foaf:givenname>Ceri, Jr.</foaf:givenname>",
        "<foaf:surname>Harbour Collaboration</foaf:surname>",
    ):
        assert lines.count(line) == 1, line
    assert not any("dc:subject" in line for line in lines)


def test_an_importer_gets_the_whole_preprint() -> None:
    assert imported(write([("dove2019", PAPER)], tags=True)) == [
        {
            "itemType": "preprint",
            "title": "Lanterns & <i>Silent</i> Harbours",
            "abstractNote": 'We light "lanterns"\nif x < 3 & y > 4.',
            "repository": "arXiv",
            "archiveID": "arXiv:1901.00001",
            "date": "2019-01-02",
            "DOI": "10.48550/arXiv.1901.00001",
            "citationKey": "dove2019",
            "url": "https://arxiv.org/abs/1901.00001",
            "libraryCatalog": "arXiv.org",
            "extra": "arXiv:1901.00001 [cs.CL]",
            "creators": [
                {"creatorType": "author", "firstName": "Ceri, Jr.", "lastName": "van Dove"},
                {"creatorType": "author", "name": "Harbour Collaboration"},
            ],
            "tags": [{"tag": "cs.CL", "type": 1}, {"tag": "cs.LG", "type": 1}],
        }
    ]


FULL = replace(
    PAPER,
    editor=(Name(family="Quill", given="Ada"),),
    container_title="Container",
    collection_title="Series",
    event_title="Conference",
    publisher="Publisher",
    publisher_place="Place",
    edition="2",
    volume="7",
    issue="3",
    number="N-1",
    page="1-9",
    genre="Kind",
    language="en",
    note="read twice",
    ids=(ARXIV, Identifier("doi", "10.1000/182"), Identifier("isbn", "9780306406157"), Identifier("issn", "0378-5955")),
    extra={
        "accessed": '{"date-parts": [[2026, 11, 20]]}',
        "section": "Section",
        "collection-number": "12",
        "journalAbbreviation": "Cont.",
        "license": "CC BY 4.0",
        "title-short": "Lanterns",
        "archive": "Archive",
        "archive_location": "Shelf",
        "call-number": "QA 1",
        "medium": "print",
        "number-of-pages": "100",
        "version": "1.0",
    },
)


@pytest.mark.parametrize("csl_type", sorted(ITEM_TYPES))
def test_every_type_comes_back_with_all_it_says(csl_type: str) -> None:
    paper = replace(FULL, type=csl_type, url="https://example.org/7")
    if csl_type == "article":
        # A preprint of another archive: one of arXiv's has its id where this one has its number.
        paper = replace(paper, ids=paper.ids[1:])
    (item,) = imported(write([("dove2019", paper)]))
    assert item["itemType"] == ITEM_TYPES[csl_type]
    told, stated = reference(item), replace(paper, type=reference(item).type)
    for name in Reference.__dataclass_fields__:
        if name not in ("extra", "editor", "author", "categories", "ids"):
            assert getattr(told, name) == getattr(stated, name), name
    assert set(told.ids) == set(paper.ids)
    assert {**paper.extra, "citation-key": "dove2019"}.items() <= told.extra.items()
    if "editor" in FALLBACK.types[item["itemType"]].creators:
        assert told.editor == paper.editor


def test_an_item_without_a_date_is_not_dated_by_its_reading() -> None:
    paper = Reference(type="book", title="T", extra={"accessed": '{"date-parts": [[2026, 11, 20]]}'})
    (item,) = imported(write([("a", paper)]))
    assert (item.get("date"), item["accessDate"]) == (None, "2026-11-20")


def test_two_items_of_one_address_stay_two() -> None:
    assert len(imported(write([("a", PAPER), ("b", PAPER)]))) == 2


def test_keywords_are_tags_and_categories_only_on_request() -> None:
    paper = replace(PAPER, extra={"keyword": "lanterns, harbours ,"})
    by_hand = [{"tag": "lanterns"}, {"tag": "harbours"}]
    assert imported(write([("a", paper)]))[0]["tags"] == by_hand
    assert imported(write([("a", paper)], tags=True))[0]["tags"][:3] == [*by_hand, {"tag": "cs.CL", "type": 1}]


def test_tags_by_hand_are_no_automatic_ones() -> None:
    text = write_items([{"itemType": "book", "title": "T", "tags": [{"tag": "by hand"}, {"tag": "found", "type": 1}]}])
    assert imported(text)[0]["tags"] == [{"tag": "by hand"}, {"tag": "found", "type": 1}]


def test_a_name_without_a_family_name() -> None:
    assert imported(write([("a", replace(PAPER, author=(Name(given="Plato"),)))]))[0]["creators"] == [
        {"creatorType": "author", "name": "Plato"}
    ]


def test_hostile_text_is_well_formed_xml() -> None:
    hostile = "🙂 𝔄 ]]> <!-- & \u2028 \x85 \x00\x07\ud800\ufffe end"
    authors = tuple(Name(family=f"Author{number}", given=hostile) for number in range(3000))
    text = write([("a&<\"'", replace(PAPER, title=hostile, abstract="x" * 200_000, author=authors))])
    (item,) = imported(text)
    assert item["title"] == "🙂 𝔄 ]]> <!-- & end"
    assert len(item["abstractNote"]) == 200_000
    assert len(item["creators"]) == 3000
    assert item["citationKey"] == "a&<\"'"


def test_an_empty_file_is_a_file() -> None:
    root = ET.fromstring(write([]))
    assert (root.tag, len(root)) == (f"{RDF}RDF", 0)


def test_the_namespaces_are_zoteros() -> None:
    assert (f"{{{NAMESPACES['z']}}}", f"{{{NAMESPACES['dc']}}}") == (Z, DC)
