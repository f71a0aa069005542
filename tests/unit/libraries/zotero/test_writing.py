"""Carrying out plans: each request on record first, every item accounted for, once, and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from servers.zotero import KEY, ZoteroServer, serve
from servers.zotero_faults import Fault, close_after, meanwhile, status
from servers.zotero_invariants import twins, violations
from unit.libraries.zotero.desk import HELD, LANTERNS, STONES, Desk, planned

from bibtools.errors import UnreadableInput
from bibtools.formats.plans import read_plan, read_receipt, write_plan, write_receipt
from bibtools.libraries.zotero.journal import past
from bibtools.libraries.zotero.transport import Client, Stopped
from bibtools.model.change import Change, Receipt
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve() as server:
        yield Desk(server, tmp_path)
        assert violations(server) == []
        assert twins(server.user) == []


def paper(number: int, **more: Any) -> Reference:
    title = f"Paper {'ABCDEFGHIJ'[number % 10]}{number} on a Subject of its Own"
    return replace(LANTERNS, title=title, ids=(Identifier("arxiv", f"2001.{number:05}"),), url=None, **more)


def written(desk: Desk, *papers: Reference, target: str | None = None) -> Receipt:
    library = desk.open(target)
    return library.apply(planned(library, *papers))


def with_write_faults(desk: Desk, *faults: Fault | None) -> None:
    desk.server.faults.writes = {number: fault for number, fault in enumerate(faults, start=1) if fault}


def data(server: ZoteroServer) -> list[dict[str, Any]]:
    """What the library holds, without what every write changes."""
    return [
        {name: value for name, value in item.data.items() if name != "dateModified"}
        for item in server.user.items.values()
    ]


def test_what_is_missing_is_filled_and_what_is_new_is_added(desk: Desk) -> None:
    key = desk.server.user.add(**HELD, tags=[{"tag": "mine"}])
    receipt = written(desk, LANTERNS, STONES)
    assert receipt.left == ()
    held, new = desk.server.user.items.values()
    assert held.data["archiveID"] == "arXiv:1901.00001"
    assert held.data["extra"] == HELD["extra"]
    assert held.data["tags"] == [{"tag": "mine"}]
    assert (new.data["itemType"], new.data["DOI"]) == ("journalArticle", "10.1000/moon.7")
    assert receipt.versions == {key: held.version, new.key: new.version}
    assert receipt.after.endswith(f"/users/1 version {desk.server.user.version}")
    assert planned(desk.open(), LANTERNS, STONES).changes == ()


def test_only_changed_fields_are_sent(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    written(desk, LANTERNS)
    (sent,) = desk.server.writes[0].elements
    assert sent.keys() == {"key", "version", "date", "url", "archiveID", "repository", "DOI"}
    assert "if-unmodified-since-version" not in desk.server.writes[0].headers


def test_new_items_are_sent_under_their_planned_keys_and_a_condition(desk: Desk) -> None:
    library = desk.open()
    made = planned(library, STONES)
    library.apply(made)
    (sent,) = desk.server.writes[0].elements
    assert (sent["key"], sent["version"]) == (made.changes[0].entry_id, 0)
    assert desk.server.writes[0].headers["if-unmodified-since-version"] == "0"


def test_plans_and_receipts_survive_as_files(desk: Desk) -> None:
    desk.server.user.add(**HELD)
    library = desk.open()
    made = planned(library, LANTERNS, STONES)
    assert read_plan(write_plan(made), "plan.json") == made
    receipt = desk.open().apply(read_plan(write_plan(made), "plan.json"))
    assert read_receipt(write_receipt(receipt), "receipt.json") == receipt


def test_it_is_on_record_before_it_is_sent(desk: Desk) -> None:
    recorded: list[int] = []
    fault = meanwhile(lambda: recorded.append(len(past(desk.folder / "runs" / f"{desk.run}.jsonl").attempted)))
    with_write_faults(desk, fault, fault)
    desk.server.user.add(**HELD)
    written(desk, LANTERNS, STONES)
    assert recorded == [1, 2]
    told = [json.loads(line) for line in (desk.folder / "runs" / f"{desk.run}.jsonl").read_text().splitlines()]
    (kept,) = (part["before"] for line in told for part in line.get("sending", ()) if "before" in part)
    assert kept["extra"] == HELD["extra"]


def test_few_at_a_time(desk: Desk) -> None:
    written(desk, *(paper(number) for number in range(1, 121)))
    assert [len(asked.elements) for asked in desk.server.writes] == [50, 50, 20]
    assert desk.server.connections == 1


def test_little_at_a_time(desk: Desk) -> None:
    library = desk.open()
    large = (paper(number, abstract="word " * 12_000) for number in range(1, 41))
    changes = tuple(Change(str(n), "add-entry", "large", reference=each) for n, each in enumerate(large))
    library.apply(library.vetted(replace(planned(library), changes=changes)))
    assert len(desk.server.user.items) == 40
    assert all(len(asked.body) <= 1_000_000 for asked in desk.server.writes)
    assert len(desk.server.writes) == 3


def test_one_that_is_refused_does_not_keep_the_others(desk: Desk) -> None:
    collection = desk.server.user.collect("Reading")
    library = desk.open(f"zotero:user/collection/{collection}")
    desk.server.user.add(**HELD)
    made = planned(library, LANTERNS, STONES)
    del desk.server.user.collections[collection]
    receipt = library.apply(made)
    assert [(c.ours, "409" in c.reason) for c in receipt.left] == [(STONES.title, True)]
    assert {change.entry_id for change in receipt.plan.changes} == {*desk.server.user.items}


@pytest.mark.parametrize("body", ["{}", '{"successful": {}, "failed": {}}', "[]", "null", '{"successful": []}'])
def test_an_answer_that_tells_nothing_is_not_believed(desk: Desk, body: str) -> None:
    with_write_faults(desk, status(200, body, Content_Type="application/json", Last_Modified_Version=0))
    receipt = written(desk, STONES)
    assert len(receipt.plan.changes) == len(desk.server.user.items) == 1


def test_an_answer_that_always_tells_nothing_ends(desk: Desk) -> None:
    with_write_faults(desk, *[status(200, "{}", Content_Type="application/json")] * 20)
    receipt = written(desk, STONES)
    assert receipt.plan.changes == ()
    assert len(receipt.left) == 1
    assert len(desk.server.writes) == 3


def interrupted(desk: Desk, after: int, papers: list[Reference], monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that a person ends when some requests have been answered."""
    post, count = Client.post, 0

    def until(self: Client, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        if count > after:
            raise KeyboardInterrupt
        return post(self, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(Client, "post", until)
        with pytest.raises(KeyboardInterrupt):
            written(desk, *papers)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_an_interrupted_run_goes_on(desk: Desk, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [LANTERNS, *(paper(number) for number in range(1, 130))]
    desk.server.user.add(**HELD)
    before = data(desk.server)
    interrupted(desk, after, papers, monkeypatch)
    receipt = desk.open().resume(desk.run)
    assert len(desk.server.user.items) == 130
    assert len(receipt.versions) == 130
    assert receipt.left == ()
    assert desk.open().undo(receipt) == []
    assert [item for item in data(desk.server) if not item.get("deleted")] == before


def test_a_run_that_is_done_has_nothing_to_go_on_with(desk: Desk) -> None:
    receipt = written(desk, STONES)
    writes = len(desk.server.writes)
    assert desk.open().resume(desk.run) == receipt
    assert len(desk.server.writes) == writes
    with pytest.raises(UnreadableInput, match="no such run"):
        desk.open().resume("20260101-120000-ABCD2345")


def test_a_stopped_run_tells_how_to_go_on(desk: Desk) -> None:
    with_write_faults(desk, status(403, "Forbidden"))
    with pytest.raises(Stopped, match="Forbidden") as stopped:
        written(desk, STONES)
    assert f"bibtools apply --resume {desk.run}" in str(stopped.value.hint)
    assert desk.said == [f"If this is interrupted, go on with: bibtools apply --resume {desk.run}"]
    assert len(desk.open().resume(desk.run).plan.changes) == 1


def test_what_another_wrote_is_not_ours_to_take_back(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    library = desk.open()
    made = planned(library, LANTERNS)
    desk.server.user.edit("ABCD2345", **{str(change.field): change.new for change in made.changes})
    receipt = library.apply(made)
    assert (receipt.plan.changes, receipt.left) == ((), ())
    assert desk.server.writes == []


def test_a_write_that_was_done_unanswered_is_ours_to_take_back(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    before = data(desk.server)
    with_write_faults(desk, close_after(), close_after())
    receipt = written(desk, LANTERNS, STONES)
    assert len(desk.server.writes) == 2
    desk.open().undo(receipt)
    assert [item for item in data(desk.server) if not item.get("deleted")] == before


def test_taken_back_and_taken_back_again(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    before = data(desk.server)
    receipt = written(desk, LANTERNS, STONES)
    assert desk.open().undo(receipt) == []
    assert [item for item in data(desk.server) if not item.get("deleted")] == before
    writes = len(desk.server.writes)
    assert desk.open().undo(receipt) == []
    assert len(desk.server.writes) == writes


def test_taking_back_that_was_stopped_is_begun_again(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    before = data(desk.server)
    receipt = written(desk, LANTERNS, STONES)
    desk.server.faults.writes = {len(desk.server.writes) + 1: status(403, "Forbidden")}
    with pytest.raises(Stopped) as stopped:
        desk.open().undo(receipt)
    assert "same command again" in str(stopped.value.hint)
    assert desk.open().undo(receipt) == []
    assert [item for item in data(desk.server) if not item.get("deleted")] == before


def test_what_others_changed_since_is_not_taken_back(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **HELD)
    receipt = written(desk, LANTERNS, STONES, paper(1), paper(2))
    new = [change.entry_id for change in receipt.plan.changes if change.op == "add-entry"]
    desk.server.user.edit("ABCD2345", DOI="10.1000/mine")
    desk.server.user.edit(new[0], abstractNote="read it")
    desk.server.user.add("note", parentItem=new[1], note="mine")
    left = desk.open().undo(receipt)
    assert {conflict.entry_id for conflict in left} == {"ABCD2345", new[0], new[1]}
    items = desk.server.user.items
    assert items["ABCD2345"].data["DOI"] == "10.1000/mine"
    assert items["ABCD2345"].data["archiveID"] == "arXiv:1901.00001"
    assert [bool(items[key].data.get("deleted")) for key in new] == [False, False, True]


def test_a_group_is_written_by_those_who_may(desk: Desk) -> None:
    desk.server.group(7)
    receipt = written(desk, STONES, target="zotero:group/7")
    assert [change.entry_id for change in receipt.plan.changes] == [*desk.server.api.groups[7].items]
    desk.server.group(8, editing="admins")
    with pytest.raises(Stopped, match="403"):
        written(desk, STONES, target="zotero:group/8")


def test_the_key_is_in_no_file(desk: Desk) -> None:
    desk.server.user.add(**HELD)
    with_write_faults(desk, close_after(), status(403, f"Invalid key {KEY}"))
    with pytest.raises(Stopped) as stopped:
        written(desk, LANTERNS, STONES)
    receipt = desk.open().resume(desk.run)
    told = [*desk.said, str(stopped.value), str(stopped.value.hint), write_receipt(receipt), write_plan(receipt.plan)]
    told += [path.read_text() for path in desk.folder.rglob("*") if path.is_file()]
    assert len(told) > 7
    assert KEY not in "".join(told)
