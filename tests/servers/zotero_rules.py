"""What a replica server of Zotero takes and refuses in the JSON of an item, in the words of the real one.

The order of the checks and the texts are those of zotero/dataserver: `Items::validateJSONItem` and `updateFromJSON`.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from servers.zotero_facts import Schema
from servers.zotero_store import CHILDREN, KEY, OF_ATTACHMENTS, Data, Item, Library, without_empty

LONGEST_FIELD = 65_535
LONGEST_NAME = 255
LONGEST_NOTE = 250_000
PREDICATES = ("owl:sameAs", "dc:replaces", "dc:relation")
OUTSIDE_PREDICATES = ("mendeleyDB:documentUUID", "mendeleyDB:fileHash", "mendeleyDB:remoteDocumentUUID")
_ITEM_URI = re.compile(r"http://zotero\.org/(users|groups)/\d+/(publications/)?items/[A-Z0-9]{8}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SQL_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?")
_SPECIAL = {"key", "version", "parentItem", "itemType", "deleted", "inPublications", "note", *OF_ATTACHMENTS}
_LISTS = {"creators", "tags", "collections", "relations"}


class Rejected(Exception):
    """One item, or a whole request, is not taken."""

    def __init__(self, code: int, message: str, **data: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def invalid(message: str) -> Rejected:
    """The refusal of what can never be right."""
    return Rejected(400, message)


def cleaned(value: Any) -> Any:
    """The same JSON without control characters."""
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, list):
        return [cleaned(each) for each in value]
    if isinstance(value, dict):
        return {cleaned(name): cleaned(each) for name, each in value.items()}
    return value


def check_shape(schema: Schema, element: Data, existing: Item | None, *, partial: bool) -> None:
    """Raise Rejected for what can be seen to be wrong without storing it."""
    is_child = bool(element.get("parentItem", existing and not existing.is_top))
    for name in _required(element, existing, is_child=is_child, partial=partial):
        if element.get(name) is None:
            raise invalid(f"'{name}' property not provided")
    item_type = element.get("itemType", existing.type if existing else "")
    if not isinstance(item_type, str):
        raise invalid("'itemType' must be a string")
    if item_type not in schema.fields:
        raise invalid(f"'{item_type}' is not a valid itemType")
    for name, value in element.items():
        if name == "parentItem":
            _check_parent(value, element.get("key"))
        elif name == "itemType":
            if is_child and item_type not in CHILDREN:
                raise invalid("Child item must be note, attachment, or annotation")
        elif name == "tags":
            _check_tags(value)
        elif name == "collections":
            _check_collections(value, is_child=is_child)
        elif name == "relations":
            _check_relations(value)
        elif name == "creators":
            _check_creators(value, item_type, schema, is_new=existing is None)
        elif name == "note" and item_type not in ("note", "attachment"):
            raise invalid("'note' property is valid only for note and attachment items")
        elif name in ("attachments", "notes"):
            raise invalid(f"'{name}' property is no longer supported")
        elif name == "deleted" and not (isinstance(value, bool) or value in (0, 1)):
            raise invalid("'deleted' must be a boolean")
        elif name in OF_ATTACHMENTS and item_type != "attachment":
            raise invalid(f"'{name}' is valid only for attachment items")
        elif name in ("dateAdded", "dateModified"):
            if not _is_moment(value):
                raise invalid(f"'{name}' must be in ISO 8601 or UTC 'YYYY-MM-DD hh:mm:ss' format ({value})")
        elif name == "accessDate" and value not in (None, "", "CURRENT_TIMESTAMP") and not _is_moment(value, day=True):
            form = "ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format or 'CURRENT_TIMESTAMP'"
            raise invalid(f"'{name}' must be in {form} ({value})")
        elif name not in _SPECIAL and name not in schema.known_fields:
            raise invalid(f"Invalid property '{name}'")
        elif isinstance(value, list | dict):
            raise invalid(f"Unexpected array for property '{name}'")


def _required(element: Data, existing: Item | None, *, is_child: bool, partial: bool) -> tuple[str, ...]:
    if partial and existing:
        return ()
    if element.get("itemType") == "attachment":
        return ("linkMode",)
    if existing is None:
        return ("itemType",)
    return ("itemType", "tags", "relations") if is_child else ("itemType", "tags", "relations", "collections")


def _check_parent(value: Any, key: Any) -> None:
    if value is False:
        return
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise invalid("'parentItem' must be a valid item key or false")
    if value == key:
        raise invalid(f"Item {value} cannot be a child of itself")


def _check_tags(tags: Any) -> None:
    if not isinstance(tags, list):
        raise invalid("'tags' property must be an array")
    for tag in tags:
        if not isinstance(tag, dict):
            raise invalid("Tag must be an object")
        if not tag:
            raise invalid("Tag object is empty")
        for name, value in tag.items():
            if name not in ("tag", "type"):
                raise invalid(f"Invalid tag property '{name}'")
            if name == "tag" and isinstance(value, list | dict):
                raise invalid("Invalid tag name")
            if name == "type" and not isinstance(value, int):
                raise invalid(f"Invalid tag type '{value}'")
        if len(str(tag.get("tag", ""))) > LONGEST_NAME:
            raise Rejected(413, f"Tag '{tag['tag'][:77]}…' too long", tag=tag["tag"], field="tag")


def _check_collections(keys: Any, *, is_child: bool) -> None:
    if not isinstance(keys, list):
        raise invalid("'collections' property must be an array")
    if is_child and keys:
        raise invalid("Child items cannot be assigned to collections")
    for key in keys:
        if not isinstance(key, str) or not KEY.fullmatch(key):
            raise invalid(f"'{key}' is not a valid collection key")


def _check_relations(relations: Any) -> None:
    if not isinstance(relations, dict) and relations != []:
        raise invalid("'relations' property must be an object")
    for predicate, objects in dict(relations).items():
        if predicate in OUTSIDE_PREDICATES:
            continue
        if predicate not in PREDICATES:
            raise invalid(f"Unsupported predicate '{predicate}'")
        for uri in [objects] if isinstance(objects, str) else objects:
            if not _ITEM_URI.fullmatch(str(uri)):
                raise invalid("'relations' values currently must be Zotero item URIs")


def _check_creators(creators: Any, item_type: str, schema: Schema, *, is_new: bool) -> None:
    if not isinstance(creators, list):
        raise invalid("'creators' property must be an array")
    for creator in creators:
        if not isinstance(creator, dict) or creator.get("creatorType") is None:
            raise invalid("creator object must contain 'creatorType'")
        if not any(str(creator.get(name) or "").strip() for name in ("name", "firstName", "lastName")):
            if len(creators) == 1 and is_new:
                continue
            raise invalid("creator object must contain 'firstName'/'lastName' or 'name'")
        for name in creator:
            _check_creator_property(name, creator, item_type, schema)
        for name in ("name", "firstName", "lastName"):
            if len(str(creator.get(name) or "")) > LONGEST_NAME:
                text = str(creator[name])[:77]
                raise Rejected(413, f"The name ‘{text}…’ is too long to sync", field="creator", value=creator[name])


def _check_creator_property(name: str, creator: Data, item_type: str, schema: Schema) -> None:
    other = {"firstName": "lastName", "lastName": "firstName"}
    if name == "creatorType":
        kind = creator[name]
        if kind not in schema.known_creators:
            raise invalid(f"'{kind}' is not a valid creator type")
        if kind not in schema.creators[item_type] and kind != "author":
            raise invalid(f"'{kind}' is not a valid creator type for item type '{item_type}'")
    elif name in other:
        if creator.get(other[name]) is None:
            raise invalid(f"'{other[name]}' creator field must be set if '{name}' is set")
        if creator.get("name") is not None:
            raise invalid(f"'{name}' and 'name' creator fields are mutually exclusive")
    elif name == "name":
        both = next((part for part in other if creator.get(part) is not None), None)
        if both:
            raise invalid(f"'{both}' and 'name' creator fields are mutually exclusive")
    else:
        raise invalid(f"Invalid creator property '{name}'")


def _is_moment(value: Any, *, day: bool = False) -> bool:
    text = str(value)
    sql = _SQL_DATE.fullmatch(text)
    return bool(_ISO_DATE.fullmatch(text) or (sql and (day or sql[1])))


def merged(library: Library, element: Data, existing: Item | None, *, partial: bool) -> Data:
    """The item's data after the write. Raises Rejected for a field its type lacks, and for what is too long or gone."""
    schema = library.schema
    data = deepcopy(existing.data) if existing else {}
    item_type = str(element.get("itemType", data.get("itemType")))
    if existing and not partial:
        data = {name: data[name] for name in ("dateAdded", "dateModified", "linkMode") if name in data}
    elif existing and item_type != existing.type:
        data = _retyped(data, existing.type, item_type, schema)
    data["itemType"] = item_type
    for name, value in element.items():
        if name in ("key", "version", "itemType"):
            continue
        if name in _SPECIAL or name in ("dateAdded", "dateModified"):
            data[name] = int(value) if name == "deleted" else value
        elif name in _LISTS:
            data[name] = _list(name, value)
        else:
            data[name] = _field(schema, item_type, name, value)
    _check_references(library, data)
    for name in _LISTS:
        data.setdefault(name, {} if name == "relations" else [])
    return without_empty(data)


