"""From evidence to probability: a small additive model that anybody can redo by hand.

Each candidate gets log-odds, the sum of its features times the coefficients of its kind of input. Candidates compete
with one another and with "none of them" (log-odds 0):

    P(candidate) = exp(its log-odds) / (1 + sum of exp(log-odds) over all candidates)

so two records that fit equally well get at most one half each. The coefficients are fitted on labelled data by
`python -m benchmarks.accuracy fit`, the fit is checked on other papers (docs/explanation/matching.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from bibtools.match.settings import Settings
from bibtools.match.sides import Pair
from bibtools.model.match import Distance, Guard

FEATURES = ("bias", "title", "abstract", "shared", "author", "issued", "id", "container", "guards")


def kind(pair: Pair, distance: Distance) -> str:
    """What the entry offers for comparison: "title", "abstract", "both", "text" (a reference string) or "bare"."""
    in_vain = any(evidence.field == "abstract" and evidence.similarity is None for evidence in distance.evidence)
    has_abstract = bool(pair.ours.reference.abstract) and not in_vain
    if pair.ours.title is not None:
        return "both" if has_abstract else "title"
    if has_abstract:
        return "abstract"
    return "text" if pair.ours.text is not None else "bare"


def features(distance: Distance, guards: Sequence[Guard]) -> Mapping[str, float]:
    """The numbers the model sees. What could not be compared is 0, which speaks neither for nor against.

    Titles and abstracts enter by the logit of their similarity, since from 0.9 to 1 is further than from 0.4 to 0.5;
    `shared` is the number of shared word triples on a logarithmic scale (short abstracts share few by nature).
    """
    compared = {evidence.field: evidence for evidence in distance.evidence}
    found = {name: evidence.similarity for name, evidence in compared.items()}.get
    shared = int(compared["abstract"].note.split(" ", 1)[0]) if found("abstract") is not None else 0
    return {
        "bias": 1.0,
        "title": _logit(found("title")),
        "abstract": _logit(found("abstract")),
        "shared": log(1 + shared) / 2,
        "author": _centred(found("author")),
        "issued": _centred(found("issued")),
        "id": _centred(found("id")),
        "container": 1.0 if found("container") else 0.0,
        "guards": float(len(guards)),
    }


def _logit(similarity: float | None) -> float:
    return 0.0 if similarity is None else log((similarity + 0.01) / (1.01 - similarity))


def _centred(similarity: float | None) -> float:
    return 0.0 if similarity is None else 2 * similarity - 1


def log_odds(seen: Mapping[str, float], kind_of_input: str, settings: Settings) -> float:
    """The candidate's log-odds against "none of them", before other candidates are heard."""
    row = settings.coefficients[kind_of_input]
    return sum(seen[name] * value for name, value in row.items())


def compete(odds: Sequence[float]) -> list[float]:
    """Probabilities of candidates that exclude one another, with "none of them" at log-odds 0.

    >>> [round(p, 2) for p in compete([4.0, 4.0, -3.0])]
    [0.5, 0.5, 0.0]
    >>> compete([])
    []
    """
    highest = max((0.0, *odds))
    shares = [exp(value - highest) for value in odds]
    total = exp(-highest) + sum(shares)
    return [share / total for share in shares]
