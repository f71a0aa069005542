"""Taking back what a merge did to a library of zotero.org: all of it, except what somebody has touched since."""

from __future__ import annotations

import json
from typing import Any

import pytest
from servers.zotero import KEY, NO_NOTES_KEY, READ_ONLY_KEY
from servers.zotero_faults import close_after, limited, meanwhile
from servers.zotero_store import Library
from zotero.conftest import Clerk, Hire
from zotero.papers import held, papers

from bibtools.errors import BibtoolsError, ChangedUnderneath
from bibtools.model.change import Receipt


def outside_the_trash(library: Library) -> dict[str, Any]:
    """The items that can be seen, without versions and dates of change."""
    return {
        key: {name: value for name, value in item.data.items() if name != "dateModified"}
        for key, item in library.items.items()
        if not item.is_trashed
    }


def merged(clerk: Clerk) -> tuple[dict[str, Any], Receipt]:
    """What could be seen before a merge of two items and two new ones, and its receipt."""
    for number in (1, 2):
        clerk.server.user.add(**held(number, creators=[] if number == 1 else held(2)["creators"]))
    before = outside_the_trash(clerk.server.user)
    return before, clerk.merge(papers(1, 2, 3, 4))


def test_everything_is_as_it_was(hire: Hire) -> None:
    clerk = hire()
    before, receipt = merged(clerk)
    assert outside_the_trash(clerk.server.user) != before
    assert clerk.library().undo(receipt) == []
    assert outside_the_trash(clerk.server.user) == before
    assert sum(item.is_trashed for item in clerk.server.user.items.values()) == 2


def test_it_can_be_looked_at_first(hire: Hire) -> None:
    clerk = hire()
    _, receipt = merged(clerk)
    new = [change.entry_id for change in receipt.plan.changes if change.op == "add-entry"]
    filled = {change.entry_id for change in receipt.plan.changes} - {*new}
    clerk.key, version, writes = READ_ONLY_KEY, clerk.server.user.version, len(clerk.server.writes)
    shown, left = clerk.library().undoing(receipt)
    assert left == []
    assert (clerk.server.user.version, len(clerk.server.writes)) == (version, writes)
    for key in new:
        assert f"+++ zotero:user/items/{key}\n@@ zotero://select/library/items/{key} @@\n title: " in shown
    assert shown.count("+deleted: 1\n") == len(new) == 2
    gone = [f"-{c.field}: {c.new}" for c in receipt.plan.changes if c.field in ("date", "repository", "DOI")]
    assert len(gone) > 3
    told = [line for line in shown.splitlines() if line.startswith(("-date", "-repository", "-DOI"))]
    assert sorted(told) == sorted(gone)
    assert shown.count("\n+") == len(filled) + 2 * len(new), "of what is taken back, nothing is added but the mark"
    assert "\n#" not in shown
    clerk.key = KEY
    clerk.library().undo(receipt)
    assert clerk.library().undoing(receipt) == ("", [])


def test_what_would_stay_is_shown_as_it_is_told_afterwards(hire: Hire) -> None:
    clerk = hire()
    _, receipt = merged(clerk)
    library = clerk.server.user
    noted, edited = (change.entry_id for change in receipt.plan.changes if change.op == "add-entry")
    library.add("note", parentItem=noted, note="mine")
    library.edit(edited, title="Mine")
    filled = next(change for change in receipt.plan.changes if change.field == "date")
    library.edit(filled.entry_id, date="1999")
    shown, left = clerk.library().undoing(receipt)
    assert {conflict.entry_id for conflict in left} == {noted, edited, filled.entry_id}
    assert not any(f"items/{conflict.entry_id}" in shown for conflict in left)
    assert shown
    assert list(clerk.library().undo(receipt)) == left


def test_undone_twice_changes_nothing_more(hire: Hire) -> None:
    clerk = hire()
    before, receipt = merged(clerk)
    clerk.library().undo(receipt)
    version, writes = clerk.server.user.version, len(clerk.server.writes)
    clerk.library().undo(receipt)
    assert (clerk.server.user.version, len(clerk.server.writes)) == (version, writes)
    assert outside_the_trash(clerk.server.user) == before


