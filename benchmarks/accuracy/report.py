"""The results as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.accuracy.score import Bin, Line, Outcome, calibration_error


def share(value: float | None, digits: int = 4) -> str:
    """A ratio as text, empty for none."""
    return "" if value is None else f"{value:.{digits}f}"


def lines_table(lines: Sequence[Line], speeds: Mapping[str, float], requests: Mapping[str, float | None]) -> str:
    """Precision and recall by kind of input; entries per second and requests per resolved entry where measured."""
    head = [
        *("kind of input", "cases", "record in index", "among candidates", "ACCEPT", "wrong ACCEPT"),
        *("precision of ACCEPT", "recall of ACCEPT", "recall of ACCEPT + REVIEW"),
        *(["entries/s"] if speeds else []),
        *(["requests per resolved entry"] if requests else []),
    ]
    body = [f"| {' | '.join(head)} |", "|---|" + "--:|" * (len(head) - 1)]
    for each in lines:
        cells = [each.kind, str(each.cases), str(each.present), share(each.found), str(each.accepted), str(each.wrong)]
        cells += [share(each.precision), share(each.recall), share(each.recall_with_review)]
        cells += [f"{speeds[each.kind]:.0f}" if each.kind in speeds else ""] if speeds else []
        cells += [share(requests.get(each.kind), 3)] if requests else []
        body.append(f"| {' | '.join(cells)} |")
    return "\n".join(body)


def reliability_table(bins: Sequence[Bin]) -> str:
    """How often a confidence is right."""
    head = "| confidence | cases | mean confidence | share right |\n|---|--:|--:|--:|\n"
    body = "\n".join(
        f"| {each.low:g} – {each.high:g} | {each.cases} | {each.said:.4f} | {each.right:.4f} |" for each in bins
    )
    return f"{head}{body}\n\nExpected calibration error: {calibration_error(bins):.4f}."


def wrong_accepts(outcomes: Sequence[Outcome]) -> str:
    """Each wrong ACCEPT as a block to look at."""
    blocks = []
    for each in outcomes:
        if not each.wrong_accept or each.match.best is None:
            continue
        told, best = each.case.entry.reference, each.match.best
        says = told.title or (told.abstract or each.case.entry.text or "")[:300]
        blocks.append(
            f"{each.case.kind}: paper {each.case.paper}, label {each.case.right}, accepted {each.proposed} "
            f"({each.match.confidence:.4f})\n  entry : {says}\n  record: {best.reference.title}\n"
            f"  authors: {'; '.join(name.display() for name in told.author[:4])} | "
            f"{'; '.join(name.display() for name in best.reference.author[:4])}\n  why: {' | '.join(each.match.why)}\n"
        )
    return "\n".join(blocks)
