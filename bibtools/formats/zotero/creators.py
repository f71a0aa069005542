"""Creators of an item: names in two fields, where particles and suffixes have no place of their own, or in one.

Zotero keeps "van Gogh" in `lastName` and "John, Jr." in `firstName`; a collaboration is a name in a single field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bibtools.formats.csljson.names import from_names, to_names
from bibtools.formats.zotero.mapping import AUTHORS, EDITOR, ROLES
from bibtools.formats.zotero.schema import ItemType
from bibtools.formats.zotero.texts import storable
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

CONTRIBUTOR: Final = "contributor"
_VARIABLES: Final = {role: csl for csl, role in ROLES.items()}
_OTHERS = frozenset(("others", "et al", "et al.", "and others"))


def to_creators(reference: Reference, kind: ItemType) -> list[dict[str, str]]:
    """The people of a reference as creators of an item type: its own author first, then editors, then others.

    Whoever the type has no role for contributes.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> talk = Reference(author=(Name(family="Gogh", given="Vincent", particle="van"),))
    >>> to_creators(talk, FALLBACK.types["presentation"])
    [{'creatorType': 'presenter', 'firstName': 'Vincent', 'lastName': 'van Gogh'}]
    """
    people = [(name, kind.creators[0]) for name in reference.author]
    people += [(name, EDITOR) for name in reference.editor]
    for variable, role in ROLES.items():
        if variable in reference.extra:
            people += [(name, role) for name in _kept(reference.extra[variable])]
    made = (_creator(name, role if role in kind.creators else CONTRIBUTOR) for name, role in people)
    # A name of spaces would have the whole item refused.
    return [creator for creator in made if any(creator[part] for part in creator if part != "creatorType")]


@dataclass(frozen=True, slots=True)
class People:
    """The people of an item; `others` by the CSL variable of their role. `whole`: these are all."""

    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    others: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    whole: bool = True

    def extra(self) -> dict[str, str]:
        """The others as `Reference.extra` carries them."""
        return {csl: json.dumps(to_names(names), ensure_ascii=False) for csl, names in self.others.items()}


def from_creators(creators: object) -> People:
    """The people in an item's list of creators.

    >>> from_creators([{"creatorType": "author", "firstName": "John, Jr.", "lastName": "van der Waals"}]).author
    (Name(family='Waals', given='John', particle='van der', suffix='Jr.', literal=None),)
    """
    if not isinstance(creators, list):
        return People(whole=creators is None)
    found: dict[str, list[Name]] = {}
    whole = True
    for creator in creators:
        role = str(creator.get("creatorType")) if isinstance(creator, Mapping) else ""
        name = _name(creator) if isinstance(creator, Mapping) else None
        variable = "author" if role in AUTHORS else EDITOR if role == EDITOR else _VARIABLES.get(role)
        if name is None or variable is None:
            whole = False
        else:
            found.setdefault(variable, []).append(name)
    others = {csl: tuple(names) for csl, names in found.items() if csl not in ("author", EDITOR)}
    return People(tuple(found.get("author", ())), tuple(found.get(EDITOR, ())), others, whole)


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


def _kept(text: str) -> tuple[Name, ...]:
    try:
        return from_names(json.loads(text))[0]
    except (ValueError, RecursionError):
        return ()


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