def _retyped(data: Data, old: str, new: str, schema: Schema) -> Data:
    """What survives a change of type: the fields of the same or of the mapped name."""
    kept = {name: value for name, value in data.items() if name not in schema.fields[old]}
    for name in schema.fields[old]:
        target = schema.field_on(new, name, old)
        if name in data and target:
            kept[target] = data[name]
    return kept


def _field(schema: Schema, item_type: str, name: str, value: Any) -> str:
    text = ("1" if value else "") if isinstance(value, bool) else "" if value is None else str(value).strip()
    if text and name not in schema.fields[item_type]:
        raise invalid(f"'{name}' is not a valid field for type '{item_type}'")
    if len(text.encode()) > LONGEST_FIELD:
        raise Rejected(413, f"'{name}' field value '{text[:50]}…' too long", field=name)
    return text


def _list(name: str, value: Any) -> Any:
    if name == "relations":
        return dict(value)
    if name == "tags":
        return [tag for tag in value if str(tag.get("tag", "")).strip()]
    if name == "creators":
        return [
            {part: each.strip() if isinstance(each, str) else each for part, each in creator.items()}
            for creator in value
            if any(str(creator.get(part) or "").strip() for part in ("name", "firstName", "lastName"))
        ]
    return list(value)


def _check_references(library: Library, data: Data) -> None:
    for key in data.get("collections", ()):
        if key not in library.collections:
            raise Rejected(409, f"Collection {key} not found", collection=key)
    parent = data.get("parentItem")
    if parent and parent not in library.items:
        raise Rejected(409, f"Parent item {parent} not found", parentItem=parent)
    if len(data.get("note") or "") > LONGEST_NOTE:
        raise Rejected(413, f"Note '{data['note'][:50]}…' too long", field="note")
