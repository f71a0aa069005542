"""What was read from a file: entries, where they stand, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bibtools.model.reference import Reference

Severity = Literal["error", "warning", "note"]
State = Literal["clean", "suspect", "broken"]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file: characters `start:end` (from 0) and lines `line:end_line` (from 1, inclusive).

    >>> str(Origin("refs.bib", line=41, column=7))
    'refs.bib:41:7'
    """

    path: str
    start: int = 0
    end: int = 0
    line: int = 1
    column: int = 1
    end_line: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know, with its place and what to do.

    `code` is stable ("BIB104"); `source_line` is the text of the line at `origin`, for the caret.
    """

    code: str
    message: str
    origin: Origin
    severity: Severity = "error"
    hint: str | None = None
    source_line: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What a stretch of a seed document is: "owner", "title", "authors", "abstract", "comment", "id", "date", …

    `confidence` says how surely the layout told it (0 to 1).
    """

    name: str
    origin: Origin
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a document.

    `id` is unique in its document: the citation key of a library's entry, `L<line>` in a seed document.
    A *suspect* entry reads differently for its own program than for a person; a *broken* one cannot be read whole.
    Both are reported, may be matched, and are never edited. `text` is the entry's text as it stands in the file
    where no field could be told apart (a reference string).
    """

    id: str
    reference: Reference
    origin: Origin
    state: State = "clean"
    roles: tuple[Role, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: `format` names the reader ("bib", "csl-json", "seeds").

    `roles` are stretches that belong to no single entry (the owner of a listing, a heading).
    Every stretch that is not blank belongs to an entry, to one of `roles`, or to a problem.
    """

    path: str
    format: str
    text: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    roles: tuple[Role, ...] = ()
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
