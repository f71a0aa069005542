"""Merging one `.bib` text into another, for tests that put expected text beside input text."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from bibtools.formats.bib.read import read
from bibtools.libraries.bibfile import BibFile
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Plan
from bibtools.model.document import Entry
from bibtools.model.match import Enriched


def entries(text: str, path: str = "new.bib") -> tuple[Entry, ...]:
    """The entries of a `.bib` text."""
    return read(dedent(text), path).entries


class Shelf:
    """A library in a folder, and what merging a text into it would do."""

    def __init__(self, folder: Path, text: str) -> None:
        self.file = BibFile(folder / "refs.bib")
        self.file.path.write_text(dedent(text), "utf-8")

    def plan(self, new: str, **choices: object) -> Plan:
        """The plan that merges `new`."""
        document, fingerprint = self.file.read()
        items = [Enriched(entry, entry.reference) for entry in entries(new)]
        return plan(document, fingerprint, items, self.file, Choices(**choices))  # type: ignore[arg-type]

    def merged(self, new: str, **choices: object) -> str:
        """The library's text when `new` is merged, which a second time changes nothing."""
        self.file.apply(self.plan(new, **choices))
        text = self.file.path.read_text("utf-8")
        assert self.plan(new, **choices).changes == ()
        return text


def told(made: Plan) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """The changes without their reasons: entry, operation, field, old value, new value."""
    return [(c.entry_id, c.op, c.field, c.old, c.new) for c in made.changes]
