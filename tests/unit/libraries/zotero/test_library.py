"""What a Zotero library says of itself, and what a plan for it holds: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from servers.zotero import READ_ONLY_KEY, serve
from servers.zotero_invariants import violations
from unit.libraries.zotero.desk import HELD, LANTERNS, PEOPLE, STONES, Desk, planned, told

from bibtools.errors import ChangedUnderneath, Refused, UsageError
from bibtools.libraries.zotero.transport import Answered
from bibtools.model.change import Change
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve() as server:
        yield Desk(server, tmp_path)
        assert server.writes == []
        assert violations(server) == []


FILLED = """\
--- zotero:user/items/ABCD2345 (preprint, version 1)
+++ zotero:user/items/ABCD2345
@@ zotero://select/library/items/ABCD2345 @@
 title: Lanterns over silent harbours
+date: 2019-01-07
+url: https://arxiv.org/abs/1901.00001
+archiveID: arXiv:1901.00001
+repository: arXiv
+DOI: 10.48550/arXiv.1901.00001
# missing, from new.bib arXiv:1901.00001
"""
ADDED = """\
--- /dev/null
+++ zotero:user/items/{key} (journalArticle)
@@ a new item @@
+itemType: journalArticle
+title: A Theory of Wet Stones
+publicationTitle: Journal of Moonlight
+date: 2021
+DOI: 10.1000/moon.7
+creator: Reed, Bo (author)
# not in the library; from new.bib:2
"""


def test_a_preview_shows_every_field(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    library = desk.open()
    made = planned(library, LANTERNS, STONES)
    key = next(change.entry_id for change in made.changes if change.op == "add-entry")
    lines = library.preview(made).splitlines()
    assert sorted(lines) == sorted((ADDED.format(key=key) + FILLED).splitlines())
    assert library.preview(made).startswith(ADDED.format(key=key))


def test_values_of_many_lines_are_shown_line_by_line(desk: Desk) -> None:
    desk.server.user.add("journalArticle", key="ABCD2345", **{**HELD, "extra": "DOI: 10.1000/182\nread twice"})
    library = desk.open()
    shown = library.preview(planned(library, replace(LANTERNS, ids=(*LANTERNS.ids, Identifier("doi", "10.1000/182")))))
    assert "+extra: arXiv:1901.00001 [cs.CL]\n" in shown
    assert "read twice" not in shown


def test_nothing_missing_gives_an_empty_plan(desk: Desk) -> None:
    desk.server.user.add(
        **{**HELD, "extra": ""},
        archiveID="arXiv:1901.00001",
        repository="arXiv",
        DOI="10.48550/arXiv.1901.00001",
        date="January 7, 2019",
        url="http://arxiv.org/abs/1901.00001v3",
    )
    library = desk.open()
    made = planned(library, LANTERNS)
    assert (made.changes, made.conflicts) == ((), ())
    assert library.preview(made) == ""


def test_abstracts_are_filled_and_never_replaced(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    paper = replace(LANTERNS, abstract="Lamps were lit.")
    assert ("add-field", "abstractNote", None, "Lamps were lit.") in told(planned(desk.open(), paper))
    desk.server.user.edit("ABCD2345", abstractNote="Other lamps.")
    made = planned(desk.open(), paper)
    assert "abstractNote" not in [change.field for change in made.changes]
    assert made.conflicts == ()


def test_creators_are_filled_all_or_none(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **{**HELD, "creators": []})
    (change,) = [c for c in planned(desk.open(), LANTERNS).changes if c.field == "creators"]
    assert change.old is None
    desk.server.user.edit("ABCD2345", creators=PEOPLE[:1])
    assert "creators" not in [change.field for change in planned(desk.open(), LANTERNS).changes]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"title": "Something else", "archiveID": "arXiv:1901.00001", "repository": "arXiv"}, "stands in"),
        ({"title": "Something else", "url": "https://arxiv.org/pdf/1901.00001v2"}, "stands in"),
    ],
)
def test_one_id_in_two_items_changes_neither(desk: Desk, other: dict[str, Any], why: str) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    desk.server.user.add(key="EFGH2345", **other)
    made = planned(desk.open(), LANTERNS)
    assert made.changes == ()
    assert [(c.entry_id, why in c.reason, "EFGH2345" in c.reason) for c in made.conflicts] == [("ABCD2345", True, True)]


def test_one_doi_in_two_items_changes_neither(desk: Desk) -> None:
    for key, doi in (("ABCD2345", "10.1000/moon.7"), ("EFGH2345", "https://doi.org/10.1000/MOON.7")):
        desk.server.user.add("journalArticle", key=key, title=STONES.title, DOI=doi)
    made = planned(desk.open(), STONES)
    assert made.changes == ()
    assert re.search(r"doi:10.1000/moon.7 stands in (ABCD|EFGH)2345 too", made.conflicts[0].reason, re.IGNORECASE)


def test_two_ids_in_one_item_change_nothing(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **{**HELD, "extra": "arXiv:1901.00001\nPublished: arXiv:1901.00002"})
    made = planned(desk.open(), LANTERNS)
    assert made.changes == ()
    assert "two arXiv ids (1901.00001, 1901.00002)" in made.conflicts[0].reason


def test_the_same_by_title_alone_is_left_to_a_person(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", title=LANTERNS.title, creators=PEOPLE, date="2019")
    made = planned(desk.open(), LANTERNS)
    assert made.changes == ()
    assert [c.entry_id for c in made.conflicts] == ["ABCD2345"]
    assert "--accept strong" in made.conflicts[0].reason
    assert {c.entry_id for c in planned(desk.open(), LANTERNS, accept="strong").changes} == {"ABCD2345"}


def test_what_is_in_the_trash_is_left_there(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", deleted=1, **HELD)
    library = desk.open()
    made = planned(library, LANTERNS)
    assert made.changes == ()
    assert [(c.entry_id, "trash" in c.reason) for c in made.conflicts] == [("ABCD2345", True)]
    assert library.read()[0].entries == ()


def test_new_keys_are_ones_that_nobody_has(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = desk.server.user.add("book", title="Taken")
    offered = iter([taken, "KEYA2345", "KEYA2345", "KEYB2345"])
    monkeypatch.setattr("bibtools.libraries.zotero.vetting.random_key", lambda: next(offered))
    made = planned(desk.open(), LANTERNS, STONES)
    assert [change.entry_id for change in made.changes] == ["KEYA2345", "KEYB2345"]


HOSTILE = {
    "long abstract": (replace(LANTERNS, abstract="x" * 70_000), "abstractNote"),
    "control characters": (replace(LANTERNS, title="Lanterns over\x00 Silent Harbours"), None),
    "emoji": (replace(LANTERNS, title="Lanterns over Silent Harbours 🏮", abstract="🏮\u2028𝒙"), None),
    "a name too long": (replace(LANTERNS, author=(Name(literal="Long " * 60),)), "creator 1"),
    "many authors": (replace(LANTERNS, author=tuple(Name(f"Author{n}", "A.") for n in range(3000))), None),
    "HTML": (replace(LANTERNS, title="<b>Lanterns</b> over <script>Silent</script> Harbours"), None),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_cannot_be_stored_is_a_conflict_with_a_reason(desk: Desk, case: str) -> None:
    paper, named = HOSTILE[case]
    made = planned(desk.open(), paper)
    assert len(made.changes) + len(made.conflicts) == 1
    assert [named in c.reason for c in made.conflicts] == ([True] if named else [])


def test_only_the_field_that_cannot_be_stored_is_left_out_of_an_item_that_is_there(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    made = planned(desk.open(), replace(LANTERNS, abstract="x" * 70_000))
    assert [(c.entry_id, c.field) for c in made.conflicts] == [("ABCD2345", "abstractNote")]
    assert "abstractNote" not in [change.field for change in made.changes]
    assert "archiveID" in [change.field for change in made.changes]


def test_a_citation_key_that_may_change_is_told(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", citationKey="dove2019", **HELD)
    whys = {change.field: change.why for change in planned(desk.open(), LANTERNS).changes}
    assert whys["date"].endswith("; Better BibTeX may compute the citation key dove2019 anew")
    assert "Better BibTeX" not in whys["DOI"]


def test_a_key_in_extra_counts_too(desk: Desk) -> None:
    desk.server.user.add(**{**HELD, "extra": "arXiv:1901.00001\nCitation Key: dove2019"})
    assert any("dove2019 anew" in change.why for change in planned(desk.open(), LANTERNS).changes)


def test_a_collection_names_its_members_but_a_merge_knows_the_whole_library(desk: Desk) -> None:
    collection = desk.server.user.collect("Reading")
    desk.server.user.add("book", key="EFGH2345", title="Inside", collections=[collection])
    desk.server.user.add(key="ABCD2345", **HELD)
    library = desk.open(f"zotero:user/collection/{collection}")
    assert [entry.id for entry in library.read()[0].entries] == ["EFGH2345"]
    assert {change.entry_id for change in planned(library, LANTERNS).changes} == {"ABCD2345"}
    assert f"@@ a new item in the collection {collection} @@" in library.preview(planned(library, STONES))


def test_a_collection_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no collection AAAA2222"):
        planned(desk.open("zotero:user/collection/AAAA2222"), STONES)


def test_reading_needs_no_permission_to_write(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    desk.key = READ_ONLY_KEY
    library = desk.open()
    made = planned(library, LANTERNS)
    assert made.changes
    with pytest.raises(Refused, match="may not write"):
        library.apply(made)


def test_without_a_key(desk: Desk) -> None:
    desk.key = None
    with pytest.raises(UsageError, match="ZOTERO_API_KEY is not set"):
        desk.open().read()


def test_with_a_wrong_key(desk: Desk) -> None:
    desk.key = "wrongwrongwrongwrongwron"
    with pytest.raises(Answered, match="HTTP 403"):
        desk.open().read()


@pytest.mark.parametrize("fingerprint", ["https://api.zotero.org/users/2 version 1", "", "00ff", "here version x"])
def test_a_plan_for_something_else_is_refused(desk: Desk, fingerprint: str) -> None:
    library = desk.open()
    made = replace(planned(library, STONES), fingerprint=fingerprint)
    for attempt in (library.preview, library.apply):
        with pytest.raises(ChangedUnderneath):
            attempt(made)


def test_a_library_put_back_from_a_copy_is_refused(desk: Desk) -> None:
    library = desk.open()
    made = planned(library, STONES)
    later = replace(made, fingerprint=made.fingerprint.replace(" version 0", " version 9"))
    with pytest.raises(ChangedUnderneath, match="older than the plan"):
        library.apply(later)


@pytest.mark.parametrize(
    "field", ["tags", "citationKey", "itemType", "dateAdded", "relations", "collections", "accessDate", "deleted"]
)
def test_a_plan_written_by_hand_does_not_touch_what_is_the_owners(desk: Desk, field: str) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    library = desk.open()
    made = planned(library)
    made = replace(made, changes=(Change("ABCD2345", "add-field", "by hand", field, None, "x"),))
    receipt = library.apply(made)
    assert receipt.plan.changes == ()
    assert [(c.field, "owner alone" in c.reason) for c in receipt.left] == [(field, True)]


def test_an_empty_plan_asks_for_nothing(desk: Desk) -> None:
    library = desk.open()
    made = planned(library)
    asked = len(desk.server.requests)
    receipt = library.apply(made)
    assert len(desk.server.requests) == asked
    assert (receipt.before, receipt.after, receipt.versions) == (made.fingerprint, made.fingerprint, {})
    assert not (desk.folder / "runs").exists()
