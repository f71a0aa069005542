"""How the local API of Zotero's desktop client answers, asked over a bare connection: its locks and its traps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any

import pytest
from servers.zotero import ZoteroServer, serve_local
from servers.zotero_client import BareClient
from servers.zotero_local import Desktop
from servers.zotero_store import KEY_LETTERS

SERVER_ID = "6LpvURP2E933"
Open = Callable[..., tuple[ZoteroServer, BareClient]]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Starts a program and a client of it; with `authorized` the client has a key."""
    entered: list[Any] = []

    def start(*, authorized: bool = True, **more: Any) -> tuple[ZoteroServer, BareClient]:
        server = serve_local(**more)
        entered.append(server.__enter__())
        client = BareClient(server.origin, "/api/users/0").__enter__()
        entered.append(client)
        if authorized:
            client.headers |= {"Zotero-Server-ID": SERVER_ID}
            granted = client.send("POST", "/api/local/authorize", {"appName": "tests"})
            client.headers |= {"Zotero-API-Key": granted.json["key"]}
        return server, client

    yield start
    for each in reversed(entered):
        each.__exit__(None, None, None)


def test_who_is_there(opened: Open) -> None:
    _, client = opened(authorized=False)
    root = client.get("/api/")
    assert (root.code, root.headers["zotero-server-id"]) == (200, SERVER_ID)
    _, older = opened(authorized=False, server_id=None)
    assert "zotero-server-id" not in older.get("/api/").headers
    assert older.post({"itemType": "book"}).code == 400
    _, closed = opened(authorized=False, enabled=False)
    assert (closed.get("items").code, closed.get("items").text) == (403, "Local API is not enabled")


def test_what_it_does_not_have(opened: Open) -> None:
    _, client = opened(authorized=False)
    for path in ("/keys/current", "/api/keys/current", "deleted?since=0", "/api/items/new?itemType=book"):
        reply = client.get(path)
        assert (reply.code, reply.text) == (404, "No endpoint found")
    assert client.get("/api/users/7/items").code == 400
    assert client.get("items", {"Zotero-API-Version": "2"}).code == 501
    assert client.get("/api/schema").json["version"] == 41
    for header in ({"Origin": "https://example.org"}, {"User-Agent": "Mozilla/5.0"}):
        with pytest.raises((HTTPException, OSError)):
            client.get("items", header)


def test_lists_are_whole_and_without_empty_fields(opened: Open) -> None:
    server, client = opened(authorized=False)
    for number in range(130):
        server.user.add(title=f"t{number}", archiveID="")
    read = client.get("items")
    assert len(read.json) == 130
    assert read.version == 130
    data = read.json[0]["data"]
    assert "archiveID" not in data
    assert (data["tags"], data["collections"], data["relations"], data["creators"]) == ([], [], {}, [])
    assert client.get("items", {"If-Modified-Since-Version": 130}).code == 304


def test_the_locks_of_a_write(opened: Open) -> None:
    server, client = opened()
    book = {"itemType": "book"}
    missing = client.post(book, headers={"Zotero-Server-ID": None})
    assert (missing.code, missing.reason) == (428, "undefined")
    wrong = client.post(book, headers={"Zotero-Server-ID": "another"})
    assert (wrong.code, wrong.reason) == (412, "undefined")
    assert "does not match this server" in wrong.text
    assert client.post(book, headers={"Zotero-API-Key": None}).code == 401
    assert client.post(book, headers={"Zotero-API-Key": "stolen"}).code == 401
    assert client.post(book).code == 200
    assert len(server.user.items) == 1


def test_permission_for_once_dies_with_any_attempt(opened: Open) -> None:
    _, client = opened(dialog="once")
    assert client.patch("AAAAAAAA", {"title": "x", "version": 1}).code == 404
    assert client.post({"itemType": "book"}).code == 401


def test_permission_outlives_a_restart_only_when_remembered(opened: Open) -> None:
    server, client = opened(dialog="always")
    token = {"Zotero-Write-Token": "0123456789"}
    assert client.post({"itemType": "book"}, headers=token).code == 200
    assert client.post({"itemType": "book"}, headers=token).code == 412
    assert isinstance(server.api, Desktop)
    server.api.restart()
    assert client.post({"itemType": "book"}, headers=token).code == 200
    once, other = opened(dialog="once")
    assert isinstance(once.api, Desktop)
    once.api.restart()
    assert other.post({"itemType": "book"}).code == 401


