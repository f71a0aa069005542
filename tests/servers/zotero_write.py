"""How a replica server of Zotero writes: many items in one POST, or one by PATCH, PUT and DELETE.

Versions are counted as the real server does: every element that does not fail moves the library's number on, the
unchanged ones too, and what was written carries the number at which it was.
"""

from __future__ import annotations

import json
from typing import Any

from servers.zotero_rules import Rejected, check_shape, cleaned, invalid, merged
from servers.zotero_store import KEY, Collection, Data, Item, Library, envelope, timestamp

MOST_AT_ONCE = 50
# Changes to these alone leave the date of modification as it is.
_QUIET = {"collections", "deleted", "inPublications", "relations"}


def parsed(body: bytes) -> Any:
    """The JSON of a request, control characters removed. Raises Rejected."""
    try:
        value = json.loads(body.decode("utf-8", "strict"))
    except (UnicodeDecodeError, ValueError):
        raise invalid("JSON Error: Syntax error, malformed JSON") from None
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return None  # The real parser gives up on half a surrogate pair without saying so.
    return cleaned(value)


def post_items(library: Library, elements: Any, header: int | None) -> Data:
    """The report of a POST of items, each of them taken or not by itself."""
    report: Data = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    for index, element in enumerate(elements):
        place = str(index)
        try:
            if not isinstance(element, dict):
                raise invalid(f"Invalid value for index {index} in uploaded data; expected JSON item object")
            item, changed = write_element(library, element, needs_version=header is None)
        except Rejected as problem:
            report["failed"][place] = failure(problem)
            continue
        if changed:
            report["successful"][place] = envelope(item, library, empty_fields=True)
            report["success"][place] = item.key
        else:
            report["unchanged"][place] = item.key
    return report


def failure(problem: Rejected) -> Data:
    """One value of the map `failed`."""
    return {"code": problem.code, "message": problem.message} | ({"data": problem.data} if problem.data else {})


def check_library_version(library: Library, header: int | None) -> None:
    if header is not None and library.version > header:
        text = f"Library has been modified since specified version (expected {header}, found {library.version})"
        raise Rejected(412, text)


def write_element(library: Library, element: Data, *, needs_version: bool) -> tuple[Item, bool]:
    """The item as it is after one element of a POST, and whether it changed. Raises Rejected, and then it did not."""
    element = element.get("data", element)
    key = element.get("key")
    if key is not None and (not isinstance(key, str) or not KEY.fullmatch(key)):
        raise invalid(f"'{key}' is not a valid item key")
    existing = library.items.get(key) if key else None
    _check_element_version(element, existing, needs_version=needs_version)
    return store(library, element, existing, key, partial=True)


def _check_element_version(element: Data, existing: Item | None, *, needs_version: bool) -> None:
    version = element.get("version")
    if version is None:
        if needs_version and "key" in element:
            text = "Either If-Unmodified-Since-Version or 'version' property must be provided for 'key'-based writes"
            raise Rejected(428, text)
        return
    if isinstance(version, bool) or not isinstance(version, int):
        raise invalid("'version' must be an integer")
    if "key" not in element:
        raise invalid("'version' is valid only with 'key' property")
    if existing is None and version > 0:
        raise Rejected(404, f"Item doesn't exist (expected version {version}; use 0 instead)")
    if existing and existing.version > version:
        raise modified(version, existing)


def modified(version: int, item: Item) -> Rejected:
    """The refusal of a write to an item that is newer than its writer knows."""
    text = f"Item has been modified since specified version (expected {version}, found {item.version})"
    return Rejected(412, text)


def store(
    library: Library, element: Data, existing: Item | None, key: str | None, *, partial: bool
) -> tuple[Item, bool]:
    """Check, merge and keep one item; the library's number moves on also when nothing changed."""
    check_shape(library.schema, element, existing, partial=partial)
    data = merged(library, element, existing, partial=partial)
    return keep(library, data, existing, key, dated="dateModified" in element)


def keep(library: Library, data: Data, existing: Item | None, key: str | None, *, dated: bool) -> tuple[Item, bool]:
    """Give the data of a write its version and dates, and keep it as an item."""
    library.version += 1
    before = existing.data if existing else {}
    changed = {name for name in data.keys() | before.keys() if data.get(name) != before.get(name)}
    if existing and not changed:
        return existing, False
    now = timestamp(library.clock())
    data.setdefault("dateAdded", now)
    if (changed - _QUIET and not (dated and "dateModified" in changed)) or "dateModified" not in data:
        data["dateModified"] = now
    item = Item(key or library.new_key(), library.version, data)
    library.put(item)
    return item, True


def write_one(library: Library, key: str, element: Any, header: int | None, *, partial: bool) -> int:
    """PATCH or PUT of one item: the item's version afterwards. Raises Rejected."""
    if not isinstance(element, dict):
        raise invalid(f"Invalid item object (found {type(element).__name__})")
    element = element.get("data", element)
    existing = library.items.get(key)
    if element.get("key", key) != key:
        raise Rejected(409, "'key' property in JSON does not match item key of request")
    if existing is None:
        if single_version(element.get("version"), header) != 0:
            raise Rejected(404, "Item doesn't exist (to create, use version 0)")
    else:
        check_single_version(existing, element.get("version"), header)
    item, _ = store(library, element, existing, key, partial=partial)
    return item.version


def check_single_version(existing: Item, given: Any, header: int | None) -> None:
    """Raise Rejected unless a single write insists on exactly the version there is."""
    version = single_version(given, header)
    if version is None:
        text = "Either If-Unmodified-Since-Version or object version property must be provided for key-based writes"
        raise Rejected(428, text)
    if existing.version != version:
        raise modified(version, existing)


def single_version(version: Any, header: int | None) -> int | None:
    """The version a single write insists on, given as property or as header."""
    if version is not None and (isinstance(version, bool) or not isinstance(version, int)):
        raise invalid(f"Invalid JSON 'version' property value '{version}'")
    if header is not None and version is not None and header != version:
        text = f"If-Unmodified-Since-Version value does not match JSON 'version' property ({header} != {version})"
        raise invalid(text)
    return header if header is not None else version


def delete(library: Library, keys: list[str], header: int | None, *, single: bool) -> None:
    """Delete for good; the children go too."""
    if header is None:
        text = "If-Unmodified-Since-Version must be provided for delete requests"
        raise Rejected(428, text if single else "If-Unmodified-Since-Version not provided")
    if single:
        item = library.items.get(keys[0])
        if item is None:
            raise Rejected(404, "Item does not exist")
        if item.version != header:
            raise modified(header, item)
    else:
        check_library_version(library, header)
    for key in keys:
        for child in library.children(key):
            library.drop(child.key)
        if key in library.items:
            library.drop(key)


def shown_collection(library: Library, collection: Collection) -> Data:
    """A collection as the API answers it."""
    inside = sum(collection.key in item.data.get("collections", ()) for item in library.items.values())
    data = {"key": collection.key, "version": collection.version, "name": collection.name, "parentCollection": False}
    return {
        "key": collection.key,
        "version": collection.version,
        "library": {"type": library.kind.removesuffix("s"), "id": library.number, "name": library.name, "links": {}},
        "links": {},
        "meta": {"numCollections": 0, "numItems": inside},
        "data": {**data, "relations": {}},
    }
