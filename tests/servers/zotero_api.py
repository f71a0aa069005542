"""What the web API of Zotero and the local one of its desktop client have in common: the routes of a library."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from servers.zotero_facts import FACTS, Schema
from servers.zotero_read import chosen, links, page, top_items, wanted
from servers.zotero_rules import Rejected, invalid
from servers.zotero_store import CHILDREN, KEY, Clock, Data, Item, Library, envelope
from servers.zotero_wire import Answer, Asked, as_json, as_text, refusal
from servers.zotero_write import MOST_AT_ONCE, check_library_version, delete, parsed, shown_collection

TOKEN_LASTS = 12 * 3600.0
USER = 1


class Api(ABC):
    """Libraries and the routes to them. `user` is the library of the one user there is."""

    usual_page: ClassVar[int | None]
    largest_page: ClassVar[int | None]
    empty_fields: ClassVar[bool]

    def __init__(self, clock: Clock, schema: Data | None = None) -> None:
        self.clock = clock
        self.schema = Schema(schema or FACTS)
        self.user = Library("users", USER, self.schema, clock)
        self.groups: dict[int, Library] = {}
        self._tokens: dict[str, float] = {}

    def group(self, number: int, name: str = "Reading circle", *, editing: str = "members") -> Library:
        """A new group library; with editing "admins" its members may only read."""
        self.groups[number] = Library("groups", number, self.schema, self.clock, name=name, editing=editing)
        return self.groups[number]

    @property
    def libraries(self) -> list[Library]:
        return [self.user, *self.groups.values()]

    @abstractmethod
    def answer(self, asked: Asked) -> Answer:
        """The answer to any request."""

    @abstractmethod
    def post(self, library: Library, elements: Any, header: int | None) -> Data:
        """The report of a POST of items. Raises Rejected."""

    @abstractmethod
    def write(self, library: Library, key: str, element: Any, header: int | None, *, partial: bool) -> int:
        """PATCH or PUT of one item; its version afterwards. Raises Rejected."""

    def facts(self, asked: Asked, path: str) -> Answer | None:
        """The routes that tell about types and fields; None if this is none of them."""
        item_type = asked.query.get("itemType", "")
        if asked.method not in ("GET", "HEAD"):
            return None
        if path == "/schema":
            return as_json(self.schema.data)
        if path == "/itemTypes":
            return as_json([{"itemType": name, "localized": name} for name in self.schema.fields])
        if path == "/itemFields":
            return as_json([{"field": name, "localized": name} for name in sorted(self.schema.known_fields)])
        if path in ("/itemTypeFields", "/itemTypeCreatorTypes"):
            if item_type not in self.schema.fields:
                raise invalid(f"Invalid item type '{item_type}'")
            table, word = (
                (self.schema.fields, "field") if path == "/itemTypeFields" else (self.schema.creators, "creatorType")
            )
            return as_json([{word: name, "localized": name} for name in table[item_type]])
        return None

    def in_library(self, asked: Asked, library: Library, parts: list[str], *, notes: bool = True) -> Answer:
        """The answer below a library's prefix. Raises Rejected."""
        readable = [item for item in library.items.values() if notes or item.type != "note"]
        match parts:
            case ["items"]:
                return self._items(asked, library, readable, notes=notes)
            case ["items", "top"]:
                return self._list(asked, library, (item for item in readable if item.is_top), notes=notes)
            case ["items", "trash"]:
                trashed = [item for item in readable if item.is_trashed]
                return self._list(asked, library, trashed, notes=notes, includeTrashed="1")
            case ["items", key]:
                return self._item(asked, library, key, notes=notes)
            case ["items", key, "children"]:
                if key not in library.items:
                    raise Rejected(404, "Item not found")
                return self._list(asked, library, (item for item in readable if item.data.get("parentItem") == key))
            case ["collections"]:
                return self._collections(asked, library)
            case ["collections", key, *rest] if key in library.collections:
                return self._in_collection(asked, library, key, rest)
            case ["collections", *_]:
                raise Rejected(404, "Collection not found")
        raise Rejected(404, "Not found")

    def _items(self, asked: Asked, library: Library, readable: Iterable[Item], *, notes: bool) -> Answer:
        if asked.method in ("GET", "HEAD"):
            return self._list(asked, library, readable, notes=notes)
        header = asked.version("If-Unmodified-Since-Version")
        if asked.method == "POST":
            elements = parsed(asked.body)
            check_array(elements, "items")
            token = self._new_token(asked)
            check_library_version(library, header)
            report = self.post(library, elements, header)
            if token:
                self._tokens[token] = self.clock()
            return as_json(report, headers={"Last-Modified-Version": str(library.version)})
        if asked.method == "DELETE":
            keys = [key for key in asked.query.get("itemKey", "").split(",") if KEY.fullmatch(key)]
            delete(library, keys, header, single=False)
            return Answer(204, headers={"Last-Modified-Version": str(library.version)})
        return not_allowed("HEAD, GET, POST, DELETE")

    def _item(self, asked: Asked, library: Library, key: str, *, notes: bool) -> Answer:
        if not KEY.fullmatch(key):
            raise Rejected(404, "Not found")
        item = library.items.get(key)
        if item and item.type == "note" and not notes:
            raise Rejected(404, "Not found")
        if asked.method in ("GET", "HEAD"):
            if item is None:
                raise Rejected(404, "Item does not exist")
            whole = envelope(item, library, empty_fields=self.empty_fields, notes=notes)
            return as_json(whole, headers={"Last-Modified-Version": str(item.version)})
        header = asked.version("If-Unmodified-Since-Version")
        try:
            if asked.method in ("PATCH", "PUT"):
                partial = asked.method == "PATCH"
                version = self.write(library, key, parsed(asked.body), header, partial=partial)
                return Answer(204, headers={"Last-Modified-Version": str(version)})
            if asked.method == "DELETE":
                delete(library, [key], header, single=True)
                return Answer(204, headers={"Last-Modified-Version": str(library.version)})
        except Rejected as problem:
            if problem.code == 412 and item:
                return refusal(412, problem.message, {"Last-Modified-Version": str(item.version)})
            raise
        return not_allowed("HEAD, GET, PUT, PATCH, DELETE")

    def _list(
        self, asked: Asked, library: Library, items: Iterable[Item], *, notes: bool = True, **more: str
    ) -> Answer:
        if asked.method not in ("GET", "HEAD"):
            return not_allowed("GET")
        query = {**asked.query, **more}
        want = wanted(query, usual=self.usual_page, largest=self.largest_page)
        known = asked.version("If-Modified-Since-Version")
        if known is not None and library.version <= known:
            return Answer(304)
        found = chosen(items, want)
        shown = page(found, want)
        headers = {
            "Last-Modified-Version": str(library.version),
            "Total-Results": str(len(found)),
            "Link": links(asked.url, query, want, len(found)),
        }
        if want.format == "keys":
            return as_text("".join(f"{item.key}\n" for item in shown), headers=headers)
        if want.format == "versions":
            return as_json({item.key: item.version for item in shown}, headers=headers)
        told = [envelope(item, library, empty_fields=self.empty_fields, notes=notes) for item in shown]
        return as_json(told, headers=headers)

    def _collections(self, asked: Asked, library: Library) -> Answer:
        if asked.method == "POST":
            elements = parsed(asked.body)
            check_array(elements, "collections")
            check_library_version(library, asked.version("If-Unmodified-Since-Version"))
            report = _new_collections(library, elements)
            return as_json(report, headers={"Last-Modified-Version": str(library.version)})
        if asked.method not in ("GET", "HEAD"):
            return not_allowed("HEAD, GET, POST")
        known = asked.version("If-Modified-Since-Version")
        if known is not None and library.version <= known:
            return Answer(304)
        found = [shown_collection(library, each) for each in library.collections.values()]
        headers = {"Last-Modified-Version": str(library.version), "Total-Results": str(len(found))}
        return as_json(found, headers=headers)

    def _in_collection(self, asked: Asked, library: Library, key: str, rest: list[str]) -> Answer:
        if not rest:
            collection = library.collections[key]
            headers = {"Last-Modified-Version": str(collection.version)}
            return as_json(shown_collection(library, collection), headers=headers)
        if rest not in (["items"], ["items", "top"]):
            raise Rejected(404, "Not found")
        inside = [item for item in top_items(library) if key in item.data.get("collections", ())]
        if rest == ["items"]:
            inside += [child for item in inside for child in library.children(item.key)]
        return self._list(asked, library, inside)

    def _new_token(self, asked: Asked) -> str | None:
        token = asked.headers.get("zotero-write-token")
        if token is None:
            return None
        if not 5 <= len(token) <= 32:
            raise invalid("Write token must be 5-32 characters in length")
        used = self._tokens.get(token)
        if used is not None and self.clock() - used < TOKEN_LASTS:
            raise Rejected(412, "Write token already used")
        return token


