"""What a Zotero server takes of an item and what it refuses, in its own words, asked over a bare connection.

The replica passes these tests, and so must the real server; the cases are those of zotero/dataserver's own tests
(tests/remote/tests/3: item, relation, tag, creator).
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from servers.zotero_client import BareClient
from servers.zotero_store import without_empty


@pytest.mark.parametrize(
    ("date", "parsed"),
    [
        ("2017-06-12", "2017-06-12"),
        ("June 12, 2017", "2017-06-12"),
        ("12 June 2017", "2017-06-12"),
        ("June 2017", "2017-06"),
        ("circa 2017", "2017"),
        ("in press", None),
    ],
)
def test_a_date_is_kept_as_written(client: BareClient, date: str, parsed: str | None) -> None:
    made = client.make(date=date)
    whole = client.get(f"items/{made['key']}").json
    assert whole["data"]["date"] == date
    assert whole["meta"].get("parsedDate") == parsed


def test_an_access_date_must_be_a_date(client: BareClient) -> None:
    for good in ("2017-06-12", "2017-06-12T10:00:00Z", "2017-06-12 10:00:00"):
        assert client.post({"itemType": "book", "accessDate": good}).json["success"]
    text = "'accessDate' must be in ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format or 'CURRENT_TIMESTAMP' (yesterday)"
    assert client.post({"itemType": "book", "accessDate": "yesterday"}).failed() == (400, text)


def test_dates_of_the_item_itself(client: BareClient) -> None:
    old = "2001-02-03T04:05:06Z"
    made = client.make(title="T", dateAdded=old, dateModified=old)
    assert (made["dateAdded"], made["dateModified"]) == (old, old)
    changed = client.post({"key": made["key"], "version": made["version"], "title": "U"}).json["successful"]["0"][
        "data"
    ]
    assert changed["dateAdded"] == old
    assert changed["dateModified"] > old
    collection = client.send("POST", "collections", [{"name": "C"}]).json["success"]["0"]
    made = client.make(dateModified=old)
    element = {"key": made["key"], "version": made["version"], "collections": [collection]}
    assert client.post(element).json["successful"]["0"]["data"]["dateModified"] == old


def test_changing_the_type_loses_what_the_new_type_lacks(client: BareClient) -> None:
    made = client.make("preprint", title="T", repository="arXiv", archiveID="arXiv:1903.01234")
    changed = client.post({"key": made["key"], "version": made["version"], "itemType": "journalArticle"})
    data = changed.json["successful"]["0"]["data"]
    assert data["publisher"] == "arXiv"
    assert "1903.01234" not in json.dumps(data)


def test_a_patch_changes_what_it_says_and_replaces_lists(client: BareClient) -> None:
    authors = [{"creatorType": "author", "firstName": "A", "lastName": name} for name in "BC"]
    made = client.make(title="T", date="2001", creators=authors, tags=[{"tag": "x"}, {"tag": "y", "type": 1}])
    reply = client.patch(made["key"], {"date": "2002", "tags": [{"tag": "z"}], "version": made["version"]})
    assert reply.code == 204
    now = client.data(made["key"])
    assert now["tags"] == [{"tag": "z"}]
    assert (now["title"], now["date"], now["creators"]) == ("T", "2002", authors)


def test_many_at_once_keep_what_is_not_named(client: BareClient) -> None:
    shelf = client.send("POST", "collections", [{"name": "Shelf"}]).json["success"]["0"]
    made = [client.make(title=title, collections=[shelf], tags=[{"tag": title}]) for title in "AB"]
    reply = client.post(*({"key": item["key"], "version": item["version"], "date": "2001"} for item in made))
    for number, item in enumerate(made):
        now = reply.json["successful"][str(number)]["data"]
        assert (now["title"], now["collections"], now["tags"]) == (item["title"], [shelf], item["tags"])
        assert now["date"] == "2001"


def test_put_replaces_and_wants_all_of_an_item(client: BareClient) -> None:
    made = client.make(title="T", date="2001")
    short = {"itemType": "book", "title": "U", "version": made["version"]}
    refused = client.send("PUT", f"items/{made['key']}", short)
    assert (refused.code, refused.text) == (400, "&#039;tags&#039; property not provided")
    whole = {**short, "tags": [], "relations": {}, "collections": []}
    assert client.send("PUT", f"items/{made['key']}", whole).code == 204
    assert client.data(made["key"])["date"] == ""


@pytest.mark.parametrize(
    ("element", "code", "message"),
    [
        ({"itemType": "bookl"}, 400, "'bookl' is not a valid itemType"),
        ({"title": "T"}, 400, "'itemType' property not provided"),
        ({"itemType": "preprint", "arXiv": ""}, 400, "Invalid property 'arXiv'"),
        (
            {"itemType": "preprint", "publicationTitle": "J"},
            400,
            "'publicationTitle' is not a valid field for type 'preprint'",
        ),
        ({"itemType": "preprint", "publisher": "P"}, 400, "'publisher' is not a valid field for type 'preprint'"),
        ({"itemType": "book", "key": "0OI1", "version": 0}, 400, "'0OI1' is not a valid item key"),
        ({"itemType": "book", "version": 0}, 400, "'version' is valid only with 'key' property"),
        ({"itemType": "book", "tags": ["x"]}, 400, "Tag must be an object"),
        ({"itemType": "book", "tags": {}}, 400, "'tags' property must be an array"),
        ({"itemType": "book", "creators": [{"firstName": "A"}]}, 400, "creator object must contain 'creatorType'"),
        (
            {"itemType": "book", "creators": [{"creatorType": "author", "lastName": "B"}]},
            400,
            "'firstName' creator field must be set if 'lastName' is set",
        ),
        (
            {
                "itemType": "book",
                "creators": [{"creatorType": "author", "firstName": "A", "lastName": "", "name": "B"}],
            },
            400,
            "'firstName' and 'name' creator fields are mutually exclusive",
        ),
        (
            {"itemType": "preprint", "creators": [{"creatorType": "presenter", "name": "B"}]},
            400,
            "'presenter' is not a valid creator type for item type 'preprint'",
        ),
        ({"itemType": "book", "relations": {"dc:title": "x"}}, 400, "Unsupported predicate 'dc:title'"),
        (
            {"itemType": "book", "relations": {"owl:sameAs": "https://example.org/1"}},
            400,
            "'relations' values currently must be Zotero item URIs",
        ),
        ({"itemType": "book", "collections": ["AAAAAAAA"]}, 409, "Collection AAAAAAAA not found"),
        ({"itemType": "note", "note": "", "parentItem": "AAAAAAAA"}, 409, "Parent item AAAAAAAA not found"),
        ({"itemType": "book", "parentItem": "AAAAAAAA"}, 400, "Child item must be note, attachment, or annotation"),
    ],
)
def test_what_is_refused_and_why(client: BareClient, element: dict[str, Any], code: int, message: str) -> None:
    before = client.get("items").version
    assert client.post(element).failed() == (code, message)
    assert client.get("items").version == before


def test_an_author_and_an_empty_wrong_field_always_pass(client: BareClient) -> None:
    creators = [{"creatorType": "author", "name": "B"}]
    assert client.post({"itemType": "presentation", "creators": creators, "archiveID": ""}).json["success"]


def test_values_are_made_text_and_tidied(client: BareClient) -> None:
    made = client.make(title="  a\x01b\u2028😀  ", date=2017, place=None, tags=[{"tag": " "}])
    assert (made["title"], made["date"], made["place"], made["tags"]) == ("ab\u2028😀", "2017", "", [])


def test_a_tag_or_a_name_may_have_255_characters(client: BareClient) -> None:
    assert client.post({"itemType": "book", "tags": [{"tag": "x" * 255}]}).json["success"]
    assert client.post({"itemType": "book", "tags": [{"tag": "x" * 256}]}).failed()[0] == 413
    long = [{"creatorType": "author", "name": "x" * 256}]
    assert client.post({"itemType": "book", "creators": long}).failed()[0] == 413


def test_every_field_of_the_type_is_answered(client: BareClient) -> None:
    fields = {each["field"] for each in client.get("/itemTypeFields?itemType=preprint").json}
    made = client.make("preprint", title="T")
    assert fields <= set(made)
    assert without_empty({name: made[name] for name in fields}) == {"title": "T"}


def test_half_a_surrogate_pair_is_no_json_at_all(client: BareClient) -> None:
    reply = client.send("POST", "items", rb'[{"itemType": "book", "title": "\ud83d"}]')
    assert (reply.code, reply.text) == (400, "Uploaded data must be a JSON array")


def test_relations_are_added_and_taken_away(client: BareClient) -> None:
    uri = "http://zotero.org/users/1/items/ABCDEFGH"
    made = client.make(relations={"owl:sameAs": uri})
    assert made["relations"] == {"owl:sameAs": uri}
    both = {"owl:sameAs": uri, "dc:replaces": [uri, uri.replace("A", "B")]}
    changed = client.post({"key": made["key"], "version": made["version"], "relations": both})
    data = changed.json["successful"]["0"]["data"]
    assert data["relations"] == both
    assert data["dateModified"] == made["dateModified"]
    assert client.patch(made["key"], {"relations": {}, "version": data["version"]}).code == 204
    assert client.data(made["key"])["relations"] == {}


def test_creators(client: BareClient) -> None:
    people = [{"creatorType": "author", "firstName": "", "lastName": name} for name in ("Sheep", "Kettle", "Lantern")]
    group = {"creatorType": "author", "name": "The Teapot Collaboration"}
    for number, summary in enumerate(("", "Sheep", "Sheep and Kettle", "Sheep et al.")):
        made = client.make(creators=people[:number])
        assert client.get(f"items/{made['key']}").json["meta"].get("creatorSummary", "") == summary
    assert client.make(creators=[group])["creators"] == [group]
    nobody = {"creatorType": "author", "firstName": "", "lastName": ""}
    assert client.make(creators=[nobody])["creators"] == []
    text = "creator object must contain 'firstName'/'lastName' or 'name'"
    assert client.post({"itemType": "book", "creators": [*people, nobody]}).failed() == (400, text)


def test_characters_beyond_the_basic_plane(client: BareClient) -> None:
    made = client.make(title="🐑", tags=[{"tag": "🐑 𝔸"}], creators=[{"creatorType": "author", "name": "𝔸da"}])
    assert (made["title"], made["tags"][0]["tag"], made["creators"][0]["name"]) == ("🐑", "🐑 𝔸", "𝔸da")
