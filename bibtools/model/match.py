"""How surely a record is the work an entry means, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bibtools.model.document import Entry
from bibtools.model.reference import Reference


class Recommendation(StrEnum):
    """What to do with the best candidate."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


def as_stated(confidence: float) -> str:
    """A probability with three decimals; none is told as certain, for no table of cases is that long.

    >>> as_stated(0.98765), as_stated(0.99999), as_stated(0.00001)
    ('0.988', '>0.999', '<0.001')
    """
    if confidence >= 0.9995:
        return ">0.999"
    return f"{confidence:.3f}" if confidence == 0 or confidence >= 0.0005 else "<0.001"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field compared: `similarity` from 0 to 1 (None where it cannot be compared), and how much it counts."""

    field: str
    similarity: float | None
    weight: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """A sign that two similar works are different ones; `words` are those that triggered it."""

    name: str
    words: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Distance:
    """The weighted sum of evidence: 0 is the same in all that could be compared, 1 is different in all.

    >>> Distance((Evidence("title", 1.0, 3.0), Evidence("author", 0.5, 1.0))).value
    0.125
    """

    evidence: tuple[Evidence, ...]

    @property
    def value(self) -> float:
        """From 0 (same) to 1 (different, or nothing could be compared)."""
        compared = [(e.similarity, e.weight) for e in self.evidence if e.similarity is not None and e.weight > 0]
        total = sum(weight for _, weight in compared)
        return sum((1 - s) * weight for s, weight in compared) / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the work: where it came from, how far it is, what speaks against it."""

    reference: Reference
    source: str
    distance: Distance
    guards: tuple[Guard, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """The decision about one entry; `candidates` best first; `confidence` is a calibrated probability (0 to 1)."""

    entry: Entry
    candidates: tuple[Candidate, ...]
    recommendation: Recommendation
    confidence: float
    why: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The nearest candidate, whatever is recommended about it."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field's value comes from: the source's name, the record's id there, the day it was retrieved."""

    source: str
    id: str
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Enriched:
    """An entry with the reference that resulted, and for each of its fields where the value comes from."""

    entry: Entry
    reference: Reference
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
