"""What the decision depends on, as one value; the numbers' reasons stand beside them in `defaults.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Coefficients = Mapping[str, Mapping[str, float]]


def _weights() -> Mapping[str, float]:
    return {"title": 3.0, "abstract": 3.0, "author": 2.0, "issued": 0.5, "id": 3.0, "container": 0.5}


def _coefficients() -> Coefficients:
    return {
        "title": {"bias": -4.35, "title": 3.56, "author": 4.7, "guards": -2.93, "id": 3.0, "container": 1.0},
        "abstract": {"bias": -2.12, "abstract": 2.32, "shared": 4.03, "guards": -1.16, "id": 3.0},
        "both": {
            "bias": -0.99,
            "title": 1.91,
            "abstract": 0.99,
            "author": 1.14,
            "issued": 0.63,
            "guards": -2.9,
            "id": 3.0,
        },
        "text": {
            "bias": -2.37,
            "title": 1.49,
            "author": 1.89,
            "issued": 0.69,
            "guards": -1.8,
            "id": 3.0,
            "container": 1.0,
        },
        "bare": {"bias": -4.0, "author": 1.0, "issued": 1.0, "id": 9.0, "container": 2.0, "guards": -2.0},
    }


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights of the evidence, thresholds of the decision, coefficients of the confidence.

    `weights` has one number per compared field. `accept` and `review` are probabilities, `margin` a difference of
    distances. `coefficients` has one row per kind of input (see `match.confidence`).
    """

    weights: Mapping[str, float] = field(default_factory=_weights)
    coefficients: Coefficients = field(default_factory=_coefficients)
    accept: float = 0.97
    review: float = 0.10
    margin: float = 0.03
    author_support: float = 0.6
    author_contradiction: float = 0.2
    abstract_support: float = 0.5
    abstract_contradiction: float = 0.03
    abstract_alone: float = 0.65
    abstract_of_part: float = 0.95
    abstract_settles: float = 0.95
    same_work_title: float = 0.6
    small_difference: float = 0.8
    specific_words: float = 3.0

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> Settings:
        """The settings of a `[match]` table; what it does not name keeps its default.

        Raises KeyError for a name that does not exist.

        >>> Settings.from_mapping({"accept": 0.99}).accept
        0.99
        """
        known = {entry.name for entry in fields(cls)}
        for name in table:
            if name not in known:
                raise KeyError(name)
        values = dict(table)
        defaults = cls()
        if "weights" in values:
            values["weights"] = {**defaults.weights, **values["weights"]}
        if "coefficients" in values:
            given = values["coefficients"]
            values["coefficients"] = {**defaults.coefficients, **{kind: dict(row) for kind, row in given.items()}}
        return cls(**values)