def test_a_merge_after_it_does_not_bring_back_what_is_in_the_trash(hire: Hire) -> None:
    clerk = hire()
    before, receipt = merged(clerk)
    clerk.library().undo(receipt)
    plan = clerk.plan(papers(3, 4), clerk.library())
    assert plan.changes == ()
    assert len(plan.conflicts) == 2
    assert outside_the_trash(clerk.server.user) == before


def test_what_somebody_touched_since_stays(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    _, receipt = merged(clerk)
    filled = next(key for key, item in user.items.items() if item.data["title"] == papers(1)[0].title)
    made = [key for key in receipt.versions if key not in user.left]
    user.edit(filled, date="June 1999")
    user.edit(made[0], shortTitle="Mine")
    user.add("note", note="<p>read</p>", parentItem=made[1])
    left = clerk.library().undo(receipt)
    assert {conflict.entry_id for conflict in left} == {filled, *made}
    assert user.items[filled].data["date"] == "June 1999"
    assert not any(user.items[key].is_trashed for key in made)


def test_a_key_that_may_not_see_notes_throws_nothing_away(hire: Hire) -> None:
    clerk = hire()
    clerk.key = NO_NOTES_KEY
    user = clerk.server.user
    _, receipt = merged(clerk)
    made = [key for key in receipt.versions if key not in user.left]
    user.add("note", note="<p>read</p>", parentItem=made[0])
    left = clerk.library().undo(receipt)
    assert {conflict.entry_id for conflict in left} == set(made)
    assert not any(item.is_trashed for item in user.items.values())
    assert all("date" not in user.items[key].data for key in receipt.versions if key not in made)


@pytest.mark.parametrize("fault", [close_after(), limited(5)])
def test_over_a_bad_line(hire: Hire, fault: Any) -> None:
    clerk = hire(write_faults={3: fault, 4: fault})
    before, receipt = merged(clerk)
    assert clerk.library().undo(receipt) == []
    assert outside_the_trash(clerk.server.user) == before


def test_an_item_that_is_touched_just_before_it_is_taken_back(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    _, receipt = merged(clerk)
    made = [key for key in receipt.versions if key not in user.left]
    clerk.server.faults.writes[3] = meanwhile(lambda: user.edit(made[0], shortTitle="Mine"))
    left = clerk.library().undo(receipt)
    assert [conflict.entry_id for conflict in left] == made[:1]
    assert [user.items[key].is_trashed for key in made] == [False, True]


def test_another_library_is_not_undone(hire: Hire) -> None:
    clerk = hire()
    clerk.server.group(7)
    _, receipt = merged(clerk)
    with pytest.raises(ChangedUnderneath):
        clerk.library("zotero:group/7").undo(receipt)
    assert len(clerk.server.writes) == 2


def test_the_journal_keeps_whole_items_and_no_secret(hire: Hire) -> None:
    clerk = hire()
    before, _ = merged(clerk)
    (path,) = (clerk.folder / "runs").glob("*.jsonl")
    assert path.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = {each["key"]: each["before"] for line in lines for each in line.get("sending", ()) if "before" in each}
    assert {key: data["tags"] for key, data in kept.items()} == {key: data["tags"] for key, data in before.items()}
    assert {key: data["extra"] for key, data in kept.items()} == {key: data["extra"] for key, data in before.items()}
    assert clerk.key is not None
    assert clerk.key not in path.read_text("utf-8")


def test_a_journal_that_is_cut_short_is_still_good(hire: Hire) -> None:
    clerk = hire(write_faults={number: limited(10_000) for number in range(2, 99)})
    for number in (1, 2):
        clerk.server.user.add(**held(number))
    with pytest.raises(BibtoolsError):
        clerk.merge(papers(1, 2, 3, 4))
    (path,) = (clerk.folder / "runs").glob("*.jsonl")
    path.write_bytes(path.read_bytes()[:-25])
    clerk.server.faults.writes.clear()
    receipt = clerk.library().resume(path.stem)
    assert receipt.left == ()
    assert len(clerk.server.user.items) == 4
    assert all("date" in item.data for item in clerk.server.user.items.values())
