"""What can be wrong with a seed document: one code for each, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from bibtools.formats.seeds.lines import Places
from bibtools.model.document import Problem, Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its stable code, how bad it is, what to do, and its line in the manual."""

    code: str
    severity: Severity
    hint: str
    means: str

    def at(self, places: Places, start: int, end: int, message: str) -> Problem:
        """One problem of this kind, at the characters `start:end`."""
        origin = places.origin(start, end)
        return Problem(self.code, message, origin, self.severity, self.hint, places.source_line(origin.line))


EMPTY = Kind(
    "SEED101", "error", "put one paper a line: a title, an abstract, an identifier or a reference",
    "The document holds nothing but blanks.",
)  # fmt: skip
UNREAD = Kind(
    "SEED102", "warning", "put the paper on lines of its own, or remove what describes no paper",
    "These lines could not be given to an entry.",
)  # fmt: skip
TWO_PAPERS = Kind(
    "SEED103", "warning", "put each paper on lines of its own",
    "One passage seems to describe two papers. It stays one entry, marked as suspect.",
)  # fmt: skip
TWO_IDS = Kind(
    "SEED104", "warning", "keep the identifier that belongs to this paper, and put the other with its own",
    "One entry states identifiers of different works. It keeps them all and is marked as suspect.",
)  # fmt: skip
NO_ID = Kind(
    "SEED105", "warning", "check it for typing errors: arXiv:YYMM.NNNNN, archive/YYMMNNN, doi:10.…/…",
    "A label announces an identifier, but what follows is none.",
)  # fmt: skip
NO_DATE = Kind(
    "SEED106", "warning", "write it as YYYY-MM-DD",
    "A label announces a date, but what follows is none, or a day that no calendar has.",
)  # fmt: skip
OVERLONG = Kind(
    "SEED107", "warning", "divide it: one paper a line, or a blank line between papers",
    "A passage is too long to describe one paper; it was not read.",
)  # fmt: skip
NOTHING_TO_FIND = Kind(
    "SEED108", "warning", "add the paper's title, its identifier or its abstract",
    "An entry has people, dates or remarks only: no record can be found by that. It is marked as broken.",
)  # fmt: skip
DAMAGED = Kind(
    "SEED109", "warning", "save the document as UTF-8",
    "Some characters are damaged (not valid in the document's encoding); they are read as U+FFFD.",
)  # fmt: skip
UNCLEAR = Kind(
    "SEED110", "note", "see `show` for what each line was taken for; a blank line between papers helps",
    "No layout fits well; the lines were told apart one by one.",
)  # fmt: skip
TWICE = Kind(
    "SEED111", "note", "remove one of them, if they are meant to be one",
    "Two entries of the document state the same identifier or the same text.",
)  # fmt: skip

KINDS = (
    EMPTY, UNREAD, TWO_PAPERS, TWO_IDS, NO_ID, NO_DATE, OVERLONG, NOTHING_TO_FIND, DAMAGED, UNCLEAR, TWICE,
)  # fmt: skip
"""Every kind, by code."""
