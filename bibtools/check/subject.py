"""What rules look at: a document's entries, and its fields as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bibtools.formats.lines import Lines
from bibtools.model.document import Document, Entry, Origin

FieldKind = Literal["braced", "quoted", "number", "macro", "bare", "joined", "json"]


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as it stands: `value` is its text without delimiters, in characters `start:end` of the file.

    `name` is in lower case in a `.bib` file. `kind` is the BibTeX delimiter ("joined" where `#` joins several), "json"
    in CSL-JSON, where `data` is the decoded value and `value` is empty unless it is text or a number.
    """

    name: str
    value: str
    start: int
    end: int
    kind: FieldKind
    data: object = None


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it stands: the key and type that are written there, and its fields in order."""

    start: int
    key: str
    type: str
    fields: tuple[RawField, ...]

    def get(self, *names: str) -> RawField | None:
        """The first field that has one of these names."""
        return next((field for field in self.fields if field.name in names), None)


class Subject:
    """A document under check. `raw` is empty for formats without fields, and for references that no file holds."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = Lines(document.text)

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries that could be read whole."""
        return (entry for entry in self.document.entries if entry.state != "broken")

    @cached_property
    def raw(self) -> tuple[RawEntry, ...]:
        """The fields of every entry that could be read whole."""
        read = {"bib": _bib, "csl-json": _csl_json}.get(self.document.format)
        broken = {entry.origin.start for entry in self.document.entries if entry.state == "broken"}
        return tuple(entry for entry in read(self.document.text) if entry.start not in broken) if read else ()

    @cached_property
    def _raw_by_start(self) -> Mapping[int, RawEntry]:
        return {entry.start: entry for entry in self.raw}

    def origin(self, start: int, end: int) -> Origin:
        """The place of some characters of the document."""
        return self.lines.origin(self.document.path, start, end)

    def place(self, entry: Entry, variable: str | None = None) -> Origin:
        """Where an entry says something: the field that holds the variable, or the entry itself."""
        raw = self._raw_by_start.get(entry.origin.start)
        field = raw.get(*_names_of(variable, self.document.format)) if raw and variable else None
        return self.origin(field.start, field.end) if field else entry.origin

    def source_line(self, origin: Origin) -> str | None:
        """The text of the line at a place; None for references that no file holds."""
        return self.lines.text(origin.line) if self.document.text else None


def _names_of(variable: str, form: str) -> tuple[str, ...]:
    """The fields that may hold a variable ("container_title", "ids.doi") in a format."""
    if form == "csl-json":
        from bibtools.formats.csljson.mapping import IDENTIFIERS, STRINGS

        table = {**dict(STRINGS), **{f"ids.{scheme}": name for scheme, name in IDENTIFIERS}, "ids.arxiv": "number"}
        return (table.get(variable, variable), "note" if variable == "ids.arxiv" else "")
    from bibtools.formats.bib.mapping import FIELDS

    return tuple(row.field.lower() for row in FIELDS if row.variable == variable)


def _bib(text: str) -> Iterator[RawEntry]:
    from bibtools.formats.bib.blocks import Field
    from bibtools.formats.bib.parse import parts_of
    from bibtools.formats.bib.scan import scan

    def raw(field: Field) -> RawField:
        first, last = field.terms[0], field.terms[-1]
        kind: FieldKind = first.kind if len(field.terms) == 1 else "joined"
        value = "".join(term.of(text) for term in field.terms if term.kind != "macro" or len(field.terms) == 1)
        return RawField(field.name.of(text).lower(), value, first.inner.start, last.inner.end, kind)

    blocks = scan(text)
    for number in blocks.of_kind("entry"):
        parts = parts_of(text, blocks[number])
        key = parts.key.of(text) if parts.key else ""
        fields = tuple(raw(field) for field in parts.fields if field.terms)
        yield RawEntry(blocks[number].start, key, parts.type.of(text).lower(), fields)


def _csl_json(text: str) -> Iterator[RawEntry]:
    from bibtools.formats.csljson.item import citation_key
    from bibtools.formats.csljson.read import as_dict
    from bibtools.formats.csljson.scan import Member, scan

    def raw(member: Member) -> RawField:
        plain = isinstance(member.value, str | int | float) and not isinstance(member.value, bool)
        start = member.start + isinstance(member.value, str)
        return RawField(member.key, str(member.value) if plain else "", start, member.end, "json", member.value)

    for item in scan(text).items:
        decoded = as_dict(item)
        key = citation_key(decoded, item.name) or ""
        yield RawEntry(item.start, key, str(decoded.get("type", "")), tuple(map(raw, item.members)))
