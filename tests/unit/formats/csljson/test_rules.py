"""The data rules on items whose verdict is written beside them, for when the official schema is not at hand."""

from __future__ import annotations

from typing import Any

import pytest

from bibtools.formats.csljson.rules import KINDS, TYPES, is_valid, violations

RANGE = "must be a list of one date, or of two for a range"
PARTS = "must be a list of year, month and day, or the first of them"
SWITCH = "must be text, a number, true or false, not a list"
BASE = {"id": "a", "type": "book"}


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"id": 7},
        {"id": 7.5},
        {"volume": "12"},
        {"volume": 12},
        {"page": "1-10"},
        {"author": []},
        {"author": [{}]},
        {"author": [{"family": "Doe", "given": "Jane", "suffix": "Jr.", "comma-suffix": True}]},
        {"author": [{"literal": "ATLAS", "static-ordering": 1, "parse-names": "yes"}]},
        {"issued": {}},
        {"issued": {"date-parts": [[2017, 6, 12]]}},
        {"issued": {"date-parts": [["2012", 8], [2013]], "season": "2", "circa": True}},
        {"issued": {"literal": "in press", "raw": "x"}},
        {"categories": []},
        {"categories": ["a", "b"]},
        {"custom": {"anything": [1, None]}},
        {"event": "old name"},
    ],
)
def test_valid(part: dict[str, Any]) -> None:
    assert violations(BASE | part) == ()


@pytest.mark.parametrize(
    ("part", "path", "message"),
    [
        ({"type": ""}, "type", "'' is not a CSL type"),
        ({"type": "misc"}, "type", "'misc' is not a CSL type"),
        ({"type": None}, "type", "None is not a CSL type"),
        ({"id": None}, "id", "must be text or a number, not null"),
        ({"id": True}, "id", "must be text or a number, not true"),
        ({"title": 1984}, "title", "must be text, not the number 1984"),
        ({"volume": False}, "volume", "must be text or a number, not false"),
        ({"volume": ["1"]}, "volume", "must be text or a number, not a list"),
        ({"eprint": "1706.03762"}, "eprint", "is not a CSL variable"),
        ({"author": "Jane Doe"}, "author", "must be a list of names, not text"),
        ({"author": ["Jane Doe"]}, "author[0]", "must be an object with the parts of a name, not text"),
        ({"author": [{}, {"family": None}]}, "author[1].family", "must be text, not null"),
        ({"author": [{"name": "Doe"}]}, "author[0].name", "is not a part of a name"),
        ({"author": [{"comma-suffix": []}]}, "author[0].comma-suffix", SWITCH),
        ({"issued": "2017"}, "issued", "must be an object with date-parts, not text"),
        ({"issued": {"date-parts": []}}, "issued.date-parts", RANGE),
        ({"issued": {"date-parts": [[1], [2], [3]]}}, "issued.date-parts", RANGE),
        ({"issued": {"date-parts": [[]]}}, "issued.date-parts[0]", PARTS),
        ({"issued": {"date-parts": [2017]}}, "issued.date-parts[0]", PARTS),
        ({"issued": {"date-parts": [[2017, None]]}}, "issued.date-parts[0][1]", "must be text or a number, not null"),
        ({"issued": {"season": True}}, "issued.season", "must be text or a number, not true"),
        ({"issued": {"year": 2017}}, "issued.year", "is not a part of a date"),
        ({"categories": "cs.CL"}, "categories", "must be a list of texts, not text"),
        ({"categories": [1]}, "categories[0]", "must be text, not the number 1"),
        ({"custom": []}, "custom", "must be an object, not a list"),
    ],
)
def test_invalid(part: dict[str, Any], path: str, message: str) -> None:
    (found,) = violations(BASE | part)
    assert (found.path, found.message) == (path, message)


@pytest.mark.parametrize("item", [None, [], "a", 7])
def test_no_item_at_all(item: object) -> None:
    assert [found.path for found in violations(item)] == [""]


def test_what_every_item_needs() -> None:
    assert [found.path for found in violations({})] == ["type", "id"]


def test_the_size_of_the_standard() -> None:
    assert len(TYPES) == 45
    assert len(KINDS) == 103
    assert sorted(name for name, kind in KINDS.items() if kind == "date") == [
        "accessed",
        "available-date",
        "event-date",
        "issued",
        "original-date",
        "submitted",
    ]


def test_one_value() -> None:
    assert is_valid("issued", {"date-parts": [[2017]]})
    assert not is_valid("issued", "2017")
    assert not is_valid("year", "2017")
