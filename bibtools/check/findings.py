"""Everything the rules find in a document: its fields in one pass, then its entries, then the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibtools.check.ask import Asking
from bibtools.check.base import DocumentRule, EntryRule, Rule, ValueRule, problem
from bibtools.check.raw import Repair
from bibtools.check.subject import Subject
from bibtools.check.values import values_of
from bibtools.model.document import Document, Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A problem, and the repairs that put it right, if the rule knows any; `entry` is where the entry starts."""

    problem: Problem
    entry: int
    repairs: tuple[Repair, ...] = ()


def findings(document: Document, rules: Sequence[Rule]) -> tuple[Found, ...]:
    """What the rules find, in the order of the document."""
    subject = Subject(document)
    fitting = [rule for rule in rules if not rule.formats or document.format in rule.formats]
    found = [*_in_fields(subject, fitting), *_in_entries(subject, fitting), *_in_the_whole(subject, fitting)]
    return tuple(sorted(found, key=lambda each: (each.problem.origin.start, each.problem.code)))


def _in_fields(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    asking = Asking(rules, subject.document.format)
    for entry in subject.raw:
        for rule, field, finding in asking.about(entry):
            start = min(field.start + finding.at, field.end)
            origin = subject.origin(start, max(start, field.end))
            yield Found(problem(rule, subject, origin, finding, entry.key), entry.start, finding.repairs)


def _in_entries(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    of_entry = [rule for rule in rules if isinstance(rule, EntryRule)]
    # Values that stand in fields were asked about there.
    of_value = [rule for rule in rules if isinstance(rule, ValueRule)] if not subject.raw else []
    for entry in subject.entries:
        for rule in of_entry:
            for finding in rule.look(entry):
                place = subject.place(entry, finding.variable)
                yield Found(problem(rule, subject, place, finding, entry.id), entry.origin.start)
        for value in values_of(entry.reference) if of_value else ():
            for asked in of_value:
                for finding in asked.look(value) if value.variable in asked.variables else ():
                    place = subject.place(entry, finding.variable)
                    yield Found(problem(asked, subject, place, finding, entry.id), entry.origin.start)


def _in_the_whole(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    for rule in rules:
        if isinstance(rule, DocumentRule):
            yield from (Found(told, told.origin.start) for told in rule.run(subject))
