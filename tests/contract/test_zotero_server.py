"""What a Zotero server must answer, asked over a bare connection: how versions guard what is written, and who may.

The replica passes these tests, and so must the real server; the cases are those of zotero/dataserver's own tests
(tests/remote/tests/3: version, object, permissions).
"""

from __future__ import annotations

from random import Random
from threading import Barrier, Thread
from typing import Any

import pytest
from contract.conftest import REAL
from servers.zotero import KEY, NO_NOTES_KEY, READ_ONLY_KEY, serve
from servers.zotero_client import BareClient
from servers.zotero_store import KEY_LETTERS

TOO_LONG = "1234567890" * 6554


def new_key() -> str:
    return "".join(Random().choices(KEY_LETTERS, k=8))


def test_the_version_of_one_object_moves_with_it(client: BareClient) -> None:
    made = client.make(title="Title")
    read = client.get(f"items/{made['key']}")
    assert read.version == read.json["version"] == read.json["data"]["version"]
    assert client.get("items?limit=1").version == read.version
    whole = {**made, "title": "Other"}
    del whole["version"]
    assert client.send("PUT", f"items/{made['key']}", whole).code == 428
    old, now = {"If-Unmodified-Since-Version": read.version - 1}, {"If-Unmodified-Since-Version": read.version}
    assert client.send("PUT", f"items/{made['key']}", whole, old).code == 412
    written = client.send("PUT", f"items/{made['key']}", whole, now)
    assert written.code == 204
    assert written.version > read.version
    again = client.send("PUT", f"items/{made['key']}", {**whole, "title": "Third", "version": written.version})
    assert again.code == 204
    assert client.get("items?limit=1").version == again.version


def test_each_object_of_a_post_has_its_own_version(client: BareClient) -> None:
    before = client.get("items").version
    reply = client.post(*({"itemType": "book", "title": str(n)} for n in range(3)))
    versions = [reply.json["successful"][str(n)]["version"] for n in range(3)]
    assert versions == [before + 1, before + 2, before + 3]
    assert reply.version == before + 3
    assert client.get("items").version == reply.version


def test_an_unchanged_object_still_moves_the_library_on(client: BareClient) -> None:
    made = client.make(title="Same")
    reply = client.post({"key": made["key"], "version": made["version"], "title": "Same"})
    assert reply.json["unchanged"] == {"0": made["key"]}
    assert reply.json["successful"] == {}
    assert client.get("items").version == made["version"] + 1
    assert client.data(made["key"])["version"] == made["version"]


def test_a_patch_that_changes_nothing_answers_with_the_old_version(client: BareClient) -> None:
    made = client.make(title="Same")
    reply = client.patch(made["key"], {"version": made["version"], "title": "Same"})
    assert (reply.code, reply.version) == (204, made["version"])
    assert client.get("items").version == made["version"] + 1


def test_a_failed_object_moves_nothing_and_the_others_stay(client: BareClient) -> None:
    before = client.get("items").version
    reply = client.post({"itemType": "book"}, {"itemType": "book", "title": TOO_LONG}, {"itemType": "book"})
    assert reply.failed(1)[0] == 413
    assert reply.json["failed"]["1"]["data"]["field"] == "title"
    assert "key" not in reply.json["failed"]["1"]
    assert reply.version == before + 2
    assert set(client.get("items?format=versions").json) == set(reply.json["success"].values())


def test_failed_and_unchanged_in_one_report(client: BareClient) -> None:
    made = client.make(title="Title")
    reply = client.post(made, {"itemType": "book", "title": TOO_LONG}, {"itemType": "book"})
    assert list(reply.json["unchanged"]) == ["0"]
    assert list(reply.json["failed"]) == ["1"]
    assert list(reply.json["successful"]) == ["2"]


def test_304_when_the_library_is_not_newer(client: BareClient) -> None:
    made = client.make()
    assert client.get("items", {"If-Modified-Since-Version": made["version"]}).code == 304
    assert client.get("items", {"If-Modified-Since-Version": made["version"] - 1}).code == 200


def test_since_and_the_format_versions(client: BareClient) -> None:
    assert client.get("items?format=versions&since=0").json == {}
    keys = [client.make()["key"] for _ in range(3)]
    versions = client.get("items?format=versions").json
    assert set(versions) == set(keys)
    assert set(client.get(f"items?format=versions&since={versions[keys[0]]}").json) == set(keys[1:])
    assert sorted(client.get("items?format=keys").text.split()) == sorted(keys)


