"""What a rule is, and its kinds: about an entry, a field, a value as printed, a match, and the whole document."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from bibtools.check.raw import RawEntry, RawField, Repair
from bibtools.check.subject import Subject
from bibtools.check.values import PRINTED, Value
from bibtools.model.document import Entry, Origin, Problem, Severity
from bibtools.model.match import Match

Sign = Callable[[str], object]
"""What finds, quickly, that a value may have something that a rule looks for."""

_MACRO = re.compile(
    r"""\\(?!["'`^~=.]\{?\\?[A-Za-z]|[&%$#_ ]|[cdbuvtHkr](?![A-Za-z])\s*\{?[A-Za-z]"""
    r"|(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss|i|j)(?![A-Za-z]))"
)


def macro(text: str) -> object:
    """A macro that is neither an accent, nor a letter, nor an escaped sign: it may stand for anything."""
    return "\\" in text and _MACRO.search(text)


def beyond_ascii(pattern: re.Pattern[str]) -> Sign:
    """The search for characters none of which is ASCII; a text knows whether it has such at all."""
    search = pattern.search
    return lambda text: not text.isascii() and search(text)


class Rule(ABC):
    """One thing that can be wrong. Its docstring is its page in the docs and the answer of `check --explain`.

    `code` never changes its meaning; `slug` says the same in words. Problems of severity "error" keep a bibliography
    from being written. `formats` are those in which it is looked for; empty for all.
    """

    code: ClassVar[str]
    slug: ClassVar[str]
    severity: ClassVar[Severity]
    formats: ClassVar[tuple[str, ...]] = ()

    def is_for(self, form: str) -> bool:
        """Whether it is looked for in a format."""
        return not self.formats or form in self.formats


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong and what to do about it.

    It shows at `variable` of the entry (a field of `Reference`, or "ids.<scheme>"), or `at` so many characters into the
    field that is looked at. `repairs` put it right, all of them together.
    """

    message: str
    hint: str | None = None
    variable: str | None = None
    at: int = 0
    repairs: tuple[Repair, ...] = ()


class EntryRule(Rule):
    """A rule about what one entry means, in whatever format it came."""

    @abstractmethod
    def look(self, entry: Entry) -> Iterator[Finding]:
        """What is wrong with one entry."""


class FieldRule(Rule):
    """A rule about one field at a time, as it stands in a file of one of `formats`.

    `fields` are the names of those it looks at. It finds nothing in a value in which none of `signs` finds anything,
    if there are any: most fields are passed over by that alone.
    """

    formats: ClassVar[tuple[str, ...]] = ("bib",)
    fields: ClassVar[frozenset[str]] = frozenset()
    signs: ClassVar[tuple[Sign, ...]] = ()

    def concerns(self, field: str, entry_type: str) -> bool:  # noqa: ARG002 - for rules that look at kinds of fields
        """Whether it looks at fields of this name in entries of this type."""
        return field in self.fields

    @abstractmethod
    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        """What is wrong with one field of an entry."""


class ValueRule(Rule):
    """A rule about what is printed: one text, or one list of names, at a time.

    `variables` are those it looks at. It finds nothing in a text in which none of `signs` finds anything, if there are
    any; nor in a `.bib` file in a value whose source has neither such a sign (of `signs_in_source`, where these are
    others) nor a `macro`.
    """

    variables: ClassVar[frozenset[str]] = PRINTED
    signs: ClassVar[tuple[Sign, ...]] = ()
    signs_in_source: ClassVar[tuple[Sign, ...] | None] = None

    @abstractmethod
    def look(self, value: Value) -> Iterator[Finding]:
        """What is wrong with one value."""


class MatchRule(Rule):
    """A rule about an entry beside the records that resemble it. It is asked only where a source was named."""

    @abstractmethod
    def look(self, match: Match) -> Iterator[Finding]:
        """What the records say against the entry."""


class DocumentRule(Rule):
    """A rule about a document as a whole."""

    @abstractmethod
    def run(self, subject: Subject) -> Iterator[Problem]:
        """Every problem of this kind in a document."""


def problem(rule: Rule, subject: Subject, origin: Origin, finding: Finding, key: str) -> Problem:
    """A finding as a problem; its message begins with the citation key."""
    message = f"{key}: {finding.message}" if key else finding.message
    return Problem(rule.code, message, origin, rule.severity, finding.hint, subject.source_line(origin))
