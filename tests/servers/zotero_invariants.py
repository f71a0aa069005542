"""What no client may ever do to a library of Zotero, whatever happens to its requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from servers.zotero import ZoteroServer
from servers.zotero_local import Desktop
from servers.zotero_store import CHILDREN, KEY_LETTERS, Item, Library, owners_part
from servers.zotero_wire import Asked
from servers.zotero_write import MOST_AT_ONCE

LARGEST_BODY = 1_200_000
# What a client may state of an item that is there already: its fields, never what is the owner's.
FORBIDDEN = {"tags", "relations", "collections", "dateAdded", "dateModified", "accessDate", "inPublications"}


def violations(server: ZoteroServer) -> list[str]:
    """Everything that was done and must not be, in words; empty for a client that behaves."""
    found = [f"the server itself failed: {error!r}" for error in server.broken]
    if server.most_at_once > 1:
        found.append(f"{server.most_at_once} requests at once")
    for asked in server.requests:
        found += [
            f"request {asked.number} ({asked.method} {asked.path}): {what}" for what in _of_request(asked, server)
        ]
    for library in server.api.libraries:
        found += [f"{library.prefix}: {what}" for what in _of_library(library)]
    return found


def _of_request(asked: Asked, server: ZoteroServer) -> Iterator[str]:
    if asked.method not in ("GET", "POST", "PATCH"):
        yield "only GET, POST and PATCH are to be used"
    if "key" in asked.query:
        yield "the key stands in the URL"
    if "expect" in asked.headers:
        yield "a header Expect"
    if asked.headers.get("zotero-api-version") != "3":
        yield "no header Zotero-API-Version: 3"
    agent = asked.headers.get("user-agent", "")
    if not agent.startswith("bibtools/") or "Zotero" in agent or "Firefox" in agent:
        yield f"User-Agent is {agent!r}"
    if "origin" in asked.headers:
        yield "a header Origin"
    secret = asked.headers.get("zotero-api-key", "")
    if secret and secret.encode() in asked.body:
        yield "the key stands in the body"
    if not asked.elements:
        return
    if len(asked.body) > LARGEST_BODY:
        yield f"a body of {len(asked.body)} bytes"
    if len(asked.elements) > MOST_AT_ONCE:
        yield f"{len(asked.elements)} items at once"
    for element in asked.elements:
        yield from _of_element(element, asked, local=isinstance(server.api, Desktop))


def _of_element(element: dict[str, object], asked: Asked, *, local: bool) -> Iterator[str]:
    is_update = bool(element.get("version")) or (local and "key" in element)
    if is_update:
        # The desktop client is told that empty fields stay empty.
        if told := {name for name in FORBIDDEN & element.keys() if not (local and element[name] == "")}:
            yield f"an update of {element['key']} states {', '.join(sorted(told))}"
    elif "key" not in element and "zotero-write-token" not in asked.headers:
        yield "a new item without a key of its own and without a write token"
    if "key" in element and "version" not in element:
        yield f"a write to {element['key']} without its version"


def _of_library(library: Library) -> Iterator[str]:
    for key, left in library.left.items():
        item = library.items.get(key)
        if item is None:
            yield f"{key} is gone"
        elif (now := owners_part(item)) != left:
            yield f"{key} was {left} and is {now}"
    for item in library.items.values():
        if item.key not in library.left:
            yield from _of_new_item(item)
        elif item.version > library.version:
            yield f"{item.key} is newer than its library"


def _of_new_item(item: Item) -> Iterator[str]:
    if item.type in CHILDREN:
        yield f"a client made the {item.type} {item.key}"
    if set(item.key) - set(KEY_LETTERS) or len(item.key) != 8:
        yield f"{item.key} is not a key"
    if item.data["relations"]:
        yield f"the new item {item.key} has relations"


def twins(library: Library) -> list[tuple[str, str]]:
    """Pairs of items outside the trash that carry the same arXiv id or the same DOI: what must never come to be."""
    seen: dict[str, list[str]] = {}
    for item in library.items.values():
        if item.is_trashed or item.type in CHILDREN:
            continue
        for name in ("archiveID", "DOI"):
            if value := item.data.get(name):
                seen.setdefault(f"{name} {value.lower()}", []).append(item.key)
    return sorted({pair for keys in seen.values() for pair in pairwise(sorted(keys))})


def contents(library: Library) -> str:
    """All of a library but the dates of modification and the versions, to be compared."""
    items = {
        key: {name: value for name, value in item.data.items() if name != "dateModified"}
        for key, item in sorted(library.items.items())
    }
    return json.dumps(items, ensure_ascii=False, sort_keys=True)
