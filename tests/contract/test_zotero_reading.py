"""How a Zotero server lists, pages, answers about itself and slows a client down, asked over a bare connection.

The first half passes on the real server too (zotero/dataserver, tests/remote/tests/3: params, general, sort, mappings);
the second, about limits and faults, is about the replica.
"""

from __future__ import annotations

import json
from http.client import HTTPException

import pytest
from contract.conftest import REAL
from servers.zotero import KEY, serve
from servers.zotero_client import BareClient, Reply
from servers.zotero_faults import (
    Limiter,
    backoff,
    bad_gateway,
    close_after,
    close_before,
    cut,
    limited,
    maintenance,
    meanwhile,
    server_error,
    slow,
)

needs_replica = pytest.mark.skipif(bool(REAL), reason="about the replica's own limits and faults")


def titles(reply: Reply) -> list[str]:
    return [each["data"]["title"] for each in reply.json]


def make(client: BareClient, *names: str) -> None:
    client.post(*({"itemType": "book", "title": name} for name in names))


def test_a_page_has_25_items_and_at_most_100(client: BareClient) -> None:
    for start in range(0, 120, 40):
        make(client, *(f"t{start + n:03}" for n in range(40)))
    assert len(client.get("items").json) == 25
    assert len(client.get("items?limit=0").json) == 25
    assert len(client.get("items?limit=500").json) == 100
    assert len(client.get("items?format=versions").json) == 120
    assert client.get("items").headers["total-results"] == "120"
    last = client.get("items?limit=50&start=100&sort=title")
    assert titles(last) == [f"t{n:03}" for n in range(100, 120)]


def test_links_lead_through_all_pages(client: BareClient) -> None:
    make(client, "a", "b", "c")
    first = client.get("items?limit=1&sort=title&since=0")
    relations = dict(reversed(each.split("; rel=")) for each in first.headers["link"].split(", "))
    assert set(relations) == {'"next"', '"last"', '"alternate"'}
    assert "since=0" in relations['"next"']
    assert "start=1" in relations['"next"']
    middle = client.get("items?limit=1&sort=title&start=1").headers["link"]
    assert all(f'rel="{name}"' in middle for name in ("first", "prev", "next", "last"))


def test_order(client: BareClient) -> None:
    make(client, "b", "A", "c")
    assert titles(client.get("items?sort=title")) == ["A", "b", "c"]
    assert titles(client.get("items?sort=title&direction=desc")) == ["c", "b", "A"]
    assert client.get("items?sort=colour").code == 400
    assert client.get("items?direction=up").code == 400


def test_choosing(client: BareClient) -> None:
    book = client.make("book", title="Sheep", date="2019", creators=[{"creatorType": "author", "name": "Woolsey"}])
    report = client.make("report", title="Kettle", extra="sheep")
    note = client.make("note", note="sheep", parentItem=book["key"])
    assert titles(client.get("items?q=sheep")) == ["Sheep"]
    assert titles(client.get("items?q=woolsey+2019")) == ["Sheep"]
    assert [each["key"] for each in client.get("items?itemType=note").json] == [note["key"]]
    assert titles(client.get("items?itemType=book+||+report&sort=title")) == ["Kettle", "Sheep"]
    assert titles(client.get("items?itemType=-note&sort=title")) == ["Kettle", "Sheep"]
    assert titles(client.get("items/top?sort=title")) == ["Kettle", "Sheep"]
    assert [each["key"] for each in client.get(f"items/{book['key']}/children").json] == [note["key"]]
    assert client.get(f"items/{book['key']}").json["meta"]["numChildren"] == 1
    one, other = book["key"], report["key"]
    assert titles(client.get(f"items?itemKey={one},{other},&sort=itemKeyList")) == ["Sheep", "Kettle"]
    assert titles(client.get(f"items?itemKey={other},{one}&sort=itemKeyList")) == ["Kettle", "Sheep"]
    assert len(client.get(f"items?itemKey={one},{other},nonsense").json) == 2
    assert client.get("items?since=yesterday").code == 400
    assert client.get("items?format=bible").code == 400


def test_top_items_since_a_version(client: BareClient) -> None:
    book = client.make("book", title="Sheep")
    client.make("note", note="sheep", parentItem=book["key"])
    version = client.get("items").version
    assert client.get(f"items/top?since={version}").json == []
    other = client.make("book", title="Kettle")
    client.patch(book["key"], {"title": "Flock", "version": book["version"]})
    assert titles(client.get(f"items/top?since={version}&sort=title")) == ["Flock", "Kettle"]
    assert client.get(f"items/top?since={other['version']}&format=versions").json == {book["key"]: version + 2}


def test_collections(client: BareClient) -> None:
    key = client.send("POST", "collections", [{"name": "Sheep"}]).json["success"]["0"]
    inside = client.make(title="In", collections=[key])
    client.make(title="Out")
    assert titles(client.get(f"collections/{key}/items/top")) == ["In"]
    shown = client.get(f"collections/{key}").json
    assert (shown["data"]["name"], shown["meta"]["numItems"]) == ("Sheep", 1)
    assert key in [each["key"] for each in client.get("collections").json]
    assert inside["collections"] == [key]
    assert client.get("collections/AAAAAAAA/items").code == 404


