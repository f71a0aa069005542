"""What an item that exists lacks: the members, or a line of its note, that would say some variables of a reference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from bibtools.formats.csljson.item import read_item
from bibtools.formats.csljson.note import read_note, write_note
from bibtools.formats.csljson.write import DEFAULT, Options, to_item
from bibtools.model.reference import Reference

# Never added to an item that exists: its identity, and what is bibtools' own.
_OWN = frozenset({"id", "citation-key", "type", "custom", "categories"})
# Where an arXiv id stays when the rest of a preprint is replaced by its version of record.
_LASTING = frozenset({"archive", "archive_location", "note", "number", "URL", "version"})


def lacking(
    members: Mapping[str, object],
    kind: str | None,
    reference: Reference,
    variables: frozenset[str],
    options: Options = DEFAULT,
) -> Iterator[tuple[str, str]]:
    """(member, JSON value) for each member that an item of CSL type `kind` needs to say `variables`.

    `members` are the item's own; none is named again, but for a note which needs a line more for the arXiv id.

    >>> from bibtools.model.identifier import Identifier
    >>> paper = Reference(type="article", title="T", volume="7", ids=(Identifier("arxiv", "1706.03762"),))
    >>> list(lacking({"title": "T"}, "article-journal", paper, frozenset({"title", "volume"})))
    [('volume', '"7"')]
    >>> dict(lacking({"note": "Read it."}, "article-journal", paper, frozenset({"ids.arxiv"})))["note"]
    '"Read it.\\\\narXiv:1706.03762"'
    """
    for name, value in _saying(kind, reference, variables, options).items():
        if name not in members and name not in _OWN:
            yield name, json.dumps(value, ensure_ascii=False)
        elif name == "note" and (longer := _with_arxiv(members, reference, variables)):
            yield name, json.dumps(longer, ensure_ascii=False)


def _with_arxiv(members: Mapping[str, object], reference: Reference, variables: frozenset[str]) -> str | None:
    """An item's note with a line for the arXiv id behind its own.

    None where the item says an arXiv id already in a place of its own, and where the new line would change what the
    others say. The name of a journal ("arXiv preprint arXiv:…") is no such place.
    """
    note, arxiv = members["note"], reference.id("arxiv")
    stated = read_item({name: value for name, value in members.items() if name in _LASTING}).id("arxiv")
    if arxiv is None or "ids.arxiv" not in variables or not isinstance(note, str) or stated:
        return None
    category = reference.categories[0] if reference.categories and "categories" in variables else None
    gap = "" if not note or note.endswith(("\n", "\r")) else "\n"
    longer = f"{note}{gap}{write_note(arxiv, category, {}, None)}"
    was, now = read_note(note), read_note(longer)
    alike = (was.rest or "").split() == (now.rest or "").split() and now.version == arxiv.version
    return longer if alike and now.ids == (*was.ids, arxiv.unversioned()) else None


def replacing(
    members: Mapping[str, object], reference: Reference, variables: frozenset[str], options: Options = DEFAULT
) -> Iterator[tuple[str, str | None, str]]:
    """(member, old JSON value or None, new one) for each member that would say `variables` otherwise."""
    kind = reference.type if "type" in variables else str(members.get("type", "")) or None
    said = _saying(kind, reference, variables, options)
    if "type" in variables and kind:
        said = {"type": kind, **said}
    for name, value in said.items():
        if name == "type" or name not in _OWN:
            old = members.get(name)
            if old != value and not (name == "note" and old is not None):
                told = None if old is None else json.dumps(old, ensure_ascii=False)
                yield name, told, json.dumps(value, ensure_ascii=False)


def _saying(kind: str | None, reference: Reference, variables: frozenset[str], options: Options) -> dict[str, object]:
    """The members that say some variables of a reference in an item of type `kind`."""
    known = {field.name: getattr(reference, field.name) for field in fields(Reference) if field.name in variables}
    ids = tuple(found for found in reference.ids if f"ids.{found.scheme}" in variables)
    extra = reference.extra if "extra" in variables else {}
    part = replace(Reference(), **{**known, "type": kind, "ids": ids, "extra": extra})
    return to_item(part, "id", options)
