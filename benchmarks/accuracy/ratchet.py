"""The figures that a run may not fall below: `baseline.json`, which only moves up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.accuracy.score import Line, Outcome

PLACE = Path(__file__).with_name("baseline.json")
FIGURES = ("precision", "recall", "recall_with_review")
Run = Mapping[str, Any]


def run_of(lines: Sequence[Line], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """What is kept of a run: per kind the number of cases and the figures; every wrong ACCEPT by kind and ids."""
    wrong = (f"{o.case.kind} | {o.case.paper} | {o.proposed}" for o in outcomes if o.wrong_accept)
    return {
        "kinds": {line.kind: {"cases": line.cases, **_figures(line)} for line in lines},
        "wrong ACCEPTs": sorted(wrong),
    }


def _figures(line: Line) -> dict[str, float]:
    values = {name: getattr(line, name) for name in FIGURES}
    return {name: round(value, 6) for name, value in values.items() if value is not None}


def worse(before: Run, after: Run) -> list[str]:
    """What is worse in `after`, in words; nothing if the run may pass.

    Kinds may be added, none may disappear; a precision for which nothing is accepted any more counts as perfect.
    """
    found = []
    for kind, figures in before["kinds"].items():
        now = after["kinds"].get(kind)
        if now is None:
            found.append(f"{kind}: no such cases any more")
            continue
        if now["cases"] != figures["cases"]:
            found.append(f"{kind}: {now['cases']} cases instead of {figures['cases']}; the data or their noise changed")
            continue
        for name in FIGURES:
            value = now.get(name, 1.0 if name == "precision" else 0.0)
            if name in figures and value < figures[name]:
                found.append(f"{kind}: {name.replace('_', ' ')} {value:.4f}, was {figures[name]:.4f}")
    new = sorted(set(after["wrong ACCEPTs"]) - set(before["wrong ACCEPTs"]))
    return found + [f"new wrong ACCEPT: {wrong}" for wrong in new]


def load(name: str, place: Path = PLACE) -> Run | None:
    """The run kept under a name, None where there is none yet."""
    runs = json.loads(place.read_text("utf-8")) if place.exists() else {}
    found: Run | None = runs.get(name)
    return found


def keep(name: str, run: Run, place: Path = PLACE) -> None:
    """Writes a run in place of the one kept under the name."""
    runs = json.loads(place.read_text("utf-8")) if place.exists() else {}
    runs[name] = run
    place.write_text(json.dumps(dict(sorted(runs.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
