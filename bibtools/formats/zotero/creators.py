"""Creators of an item: names in two fields, where particles and suffixes have no place of their own, or in one.

Zotero keeps "van Gogh" in `lastName` and "John, Jr." in `firstName`; a collaboration is a name in a single field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from bibtools.formats.csljson.names import from_names
from bibtools.formats.zotero.mapping import AUTHORS, EDITOR
from bibtools.formats.zotero.schema import ItemType
from bibtools.formats.zotero.texts import storable
from bibtools.model.name import OTHERS, Name

_OTHERS = frozenset(("others", "et al", "et al.", "and others"))


def to_creators(author: Sequence[Name], editor: Sequence[Name], kind: ItemType) -> list[dict[str, str]]:
    """Authors and editors as creators of an item type: its own author first; editors where it has none contribute.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> to_creators([Name(family="Gogh", given="Vincent", particle="van")], (), FALLBACK.types["presentation"])
    [{'creatorType': 'presenter', 'firstName': 'Vincent', 'lastName': 'van Gogh'}]
    """
    first = kind.creators[0] if kind.creators else "author"
    second = EDITOR if EDITOR in kind.creators else "contributor"
    made = [*(_creator(name, first) for name in author), *(_creator(name, second) for name in editor)]
    # A name of spaces would have the whole item refused.
    return [creator for creator in made if any(creator[part] for part in creator if part != "creatorType")]


def from_creators(creators: object) -> tuple[tuple[Name, ...], tuple[Name, ...], bool]:
    """Authors, editors, and whether these are all creators there are.

    >>> from_creators([{"creatorType": "author", "firstName": "John, Jr.", "lastName": "van der Waals"}])[0]
    (Name(family='Waals', given='John', particle='van der', suffix='Jr.', literal=None),)
    """
    if not isinstance(creators, list):
        return (), (), creators is None
    author: list[Name] = []
    editor: list[Name] = []
    whole = True
    for creator in creators:
        role = creator.get("creatorType") if isinstance(creator, Mapping) else None
        name = _name(creator) if isinstance(creator, Mapping) else None
        if name is None or role not in (*AUTHORS, EDITOR):
            whole = False
        elif role == EDITOR:
            editor.append(name)
        else:
            author.append(name)
    return tuple(author), tuple(editor), whole


def as_text(creators: Iterable[Mapping[str, str]]) -> str:
    """Creators as one text, the same for the same list: for plans, which hold texts.

    >>> as_text([{"name": "ATLAS Collaboration", "creatorType": "author"}])
    '[{"creatorType": "author", "name": "ATLAS Collaboration"}]'
    """
    return json.dumps(list(creators), ensure_ascii=False, sort_keys=True)


def from_text(text: str) -> list[dict[str, str]]:
    """The creators in a text that `as_text` made. Raises ValueError for any other.

    >>> from_text('[{"creatorType": "author", "name": "ATLAS Collaboration"}]')[0]["name"]
    'ATLAS Collaboration'
    """
    found = json.loads(text)
    if not isinstance(found, list) or not all(isinstance(creator, dict) for creator in found):
        raise ValueError(f"these are no creators: {text!r:.60}")
    return found


def _creator(name: Name, role: str) -> dict[str, str]:
    if name.literal is not None or not (name.family or name.given):
        return {"creatorType": role, "name": storable(name.literal or name.display())}
    first = ", ".join(part for part in (name.given, name.suffix) if part)
    last = " ".join(part for part in (name.particle, name.family) if part)
    return {"creatorType": role, "firstName": storable(first), "lastName": storable(last)}


def _name(creator: Mapping[str, object]) -> Name | None:
    single = creator.get("name")
    if isinstance(single, str) and single.strip():
        return OTHERS if single.strip().lower() in _OTHERS else Name(literal=single.strip())
    parts = {"family": creator.get("lastName"), "given": creator.get("firstName")}
    names, _ = from_names([{part: text for part, text in parts.items() if isinstance(text, str) and text.strip()}])
    return names[0] if names else None
