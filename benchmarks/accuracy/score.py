"""From decisions to figures: precision and recall per recommendation, reliability of the confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.accuracy.cases import Case
from bibtools.model.match import Match, Recommendation


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what was decided about it."""

    case: Case
    match: Match
    found: bool

    @property
    def proposed(self) -> str | None:
        """The arXiv id of the best candidate."""
        best = self.match.best
        stated = best.reference.id("arxiv") if best else None
        return stated.value if stated else None

    @property
    def right(self) -> bool:
        """Whether the best candidate is the labelled one."""
        return self.case.right is not None and self.proposed == self.case.right

    @property
    def accepted(self) -> bool:
        """Whether a run without a person would use it."""
        return self.match.recommendation is Recommendation.ACCEPT

    @property
    def wrong_accept(self) -> bool:
        """The one outcome that does harm."""
        return self.accepted and not self.right


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one kind of input."""

    kind: str
    cases: int
    present: int
    accepted: int
    wrong: int
    precision: float | None
    recall: float | None
    recall_with_review: float | None
    found: float | None


def line(kind: str, outcomes: Sequence[Outcome]) -> Line:
    """The figures of some outcomes; ratios are None where nothing can be divided."""
    present = [outcome for outcome in outcomes if outcome.case.right is not None]
    accepted = [outcome for outcome in outcomes if outcome.accepted]
    wrong = sum(outcome.wrong_accept for outcome in outcomes)
    kept = sum(outcome.right and outcome.match.recommendation is not Recommendation.REJECT for outcome in present)
    return Line(
        kind,
        len(outcomes),
        len(present),
        len(accepted),
        wrong,
        (len(accepted) - wrong) / len(accepted) if accepted else None,
        sum(outcome.accepted and outcome.right for outcome in present) / len(present) if present else None,
        kept / len(present) if present else None,
        sum(outcome.found for outcome in present) / len(present) if present else None,
    )


def table(outcomes: Iterable[Outcome]) -> list[Line]:
    """One line per kind of input, and one for all."""
    everything = list(outcomes)
    kinds = dict.fromkeys(outcome.case.kind for outcome in everything)
    lines = [line(kind, [o for o in everything if o.case.kind == kind]) for kind in kinds]
    return [*lines, line("all", everything)]


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases whose confidence lies in one range: the mean said, and the share that was right."""

    low: float
    high: float
    cases: int
    said: float
    right: float


EDGES = (0.0, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)


def reliability(outcomes: Iterable[Outcome]) -> list[Bin]:
    """How often a best candidate of a given confidence is the right one; all cases that have candidates."""
    scored = [(outcome.match.confidence, outcome.right) for outcome in outcomes if outcome.match.candidates]
    bins = []
    for low, high in pairwise(EDGES):
        inside = [(p, right) for p, right in scored if low <= p < high or (high == 1.0 and p >= low)]
        if inside:
            said = sum(p for p, _ in inside) / len(inside)
            bins.append(Bin(low, high, len(inside), said, sum(right for _, right in inside) / len(inside)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: the mean gap between said and right, weighted by cases."""
    total = sum(each.cases for each in bins)
    return sum(abs(each.said - each.right) * each.cases for each in bins) / total if total else 0.0