def test_400_has_no_version_and_412_of_one_object_has(client: BareClient) -> None:
    made = client.make()
    header = {"If-Unmodified-Since-Version": made["version"] - 1}
    mismatch = client.send("PUT", f"items/{made['key']}", made, header)
    assert (mismatch.code, mismatch.version) == (400, None)
    stale = client.send("PUT", f"items/{made['key']}", {**made, "version": made["version"] - 1}, header)
    assert (stale.code, stale.version) == (412, made["version"])


def test_a_key_without_version_needs_the_header(client: BareClient) -> None:
    text = "Either If-Unmodified-Since-Version or 'version' property must be provided for 'key'-based writes"
    assert client.post({"key": new_key(), "itemType": "book"}).failed() == (428, text)
    made = client.make()
    assert client.post({"key": made["key"], "title": "T"}).failed() == (428, text)
    header = {"If-Unmodified-Since-Version": made["version"]}
    assert client.post({"key": made["key"], "title": "T"}, headers=header).json["success"] == {"0": made["key"]}


def test_a_missing_object_is_made_with_version_0_only(client: BareClient) -> None:
    text = "Item doesn't exist (expected version 5; use 0 instead)"
    mine, other = new_key(), new_key()
    reply = client.post({"key": mine, "version": 0, "itemType": "book"}, {"key": other, "version": 5, "title": "x"})
    assert reply.json["success"] == {"0": mine}
    assert reply.failed(1) == (404, text)
    again = client.post({"key": mine, "version": 0, "itemType": "book"})
    version = client.data(mine)["version"]
    assert again.failed() == (412, f"Item has been modified since specified version (expected 0, found {version})")


def test_versions_of_single_writes(client: BareClient) -> None:
    book = {"itemType": "book", "title": "T"}
    assert client.patch(new_key(), book, {"If-Unmodified-Since-Version": 123}).code == 404
    key = new_key()
    assert client.patch(key, book, {"If-Unmodified-Since-Version": 0}).code == 204
    assert client.patch(key, book, {"If-Unmodified-Since-Version": 0}).code == 412
    assert client.patch(key, {"title": "U", "version": 0}).code == 412
    assert client.patch(key, {"title": "U"}).code == 428
    assert client.send("PUT", f"items/{new_key()}", book, {"If-Unmodified-Since-Version": 0}).code == 204


def test_the_library_version_guards_a_post(client: BareClient) -> None:
    made = client.make()
    stale = client.post({"itemType": "book"}, headers={"If-Unmodified-Since-Version": 0})
    found = made["version"]
    text = f"Library has been modified since specified version (expected 0, found {found})"
    assert (stale.code, stale.text, stale.version) == (412, text, None)
    assert client.post({"itemType": "book"}, headers={"If-Unmodified-Since-Version": found}).code == 200


