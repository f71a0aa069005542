"""The running client: permission, its own keys, and what its writes do besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from servers.zotero import serve_local
from servers.zotero_faults import close_after, meanwhile
from servers.zotero_invariants import violations
from servers.zotero_local import Desktop
from unit.libraries.zotero.desk import HELD, LANTERNS, PEOPLE, STONES, Desk, planned

from bibtools.errors import Refused
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.libraries.zotero.local import LocalApi
from bibtools.libraries.zotero.snapshot import Item
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.task import Task
from bibtools.libraries.zotero.transport import Answered, Client, Stopped


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve_local() as server:
        yield Desk(server, tmp_path)
        assert violations(server) == []


def desktop(desk: Desk) -> Desktop:
    assert isinstance(desk.server.api, Desktop)
    return desk.server.api


def test_a_fingerprint_names_the_database(desk: Desk) -> None:
    _, fingerprint = desk.open().read()
    assert fingerprint == f"{desk.server.url}/users/0 {desktop(desk).server_id} version 0"


def test_another_database_knows_nothing_of_a_plan(desk: Desk) -> None:
    made = planned(desk.open(), STONES)
    desktop(desk).server_id = "another1"
    with pytest.raises(Refused, match="the plan was made for"):
        desk.open().apply(made)
    assert desk.server.writes == []


def test_an_old_client_is_read_and_never_kept(desk: Desk) -> None:
    desktop(desk).server_id = None
    desk.server.user.add(**HELD)
    library = desk.open()
    made = planned(library, LANTERNS)
    assert made.changes
    assert "if-modified-since-version" not in desk.server.requests[-1].headers
    with pytest.raises(Refused, match="can only be read"):
        library.apply(made)
    assert not list((desk.folder / "cache").rglob("zotero/**/*.json"))


@pytest.mark.parametrize(("dialog", "told"), [("deny", "not allowed"), ("once", "takes more")])
def test_without_lasting_permission_nothing_is_written(desk: Desk, dialog: Any, told: str) -> None:
    desktop(desk).dialog = dialog
    library = desk.open()
    with pytest.raises(Refused, match=told):
        library.apply(planned(library, STONES))
    assert desk.server.writes == []
    assert not list((desk.folder / "runs").glob("*"))


def test_permission_is_asked_for_once_and_told(desk: Desk) -> None:
    heard: list[str] = []
    library = desk.open(report=lambda notice: heard.append(notice.message))
    desk.server.user.add(**HELD)
    library.apply(planned(library, LANTERNS, STONES))
    assert sum(asked.path.endswith("/authorize") for asked in desk.server.requests) == 1
    assert heard == ["Zotero asks whether bibtools may write: press “Always Allow” there."]


def test_a_person_has_time_to_press_the_button(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    post, reads = Client.post, []

    def timed(self: Client, *arguments: Any) -> Any:
        reads.append(self.timeout.read)
        return post(self, *arguments)

    monkeypatch.setattr(Client, "post", timed)
    library = desk.open()
    library.apply(planned(library, STONES))
    assert reads == [300.0, 60.0]


def test_a_key_that_is_no_longer_good(desk: Desk) -> None:
    library = desk.open()
    made = planned(library, STONES)
    library._client.key = "forgotten"
    with pytest.raises(Stopped, match="HTTP 401") as stopped:
        library.apply(made)
    assert "unset ZOTERO_LOCAL_API_KEY" in str(stopped.value.hint)


def test_it_must_be_allowed_at_all(desk: Desk) -> None:
    desktop(desk).enabled = False
    with pytest.raises(Answered, match="Local API is not enabled") as refused:
        desk.open().read()
    assert "Settings" in str(refused.value.hint)
    desktop(desk).enabled = True


def test_the_lines_of_extra_stay_where_they_are(desk: Desk) -> None:
    extra = "arXiv: 1901.00001\nDOI: 10.1000/mine\nCitation Key: dove2019\nPublisher: Moon\nread twice"
    key = desk.server.user.add(**{**HELD, "extra": extra})
    library = desk.open()
    receipt = library.apply(planned(library, LANTERNS))
    assert receipt.left == ()
    data = desk.server.user.items[key].data
    assert data["extra"] == extra
    assert data.keys().isdisjoint({"DOI", "citationKey"})
    assert data["archiveID"] == "arXiv:1901.00001"


def test_the_lines_of_a_new_item_stay_too(desk: Desk) -> None:
    noted = replace(STONES, note="Place: the Moon\nread twice")
    library = desk.open()
    library.apply(planned(library, noted))
    assert "Place: the Moon" in desk.item["extra"]
    assert "place" not in desk.item


def test_an_item_whose_type_would_change_is_left(desk: Desk) -> None:
    desk.server.user.add(key="ABCD2345", **{**HELD, "extra": "arXiv: 1901.00001\ntype: report"})
    made = planned(desk.open(), LANTERNS)
    assert made.changes == ()
    assert "type: report" in made.conflicts[0].reason


def test_more_changed_than_was_asked_for_ends_the_run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client moves lines of Extra into fields that are not sent as empty; here none is."""
    monkeypatch.setattr("bibtools.libraries.zotero.local.complete", lambda _, changes, __: changes)
    desk.server.user.add(key="ABCD2345", **{**HELD, "extra": "arXiv: 1901.00001\nPlace: the Moon"})
    library = desk.open()
    with pytest.raises(Stopped, match=r"changed more than it was asked to \(.*extra.*\)"):
        library.apply(planned(library, LANTERNS))
    (journal,) = (desk.folder / "runs").glob("*.jsonl")
    assert "1901.00001\\nPlace: the Moon" in journal.read_text()


