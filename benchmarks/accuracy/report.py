"""The results as a page."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.accuracy.score import Bin, Line, Outcome, calibration_error


def share(value: float | None, digits: int = 4) -> str:
    """A ratio as text, empty for none."""
    return "" if value is None else f"{value:.{digits}f}"


def lines_table(lines: Sequence[Line]) -> str:
    """Precision and recall by kind of input."""
    head = (
        "| kind of input | cases | record in index | among candidates | ACCEPT | wrong ACCEPT | precision of ACCEPT "
        "| recall of ACCEPT | recall of ACCEPT + REVIEW |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
    return head + "\n".join(
        f"| {each.kind} | {each.cases} | {each.present} | {share(each.found)} | {each.accepted} | {each.wrong} "
        f"| {share(each.precision)} | {share(each.recall)} | {share(each.recall_with_review)} |"
        for each in lines
    )


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
