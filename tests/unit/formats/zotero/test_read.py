"""Items of the API as entries: what is read, what is carried along, what is left out and told."""

from __future__ import annotations

import json

import pytest

from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.read import PROBLEMS, entry, notable, read
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name

ARXIV_DOI = "doi 10.48550/arXiv.1901.00001"
ITEM = {
    "key": "ABCD2345",
    "version": 12,
    "library": {"type": "user", "id": 1},
    "meta": {"creatorSummary": "Dove", "parsedDate": "2019-01-02"},
    "data": {
        "key": "ABCD2345",
        "version": 12,
        "itemType": "preprint",
        "title": "Lanterns over <i>Silent</i> Harbours",
        "creators": [{"creatorType": "author", "firstName": "Ceri", "lastName": "van Dove"}],
        "abstractNote": "",
        "genre": "",
        "repository": "arXiv",
        "archiveID": "arXiv:1901.00001",
        "date": "January 2, 2019",
        "DOI": "10.48550/arXiv.1901.00001",
        "citationKey": "dove2019",
        "url": "http://arxiv.org/abs/1901.00001",
        "accessDate": "2026-11-20T10:00:00Z",
        "libraryCatalog": "arXiv.org",
        "rights": "CC BY 4.0",
        "extra": "arXiv:1901.00001 [cs.CL]\nread twice",
        "tags": [{"tag": "lanterns", "type": 1}, {"tag": "to read"}],
        "collections": ["CLCT2345"],
        "relations": {},
        "dateAdded": "2026-11-20T10:00:00Z",
        "dateModified": "2026-11-20T10:00:00Z",
    },
}


def test_a_preprint() -> None:
    found = entry(ITEM, "zotero:user", 3)
    assert (found.id, found.state, str(found.origin)) == ("ABCD2345", "clean", "zotero:user:3:1")
    known = found.reference
    assert (known.type, known.title) == ("article", "Lanterns over <i>Silent</i> Harbours")
    assert known.author == (Name(family="Dove", given="Ceri", particle="van"),)
    assert known.issued == PartialDate(2019, 1, 2)
    assert known.ids == (Identifier("arxiv", "1901.00001"),)
    assert known.categories == ("cs.CL",)
    assert known.note == "read twice"
    # What follows from the arXiv id is not carried along: every writer derives it again.
    assert (known.publisher, known.number) == (None, None)
    assert known.extra == {
        "accessed": '{"date-parts": [[2026, 11, 20]]}',
        "license": "CC BY 4.0",
        "keyword": "lanterns, to read",
        "citation-key": "dove2019",
    }


def test_the_data_alone_is_an_item_too() -> None:
    assert entry(ITEM["data"], "x", 1) == entry({**ITEM, "meta": {}}, "x", 1)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "attribute", "value"),
    [
        ({"itemType": "journalArticle", "publicationTitle": "Nature"}, "container_title", "Nature"),
        ({"itemType": "conferencePaper", "proceedingsTitle": "Proc. X"}, "container_title", "Proc. X"),
        ({"itemType": "conferencePaper", "conferenceName": "X 2019"}, "event_title", "X 2019"),
        ({"itemType": "presentation", "meetingName": "X 2019"}, "event_title", "X 2019"),
        ({"itemType": "thesis", "university": "Y"}, "publisher", "Y"),
        ({"itemType": "thesis", "thesisType": "PhD thesis"}, "genre", "PhD thesis"),
        ({"itemType": "report", "reportNumber": "CERN-7"}, "number", "CERN-7"),
        ({"itemType": "email", "subject": "Hello"}, "title", "Hello"),
        ({"itemType": "book", "series": "LNCS"}, "collection_title", "LNCS"),
        ({"itemType": "report", "seriesTitle": "Reports"}, "collection_title", "Reports"),
        ({"itemType": "preprint", "repository": "bioRxiv"}, "publisher", "bioRxiv"),
        ({"itemType": "document", "extra": "Container Title: Nature\nread"}, "container_title", "Nature"),
        ({"itemType": "document", "extra": "Container Title: Nature\nread"}, "note", "read"),
        ({"itemType": "journalArticle", "volume": "1", "extra": "volume: 2"}, "note", "volume: 2"),
        ({"itemType": "preprint", "date": "in press"}, "issued", None),
        ({"itemType": "preprint", "title": "  "}, "title", None),
        ({"itemType": "webpage", "title": "[1901.00001] Lanterns"}, "title", "Lanterns"),
        ({"itemType": "webpage", "title": "[2019] Lanterns"}, "title", "[2019] Lanterns"),
        ({"itemType": "preprint", "title": 7}, "title", None),
        ({"itemType": "teapot", "title": "A"}, "type", None),
        ({"title": "A"}, "type", None),
    ],
)  # fmt: skip
def test_fields(data: dict[str, object], attribute: str, value: object) -> None:
    assert getattr(reference(data), attribute) == value


