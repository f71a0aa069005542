"""What a replica server of Zotero holds: libraries, their items and collections, and the hand of their owner.

`Library.add`, `edit`, `trash` and `erase` are what the user does in another window. What the owner left is remembered,
so that `servers.zotero_invariants` can tell whether a client changed what is not its own.
"""

from __future__ import annotations

import json
import re
from calendar import month_name
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from servers.zotero_facts import Schema

KEY = re.compile(r"[23456789ABCDEFGHIJKLMNPQRSTUVWXYZ]{8}")
KEY_LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
CHILDREN = ("note", "attachment", "annotation")
OF_ATTACHMENTS = ("linkMode", "contentType", "charset", "filename", "md5", "mtime", "path")
# What no client may change on an item that it did not make itself.
OWNERS = (
    *("itemType", "tags", "collections", "relations", "dateAdded", "accessDate", "citationKey", "deleted"),
    *("parentItem", "inPublications"),
)

Clock = Callable[[], float]
Data = dict[str, Any]


def timestamp(seconds: float) -> str:
    """A moment as Zotero writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Item:
    """One item; `data` holds no empty field."""

    key: str
    version: int
    data: Data

    @property
    def type(self) -> str:
        return str(self.data["itemType"])

    @property
    def is_top(self) -> bool:
        return not self.data.get("parentItem")

    @property
    def is_trashed(self) -> bool:
        return bool(self.data.get("deleted"))


@dataclass
class Collection:
    """A collection; which items are in it stands with the items."""

    key: str
    version: int
    name: str


@dataclass
class Library:
    """One library: "users" or "groups", its number, and all it holds."""

    kind: str
    number: int
    schema: Schema
    clock: Clock
    name: str = "My Library"
    editing: str = "members"
    version: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    _children: dict[str, set[str]] = field(default_factory=dict)
    _random: Random = field(default_factory=lambda: Random(4))

    @property
    def prefix(self) -> str:
        return f"/{self.kind}/{self.number}"

    def add(self, item_type: str = "preprint", *, key: str | None = None, **data: Any) -> str:
        """The owner adds an item; empty properties and dates are filled in. Returns its key."""
        key = key or self.new_key()
        self.version += 1
        now = timestamp(self.clock())
        whole = {"itemType": item_type, "creators": [], "tags": [], "collections": [], "relations": {}, **data}
        self._leave(Item(key, self.version, {"dateAdded": now, "dateModified": now, **without_empty(whole)}))
        return key

    def edit(self, key: str, **data: Any) -> None:
        """The owner changes an item in another program."""
        self.version += 1
        changed = without_empty({**self.items[key].data, **data, "dateModified": timestamp(self.clock())})
        self._leave(Item(key, self.version, changed))

    def trash(self, key: str) -> None:
        """The owner puts an item into the trash."""
        self.edit(key, deleted=1)

    def erase(self, key: str) -> None:
        """The owner deletes an item for good."""
        self.drop(key)
        self.left.pop(key, None)

    def collect(self, name: str, *, key: str | None = None) -> str:
        """A new collection; returns its key."""
        key = key or self.new_key()
        self.version += 1
        self.collections[key] = Collection(key, self.version, name)
        return key

    def new_key(self) -> str:
        while (key := "".join(self._random.choices(KEY_LETTERS, k=8))) in self.items:
            pass
        return key

    def put(self, item: Item) -> None:
        """Keep an item, whoever wrote it."""
        self._forget_parent(item.key)
        self.items[item.key] = item
        if parent := item.data.get("parentItem"):
            self._children.setdefault(parent, set()).add(item.key)

    def drop(self, key: str) -> None:
        """Delete an item for good, whoever does it."""
        self.version += 1
        self._forget_parent(key)
        del self.items[key]
        self.gone[key] = self.version

    def children(self, key: str) -> list[Item]:
        return [self.items[child] for child in sorted(self._children.get(key, ()))]

    def _leave(self, item: Item) -> None:
        self.put(item)
        self.left[item.key] = owners_part(item)

    def _forget_parent(self, key: str) -> None:
        if (old := self.items.get(key)) and (parent := old.data.get("parentItem")):
            self._children[parent].discard(key)


def owners_part(item: Item) -> str:
    """What of an item is the owner's alone, as bytes to compare: all of a note, the marks and places of the others."""
    data = item.data
    kept = data if item.type in CHILDREN else {name: data.get(name) for name in OWNERS}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def without_empty(data: Data) -> Data:
    """Without fields that say nothing; the four lists of an item stay."""
    always = ("creators", "tags", "collections", "relations", "note")
    return {name: value for name, value in data.items() if name in always or value not in ("", None, False, 0)}


def shown(item: Item, schema: Schema, *, empty_fields: bool) -> Data:
    """The `data` of an item as the API answers it, with "" for each empty field of its type or without."""
    data = item.data
    result: Data = {"key": item.key, "version": item.version}
    if not item.is_top:
        result["parentItem"] = data["parentItem"]
    result["itemType"] = item.type
    for name in schema.fields[item.type]:
        if empty_fields or data.get(name):
            result[name] = data.get(name, "")
        if name == "title" and item.type not in CHILDREN:
            result["creators"] = deepcopy(data.get("creators", []))
    if item.type in ("note", "attachment"):
        result["note"] = data.get("note", "")
    result |= {name: data[name] for name in OF_ATTACHMENTS if name in data}
    result["tags"] = deepcopy(data.get("tags", []))
    if item.is_top:
        result["collections"] = list(data.get("collections", []))
    result["relations"] = deepcopy(data.get("relations", {}))
    if item.is_trashed:
        result["deleted"] = 1
    result |= {name: data[name] for name in ("inPublications",) if name in data}
    return result | {name: data[name] for name in ("dateAdded", "dateModified") if name in data}


def envelope(item: Item, library: Library, *, empty_fields: bool, notes: bool = True) -> Data:
    """An item as the API answers it: data, and what the server knows. Hidden notes are not counted."""
    meta: Data = {}
    if summary := _creator_summary(item.data.get("creators", [])):
        meta["creatorSummary"] = summary
    if parsed := parsed_date(item.data.get("date", "")):
        meta["parsedDate"] = parsed
    if item.type not in CHILDREN:
        meta["numChildren"] = sum(notes or child.type != "note" for child in library.children(item.key))
    return {
        "key": item.key,
        "version": item.version,
        "library": {"type": library.kind.removesuffix("s"), "id": library.number, "name": library.name, "links": {}},
        "links": {"self": {"href": f"https://api.zotero.org{library.prefix}/items/{item.key}"}},
        "meta": meta,
        "data": shown(item, library.schema, empty_fields=empty_fields),
    }


def _creator_summary(creators: list[Data]) -> str:
    names = [creator.get("name") or creator.get("lastName", "") for creator in creators]
    if len(names) > 2:
        return f"{names[0]} et al."
    return " and ".join(names)


def parsed_date(text: str) -> str | None:
    """What Zotero understands of a date: "2017-06-12", "2017-06", "2017", or nothing."""
    if iso := re.fullmatch(r"(\d{4})(-\d\d)?(-\d\d)?", text.strip()):
        return iso[0]
    year = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    if year is None:
        return None
    names = [name for name in month_name if name]
    month = next((n for n, name in enumerate(names, 1) if re.search(rf"(?i)\b{name}\b", text)), None)
    if month is None:
        return year[0]
    day = re.search(r"(?<!\d)\d\d?(?!\d)", text)
    return f"{year[0]}-{month:02}" + (f"-{int(day[0]):02}" if day else "")
