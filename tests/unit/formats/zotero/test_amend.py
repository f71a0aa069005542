"""What an item that exists gets: only what is empty, only what its type has, and never what is not for us to write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bibtools.formats.zotero.amend import as_property, lacking, replacing, rulings
from bibtools.formats.zotero.same import same
from bibtools.formats.zotero.schema import FALLBACK, violations
from bibtools.formats.zotero.texts import word_set
from bibtools.formats.zotero.write import new_item
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.name import Name
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1901.00001")
PAPER = Reference(
    type="article",
    title="Lanterns over Silent Harbours",
    author=(Name(family="Dove", given="Ceri"), Name(family="Quill", given="Ada")),
    issued=PartialDate(2019, 1, 2),
    updated=PartialDate(2020, 5, 6),
    abstract="We light lanterns.",
    url="https://arxiv.org/abs/1901.00001",
    ids=(ARXIV, arxiv_doi(ARXIV)),
    categories=("cs.CL",),
)
EVERYTHING = word_set(
    "title author issued url abstract ids.arxiv ids.doi categories container_title volume issue page extra genre note"
    " language publisher editor number"
)  # fmt: skip
NEVER = word_set(
    "itemType tags collections relations dateAdded dateModified accessDate citationKey rights callNumber shortTitle"
    " genre libraryCatalog inPublications deleted key version archive archiveLocation language"
)


def filled(item: Mapping[str, object], paper: Reference = PAPER) -> dict[str, object]:
    return {name: as_property(name, value) for name, value in lacking(item, paper, EVERYTHING, FALLBACK)}


def test_an_empty_preprint_gets_what_arxiv_knows() -> None:
    item = {"itemType": "preprint", "archiveID": "arXiv:1901.00001", "title": "", "abstractNote": ""}
    assert filled(item) == {
        "title": "Lanterns over Silent Harbours",
        "creators": [
            {"creatorType": "author", "firstName": "Ceri", "lastName": "Dove"},
            {"creatorType": "author", "firstName": "Ada", "lastName": "Quill"},
        ],
        "abstractNote": "We light lanterns.",
        "date": "2019-01-02",
        "url": "https://arxiv.org/abs/1901.00001",
        "repository": "arXiv",
        "DOI": "10.48550/arXiv.1901.00001",
    }
    assert filled({**item, **filled(item)}) == {}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"itemType": "journalArticle"}, {"DOI", "url", "extra"}),
        ({"itemType": "journalArticle", "extra": "arXiv: 1901.00001"}, {"DOI", "url"}),
        ({"itemType": "journalArticle", "url": "http://arxiv.org/abs/1901.00001v3"}, {"DOI"}),
        ({"itemType": "journalArticle", "DOI": "10.1000/moon.7", "url": "x"}, {"extra"}),
        ({"itemType": "journalArticle", "extra": "DOI: 10.1000/moon.7", "url": "x"}, {"extra"}),
        ({"itemType": "document", "title": "", "extra": "_eprint: 1901.00001"}, {"DOI", "url"}),
        ({"itemType": "preprint", "title": "T", "creators": [{"creatorType": "author", "name": "A"}], "date": "2019",
          "url": "x", "archiveID": "arXiv:1901.00001", "repository": "arXiv", "DOI": "10.48550/ARXIV.1901.00001",
          "abstractNote": "x"}, set()),
        ({"itemType": "preprint", "archiveID": "arXiv:1901.00002"}, set()),
        ({"itemType": "preprint", "deleted": 1}, set()),
        ({"itemType": "teapot"}, set()),
        ({"itemType": "note", "note": "arXiv:1901.00001"}, set()),
        ({}, set()),
    ],
)  # fmt: skip
def test_which_fields_are_filled(item: dict[str, object], expected: set[str]) -> None:
    made = filled(item)
    assert made.keys() == expected
    assert not made.keys() & NEVER
    assert violations(made, str(item.get("itemType", "")), FALLBACK) == () or not made
    assert filled({**item, **made}) == {}


def test_only_the_variables_that_are_asked_for() -> None:
    assert dict(lacking({"itemType": "preprint"}, PAPER, frozenset({"title"}), FALLBACK)).keys() == {"title"}
    assert dict(lacking({"itemType": "preprint"}, PAPER, frozenset(), FALLBACK)) == {}


@pytest.mark.parametrize(
    ("variable", "fields"), [("ids.doi", {"DOI"}), ("ids.arxiv", {"archiveID", "repository", "DOI"})]
)
def test_arxivs_own_doi_follows_from_the_id_and_is_a_doi(variable: str, fields: set[str]) -> None:
    assert dict(lacking({"itemType": "preprint"}, PAPER, frozenset({variable}), FALLBACK)).keys() == fields


def test_extra_keeps_every_line() -> None:
    before = "PMID: 7\n\n  odd   spacing\t\nread: twice"
    assert filled({"itemType": "book", "extra": before})["extra"] == before + "\narXiv:1901.00001 [cs.CL]"


@pytest.mark.parametrize("empty", ["", "  ", None, []])
def test_what_counts_as_empty(empty: object) -> None:
    item = {"itemType": "preprint", **dict.fromkeys(("title", "creators", "date", "url", "abstractNote"), empty)}
    assert {"title", "creators", "date", "url", "abstractNote"} <= filled(item).keys()


def ruled(item: Mapping[str, object], paper: Reference = PAPER) -> dict[str, str]:
    return {found.field: found.rule for found in rulings(item, paper, FALLBACK)}


def test_a_conflict_is_told_with_both_values() -> None:
    item = {"itemType": "preprint", "title": "Another Title", "date": "2016", "archiveID": "arXiv:1901.00001"}
    found = {each.field: each for each in rulings(item, PAPER, FALLBACK)}
    assert [(each.field, each.before, each.after) for each in found.values() if each.rule == "conflict"] == [
        ("title", "Another Title", "Lanterns over Silent Harbours"),
        ("date", "2016", "2019-01-02"),
    ]


def test_a_preprint_keeps_the_doi_of_the_version_of_record_and_gets_only_arxivs() -> None:
    journal = Identifier("doi", "10.1000/moon.7")
    paper = replace(PAPER, ids=(ARXIV, journal))
    item = {"itemType": "preprint", "archiveID": "arXiv:1901.00001"}
    assert filled(item, paper)["DOI"] == "10.48550/arXiv.1901.00001"
    published = {"itemType": "preprint", "archiveID": "arXiv:1901.00001", "DOI": "10.1000/moon.7"}
    assert ruled(published, paper)["DOI"] == "skip"
    assert "DOI" not in filled(published, paper)


def test_another_paper_gets_nothing() -> None:
    item = {"itemType": "preprint", "archiveID": "arXiv:1901.00002"}
    assert [(each.field, each.rule, each.before) for each in rulings(item, PAPER, FALLBACK)] == [
        ("archiveID", "skip", "1901.00002")
    ]
    assert list(replacing(item, PAPER, EVERYTHING, FALLBACK)) == []


def test_no_field_brings_a_second_arxiv_id() -> None:
    item = {"itemType": "book", "extra": "arXiv: 1901.00002"}
    address = Reference(url="https://arxiv.org/abs/1901.00001")
    assert ruled(item, address) == {"url": "skip"}
    assert filled(item, address) == {}
    both = replace(address, ids=(Identifier("arxiv", "1901.00002"),))
    assert filled({"itemType": "book"}, both) == {"extra": "arXiv:1901.00002"}
    assert list(replacing({"itemType": "book", "url": "arxiv.org/abs/1901.00002"}, address, EVERYTHING, FALLBACK)) == []


JOURNAL = replace(
    PAPER,
    type="article-journal",
    container_title="Journal of Moonlight",
    volume="7",
    page="1-9",
    issued=PartialDate(2020),
    ids=(ARXIV, Identifier("doi", "10.1000/moon.7")),
)
RECORDED = frozenset({"container_title", "volume", "page", "issued", "ids.doi"})


def test_an_article_that_named_arxiv_as_its_journal_gets_the_journal_and_keeps_the_id() -> None:
    item = {"itemType": "journalArticle", "publicationTitle": "arXiv:1901.00001 [cs]", "date": "2019-01-02",
            "pages": "1-9", "extra": "read twice"}  # fmt: skip
    found = list(replacing(item, JOURNAL, RECORDED, FALLBACK))
    assert found == [
        ("DOI", None, "10.1000/moon.7"),
        ("publicationTitle", "arXiv:1901.00001 [cs]", "Journal of Moonlight"),
        ("volume", None, "7"),
        ("date", "2019-01-02", "2020"),
        ("extra", "read twice", "read twice\narXiv:1901.00001"),
    ]
    after = {**item, **{name: value for name, _, value in found}}
    assert list(replacing(after, JOURNAL, RECORDED, FALLBACK)) == []


@pytest.mark.parametrize("item_type", ["preprint", "document", "conferencePaper"])
def test_nothing_is_replaced_where_that_takes_another_type(item_type: str) -> None:
    item = {"itemType": item_type, "archiveID" if item_type == "preprint" else "extra": "arXiv:1901.00001"}
    assert list(replacing(item, JOURNAL, RECORDED | {"type"}, FALLBACK)) == []


def test_a_preprint_never_gets_a_venue() -> None:
    item = {"itemType": "preprint", "archiveID": "arXiv:1901.00001", "date": "2019-01-02"}
    fields = {name for name, _, _ in replacing(item, JOURNAL, EVERYTHING, FALLBACK)}
    assert fields <= {"title", "creators", "abstractNote", "date", "url", "repository", "DOI"}


def test_a_field_is_replaced_on_request() -> None:
    item = {"itemType": "preprint", "archiveID": "arXiv:1901.00001", "title": "Another Title"}
    assert list(replacing(item, PAPER, frozenset({"title"}), FALLBACK)) == [
        ("title", "Another Title", "Lanterns over Silent Harbours")
    ]


CREATORS = json.dumps([{"creatorType": "author", "firstName": "Ceri", "lastName": "Dove"}])


@pytest.mark.parametrize(
    ("field", "theirs", "ours", "expected"),
    [
        ("title", "lanterns over <i>silent</i> harbours", "Lanterns over {Silent} Harbours", True),
        ("title", "Lanterns", "Lanterns over Harbours", False),
        ("title", "[1901.00001] Lanterns", "Lanterns", True),
        ("abstractNote", "anything", "We light lanterns.", True),
        ("date", "2019", "2019-01-02", True),
        ("date", "January 2019", "2019-01-02", True),
        ("date", "2020-05-06", "2019-01-02", True),
        ("date", "2019-10-10", "2019-01-02", True),
        ("date", "2018-12-31", "2019-01-02", False),
        ("date", "2020-05-07", "2019-01-02", False),
        ("date", "in press", "2019-01-02", False),
        ("url", "http://arxiv.org/abs/1901.00001v2", "https://arxiv.org/abs/1901.00001", True),
        ("url", "https://arxiv.org/pdf/1901.00001.pdf", "https://arxiv.org/abs/1901.00001", True),
        ("url", "http://www.example.org/x/", "https://example.org/x", True),
        ("url", "https://example.org/x", "https://example.org/y", False),
        ("DOI", "https://doi.org/10.1000/MOON.7", "10.1000/moon.7", True),
        ("DOI", "10.1000/moon.8", "10.1000/moon.7", False),
        ("number", "1901.00001v3", "arXiv:1901.00001", True),
        ("number", "arXiv:1901.00002", "arXiv:1901.00001", False),
        ("publisher", "arXiv.org", "arXiv", True),
        ("publisher", "bioRxiv", "arXiv", False),
        ("creators", CREATORS, CREATORS.replace("Ceri", "C."), True),
        ("creators", CREATORS, CREATORS.replace("Ceri", "C. D."), True),
        ("creators", CREATORS, CREATORS.replace("Ceri", "Bo"), False),
        ("creators", CREATORS, CREATORS.replace("Dove", "Döve"), True),
        ("creators", CREATORS, CREATORS.replace("Dove", "Quill"), False),
        ("creators", CREATORS, "[]", False),
        ("creators", "no JSON", CREATORS, False),
    ],
)
def test_same(field: str, theirs: str, ours: str, expected: bool) -> None:
    assert same(field, theirs, ours, PAPER) is expected


def test_what_was_written_as_new_lacks_nothing() -> None:
    for paper in (PAPER, JOURNAL, replace(JOURNAL, type="paper-conference"), replace(PAPER, author=())):
        item = new_item(paper, FALLBACK)
        assert filled(item, paper) == {}
        assert list(replacing(item, paper, EVERYTHING, FALLBACK)) == []
        assert {each.rule for each in rulings(item, paper, FALLBACK)} <= {"same"}


def test_hostile_values_are_valid_or_named() -> None:
    paper = replace(PAPER, title="A\x00 \ud800\n🙂", abstract="x" * 200_000, author=(Name(literal="C" * 300),) * 3000)
    made = filled({"itemType": "preprint"}, paper)
    assert made["title"] == "A 🙂"
    found = violations(made, "preprint", FALLBACK)
    assert any("'abstractNote' is 200,000 bytes" in each for each in found)
    assert sum("characters long" in each for each in found) == 3000
