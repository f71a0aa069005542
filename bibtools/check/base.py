"""What a rule is, and the two usual kinds of rule: one that looks at references, one at fields as they stand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bibtools.check.subject import RawEntry, RawField, Subject
from bibtools.model.document import Entry, Origin, Problem, Severity


class Rule(Protocol):
    """One thing that can be wrong. Its docstring is its page in the docs and the answer of `check --explain`.

    `code` never changes its meaning; `slug` says the same in words. Problems of severity "error" keep a bibliography
    from being written.
    """

    code: ClassVar[str]
    slug: ClassVar[str]
    severity: ClassVar[Severity]

    def run(self, subject: Subject) -> Iterator[Problem]:
        """Every problem of this kind in a document, in its order."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do about it.

    It shows at `variable` of the entry (a field of `Reference`, or "ids.<scheme>"), or `at` so many characters into the
    field that is looked at.
    """

    message: str
    hint: str | None = None
    variable: str | None = None
    at: int = 0


class EntryRule(ABC):
    """A rule about one reference at a time, in whatever format it came."""

    code: ClassVar[str]
    slug: ClassVar[str]
    severity: ClassVar[Severity]

    @abstractmethod
    def look(self, entry: Entry) -> Iterator[Finding]:
        """What is wrong with one entry."""

    def run(self, subject: Subject) -> Iterator[Problem]:
        for entry in subject.entries:
            for finding in self.look(entry):
                yield problem(self, subject, subject.place(entry, finding.variable), finding, entry.id)


class FieldRule(ABC):
    """A rule about one field at a time, as it stands in a file of one of `formats`."""

    code: ClassVar[str]
    slug: ClassVar[str]
    severity: ClassVar[Severity]
    formats: ClassVar[tuple[str, ...]] = ("bib",)

    @abstractmethod
    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        """What is wrong with one field of an entry."""

    def run(self, subject: Subject) -> Iterator[Problem]:
        if subject.document.format not in self.formats:
            return
        for entry in subject.raw:
            for field in entry.fields:
                if field.kind in ("macro", "joined"):
                    # What macros stand for is said elsewhere.
                    continue
                for finding in self.look(field, entry):
                    start = min(field.start + finding.at, field.end)
                    yield problem(self, subject, subject.origin(start, max(start, field.end)), finding, entry.key)


def problem(rule: Rule, subject: Subject, origin: Origin, finding: Finding, key: str) -> Problem:
    """A finding as a problem; its message begins with the citation key."""
    message = f"{key}: {finding.message}" if key else finding.message
    return Problem(rule.code, message, origin, rule.severity, finding.hint, subject.source_line(origin))
