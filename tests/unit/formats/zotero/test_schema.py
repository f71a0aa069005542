"""The schema: what is known by heart is what Zotero says; everything a server refuses is named before it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bibtools.formats.zotero.mapping import AUTHORS, FURTHER, FURTHER_DATES, GENERAL, NUMBERS, STRINGS, TYPES, UNNAMED
from bibtools.formats.zotero.page import page
from bibtools.formats.zotero.schema import FALLBACK, schema_from_json, violations


@pytest.fixture(scope="module")
def official(shared: Path) -> object:
    return json.loads((shared / "fixtures" / "zotero" / "schema.json").read_text("utf-8"))


def test_what_is_known_by_heart_is_what_zotero_says(official: object) -> None:
    schema = schema_from_json(official)
    assert schema.version == FALLBACK.version
    for name, kind in FALLBACK.types.items():
        assert kind == schema.types[name], name


def test_the_table_of_names_is_that_of_zotero(official: Mapping[str, Mapping[str, Mapping[str, list[str]]]]) -> None:
    schema = schema_from_json(official)
    assert {own: base for kind in schema.types.values() for own, base in kind.bases.items()} == GENERAL
    general = {kind.base(field) for kind in schema.types.values() for field in kind.fields}
    named = (
        {base for _, bases in STRINGS for base in bases} | {field for _, field in NUMBERS} | {*FURTHER, *FURTHER_DATES}
    )
    assert general - named == UNNAMED | {"DOI", "date", "citationKey", "extra"}
    assert not named - general
    csl = {item_type: csl for csl, item_types in official["csl"]["types"].items() for item_type in item_types}
    assert {name: csl[name] for name in TYPES} == TYPES
    regular = {name: kind for name, kind in schema.types.items() if kind.creators}
    assert regular.keys() == TYPES.keys()
    # A hearing is the only type whose first creator is nobody's author.
    assert {kind.creators[0] for kind in regular.values()} - {"contributor"} == AUTHORS


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"version": "41", "itemTypes": []},
        {"version": 41},
        {"version": 41, "itemTypes": []},
        {"version": 41, "itemTypes": [{"itemType": "book"}]},
        {"version": 41, "itemTypes": [{"itemType": "book", "fields": 7, "creatorTypes": []}]},
        {"version": 41, "itemTypes": ["book"]},
    ],
)
def test_anything_else_is_no_schema(data: object) -> None:
    with pytest.raises(ValueError, match="no schema"):
        schema_from_json(data)


SOUND: list[Mapping[str, object]] = [
    {},
    {"title": "A", "DOI": "10.1000/182", "volume": ""},
    {"title": None, "date": 2017},
    {"itemType": "preprint", "key": "ABCD2345", "version": 0, "tags": [], "collections": ["CLCT2345"], "relations": {}},
    {"creators": [{"creatorType": "author", "firstName": "", "lastName": "Doe"}]},
    {"creators": [{"creatorType": "author", "name": "ATLAS Collaboration"}]},
    {"title": "🙂 4-byte, \u2028 and 李", "abstractNote": "two\nlines\tand a tab"},
    {"accessDate": "2026-11-21"},
    {"accessDate": "2026-11-21T10:00:00Z"},
    {"accessDate": "CURRENT_TIMESTAMP"},
    {"abstractNote": "é" * 32_767},
    {"tags": [{"tag": "x" * 255, "type": 1}]},
]


@pytest.mark.parametrize("properties", SOUND, ids=str)
def test_sound_properties_break_no_rule(properties: Mapping[str, object]) -> None:
    assert violations(properties, "preprint", FALLBACK) == ()


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ({"arXiv": "1706.03762"}, "there is no field 'arXiv'"),
        ({"volume": "7"}, "'volume' is not a field of the type 'preprint'"),
        ({"publisher": "arXiv"}, "'publisher' is not a field of the type 'preprint'"),
        ({"itemType": "book"}, "the item type would become 'book'"),
        ({"title": ["A"]}, "'title' must be text"),
        ({"title": "A\x00B"}, "'title' holds a character that cannot be stored (U+0000)"),
        ({"title": "A\ud800"}, "'title' holds a character that cannot be stored (U+D800)"),
        ({"abstractNote": "é" * 32_768}, "'abstractNote' is 65,536 bytes long, and Zotero stores 65,535"),
        ({"accessDate": "2026"}, "'accessDate' must be a day, or a moment in ISO 8601: '2026'"),
        ({"accessDate": 0}, "'accessDate' must be a day, or a moment in ISO 8601: 0"),
        ({"creators": "Doe"}, "'creators' must be a list"),
        ({"creators": ["Doe"]}, "creator 1: must be an object"),
        ({"creators": [{"creatorType": "author"}]}, "creator 1: has no name"),
        ({"creators": [{"creatorType": "author", "name": " "}]}, "creator 1: has no name"),
        (
            {"creators": [{"creatorType": "director", "name": "A"}]},
            "creator 1: 'director' is not a creator of the type",
        ),
        ({"creators": [{"name": "A"}]}, "creator 1: None is not a creator of the type 'preprint'"),
        ({"creators": [{"creatorType": "author", "name": "A", "firstName": "B"}]}, "exclude each other"),
        ({"creators": [{"creatorType": "author", "firstName": "B"}]}, "'firstName' and 'lastName' go together"),
        ({"creators": [{"creatorType": "author", "name": "A", "suffix": "Jr."}]}, "creator 1: unknown part 'suffix'"),
        ({"creators": [{"creatorType": "author", "name": "A" * 256}]}, "'name' is 256 characters long"),
        ({"creators": [{"creatorType": "author", "name": "A\x07"}]}, "cannot be stored (U+0007)"),
        ({"creators": [{"creatorType": "author", "name": 7}]}, "creator 1: has no name"),
        ({"tags": "x"}, "'tags' must be a list"),
        ({"tags": ["x"]}, "a tag must be an object with a text"),
        ({"tags": [{"tag": "x" * 256}]}, "is 256 characters long"),
        ({"collections": "ABCD2345"}, "'collections' must be a list of keys"),
        ({"collections": ["COLO2345"]}, "'collections' must be a list of keys"),
        ({"relations": []}, "'relations' must be an object"),
    ],
)
def test_what_a_server_refuses_is_named(properties: Mapping[str, object], why: str) -> None:
    found = violations(properties, "preprint", FALLBACK)
    assert len(found) == 1
    assert why in found[0]


def test_every_violation_is_named() -> None:
    found = violations({"volume": "7", "arXiv": "x", "title": "\x00"}, "preprint", FALLBACK)
    assert len(found) == 3


def test_an_unknown_item_type_is_named() -> None:
    assert violations({"title": "A"}, "teapot", FALLBACK) == ("the schema has no item type 'teapot'",)


def test_the_reference_page_is_fresh(root: Path) -> None:
    stated = (root / "docs" / "reference" / "zotero.md").read_text("utf-8")
    assert stated == page(), "docs/reference/zotero.md is stale: write bibtools.formats.zotero.page.page() into it"
