"""How a task stands in view of an item, and what it asks to be sent."""

from __future__ import annotations

from typing import Any

import pytest
from unit.libraries.zotero.desk import LANTERNS, PEOPLE

from bibtools.formats.zotero.creators import as_text
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.libraries.zotero.snapshot import Item
from bibtools.libraries.zotero.task import Task, fields_of, reversals, strays, tasks
from bibtools.model.change import Change, Plan, Receipt

FILL = Task("ABCD2345", {"DOI": "10.1000/182"}, {"DOI": "10.1000/182"}, {"DOI": ""})
THROW = Task("ABCD2345", {"deleted": 1}, {"deleted": "1"}, {"deleted": ""}, version=7)


def item(version: int = 7, **data: Any) -> Item:
    return Item("ABCD2345", version, {"itemType": "book", "title": "A", **data})


@pytest.mark.parametrize(
    ("task", "now", "standing"),
    [
        (FILL, item(), "to do"),
        (FILL, item(DOI=""), "to do"),
        (FILL, item(version=9), "to do"),
        (FILL, item(DOI="10.1000/182"), "done"),
        (FILL, item(DOI="10.1000/183"), "changed"),
        (FILL, item(deleted=1), "trashed"),
        (FILL, None, "gone"),
        (THROW, item(), "to do"),
        (THROW, item(deleted=1), "done"),
        (THROW, item(deleted=True), "done"),
        (THROW, item(version=8), "changed"),
        (Task("ABCD2345", {}, {"title": "A"}), None, "to do"),
        (Task("ABCD2345", {}, {"title": "A"}), item(), "done"),
        (Task("ABCD2345", {}, {"title": "B"}), item(), "changed"),
    ],
)
def test_standing(task: Task, now: Item | None, standing: str) -> None:
    assert task.standing(now) == standing


def test_new_items_come_first_and_changes_of_one_item_together() -> None:
    changes = [
        Change("KEYA2345", "add-field", "w", "DOI", None, "10.1000/182"),
        Change("KEYB2345", "add-field", "w", "url", None, "https://example.org"),
        Change("KEYA2345", "set-field", "w", "extra", "a", "a\nb"),
        Change("KEYC2345", "add-entry", "w", reference=LANTERNS),
    ]
    made = list(tasks(changes, FALLBACK, "CLCT2345"))
    assert [task.key for task in made] == ["KEYC2345", "KEYA2345", "KEYB2345"]
    assert made[0].properties["collections"] == ["CLCT2345"]
    assert made[1].properties == {"DOI": "10.1000/182", "extra": "a\nb"}
    assert made[1].had == {"DOI": "", "extra": "a"}


def test_creators_are_sent_as_a_list_and_compared_as_text() -> None:
    (task,) = tasks([Change("ABCD2345", "add-field", "w", "creators", None, as_text(PEOPLE))], FALLBACK, None)
    assert task.properties == {"creators": PEOPLE}
    assert task.standing(item()) == "to do"
    assert task.standing(item(creators=[{k: p[k] for k in reversed(p)} for p in PEOPLE])) == "done"
    assert task.standing(item(creators=PEOPLE[:1])) == "changed"


def test_taking_back_is_the_way_back() -> None:
    changes = (
        Change("KEYA2345", "add-field", "w", "creators", None, as_text(PEOPLE)),
        Change("KEYA2345", "set-field", "w", "extra", "a", "a\nb"),
        Change("KEYC2345", "add-entry", "w", reference=LANTERNS),
    )
    receipt = Receipt("zotero:user", "x 1", "x 3", Plan("zotero:user", "x 1", changes), versions={"KEYC2345": 2})
    thrown, restored = reversals(receipt)
    assert (thrown.key, thrown.properties, thrown.version) == ("KEYC2345", {"deleted": 1}, 2)
    assert restored.properties == {"creators": [], "extra": "a"}
    assert restored.had == {"creators": as_text(PEOPLE), "extra": "a\nb"}
    assert not thrown.creates


def test_strays_are_what_nobody_asked_for() -> None:
    before = item(extra="DOI: 10.1000/182", tags=[{"tag": "mine"}])
    assert strays(before, item(8, extra="DOI: 10.1000/182", tags=[{"tag": "mine"}], url="x"), {"url": "x"}) == []
    moved = item(8, DOI="10.1000/182", itemType="report", collections=["CLCT2345"])
    assert set(strays(before, moved, {"url": "x"})) == {"itemType", "tags", "collections", "extra", "DOI"}


def test_fields_are_what_says_something() -> None:
    data = {"key": "ABCD2345", "version": 7, "itemType": "book", "title": "A", "DOI": "", "tags": [{"tag": "x"}]}
    assert fields_of({**data, "creators": [], "deleted": 1}) == {"title": "A", "deleted": "1"}