def test_the_dialog(opened: Open) -> None:
    _, client = opened(authorized=False, dialog="deny")
    assert client.send("POST", "/api/local/authorize", {"appName": "tests"}).code == 428
    client.headers |= {"Zotero-Server-ID": SERVER_ID}
    denied = client.send("POST", "/api/local/authorize", {"appName": "tests"})
    assert (denied.code, denied.json) == (403, {"denied": True})
    for _ in range(4):
        client.send("POST", "/api/local/authorize", {"appName": "tests"})
    tired = client.send("POST", "/api/local/authorize", {"appName": "tests"})
    assert (tired.code, "retry-after" in tired.headers) == (429, True)


def test_versions_must_be_equal_and_keys_are_its_own(opened: Open) -> None:
    server, client = opened()
    key = server.user.add(title="T")
    for version in (0, 2):
        failed = client.post({"key": key, "version": version, "title": "U"}).json["failed"]["0"]
        assert (failed["code"], failed["key"]) == (412, key)
    own = "".join(KEY_LETTERS[:8])
    assert client.post({"key": own, "version": 0, "itemType": "book"}).failed() == (400, "'primaryData' not loaded")
    put = client.send("PUT", f"items/{own}", {"itemType": "book", "version": 0})
    assert (put.code, put.text) == (500, "")
    assert client.post({"key": key, "title": "U"}).failed()[0] == 428


def test_unknown_properties_end_in_extra(opened: Open) -> None:
    _, client = opened()
    made = client.make("preprint", title="T", publicationTitle="J", arXivX="J", accessDate="yesterday")
    assert made["extra"] == "Publication Title: J\nAr Xiv X: J"
    assert "accessDate" not in made
    creators = [{"creatorType": "presenter", "name": "B"}]
    assert client.make("preprint", creators=creators)["creators"][0]["creatorType"] == "author"


def test_any_write_moves_lines_of_extra_into_empty_fields(opened: Open) -> None:
    server, client = opened()
    extra = "DOI: 10.1/x\nCitation Key: ck1\nPMID: 12\nPublisher: X\nkept: y"
    key = server.user.add("journalArticle", title="T", extra=extra)
    assert client.patch(key, {"shortTitle": "S", "version": 1}).code == 204
    data = client.data(key)
    assert data["extra"] == "kept: y"
    assert (data["DOI"], data["citationKey"], data["PMID"], data["publisher"]) == ("10.1/x", "ck1", "12", "X")


def test_nothing_moves_when_every_absent_field_is_sent_empty(opened: Open) -> None:
    server, client = opened()
    extra = "DOI: 10.1/x\nCitation Key: ck1\nNumber: 7\nkept: y"
    key = server.user.add("preprint", title="T", extra=extra)
    fields = [each["field"] for each in client.get("/api/itemTypeFields?itemType=preprint").json]
    absent = {name: "" for name in fields if name not in client.data(key)}
    written = client.post({"key": key, "version": 1, **absent, "date": "2019"})
    assert written.json["success"] == {"0": key}
    data = client.data(key)
    assert (data["extra"], data["date"]) == (extra, "2019")
    assert "DOI" not in data


@pytest.mark.parametrize(("line", "now"), [("type: report", "report"), ("type: article", "preprint")])
def test_a_line_in_extra_changes_the_type(opened: Open, line: str, now: str) -> None:
    server, client = opened()
    key = server.user.add("preprint", title="T", extra=line)
    fields = [each["field"] for each in client.get("/api/itemTypeFields?itemType=preprint").json]
    absent = {name: "" for name in fields if name not in client.data(key)}
    client.patch(key, {**absent, "date": "2019", "version": 1})
    assert client.data(key)["itemType"] == now


def test_a_list_may_be_taken_from_another_program(opened: Open) -> None:
    server, client = opened()
    group = server.group(7)
    key = group.add(title="In the group")
    assert client.get("/api/groups/7/items").json[0]["key"] == key
    assert client.get("/api/groups/8/items").code == 404
