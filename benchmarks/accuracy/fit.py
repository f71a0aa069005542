"""Fits the coefficients of the confidence: the conditional likelihood of the right candidate, or of none.

Gradient ascent (Adam) with a small ridge penalty on the cases' features; every kind of input has its own row. Cases
on which figures are reported are not among them (`cases.for_fitting`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.accuracy.cases import Case
from bibtools.match.confidence import FEATURES, features, kind
from bibtools.match.distance import distance
from bibtools.match.guards import guards
from bibtools.match.matcher import words_of_titles
from bibtools.match.settings import Settings
from bibtools.match.sides import Ours, Pair
from bibtools.sources.base import Hit

Floats = npt.NDArray[np.float64]
RIDGE = 2.0
STEPS = 3000
RATE = 0.03
# Hardly ever seen in the labelled entries, whose identifiers are hidden: kept as they are, heard in the fit.
KEPT = ("id", "container")
# Nothing that agrees may speak against a record, nothing that disagrees for it.
SIGN = {"title": 1, "abstract": 1, "shared": 1, "author": 1, "issued": 1, "id": 1, "container": 1, "guards": -1}


@dataclass(frozen=True, slots=True)
class Example:
    """The features of a case's candidates, one row each, and which row is right (None: none)."""

    rows: Floats
    right: int | None


def examples(cases: Sequence[Case], hits: Sequence[Sequence[Hit]], settings: Settings) -> dict[str, list[Example]]:
    """What the model learns from, by kind of input."""
    found: dict[str, list[Example]] = {}
    for case, group in zip(cases, hits, strict=True):
        if case.entry.reference.id("arxiv"):
            continue
        unique = list({id.value: hit for hit in group if (id := hit.reference.id("arxiv"))}.values())
        if not unique:
            continue
        ours, words = Ours.of(case.entry), words_of_titles(unique)
        pairs = [Pair.of(ours, hit, words) for hit in unique]
        rows = []
        aways = [distance(pair, settings) for pair in pairs]
        for pair, away in zip(pairs, aways, strict=True):
            seen = features(away, guards(pair, away, settings))
            rows.append([seen[name] for name in FEATURES])
        papers = [id.value for hit in unique if (id := hit.reference.id("arxiv"))]
        right = papers.index(case.right) if case.right in papers else None
        found.setdefault(kind(pairs[0], aways[0]), []).append(Example(np.array(rows), right))
    return found


def fit(learn: Sequence[Example], before: Mapping[str, float], only: Collection[str] = ()) -> dict[str, float]:
    """The coefficients that make the right answers most likely; features that never vary get none.

    `before` are the present ones: those in `KEPT` stay, and with `only` all but the ones named.
    """
    kept = frozenset(FEATURES).difference(only) if only else frozenset(KEPT)
    rows = np.concatenate([example.rows for example in learn])
    sizes = np.array([len(example.rows) for example in learn])
    of = np.repeat(np.arange(len(learn)), sizes)
    starts = np.cumsum(sizes) - sizes
    target = np.zeros(len(rows))
    for start, example in zip(starts, learn, strict=True):
        if example.right is not None:
            target[start + example.right] = 1.0
    alive = np.array([name == "bias" or rows[:, at].std() > 0 for at, name in enumerate(FEATURES)])
    alive &= np.array([name not in kept for name in FEATURES])
    given = rows @ np.array([before.get(name, 0.0) if name in kept else 0.0 for name in FEATURES])
    signs = np.array([SIGN.get(name, 0) for name in FEATURES])
    weights, mean, square = np.zeros(len(FEATURES)), np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    for step in range(1, STEPS + 1):
        odds = rows @ weights + given
        highest = np.maximum(np.maximum.reduceat(odds, starts), 0.0)
        shares = np.exp(odds - highest[of])
        shares /= (np.exp(-highest) + np.add.reduceat(shares, starts))[of]
        slope = rows.T @ (target - shares) - RIDGE * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        weights = np.where(alive, weights, 0.0)
        weights = np.where((signs != 0) & (np.sign(weights) == -signs), 0.0, weights)
    fitted = {name: round(float(value), 2) for name, value in zip(FEATURES, weights, strict=True) if value}
    return {**fitted, **{name: value for name, value in before.items() if name in kept}}
