"""What an item of each type may hold: the schema that every Zotero library tells at `/schema`, and its rules.

The server refuses an item that breaks them, with a code for the whole item; the local API of the desktop client checks
nothing and moves what it does not know into the user's own Extra. So every item is checked here, before it is sent.
Source: zotero/dataserver, `Items::validateJSONItem`, observed in August 2026 with schema 41.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bibtools.formats.zotero import facts
from bibtools.formats.zotero.texts import KEY_CHARACTERS, UNSTORABLE, word_set

CREATORS: Final = "creators"
MOST_BYTES: Final = 65_535
"""How long a field may be, in bytes of UTF-8."""
MOST_CHARACTERS: Final = 255
"""How long a part of a name may be, and a tag."""

# Properties that every item may have beside the fields of its type.
_COMMON = word_set("key version itemType tags collections relations dateAdded dateModified inPublications deleted")
_MOMENT = re.compile(
    r"(?:\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d|T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d))?|CURRENT_TIMESTAMP)\Z"
)
_KEY = re.compile(rf"[{KEY_CHARACTERS}]{{8}}\Z")
_NAME_PARTS = frozenset(("firstName", "lastName", "name"))


@dataclass(frozen=True, slots=True)
class ItemType:
    """One item type: its fields in the order in which Zotero shows them, its creators with its own author first.

    `bases` says for a field with a name of its own which general field it is: a preprint's `repository` is `publisher`.
    """

    fields: tuple[str, ...]
    creators: tuple[str, ...]
    bases: Mapping[str, str]

    def field(self, base: str) -> str | None:
        """What the type calls a general field; None where it has none.

        >>> FALLBACK.types["preprint"].field("number"), FALLBACK.types["preprint"].field("volume")
        ('archiveID', None)
        """
        return next((name for name in self.fields if self.bases.get(name, name) == base), None)

    def base(self, field: str) -> str:
        """The general name of one of its fields.

        >>> FALLBACK.types["thesis"].base("university")
        'publisher'
        """
        return self.bases.get(field, field)


@dataclass(frozen=True, slots=True)
class Schema:
    """All item types of one version of Zotero's schema."""

    version: int
    types: Mapping[str, ItemType]


