"""The guard over all tests of Zotero libraries sees each thing that a client must not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from servers.zotero import KEY, ZoteroServer, serve
from servers.zotero_client import BareClient
from servers.zotero_invariants import contents, twins, violations


@dataclass(frozen=True)
class Scene:
    """A library with one paper (`key`) and a note of it, and a client."""

    server: ZoteroServer
    client: BareClient
    key: str
    note: str


Deed = Callable[[Scene], object]
CREATE = {"key": "ABCDEFGH", "version": 0, "itemType": "book"}


def done(deed: Deed) -> list[str]:
    with serve() as server, BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as client:
        shelf = server.user.collect("Shelf")
        key = server.user.add(title="T", tags=[{"tag": "read"}], collections=[shelf], citationKey="mine")
        note = server.user.add("note", note="<p>n</p>", parentItem=key)
        deed(Scene(server, client, key, note))
        return violations(server)


GOOD: list[Deed] = [
    lambda scene: scene.client.get("items"),
    lambda scene: scene.client.post({"key": scene.key, "version": 2, "date": "2019"}),
    lambda scene: scene.client.patch(scene.key, {"version": 2, "extra": "x"}),
    lambda scene: scene.client.post(CREATE),
    lambda scene: scene.client.post({"itemType": "book"}, headers={"Zotero-Write-Token": "abcdef"}),
    lambda scene: scene.server.user.edit(scene.key, tags=[], citationKey="other"),
    lambda scene: scene.server.user.erase(scene.key),
]


@pytest.mark.parametrize("deed", GOOD)
def test_what_is_allowed(deed: Deed) -> None:
    assert done(deed) == []


BAD: dict[str, Deed] = {
    "states tags": lambda scene: scene.client.post({"key": scene.key, "version": 2, "tags": []}),
    "was {": lambda scene: scene.client.patch(scene.key, {"version": 2, "citationKey": "ours"}),
    "itemType": lambda scene: scene.client.patch(scene.key, {"version": 2, "itemType": "book"}),
    '"deleted": 1': lambda scene: scene.client.patch(scene.key, {"version": 2, "deleted": 1}),
    "is gone": lambda scene: scene.client.send(
        "DELETE", f"items/{scene.key}", headers={"If-Unmodified-Since-Version": 2}
    ),
    "only GET, POST and PATCH": lambda scene: scene.client.send("PUT", f"items/{scene.key}", {}),
    "the key stands in the URL": lambda scene: scene.client.get(f"items?key={KEY}"),
    "the key stands in the body": lambda scene: scene.client.post({**CREATE, "extra": KEY}),
    "a header Expect": lambda scene: scene.client.send("POST", "items", [], {"Expect": "100-continue"}),
    "Zotero-API-Version": lambda scene: scene.client.get("items", {"Zotero-API-Version": None}),
    "User-Agent": lambda scene: scene.client.get("items", {"User-Agent": "bibtools (Zotero)"}),
    "51 items at once": lambda scene: scene.client.post(*[CREATE] * 51),
    "without its version": lambda scene: scene.client.post({"key": scene.key, "date": "2019"}),
    "without a key of its own": lambda scene: scene.client.post({"itemType": "book"}),
    "made the note": lambda scene: scene.client.post(
        {"key": "ABCDEFGH", "version": 0, "itemType": "note", "note": "x", "parentItem": scene.key}
    ),
    "has relations": lambda scene: scene.client.post(
        {**CREATE, "relations": {"owl:sameAs": "http://zotero.org/users/1/items/ABCDEFGH"}}
    ),
    "a body of": lambda scene: scene.client.post({**CREATE, "extra": "x" * 1_300_000}),
    "<p>n</p>": lambda scene: scene.client.patch(scene.note, {"version": 3, "note": "ours"}),
}


@pytest.mark.parametrize("words", BAD)
def test_what_is_not(words: str) -> None:
    found = done(BAD[words])
    assert any(words in each for each in found), found


def test_two_requests_at_once_are_seen() -> None:
    with serve() as server:
        server.most_at_once = 2
        assert violations(server) == ["2 requests at once"]


def test_twins_and_contents() -> None:
    with serve() as server:
        one = server.user.add(archiveID="arXiv:1903.01234")
        before = contents(server.user)
        other = server.user.add(archiveID="arXiv:1903.01234")
        assert twins(server.user) == [tuple(sorted((one, other)))]
        assert contents(server.user) != before
        server.user.trash(other)
        assert twins(server.user) == []
