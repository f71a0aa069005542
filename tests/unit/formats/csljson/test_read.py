"""Reading CSL-JSON as it is met: Zotero's, Crossref's, pandoc's, hand-made and broken."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bibtools.formats.csljson.item import read_item
from bibtools.formats.csljson.read import read
from bibtools.formats.csljson.write import to_item
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

ARXIV = Identifier("arxiv", "1706.03762")


def item(**parts: Any) -> Reference:
    return read_item({"id": "a", "type": "article", **{name.replace("_", "-"): value for name, value in parts.items()}})


@pytest.mark.parametrize(
    "parts",
    [
        {"number": "arXiv:1706.03762"},
        {"number": "arXiv:1706.03762 [cs.CL]"},
        {"note": "arXiv:1706.03762 [cs.CL]"},
        {"note": "arXiv: 1706.03762"},
        {"note": "_eprint: 1706.03762"},
        {"note": "Issue: arXiv:1706.03762"},
        {"note": "tex.eprint: 1706.03762\ntex.archiveprefix: arXiv\ntex.primaryclass: cs.CL"},
        {"note": "tex.eprinttype: arxiv\ntex.eprint: 1706.03762"},
        {"note": "{:DOI: 10.48550/arXiv.1706.03762}"},
        {"DOI": "10.48550/ARXIV.1706.03762"},
        {"DOI": "https://doi.org/10.48550/arXiv.1706.03762"},
        {"URL": "http://arxiv.org/abs/1706.03762"},
        {"type": "article-journal", "container-title": "CoRR", "volume": "abs/1706.03762"},
        {"type": "report", "publisher": "arXiv", "number": "1706.03762"},
        {"archive": "arXiv", "archive_location": "1706.03762"},
        {"container-title": "arXiv preprint arXiv:1706.03762"},
    ],
    ids=str,
)
def test_every_spelling_of_an_arxiv_id(parts: dict[str, str]) -> None:
    reference = read_item({"id": "a", "type": "article", **parts})
    assert reference.id("arxiv") == ARXIV
    assert reference.note is None
    assert reference.number is None
    assert reference.extra == {}


@pytest.mark.parametrize(
    "note", ["Issue: 7", "arXiv: none", "See arXiv for more", "version: 2", "tex.primaryclass: cs.CL"]
)
def test_what_only_looks_like_an_arxiv_note_stays(note: str) -> None:
    reference = item(note=note)
    assert reference.ids == ()
    assert to_item(reference, "a")["note"] == note


def test_class_and_version() -> None:
    reference = item(note="arXiv:1706.03762 [cs.CL]\nversion: 5\nRead twice.", version="5")
    assert reference.ids == (Identifier("arxiv", "1706.03762", 5),)
    assert reference.categories == ("cs.CL",)
    assert reference.note == "Read twice."
    assert reference.extra == {}


def test_a_version_of_software_is_none_of_arxivs() -> None:
    reference = read_item({"id": "a", "type": "software", "version": "2"})
    assert reference.extra == {"version": "2"}
    assert to_item(reference, "a")["version"] == "2"


def test_what_zotero_exports() -> None:
    text = """[
	{
		"id": "http://zotero.org/users/1/items/ABCD2345",
		"citation-key": "waals1873over",
		"type": "article-journal",
		"container-title": "Journal of Lakes",
		"issue": "3",
		"note": "PMID: 12345\\nCitation Key: waals1873over\\ntex.owner: me\\nMy own words: none",
		"author": [{"family": "Waals", "given": "J. D.", "non-dropping-particle": "van der"}],
		"issued": {"date-parts": [["1873", 8, "2"]]},
		"DOI": "10.1000/182"
	}
]"""
    (entry,) = read(text, "zotero.json").entries
    assert entry.id == "waals1873over"
    assert entry.state == "clean"
    reference = entry.reference
    assert reference.author == (Name(family="Waals", given="J. D.", particle="van der"),)
    assert reference.issued == PartialDate(1873, 8, 2)
    assert reference.ids == (Identifier("doi", "10.1000/182"), Identifier("pmid", "12345"))
    assert reference.note == "Citation Key: waals1873over\nMy own words: none"
    assert reference.extra == {"csl-id": "http://zotero.org/users/1/items/ABCD2345", "tex.owner": "me"}


def test_what_crossref_answers() -> None:
    reference = read_item(
        {
            "type": "journal-article",
            "title": ["The lakes of the north"],
            "subtitle": [],
            "container-title": ["Journal of Lakes"],
            "author": [
                {"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []},
                {"name": "Lake Collaboration", "sequence": "additional", "affiliation": []},
            ],
            "issued": {"date-parts": [[2015, 3]]},
            "ISSN": ["0378-5955", "1476-4687"],
            "page": "101-110",
        }
    )
    assert reference.type == "article-journal"
    assert reference.title == "The lakes of the north"
    assert reference.container_title == "Journal of Lakes"
    assert reference.author == (Name(family="Doe", given="Jane"), Name(literal="Lake Collaboration"))
    assert [i.value for i in reference.ids] == ["0378-5955", "1476-4687"]
    assert reference.extra["subtitle"] == "[]"
    assert "sequence" in reference.extra["csl-author"]


@pytest.mark.parametrize(
    ("value", "date", "whole"),
    [
        ({"date-parts": [[2017, 6, 12]]}, PartialDate(2017, 6, 12), True),
        ({"date-parts": [["2017", "06"]]}, PartialDate(2017, 6), True),
        ({"date-parts": [[2017, 6, 12]], "literal": "2017-06-12", "raw": "2017-06-12"}, PartialDate(2017, 6, 12), True),
        ({"raw": "2017-06-12"}, PartialDate(2017, 6, 12), True),
        ({"raw": "2017-06-12T10:00:00Z"}, PartialDate(2017, 6, 12), False),
        ({"date-parts": [[2017], [2018]]}, PartialDate(2017), False),
        ({"date-parts": [[2017, 13]]}, PartialDate(2017), False),
        ({"date-parts": [[2017, 2, 30]]}, PartialDate(2017, 2), False),
        ({"date-parts": [[2017]], "season": 2}, PartialDate(2017), False),
        ({"date-parts": [[None]]}, None, False),
        ({"literal": "in press"}, None, False),
        ("2017-06", PartialDate(2017, 6), True),
        (2017, PartialDate(2017), True),
        ([2017, 6], PartialDate(2017, 6), True),
        (True, None, False),
    ],
)
def test_dates_of_every_shape_and_their_whole_value(value: object, date: PartialDate | None, whole: bool) -> None:
    reference = item(issued=value)
    assert reference.issued == date
    assert ("csl-issued" in reference.extra) is not whole
    if not whole and isinstance(value, dict) and value != {"date-parts": [[None]]}:
        assert to_item(reference, "a")["issued"] == value


def test_a_date_that_changed_since_reading_is_written_as_it_is_now() -> None:
    reference = item(issued={"date-parts": [[2017], [2018]]})
    changed = Reference(type="article", issued=PartialDate(2019), extra=reference.extra)
    written = to_item(changed, "a")
    assert written["issued"] == {"date-parts": [[2019]]}
    assert written["custom"] == {"csl-issued": {"date-parts": [[2017], [2018]]}}


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ([{"family": "van Gogh", "given": "Vincent"}], (Name(family="Gogh", given="Vincent", particle="van"),)),
        (
            [{"family": "King", "given": "Martin Luther, Jr."}],
            (Name(family="King", given="Martin Luther", suffix="Jr."),),
        ),
        ([{"family": "de"}], (Name(family="de"),)),
        ([{"family": "'t Hooft", "given": "G."}], (Name(family="Hooft", given="G.", particle="'t"),)),
        (
            [{"dropping-particle": "de", "non-dropping-particle": "la", "family": "X"}],
            (Name(family="X", particle="de la"),),
        ),
        ([{"literal": "others"}], (OTHERS,)),
        (["Lake Collaboration"], (Name(literal="Lake Collaboration"),)),
        ({"family": "Doe"}, (Name(family="Doe"),)),
        ("Doe, Jane and Roe, Ann", (Name(family="Doe", given="Jane"), Name(family="Roe", given="Ann"))),
        ([{}, None, 7], ()),
    ],
)
def test_names(value: object, names: tuple[Name, ...]) -> None:
    assert item(author=value).author == names


def test_unknown_keys_and_other_variables_are_carried_along() -> None:
    source = {
        "id": "a",
        "type": "book",
        "medium": "print",
        "translator": [{"family": "Roe"}],
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "number-of-pages": 120,
        "my-rating": {"stars": 5},
        "my-flag": True,
        "nothing": None,
        "custom": {"shelf": "B2", "title": "colliding"},
    }
    reference = read_item(source)
    assert reference.extra == {
        "medium": "print",
        "translator": '[{"family": "Roe"}]',
        "accessed": '{"date-parts": [[2020, 1, 2]]}',
        "number-of-pages": "120",
        "my-rating": '{"stars": 5}',
        "my-flag": "true",
        "shelf": "B2",
        "custom": '{"title": "colliding"}',
    }
    written = to_item(reference, "a")
    assert written["translator"] == source["translator"]
    assert written["accessed"] == source["accessed"]
    assert written["custom"] == {"my-rating": {"stars": 5}, "my-flag": "true", "shelf": "B2", "title": "colliding"}


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"id": "a", "type": "book"}]}',
        '{"total": 1, "items": [{"id": "a", "type": "book"}]}',
        '{"items": [{"id": "a", "type": "book"}], "total": 1}',
        '{"references": [{"id": "a", "type": "book"}]}',
        '{"id": "a", "type": "book"}',
        '{"a": {"type": "book"}}',
        '[{"id": "a", "type": "book"}]',
    ],
)
def test_every_wrapping(text: str) -> None:
    document = read(text, "x")
    assert document.problems == ()
    assert [(entry.id, entry.reference.type) for entry in document.entries] == [("a", "book")]


@pytest.mark.parametrize(
    ("text", "problems", "states"),
    [
        ("", ["1:1 CSL101 there is nothing in this file"], []),
        ("hello", ["1:1 CSL101 expected '[' or '{'"], []),
        ("[]", [], []),
        ('[\n {"id": "a", "type": "book",}\n]', ["2:28 CSL101 a comma before the closing brace"], ["suspect"]),
        ('[\n {"id": "a", "type": "book"},\n]', ["2:29 CSL101 a comma before the closing bracket"], ["clean"]),
        ('[\n {"id": "a" "type": "book"}\n]', ["2:13 CSL101 expected ',' before the next key"], ["suspect"]),
        (
            '[\n {"id": "a", "type": "book", "title": bare},\n {"id": "b", "type": "book"}\n]',
            ["2:39 CSL101 expected a value"],
            ["broken", "clean"],
        ),
        (
            '[\n {"id": "a", "type": "book", "title": "cut o',
            ["2:39 CSL101 a text whose closing quote is missing", "2:45 CSL101 the list is never closed"],
            ["broken"],
        ),
        (
            '[{"id": "a", "type": "book", "title": "two\nlines"}]',
            ["1:43 CSL101 a line break, tab or control character inside a text"],
            ["suspect"],
        ),
        ('[{"id": "a", "type": "book", "volume": NaN}]', ["1:40 CSL101 NaN is not JSON"], ["broken"]),
        ('[7, {"id": "a", "type": "book"}]', ["1:2 CSL101 an item is an object"], ["clean"]),
        ('[{"id": "a", "type": "book"}] x', ["1:31 CSL101 text after the end of the list"], ["clean"]),
        ('[{"type": "book"}]', ["1:2 CSL103 this item has no id"], ["clean"]),
        (
            '[{"id": "a", "type": "book"},\n{"id": "a", "type": "book"}]',
            ["2:8 CSL104 the id 'a' is taken by an item above"],
            ["clean", "suspect"],
        ),
        (
            '[{"id": "a", "type": "book", "title": "A", "title": "B"}]',
            ["1:44 CSL102 'title' stands twice in this item"],
            ["suspect"],
        ),
        ('[{"id": "a", "type": ""}]', ["1:22 CSL105 this item has no type"], ["clean"]),
        ('[{"id": "a", "type": "journalArticle"}]', ["1:22 CSL105 'journalArticle' is not a CSL type"], ["clean"]),
        ('[{"id": "a"}]', ["1:2 CSL105 this item has no type"], ["clean"]),
        ('[{"id": "a", "type": "book", "title": {"x": 1}}]', ["1:39 CSL106 this title cannot be read"], ["clean"]),
        ('[{"id": "a", "type": "book", "issued": "soon"}]', ["1:40 CSL106 this issued cannot be read"], ["clean"]),
    ],
)
def test_problems_and_their_places(text: str, problems: list[str], states: list[str]) -> None:
    document = read(text, "x")
    told = [f"{p.origin.line}:{p.origin.column} {p.code} {p.message}" for p in document.problems]
    assert told == problems
    assert [entry.state for entry in document.entries] == states
    assert all(problem.source_line is not None for problem in document.problems)


def test_what_could_be_read_of_a_broken_item_is_kept() -> None:
    document = read(
        '[{"id": "a", "type": "book", "title": "Kept", "volume": oops, "page": 1}, {"id": "b", "type": "book"}]', "x"
    )
    assert [(e.id, e.reference.title, e.state) for e in document.entries] == [
        ("a", "Kept", "broken"),
        ("b", None, "clean"),
    ]


@pytest.mark.parametrize("text", ["[" * 50_000, '[{"a": ' * 20_000, '[{"id": ' + "9" * 10_000 + "}]"])
def test_monsters(text: str) -> None:
    assert "CSL101" in {problem.code for problem in read(text, "x").problems}


def test_ids_are_unique_in_a_document() -> None:
    text = json.dumps([{"id": "a"}, {"id": 7}, {}, {"id": "a"}, {"citation-key": "c"}])
    assert [entry.id for entry in read(text, "x").entries] == ["a", "7", "item-3", "a#2", "c"]


def test_places_of_entries() -> None:
    (_, second) = read('[\r\n  {"id": "a"},\r\n  {\r\n  "id": "b"}\r\n]', "x").entries
    assert (second.origin.line, second.origin.column, second.origin.end_line) == (3, 3, 4)


def test_arxivs_doi_of_a_published_work_is_not_lost() -> None:
    reference = read_item({"id": "a", "type": "article-journal", "DOI": "10.48550/arXiv.1706.03762"})
    assert reference.ids == (ARXIV, Identifier("doi", "10.48550/arXiv.1706.03762"))
    assert to_item(reference, "a")["DOI"] == "10.48550/arXiv.1706.03762"
