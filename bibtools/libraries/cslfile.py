"""A CSL-JSON file as a library: order, unknown members, indentation and escapes stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from bibtools.formats.csljson import amend
from bibtools.formats.csljson.edit import edit
from bibtools.formats.csljson.read import as_dict, entry_ids, read
from bibtools.formats.csljson.scan import scan
from bibtools.formats.csljson.verify import verify
from bibtools.formats.edits import Edit, apply_edits
from bibtools.libraries.textfile import TextFile
from bibtools.model.change import Plan
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference


class CslFile(TextFile):
    """A CSL-JSON file. One that does not exist yet is an empty list."""

    format: ClassVar[str] = "csl-json"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._text = ""

    def parse(self, text: str) -> Document:
        """See `formats.csljson.read`; an empty file holds no items."""
        self._text = text
        self.__dict__.pop("_items", None)
        return read(text, self.name) if text.strip() else Document(self.name, "csl-json", text)

    def edits(self, text: str, plan: Plan, encoding: str) -> Sequence[Edit]:  # noqa: ARG002 - JSON escapes what it must
        """See `formats.csljson.edit`."""
        if text.strip():
            return edit(text, plan.changes)
        fresh = "[]\n"
        made = edit(fresh, plan.changes)
        return [Edit(0, len(text), apply_edits(fresh, made))] if made else []

    def verify(self, before: str, after: str, plan: Plan, encoding: str) -> None:  # noqa: ARG002
        """See `formats.csljson.verify`."""
        if before != after:
            verify(before if before.strip() else "[]\n", after, plan.changes)

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterator[tuple[str, str]]:
        """See `formats.csljson.amend`."""
        return amend.lacking(self._members(entry), entry.reference.type, reference, variables)

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterator[tuple[str, str | None, str]]:
        """See `formats.csljson.amend`."""
        return amend.replacing(self._members(entry), reference, variables)

    def fields(self, entry: Entry) -> Mapping[str, str]:
        """Its members, values as JSON text."""
        return {name: json.dumps(value, ensure_ascii=False) for name, value in self._members(entry).items()}

    def protected(self, entry: Entry) -> frozenset[str]:
        """`"custom": {"bibtools": "protect"}` protects the item, `"protect = title, author"` these members."""
        custom = self._members(entry).get("custom")
        mark = custom.get("bibtools") if isinstance(custom, Mapping) else None
        if not isinstance(mark, str) or not mark.strip().lower().startswith("protect"):
            return frozenset()
        _, equals, names = mark.partition("=")
        return frozenset(name.strip().lower() for name in names.split(",")) if equals else frozenset({"*"})

    @cached_property
    def _items(self) -> Mapping[str, Mapping[str, object]]:
        found = scan(self._text)
        return {name: as_dict(item) for name, item in zip(entry_ids(found), found.items, strict=True)}

    def _members(self, entry: Entry) -> Mapping[str, object]:
        return self._items.get(entry.id, {})
