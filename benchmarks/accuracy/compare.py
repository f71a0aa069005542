"""The table that sets peers' accepts beside ours, on the same cases with the same candidates."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from subprocess import CalledProcessError

from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.peers import FULL_TEXT, PEERS, FullText, Verdict, accept, ask, few_of_each, thresholds
from benchmarks.accuracy.score import Outcome
from bibtools.sources.base import Hit

OURS = "bibtools"


def verdicts(
    python: str | None,
    full_text: FullText | None,
    learn: Sequence[Case],
    outcomes: Sequence[Outcome],
    hits: Sequence[Sequence[Hit]],
    most: int,
) -> dict[str, list[Verdict]]:
    """Who accepts what, by name, on at most `most` cases of each kind; `learn` are the cases of the other half."""
    chosen = few_of_each([outcome.case for outcome in outcomes], most)
    cases, groups = [outcomes[number].case for number in chosen], [hits[number] for number in chosen]
    found = {
        OURS: [Verdict(outcomes[n].case, outcomes[n].proposed if outcomes[n].accepted else None) for n in chosen],
    }
    for peer in PEERS if python else ():
        try:
            found[peer] = ask(python or "", peer, cases, groups)
        except (CalledProcessError, OSError) as error:
            print(f"{peer} cannot be asked: {error}\n{getattr(error, 'stderr', '')}", file=sys.stderr)
    if full_text is not None:
        least = thresholds(list(full_text.best([learn[number] for number in few_of_each(learn, most // 2)])))
        print(f"{FULL_TEXT}: thresholds { ({field: round(value, 1) for field, value in sorted(least.items())}) }")
        found[FULL_TEXT] = accept(list(full_text.best(cases)), least)
    return found


def table(found: Mapping[str, Sequence[Verdict]]) -> str:
    """Rows are kinds of input; a cell is "precision / recall" of accepts, or the wrong accepts where none is right."""
    lines = [
        f"| kind of input | cases | {' | '.join(found)} |",
        "|---|--:|" + "--:|" * len(found),
    ]
    by_kind = {name: _by_kind(given) for name, given in found.items()}
    for kind, ours in by_kind[OURS].items():
        cells = [_cell(of.get(kind, ())) for of in by_kind.values()]
        lines.append(f"| {kind} | {len(ours)} | {' | '.join(cells)} |")
    shared = _read_by_all(found)
    cells = [
        _cell([v for v in given if v.case.entry.reference.title and id(v.case) in shared]) for given in found.values()
    ]
    lines.append(f"| all that every rule reads | {len(shared)} | {' | '.join(cells)} |")
    wrong = [str(sum(_wrong(v) for v in given if id(v.case) in shared)) for given in found.values()]
    lines.append(f"| … wrong accepts | {len(shared)} | {' | '.join(wrong)} |")
    return "\n".join(lines)


def _read_by_all(found: Mapping[str, Sequence[Verdict]]) -> frozenset[int]:
    sets = [frozenset(id(verdict.case) for verdict in given) for given in found.values()]
    return frozenset.intersection(*sets) if sets else frozenset()


def _by_kind(given: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    kinds: dict[str, list[Verdict]] = {}
    for verdict in given:
        kinds.setdefault(verdict.case.kind, []).append(verdict)
    return kinds


def _wrong(verdict: Verdict) -> bool:
    return verdict.accepted is not None and verdict.accepted != verdict.case.right


def _cell(given: Sequence[Verdict]) -> str:
    if not given:
        return "–"
    accepted = sum(verdict.accepted is not None for verdict in given)
    wrong = sum(_wrong(verdict) for verdict in given)
    present = sum(verdict.case.right is not None for verdict in given)
    if not present:
        return f"{wrong} wrong"
    precision = f"{(accepted - wrong) / accepted:.3f}" if accepted else "none"
    return f"{precision} / {(accepted - wrong) / present:.3f}"
