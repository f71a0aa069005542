"""What rules look at: a document's entries, and its fields as they stand in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from bibtools.check.raw import RawEntry, raw_entries
from bibtools.formats.lines import Lines
from bibtools.model.document import Document, Entry, Origin


class Subject:
    """A document under check. `raw` is empty for formats without fields, and for references that no file holds.

    `lines` are those of its text, and `raw_at` tells the fields of the entry that starts somewhere, if at hand.
    """

    def __init__(
        self, document: Document, lines: Lines | None = None, raw_at: Callable[[int], RawEntry | None] | None = None
    ) -> None:
        self.document = document
        self.lines = lines or Lines(document.text)
        self._raw_at = raw_at

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries that could be read whole."""
        return (entry for entry in self.document.entries if entry.state != "broken")

    @cached_property
    def raw(self) -> tuple[RawEntry, ...]:
        """The fields of every entry that could be read whole."""
        broken = {entry.origin.start for entry in self.document.entries if entry.state == "broken"}
        found = raw_entries(self.document.format, self.document.text)
        return tuple(entry for entry in found if entry.start not in broken)

    @cached_property
    def _raw_by_start(self) -> Mapping[int, RawEntry]:
        return {entry.start: entry for entry in self.raw}

    def origin(self, start: int, end: int) -> Origin:
        """The place of some characters of the document."""
        return self.lines.origin(self.document.path, start, end)

    def place(self, entry: Entry, variable: str | None = None) -> Origin:
        """Where an entry says something: the field that holds the variable, or the entry itself."""
        if variable is None:
            return entry.origin
        find = self._raw_at or self._raw_by_start.get
        raw = find(entry.origin.start)
        field = raw.get(*_names_of(variable, self.document.format)) if raw else None
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
