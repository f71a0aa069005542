"""What the records of a source say against entries: rules that need to be told of them, and so are asked apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bibtools.check.base import MatchRule, Rule, problem
from bibtools.check.subject import Subject
from bibtools.model.document import Document, Problem
from bibtools.model.match import Match


def beside(document: Document, matches: Iterable[Match], rules: Sequence[Rule]) -> Iterator[Problem]:
    """The problems that show when entries of a document stand beside the records found for them, in their order."""
    subject = Subject(document)
    asked = [rule for rule in rules if isinstance(rule, MatchRule)]
    for match in matches:
        for rule in asked:
            for finding in rule.look(match):
                place = subject.place(match.entry, finding.variable)
                yield problem(rule, subject, place, finding, match.entry.id)
