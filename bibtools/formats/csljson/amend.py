"""What an item that exists lacks: the members that would say some variables of a reference."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace

from bibtools.formats.csljson.write import DEFAULT, Options, to_item
from bibtools.model.reference import Reference

# Never added to an item that exists: its identity, and what is bibtools' own.
_OWN = frozenset({"id", "citation-key", "type", "custom", "categories"})


def lacking(
    present: Collection[str],
    kind: str | None,
    reference: Reference,
    variables: frozenset[str],
    options: Options = DEFAULT,
) -> Iterator[tuple[str, str]]:
    """(member, JSON value) for each member that an item of CSL type `kind` needs to say `variables`, if not `present`.

    >>> paper = Reference(type="article", title="T", volume="7")
    >>> list(lacking({"title"}, "article-journal", paper, frozenset({"title", "volume"})))
    [('volume', '"7"')]
    """
    for name, value in _saying(kind, reference, variables, options).items():
        if name not in present and name not in _OWN:
            yield name, json.dumps(value, ensure_ascii=False)


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