def check_array(elements: Any, plural: str) -> None:
    """Raise Rejected unless this can be the body of a POST."""
    if not isinstance(elements, list):
        raise invalid("Uploaded data must be a JSON array")
    if len(elements) > MOST_AT_ONCE:
        raise Rejected(413, f"Cannot add more than {MOST_AT_ONCE} {plural} at a time")


def not_allowed(methods: str) -> Answer:
    return refusal(405, "Method not allowed", {"Allow": methods})


def _new_collections(library: Library, elements: list[Any]) -> Data:
    report: Data = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    for index, element in enumerate(elements):
        name = element.get("name") if isinstance(element, dict) else None
        if not name:
            report["failed"][str(index)] = {"code": 400, "message": "'name' property not provided"}
            continue
        key = library.collect(name)
        report["successful"][str(index)] = shown_collection(library, library.collections[key])
        report["success"][str(index)] = key
    return report


def template(schema: Schema, item_type: str) -> Data:
    """An empty item of a type, as `/items/new` answers it."""
    if item_type not in schema.fields:
        raise invalid(f"'{item_type}' is not a valid item type")
    made: Data = {"itemType": item_type}
    for name in schema.fields[item_type]:
        made[name] = ""
        if name == "title" and schema.creators[item_type]:
            first = schema.creators[item_type][0]
            made["creators"] = [{"creatorType": first, "firstName": "", "lastName": ""}]
    if item_type in CHILDREN:
        made["note"] = ""
    return {**made, "tags": [], "collections": [], "relations": {}}
