"""A library as it is at one moment, however it changes while it is read, and read again for one request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from servers.zotero import ZoteroServer, serve
from servers.zotero_faults import meanwhile, status
from unit.libraries.zotero.desk import Desk

from bibtools.errors import SourceFailed, UsageError
from bibtools.libraries.zotero.snapshot import Place, Reader, Snapshot
from bibtools.libraries.zotero.transport import Stopped
from bibtools.sources.cache import DiskCache


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve() as server:
        yield Desk(server, tmp_path)


def reader(desk: Desk, server: str | None = None, *, cached: bool = True) -> Reader:
    cache = DiskCache(desk.folder / "cache", 1e12, clock=desk.watch.clock) if cached else None
    return Reader(desk.client(), Place(desk.server.url, "/users/1", server), cache)


def fill(server: ZoteroServer, count: int) -> list[str]:
    return [server.user.add("book", title=f"Book {number}") for number in range(count)]


def is_true_to(snapshot: Snapshot, server: ZoteroServer) -> bool:
    """Whether a snapshot holds what the server holds, no more and no less."""
    there = {item.key: (item.version, item.data.get("title")) for item in server.user.items.values() if item.is_top}
    read = {key: (item.version, item.data.get("title")) for key, item in snapshot.items.items()}
    return read == there and snapshot.version == server.user.version


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_all_pages(desk: Desk, count: int) -> None:
    fill(desk.server, count)
    assert is_true_to(reader(desk).read(), desk.server)
    assert len(desk.server.requests) == 1 + -(-count // 100)


def test_an_unchanged_library_costs_one_request(desk: Desk) -> None:
    fill(desk.server, 150)
    first = reader(desk).read()
    asked = len(desk.server.requests)
    assert reader(desk).read() == first
    assert desk.server.answers[asked:] == [304]


def test_only_what_changed_is_read_again(desk: Desk) -> None:
    keys = fill(desk.server, 250)
    reader(desk).read()
    asked = len(desk.server.requests)
    desk.server.user.edit(keys[7], title="Another title")
    desk.server.user.add("book", title="One more")
    desk.server.user.erase(keys[30])
    assert is_true_to(reader(desk).read(), desk.server)
    assert len(desk.server.requests) == asked + 2


def test_what_was_only_deleted_needs_no_page(desk: Desk) -> None:
    keys = fill(desk.server, 3)
    reader(desk).read()
    asked = len(desk.server.requests)
    desk.server.user.erase(keys[0])
    assert is_true_to(reader(desk).read(), desk.server)
    assert len(desk.server.requests) == asked + 1


ACTS: dict[str, Callable[[ZoteroServer, list[str]], object]] = {
    "an item is added": lambda server, _: server.user.add("book", title="One more"),
    "the first one is deleted": lambda server, keys: server.user.erase(keys[0]),
    "the last one is deleted": lambda server, keys: server.user.erase(keys[-1]),
    "the first one is changed": lambda server, keys: server.user.edit(keys[0], title="Another title"),
    "the last one is thrown away": lambda server, keys: server.user.trash(keys[-1]),
    "one is made a child": lambda server, keys: server.user.edit(keys[0], itemType="note", parentItem=keys[1]),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("request_number", [2, 3, 4])
def test_changes_while_it_is_read(desk: Desk, act: str, request_number: int) -> None:
    keys = fill(desk.server, 230)
    desk.server.faults.any = {request_number: meanwhile(lambda: ACTS[act](desk.server, keys))}
    assert is_true_to(reader(desk).read(), desk.server)


def test_a_library_that_never_keeps_still(desk: Desk) -> None:
    fill(desk.server, 120)
    act = meanwhile(lambda: desk.server.user.add("book", title="One more"))
    desk.server.faults.any = dict.fromkeys(range(2, 100), act)
    with pytest.raises(Stopped, match="keep still"):
        reader(desk).read()


def test_the_trash_is_read_and_told_apart(desk: Desk) -> None:
    first, second = fill(desk.server, 2)
    desk.server.user.trash(first)
    desk.server.user.add("note", note="alone")
    desk.server.user.add("attachment", linkMode="linked_url", parentItem=second)
    snapshot = reader(desk).read()
    assert [item.key for item in snapshot.works()] == [second]
    assert [item.key for item in snapshot.discarded()] == [first]


def test_what_is_kept_belongs_to_one_database(desk: Desk) -> None:
    fill(desk.server, 1)
    reader(desk, "one").read()
    desk.server.requests.clear()
    reader(desk, "other").read()
    assert [asked.headers.get("if-modified-since-version") for asked in desk.server.requests] == [None, None]


@pytest.mark.parametrize("value", [{"version": "x", "items": []}, {"items": []}, {"version": 3, "items": [{}]}, "x"])
def test_what_is_kept_and_damaged_is_read_again(desk: Desk, value: object) -> None:
    fill(desk.server, 2)
    cache = DiskCache(desk.folder / "cache", 1e12, clock=desk.watch.clock)
    cache.put("zotero", f"{desk.server.url}/users/1", value)
    assert is_true_to(reader(desk).read(), desk.server)


def test_what_is_kept_and_wrong_is_not_believed(desk: Desk) -> None:
    """An item is missing from what was kept at a version at which it was there."""
    fill(desk.server, 3)
    reader(desk).read()
    (kept,) = [path for path in (desk.folder / "cache").rglob("*.json") if "Book 1" in path.read_text()]
    body = json.loads(kept.read_text())
    del body["value"]["items"][0]
    kept.write_text(json.dumps(body))
    desk.server.user.add("book", title="One more")
    assert is_true_to(reader(desk).read(), desk.server)


def test_members_of_a_collection(desk: Desk) -> None:
    collection = desk.server.user.collect("Reading")
    inside = desk.server.user.add("book", title="In", collections=[collection])
    desk.server.user.add("book", title="Out")
    assert list(reader(desk).members(collection)) == [inside]
    with pytest.raises(UsageError, match="no collection ZZZZ2222"):
        reader(desk).members("ZZZZ2222")


def test_parents(desk: Desk) -> None:
    first, second = fill(desk.server, 2)
    desk.server.user.add("note", parentItem=first, note="mine")
    assert reader(desk).parents([first, second]) == {first}


def test_some_by_their_keys(desk: Desk) -> None:
    keys = fill(desk.server, 120)
    desk.server.user.trash(keys[0])
    assert reader(desk).some([*keys[:60], "ZZZZ2222"]).keys() == set(keys[:60])
    assert [len(asked.query["itemKey"].split(",")) for asked in desk.server.requests] == [50, 11]


@pytest.mark.parametrize("body", ["{}", '{"A": "x"}', "null", '[{"key": "A"}]', '"text"', "7"])
def test_an_answer_of_another_kind_is_an_error_of_the_source(desk: Desk, body: str) -> None:
    headers = {"Content_Type": "application/json", "Last_Modified_Version": 3}
    desk.server.faults.any = {1: status(200, '{"AAAA2222": 3}', **headers), 2: status(200, body, **headers)}
    desk.server.faults.any |= {number: status(200, body, **headers) for number in range(3, 60)}
    with pytest.raises(SourceFailed):
        reader(desk).read()
