"""A `.bib` file as a library: its own dialect, style and encoding are followed, and every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from bibtools.formats.bib import amend
from bibtools.formats.bib.blocks import Blocks
from bibtools.formats.bib.declared import declared_encoding
from bibtools.formats.bib.edit import edit
from bibtools.formats.bib.parse import parts_of
from bibtools.formats.bib.read import read
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.style import NewEntry, Style, observe
from bibtools.formats.bib.types import Dialect
from bibtools.formats.bib.verify import verify
from bibtools.formats.bib.write import render
from bibtools.formats.edits import Edit
from bibtools.libraries.textfile import TextFile
from bibtools.model.change import Change, Plan
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference

PROTECT_FIELD = "bibtools"
_PROTECT = re.compile(r"protect(?:\s*=\s*([\w\s,-]+))?\Z", re.IGNORECASE)


class BibFile(TextFile):
    """A `.bib` file. `dialect` is for a file that does not tell by itself."""

    format: ClassVar[str] = "bib"
    declared = staticmethod(declared_encoding)

    def __init__(self, path: Path, dialect: Dialect = "bibtex") -> None:
        super().__init__(path)
        self._usual = dialect
        self._blocks: Blocks = scan("")

    def parse(self, text: str) -> Document:
        """See `formats.bib.read`."""
        self._forget()
        self._blocks = scan(text)
        return read(text, self.name)

    def edits(self, text: str, plan: Plan, encoding: str) -> Sequence[Edit]:
        """See `formats.bib.edit`."""
        self._know(text)
        return edit(self._blocks, self._changes(plan), encoding=encoding, style=self.style)

    def verify(self, before: str, after: str, plan: Plan, encoding: str) -> None:
        """See `formats.bib.verify`."""
        self._know(before)
        verify(self._blocks, after, self._changes(plan), encoding=encoding)

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterator[tuple[str, str]]:
        """See `formats.bib.amend`."""
        kind, fields = self._fields(entry)
        return amend.lacking(kind, fields.keys(), reference, variables, self.dialect)

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterator[tuple[str, str | None, str]]:
        """See `formats.bib.amend`."""
        kind, fields = self._fields(entry)
        return amend.replacing(kind, fields, reference, variables, self.dialect)

    def fields(self, entry: Entry) -> Mapping[str, str]:
        """Its fields, values with their delimiters."""
        return self._fields(entry)[1]

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:
        """The field `ids` (biblatex manual, §2.2.3), without keys that entries of the file have: biber skips those."""
        taken = self._blocks.keys()
        _, fields = self._fields(entry)
        name = next((name for name in fields if name.lower() == "ids"), "ids")
        old = fields.get(name)
        stated = [key for key in re.split(r"[\s,]+", (old or "").strip('{}" ')) if key]
        wanted = [*stated, *(key for key in keys if key not in stated and key.lower() not in taken)]
        if self.dialect == "biblatex" and wanted != stated:
            yield name, old, f"{{{', '.join(wanted)}}}"

    def protected(self, entry: Entry) -> frozenset[str]:
        """A field `bibtools = {protect}` protects the whole entry, `{protect = title, year}` these fields."""
        _, fields = self._fields(entry)
        mark = next((value for name, value in fields.items() if name.lower() == PROTECT_FIELD), "")
        found = _PROTECT.match(mark.strip().strip('{}"').strip())
        if not found:
            return frozenset()
        return frozenset(re.findall(r"[\w-]+", found[1].lower())) if found[1] else frozenset({"*"})

    @cached_property
    def style(self) -> Style:
        """The habits of the file."""
        return observe(self._blocks)

    @property
    def dialect(self) -> Dialect:
        """The file's own dialect, or the usual one where nothing tells."""
        return self.style.dialect or self._usual

    @property
    def key_style(self) -> str | None:
        """The pattern that the file's citation keys follow, if they follow one."""
        return self.style.key_style

    def _changes(self, plan: Plan) -> list[Change | NewEntry]:
        return [self._new(change) if change.op == "add-entry" else change for change in plan.changes]

    def _new(self, change: Change) -> NewEntry:
        assert change.reference is not None, "an added entry carries its reference"
        rendered = render(change.reference, self.dialect, amend.AMENDING)
        return NewEntry(change.entry_id, rendered.type, rendered.fields)

    def _fields(self, entry: Entry) -> tuple[str, Mapping[str, str]]:
        """The type and the fields of an entry as they stand in the file."""
        text = self._blocks.text
        number = self._blocks.keys().get(entry.id.lower())
        if number is None:
            return "misc", {}
        parts = parts_of(text, self._blocks[number])
        return parts.type.of(text).lower(), {f.name.of(text): f.value.of(text) for f in parts.fields}

    def _know(self, text: str) -> None:
        if self._blocks.text != text:
            self._forget()
            self._blocks = scan(text)

    def _forget(self) -> None:
        self.__dict__.pop("style", None)