def test_one_of_many_concurrent_writes_wins(client: BareClient, zotero_schema: dict[str, Any]) -> None:
    if REAL:
        pytest.skip("needs more connections than one key is allowed in a row")
    with serve(schema=zotero_schema) as server:
        codes: list[int] = []
        start = Barrier(6)

        def write() -> None:
            with BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as each:
                start.wait()
                codes.append(each.post({"itemType": "book"}, headers={"If-Unmodified-Since-Version": 0}).code)

        threads = [Thread(target=write) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(codes) == [200, 412, 412, 412, 412, 412]


def test_what_is_no_array_of_objects(client: BareClient) -> None:
    whole = client.send("POST", "items", {"foo": "bar"})
    assert (whole.code, whole.text) == (400, "Uploaded data must be a JSON array")
    broken = client.send("POST", "items", b"[{")
    assert (broken.code, broken.text) == (400, "JSON Error: Syntax error, malformed JSON")
    reply = client.post([], "")
    for index in (0, 1):
        text = f"Invalid value for index {index} in uploaded data; expected JSON item object"
        assert reply.failed(index) == (400, text)
    assert client.post(*({"itemType": "book"} for _ in range(51))).code == 413


@pytest.mark.parametrize("value", [True, 1])
def test_the_trash(client: BareClient, value: object) -> None:
    made = client.make(title="T")
    trashed = client.post({"key": made["key"], "version": made["version"], "deleted": value})
    data = trashed.json["successful"]["0"]["data"]
    assert data["deleted"] == 1
    assert client.get("items").json == []
    assert client.get("items?includeTrashed=1").headers["total-results"] == "1"
    assert [each["key"] for each in client.get("items/trash").json] == [made["key"]]
    assert client.data(made["key"])["deleted"] == 1
    edited = client.post({"key": made["key"], "version": data["version"], "title": "U"}).json["successful"]["0"]
    assert edited["data"]["deleted"] == 1
    back = client.patch(made["key"], {"deleted": 0, "version": edited["version"]})
    assert back.code == 204
    assert "deleted" not in client.data(made["key"])


def test_deleting_needs_a_version_and_is_for_good(client: BareClient) -> None:
    one, two, three = (client.make() for _ in range(3))
    assert client.send("DELETE", f"items/{one['key']}").code == 428
    assert client.send("DELETE", f"items/{one['key']}", headers={"If-Unmodified-Since-Version": 0}).code == 412
    header = {"If-Unmodified-Since-Version": one["version"]}
    assert client.send("DELETE", f"items/{one['key']}", headers=header).code == 204
    assert client.get(f"items/{one['key']}").code == 404
    header = {"If-Unmodified-Since-Version": client.get("items").version}
    assert client.send("DELETE", f"items?itemKey={two['key']},{three['key']}", headers=header).code == 204
    gone = client.get(f"deleted?since={three['version']}").json
    assert sorted(gone["items"]) == sorted(each["key"] for each in (one, two, three))
    assert client.get("deleted").code == 400


def test_who_may_do_what(client: BareClient) -> None:
    made, note = client.make(), client.make("note", note="n")
    without, wrong = {"Zotero-API-Key": None}, {"Zotero-API-Key": "x" * 24}
    assert client.get("items", without).code == 403
    assert client.get("/keys/current", without).code == 403
    refused = client.post({"itemType": "book"}, headers=without)
    assert (refused.code, refused.text) == (403, "An API key is required for write requests.")
    invalid = client.get("items", wrong)
    assert (invalid.code, invalid.text, invalid.headers["content-type"]) == (
        403,
        "Invalid key",
        "text/html; charset=UTF-8",
    )
    assert client.get("/users/99999/items").text == "Forbidden"
    assert client.get("/groups/99999/items").code == 404
    assert client.get("/users/someone/items").code == 400
    access = client.get("/keys/current").json["access"]["user"]
    assert access == {"library": True, "files": True, "notes": True, "write": True}
    if REAL:
        return
    reader, no_notes = {"Zotero-API-Key": READ_ONLY_KEY}, {"Zotero-API-Key": NO_NOTES_KEY}
    assert "write" not in client.get("/keys/current", reader).json["access"]["user"]
    assert client.get("items", reader).code == 200
    assert client.patch(made["key"], {"title": "x", "version": made["version"]}, reader).code == 403
    assert list(client.get("items?format=versions", no_notes).json) == [made["key"]]
    assert client.get(f"items/{note['key']}", no_notes).code == 404
    client.make("note", note="n", parentItem=made["key"])
    counts = [client.get(f"items/{made['key']}", key).json["meta"]["numChildren"] for key in ({}, no_notes)]
    assert counts == [1, 0]


def test_the_sixth_wrong_key_is_kept_waiting(client: BareClient) -> None:
    if REAL:
        pytest.skip("the real server would remember")
    wrong = {"Authorization": "Bearer nonsense", "Zotero-API-Key": None}
    assert [client.get("items", wrong).code for _ in range(6)] == [403] * 5 + [429]


@pytest.mark.skipif(bool(REAL), reason="needs groups and keys that the tests did not make")
def test_groups(zotero_schema: dict[str, Any]) -> None:
    with serve(schema=zotero_schema) as server:
        members, admins = server.group(7), server.group(8, editing="admins")
        with BareClient(server.origin, "/groups/7", **{"Zotero-API-Key": KEY}) as client:
            assert client.post({"itemType": "book"}).code == 200
            reader = {"Zotero-API-Key": READ_ONLY_KEY}
            assert (client.get("items", reader).code, client.post({"itemType": "book"}, headers=reader).code) == (
                200,
                403,
            )
            client.prefix = "/groups/8"
            assert (client.get("items").code, client.post({"itemType": "book"}).code) == (200, 403)
            listed = client.get("/users/1/groups").json
        assert {each["id"]: each["data"]["libraryEditing"] for each in listed} == {7: "members", 8: "admins"}
        assert (len(members.items), len(admins.items)) == (1, 0)