def test_a_lost_answer_adds_nothing_twice(desk: Desk) -> None:
    desk.server.faults.writes = {1: close_after(), 2: close_after()}
    library = desk.open()
    receipt = library.apply(planned(library, LANTERNS, STONES))
    assert len(desk.server.user.items) == len(receipt.versions) == 2
    assert {change.entry_id for change in receipt.plan.changes} == {*desk.server.user.items}


def test_what_another_added_just_before_is_not_ours(desk: Desk) -> None:
    library = desk.open()
    made = planned(library, STONES)
    same = {"title": STONES.title, "date": "2021", "publicationTitle": STONES.container_title, "DOI": "10.1000/moon.7"}
    people = [{"creatorType": "author", "firstName": "Bo", "lastName": "Reed"}]
    add = meanwhile(lambda: desk.server.user.add("journalArticle", key="EFGH2345", creators=people, **same))
    desk.server.faults.writes = {1: add}
    receipt = library.apply(made)
    assert receipt.plan.changes == ()
    assert [conflict.entry_id for conflict in receipt.left] == ["EFGH2345"]
    assert desk.open().undo(receipt) == []
    assert not desk.server.user.items["EFGH2345"].is_trashed


def test_empty_fields_are_sent_along(desk: Desk) -> None:
    api = LocalApi(desk.client(), Target(local=True), lambda: FALLBACK)
    task = Task("ABCD2345", {"url": "x"}, {"url": "x"}, {"url": ""})
    sent = api.element(task, Item("ABCD2345", 7, {"itemType": "preprint", "title": "A", "creators": PEOPLE}))
    assert (sent["key"], sent["version"], sent["url"], sent["DOI"], sent["extra"]) == ("ABCD2345", 7, "x", "", "")
    assert sent.keys().isdisjoint({"title", "creators", "tags", "collections", "relations"})


def test_a_token_lasts_until_there_is_an_answer(desk: Desk) -> None:
    api = LocalApi(desk.client(), Target(local=True), lambda: FALLBACK)
    first = api.headers(creating=True, version=7)
    assert api.headers(creating=True, version=7) == first
    assert 5 <= len(first["Zotero-Write-Token"]) <= 32
    api.answered()
    assert api.headers(creating=True, version=7)["Zotero-Write-Token"] != first["Zotero-Write-Token"]
    assert "Zotero-Write-Token" not in api.headers(creating=False, version=7)
