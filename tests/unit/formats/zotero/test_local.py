"""What the desktop client does to Extra at every write, held against the replica of it."""

from __future__ import annotations

import pytest
from servers.zotero_facts import FACTS, Schema
from servers.zotero_local import imported

from bibtools.formats.zotero.local import complete, type_line
from bibtools.formats.zotero.schema import schema_from_json

OURS, THEIRS = schema_from_json(FACTS), Schema(FACTS)

EXTRAS = [
    "DOI: 10.1000/182\nread twice",
    "Citation Key: dove2019\nPMID: 7",
    "Publisher: X\nPlace: Y\nnumber: 7",
    "repository: X\nArchive ID: arXiv:1901.00001",
    "short-title: S\ncall_number: 7",
    "read twice",
    "",
]


@pytest.mark.parametrize("item_type", ["preprint", "journalArticle", "document", "thesis"])
@pytest.mark.parametrize("extra", EXTRAS)
def test_nothing_moves_when_every_empty_field_is_sent(item_type: str, extra: str) -> None:
    data = {"itemType": item_type, "title": "A", "extra": extra}
    changes = {"url": "https://example.org/1"}
    sent = complete(data, changes, OURS)
    after = imported(THEIRS, {**data, **sent})
    assert {name: after[name] for name in ("title", "url")} == {"title": "A", "url": "https://example.org/1"}
    assert after.get("extra", "") == extra
    assert sent.keys() <= {*OURS.types[item_type].fields}


def test_without_that_lines_do_move() -> None:
    data = {
        "itemType": "preprint",
        "title": "A",
        "extra": "DOI: 10.1000/182\nread twice",
        "url": "https://example.org/1",
    }
    after = imported(THEIRS, data)
    assert (after["DOI"], after["extra"]) == ("10.1000/182", "read twice")


@pytest.mark.parametrize(
    ("extra", "line"),
    [
        ("type: report", "type: report"),
        ("read\nType: article-journal\n", "Type: article-journal"),
        ("itemType: book", "itemType: book"),
        ("type: article", None),
        ("type: of tea", None),
        ("a type: report", None),
        ("", None),
    ],
)
def test_lines_that_change_the_type(extra: str, line: str | None) -> None:
    assert type_line({"itemType": "preprint", "extra": extra}) == line


def test_the_type_line_is_not_cured_by_sending_all_fields() -> None:
    data = {"itemType": "preprint", "title": "A", "extra": "type: report"}
    assert imported(THEIRS, {**data, **complete(data, {"url": "x"}, OURS)})["itemType"] == "report"
    assert type_line(data)