@pytest.mark.parametrize(
    ("data", "name", "value"),
    [
        ({"itemType": "preprint", "date": "Spring 2019"}, "csl-issued", '{"literal": "Spring 2019"}'),
        ({"itemType": "journalArticle", "journalAbbreviation": "Nat."}, "journalAbbreviation", "Nat."),
        ({"itemType": "book", "numPages": "12"}, "number-of-pages", "12"),
        ({"itemType": "journalArticle", "seriesText": "second"}, "seriesText", "second"),
        ({"itemType": "journalArticle", "ISSN": "1234-5678"}, "csl-ISSN", "1234-5678"),
        ({"itemType": "document", "extra": "Citation Key: dove2019"}, "citation-key", "dove2019"),
        ({"itemType": "document", "extra": "tex.owner: me"}, "tex.owner", "me"),
        ({"itemType": "document", "extra": "medium: print"}, "medium", "print"),
        ({"itemType": "book", "creators": [{"creatorType": "translator", "name": "A"}]}, "translator",
         '[{"literal": "A"}]'),
        ({"itemType": "bill", "creators": [{"creatorType": "cosponsor", "name": "A"}]}, "creators",
         '[{"creatorType": "cosponsor", "name": "A"}]'),
    ],
)  # fmt: skip
def test_what_the_model_lacks_is_carried_along(data: dict[str, object], name: str, value: str) -> None:
    assert reference(data).extra[name] == value


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        ({"itemType": "book", "ISBN": "978-0-306-40615-7 0-306-40615-2"}, ["isbn 9780306406157"]),
        ({"itemType": "journalArticle", "ISSN": "0378-5955, 2049-3630"}, ["issn 0378-5955", "issn 2049-3630"]),
        ({"itemType": "journalArticle", "PMID": "7", "PMCID": "PMC1234"}, ["pmid 7", "pmcid PMC1234"]),
        ({"itemType": "journalArticle", "extra": "PMID: 7\nDOI: 10.1000/182"}, ["doi 10.1000/182", "pmid 7"]),
        ({"itemType": "document", "DOI": "10.48550/arXiv.1901.00001"}, ["arxiv 1901.00001", ARXIV_DOI]),
        ({"itemType": "preprint", "DOI": "10.48550/arXiv.1901.00001"}, ["arxiv 1901.00001"]),
        ({"itemType": "preprint", "extra": "arXiv:1901.00001\nversion: 3"}, ["arxiv 1901.00001v3"]),
    ],
)  # fmt: skip
def test_identifiers(data: dict[str, object], ids: list[str]) -> None:
    assert [f"{found.scheme} {found.versioned()}" for found in reference(data).ids] == ids


def test_the_servers_reading_of_a_date_counts() -> None:
    data = {"itemType": "book", "date": "12.6.2017"}
    assert reference(data).issued == PartialDate(2017, 12, 6)
    told = reference(data, "2017-06-12")
    assert told.issued == PartialDate(2017, 6, 12)
    assert told.extra == {"csl-issued": '{"literal": "12.6.2017"}'}


def test_a_list_of_items() -> None:
    note = {"key": "NOTE2345", "data": {"itemType": "note", "note": "<p>x</p>"}}
    trashed = {"key": "TRSH2345", "data": {"itemType": "book", "title": "B", "deleted": 1}}
    unclear = {"key": "AMBI2345", "data": {"itemType": "book", "extra": "arXiv: 1901.00001\n_eprint: 1901.00002"}}
    document = read(json.dumps([ITEM, note, trashed, unclear], indent=1), "items.json")
    assert (document.format, [(e.id, e.state) for e in document.entries]) == (
        "zotero",
        [("ABCD2345", "clean"), ("TRSH2345", "suspect"), ("AMBI2345", "suspect")],
    )
    assert [(p.code, p.severity) for p in document.problems] == [
        ("ZOT102", "note"),
        ("ZOT103", "note"),
        ("ZOT104", "warning"),
    ]
    assert "1901.00001 (extra), 1901.00002 (extra)" in document.problems[2].message
    for found in document.entries:
        assert found.id in document.text[found.origin.start : found.origin.end]
    assert {p.code for p in document.problems} <= PROBLEMS.keys()


@pytest.mark.parametrize("text", ["", "{", "[", "[7]", '[{"key": "A"', "nonsense", '{"items": 7}'])
def test_what_is_no_list_is_told_with_its_place(text: str) -> None:
    document = read(text, "items.json")
    assert [p.code for p in document.problems][:1] == ["ZOT101"]
    assert document.problems[0].origin.path == "items.json"


def test_one_key_twice() -> None:
    document = read(json.dumps([ITEM, ITEM]), "items.json")
    assert [(e.id, e.state) for e in document.entries] == [("ABCD2345", "clean"), ("ABCD2345#2", "suspect")]


def test_nothing_notable_about_a_sound_item() -> None:
    assert list(notable(ITEM, "zotero:user", 1)) == []