def schema_from_json(data: object) -> Schema:
    """The schema in a decoded answer to `GET /schema`. Raises ValueError for anything else.

    >>> told = {"version": 7, "itemTypes": [{"itemType": "letter", "creatorTypes": [{"creatorType": "author"}],
    ...         "fields": [{"field": "title"}, {"field": "letterType", "baseField": "type"}]}]}
    >>> schema_from_json(told).types["letter"].field("type")
    'letterType'
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("version"), int):
        raise ValueError("no schema: it tells no version")
    kinds = data.get("itemTypes")
    if not isinstance(kinds, list) or not kinds:
        raise ValueError("no schema: it tells no item types")
    try:
        return Schema(data["version"], {str(kind["itemType"]): _item_type(kind) for kind in kinds})
    except (KeyError, TypeError) as error:
        raise ValueError(f"no schema: an item type is not told as it should be ({error!r:.60})") from None


def _item_type(kind: Mapping[str, list[Mapping[str, str]]]) -> ItemType:
    fields = kind["fields"]
    return ItemType(
        tuple(field["field"] for field in fields),
        tuple(creator["creatorType"] for creator in kind["creatorTypes"]),
        {field["field"]: field["baseField"] for field in fields if "baseField" in field},
    )


def _known_by_heart() -> Schema:
    types = {}
    for name, (fields, creators) in facts.TYPES.items():
        pairs = [field.partition("=") for field in fields.split()]
        bases = {own: base for own, _, base in pairs if base}
        types[name] = ItemType(tuple(own for own, _, _ in pairs), tuple(creators.split()), bases)
    return Schema(facts.VERSION, types)


FALLBACK: Final = _known_by_heart()
"""The item types of version 41, for when no library can be asked for its schema."""


def violations(properties: Mapping[str, object], item_type: str, schema: Schema) -> tuple[str, ...]:
    """Why the properties of a new item, or of a change to one, would be refused or stored otherwise; none if sound.

    >>> violations({"publicationTitle": "Nature", "arXiv": "1706.03762"}, "preprint", FALLBACK)
    ("'publicationTitle' is not a field of the type 'preprint'", "there is no field 'arXiv'")
    >>> violations({"creators": [{"creatorType": "author", "lastName": "Doe"}]}, "preprint", FALLBACK)
    ("creator 1: 'firstName' and 'lastName' go together, one of them may be empty",)
    """
    kind = schema.types.get(item_type)
    if kind is None:
        return (f"the schema has no item type {item_type!r}",)
    return tuple(_violations(properties, item_type, kind, schema))


def _violations(properties: Mapping[str, object], name: str, kind: ItemType, schema: Schema) -> Iterator[str]:
    for field, value in properties.items():
        if field == CREATORS:
            yield from _about_creators(value, name, kind)
        elif field == "tags":
            yield from _about_tags(value)
        elif field == "collections":
            if not isinstance(value, list) or not all(isinstance(key, str) and _KEY.match(key) for key in value):
                yield "'collections' must be a list of keys"
        elif field == "relations":
            if not isinstance(value, Mapping):
                yield "'relations' must be an object"
        elif field == "itemType":
            if value != name:
                yield f"the item type would become {value!r}"
        elif field in kind.fields:
            yield from _about_text(repr(field), value)
            if field == "accessDate" and value not in (None, "") and not _MOMENT.match(str(value)):
                yield f"'accessDate' must be a day, or a moment in ISO 8601: {value!r:.40}"
        elif field not in _COMMON and any(field in other.fields for other in schema.types.values()):
            if value not in ("", None):
                yield f"{field!r} is not a field of the type {name!r}"
        elif field not in _COMMON:
            yield f"there is no field {field!r}"


def _about_text(place: str, value: object) -> Iterator[str]:
    if not isinstance(value, str):
        if value is not None and not isinstance(value, int | float):
            yield f"{place} must be text"
        return
    if found := UNSTORABLE.search(value):
        yield f"{place} holds a character that cannot be stored (U+{ord(found[0]):04X})"
    elif (size := len(value.encode("utf-8"))) > MOST_BYTES:
        yield f"{place} is {size:,} bytes long, and Zotero stores {MOST_BYTES:,}"


def _about_creators(value: object, name: str, kind: ItemType) -> Iterator[str]:
    if not isinstance(value, list):
        yield "'creators' must be a list"
        return
    for number, creator in enumerate(value, start=1):
        place = f"creator {number}"
        if not isinstance(creator, Mapping):
            yield f"{place}: must be an object"
            continue
        role = creator.get("creatorType")
        if role not in (*kind.creators, "author"):
            yield f"{place}: {role!r} is not a creator of the type {name!r}"
        parts = {part: creator[part] for part in creator if part in _NAME_PARTS}
        if unknown := sorted(creator.keys() - _NAME_PARTS - {"creatorType"}):
            yield f"{place}: unknown part {unknown[0]!r}"
        if "name" in parts and len(parts) > 1:
            yield f"{place}: 'name' and 'firstName' or 'lastName' exclude each other"
        elif parts and "name" not in parts and len(parts) < 2:
            yield f"{place}: 'firstName' and 'lastName' go together, one of them may be empty"
        elif not any(isinstance(text, str) and text.strip() for text in parts.values()):
            yield f"{place}: has no name"
        for part, text in parts.items():
            yield from _about_text(f"{place}: {part!r}", text)
            if isinstance(text, str) and len(text) > MOST_CHARACTERS:
                yield f"{place}: {part!r} is {len(text)} characters long, and Zotero stores {MOST_CHARACTERS}"


def _about_tags(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        yield "'tags' must be a list"
        return
    for tag in value:
        text = tag.get("tag") if isinstance(tag, Mapping) else None
        if not isinstance(text, str):
            yield f"a tag must be an object with a text: {tag!r:.40}"
            continue
        yield from _about_text(f"the tag {text!r:.20}", text)
        if len(text) > MOST_CHARACTERS:
            yield f"the tag {text!r:.20} is {len(text)} characters long, and Zotero stores {MOST_CHARACTERS}"