def test_facts_about_types(client: BareClient) -> None:
    version = client.get("/schema").json["version"]
    assert client.get("items").headers["zotero-schema-version"] == str(version)
    fields = [each["field"] for each in client.get("/itemTypeFields?itemType=preprint").json]
    assert {"archiveID", "repository", "DOI", "extra"} <= set(fields)
    assert "publicationTitle" not in fields
    creators = [each["creatorType"] for each in client.get("/itemTypeCreatorTypes?itemType=preprint").json]
    assert creators[0] == "author"
    assert "preprint" in [each["itemType"] for each in client.get("/itemTypes").json]
    empty = client.get("/items/new?itemType=preprint").json
    assert set(fields) <= set(empty)
    assert client.post(empty).json["success"]
    assert client.get("/itemTypeFields?itemType=bookl").code == 400


def test_headers(client: BareClient) -> None:
    assert client.get("items").headers["zotero-api-version"] == "3"
    wrong = client.send("DELETE", "items/top")
    assert (wrong.code, "GET" in wrong.headers["allow"]) == (405, True)
    assert client.send("POST", "items", [], {"Expect": "100-continue"}).code == 417


def test_errors_are_escaped(client: BareClient) -> None:
    reply = client.send("PATCH", "items/AAAAAAAA", {"itemType": "<b>", "version": 0})
    assert reply.headers["content-type"] == "text/html; charset=UTF-8"
    assert "&lt;b&gt;" in reply.text
    assert "last-modified-version" not in reply.headers


def test_a_write_token_serves_once(client: BareClient) -> None:
    token = {"Zotero-Write-Token": "0123456789abcdef"}
    assert client.post({"itemType": "book"}, headers=token).code == 200
    again = client.post({"itemType": "book"}, headers=token)
    assert (again.code, again.text) == (412, "Write token already used")
    assert client.post({"itemType": "book"}, headers={"Zotero-Write-Token": "abc"}).code == 400
    refused = {"Zotero-Write-Token": "another-token"}
    assert client.send("POST", "items", {}, refused).code == 400
    assert client.post({"itemType": "book"}, headers=refused).code == 200


@needs_replica
def test_a_bucket_of_a_hundred_requests() -> None:
    now = [0.0]
    limiter = Limiter(lambda: now[0])
    with (
        serve(limiter=limiter, clock=lambda: now[0]) as server,
        BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as client,
    ):
        assert [client.get("items?limit=1").code for _ in range(100)] == [200] * 100
        refused = client.get("items")
        assert (refused.code, refused.headers["retry-after"]) == (429, "10")
        assert refused.text == "Request rate limit exceeded"
        now[0] += 0.5
        assert [client.get("items").code for _ in range(6)] == [200] * 5 + [429]
    assert limiter.refused == 2


@needs_replica
def test_five_requests_at_once() -> None:
    limiter = Limiter(lambda: 0.0)
    assert limiter.refuse(busy=5) is None
    refused = limiter.refuse(busy=6)
    assert refused is not None
    assert refused.body == "Concurrent request limit exceeded"
    assert 1 <= int(refused.headers["Retry-After"]) <= 30


@needs_replica
def test_faults_in_the_order_of_requests() -> None:
    faults = {1: server_error(), 2: bad_gateway(), 3: limited(7), 4: maintenance(9), 5: backoff(4), 7: cut()}
    with (
        serve(faults=faults) as server,
        BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as client,
    ):
        server.user.add(title="A")
        assert client.get("items").code == 500
        assert client.get("items").text.startswith("<html>")
        assert client.get("items").headers["retry-after"] == "7"
        down = client.get("items")
        assert (down.code, down.headers["backoff"], "retry-after" in down.headers) == (503, "9", False)
        kind = client.get("items")
        assert (kind.code, kind.headers["backoff"], len(kind.json)) == (200, "4", 1)
        assert client.get("items").code == 200
        with pytest.raises(json.JSONDecodeError):
            _ = client.get("items").json
        assert server.answers == [500, 502, 429, 503, 200, 200, 200]
        assert server.connections == 1


@needs_replica
@pytest.mark.parametrize("is_done", [False, True])
def test_a_connection_torn_down_before_and_after_the_deed(is_done: bool) -> None:
    fault = close_after() if is_done else close_before()
    with (
        serve(write_faults={1: fault}) as server,
        BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as client,
    ):
        client.get("items")
        with pytest.raises((HTTPException, OSError)):
            client.post({"itemType": "book"})
        assert len(server.user.items) == int(is_done)


@needs_replica
def test_somebody_else_between_two_requests_and_a_slow_answer() -> None:
    with serve() as server, BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as client:
        key = server.user.add(title="A")
        server.faults.writes[1] = meanwhile(lambda: server.user.edit(key, title="B"))
        server.faults.any[2] = slow(0.01)
        reply = client.post({"key": key, "version": 1, "title": "C"})
        assert reply.failed() == (412, "Item has been modified since specified version (expected 1, found 2)")
        assert titles(client.get("items")) == ["B"]
