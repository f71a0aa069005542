"""Everything the rules find in a document: its fields in one pass, then its entries, then the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bibtools.check.ask import Asking
from bibtools.check.base import DocumentRule, EntryRule, Finding, Rule, ValueRule, problem
from bibtools.check.raw import RawEntry, Repair
from bibtools.check.subject import Subject
from bibtools.check.values import values_of
from bibtools.model.document import Document, Problem


@dataclass(frozen=True, slots=True)
class Found:
    """A problem, and the repairs that put it right, if the rule knows any."""

    problem: Problem
    repairs: tuple[Repair, ...] = ()


def findings(document: Document, rules: Sequence[Rule]) -> tuple[Found, ...]:
    """What the rules find, in the order of the document."""
    subject = Subject(document)
    asking = Asking(rules, document.format)
    found = [each for entry in subject.raw for each in in_fields(subject, asking, entry)]
    found += [*in_entries(subject, rules), *in_the_whole(subject, rules)]
    if not subject.raw:
        found += _in_values(subject, rules)
    return tuple(sorted(found, key=lambda each: (each.problem.origin.start, each.problem.code)))


def in_fields(subject: Subject, asking: Asking, entry: RawEntry) -> Iterator[Found]:
    """What is found in the fields of one entry, and in what they say."""
    for rule, field, finding in asking.about(entry):
        yield in_the_field(subject, rule, finding, field.start, field.end, entry.key)


def in_the_field(subject: Subject, rule: Rule, finding: Finding, start: int, end: int, key: str) -> Found:
    """What is found in the field whose value stands at `start:end`, of the entry with a key."""
    at = min(start + finding.at, end)
    return Found(problem(rule, subject, subject.origin(at, end), finding, key), finding.repairs)


def in_entries(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    """What is found in the meaning of entries."""
    asked = [rule for rule in rules if isinstance(rule, EntryRule) and rule.is_for(subject.document.format)]
    for entry in subject.entries:
        for rule in asked:
            for finding in rule.look(entry):
                place = subject.place(entry, finding.variable)
                yield Found(problem(rule, subject, place, finding, entry.id))


def in_the_whole(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    """What is found by looking at all entries together."""
    for rule in rules:
        if isinstance(rule, DocumentRule) and rule.is_for(subject.document.format):
            yield from map(Found, rule.run(subject))


def _in_values(subject: Subject, rules: Sequence[Rule]) -> Iterator[Found]:
    """What is found in values that stand in no field."""
    asked = [rule for rule in rules if isinstance(rule, ValueRule) and rule.is_for(subject.document.format)]
    for entry in subject.entries:
        for value in values_of(entry.reference) if asked else ():
            for rule in asked:
                for finding in rule.look(value) if value.variable in rule.variables else ():
                    place = subject.place(entry, finding.variable)
                    yield Found(problem(rule, subject, place, finding, entry.id))
