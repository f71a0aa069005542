"""Objects with the field names of everyday data ("authors", "year", "doi", "arxiv_id") as a `Reference`.

They are CSL-JSON items but for the names: each plain name is turned into CSL's where the item does not have that too,
and the rest is read as CSL-JSON. What no name is known for is carried along, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bibtools.formats.csljson.item import read_item
from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference

NAMES: Final = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "url": "URL",
    "link": "URL",
    "year": "issued",
    "date": "issued",
    "published": "issued",
    "publication_date": "issued",
    "journal": "container-title",
    "booktitle": "container-title",
    "venue": "container-title",
    "pages": "page",
    "summary": "abstract",
}
"""Plain name → CSL variable; of several that mean one variable the first in this table counts."""

ARXIV: Final = ("arxiv", "arxiv_id", "arxivId", "arxiv-id", "eprint")
"""Names of fields that hold an arXiv id, with or without "arXiv:" or an address before it."""

AUTHORS: Final = ("author", "authors")


def read_object(item: Mapping[str, object]) -> Reference:
    """The reference that an object tells, whether its names are CSL's or plain ones.

    Authors may be one text, a list of texts, or a list of objects with `family` and `given` or with `name`.

    >>> found = read_object({"title": "A", "authors": ["Jane Doe"], "year": 2021, "arxiv_id": "1706.03762v5"})
    >>> found.author[0].inverted(), found.issued.iso(), found.id("arxiv").versioned()
    ('Doe, Jane', '2021', '1706.03762v5')
    """
    left = {name: value for name, value in item.items() if value not in (None, "", [])}
    author = _authors(left)
    ids = _arxiv(left)
    for name, variable in NAMES.items():
        if name in left and variable not in left:
            left[variable] = left.pop(name)
    reference = read_item(left)
    if not author and not ids:
        return reference
    return replace(reference, author=author or reference.author, ids=tuple(dict.fromkeys((*ids, *reference.ids))))


def _authors(left: dict[str, object]) -> tuple[Name, ...]:
    """The authors, taken from `left` where they are written in a way that CSL-JSON does not know."""
    for field in AUTHORS:
        value = left.get(field)
        people = value if isinstance(value, list) else [value]
        names = [_name(person, plain=field == "authors") for person in people]
        if isinstance(value, str):
            from bibtools.text.names import parse_author_list

            del left[field]
            return parse_author_list(value)
        if value and None not in names:
            del left[field]
            return tuple(name for name in names if name)
    if "authors" in left and "author" not in left:
        left["author"] = left.pop("authors")
    return ()


def _name(person: object, *, plain: bool) -> Name | None:
    """A name that stands as one text; None for anything else. An `author` with a `name` is an organisation in CSL."""
    from bibtools.text.names import parse_name

    if plain and isinstance(person, Mapping) and "family" not in person:
        person = person.get("name")
    return parse_name(person) if isinstance(person, str) and person.strip() else None


def _arxiv(left: dict[str, object]) -> tuple[Identifier, ...]:
    """The arXiv ids under names of their own; what is none stays where it is."""
    found = []
    for field in ARXIV:
        value = left.get(field)
        if isinstance(value, str):
            known = parse_identifier(value) or parse_identifier(f"arXiv:{value}")
            if known and known.scheme == "arxiv":
                found.append(known)
                del left[field]
    return tuple(found)
