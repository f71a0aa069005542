"""A report for people, in Markdown: what was matched, how surely, and what needs a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bibtools.model.document import Problem
from bibtools.model.match import Candidate, Match, Recommendation, as_stated
from bibtools.model.name import Name

_HEAD = """# What was matched, and how surely

{summary}
*accept* is acted on; *review* means that a person should look before anything is done with it; *reject* means that no
record found is the work. Confidence is the calibrated probability that the record is the right one; the gap is the
distance between the two nearest candidates (0 to 1; none where there was only one).
"""


def write(matches: Sequence[Match], problems: Iterable[Problem] = ()) -> str:
    """The report; the same matches give the same text.

    >>> print(write(()).splitlines()[2])
    0 entries.
    """
    head = _HEAD.format(summary=_summary(matches))
    parts = (head, *_needs_a_person(matches), *_problems(problems), *_by_file(matches))
    return "\n".join(parts).rstrip() + "\n"


def _summary(matches: Sequence[Match]) -> str:
    counts = Counter(match.recommendation for match in matches)
    told = ", ".join(f"{counts[kind]} {kind.value}" for kind in Recommendation if counts[kind])
    return f"{len(matches)} {'entry' if len(matches) == 1 else 'entries'}{': ' + told if told else ''}.\n"


def _needs_a_person(matches: Sequence[Match]) -> Iterable[str]:
    unsure = [match for match in matches if match.recommendation is not Recommendation.ACCEPT]
    yield "## What needs a person\n"
    if not unsure:
        yield "Nothing.\n"
    for match in unsure:
        place = f"{match.entry.origin.path}:{match.entry.origin.line}"
        yield f"- `{place}` **{match.recommendation.value}**: {_wanted(match)}"
        for why in match.why:
            yield f"  - {why}"
        for candidate in match.candidates[:3]:
            title = _cell(candidate.reference.title or "?")
            yield f"  - candidate {_id(candidate)} *{title}* ({as_stated(candidate.confidence)})"
    if unsure:
        yield ""


def _problems(problems: Iterable[Problem]) -> Iterable[str]:
    lines = [f"- `{problem.origin}` {problem.code} {problem.message}" for problem in problems]
    if lines:
        yield "## Problems in the input\n"
        yield from lines
        yield ""


def _by_file(matches: Sequence[Match]) -> Iterable[str]:
    paths = dict.fromkeys(match.entry.origin.path for match in matches)
    for path in paths:
        yield f"## {path}\n"
        yield "| line | decision | confidence | gap | arXiv | first author | title | evidence |"
        yield "|---:|---|---:|---:|---|---|---|---|"
        for match in matches:
            if match.entry.origin.path == path:
                yield _row(match)
        yield ""


def _row(match: Match) -> str:
    best = match.best
    start = f"| {match.entry.origin.line} | {match.recommendation.value} | {as_stated(match.confidence)} "
    if best is None:
        return f"{start}| | | | {_wanted(match)} | |"
    gap = f"{match.candidates[1].distance.value - best.distance.value:.2f}" if len(match.candidates) > 1 else ""
    told = ", ".join(
        f"{item.field} {item.similarity:.2f}" for item in best.distance.evidence if item.similarity is not None
    )
    known = best.reference
    return f"{start}| {gap} | {_id(best)} | {_first(known.author)} | {_cell(known.title or '')} | {told} |"


def _first(author: Sequence[Name]) -> str:
    if not author:
        return ""
    return _cell(author[0].literal or author[0].family or "") + (" et al." if len(author) > 1 else "")


def _id(candidate: Candidate) -> str:
    arxiv = candidate.reference.id("arxiv")
    return f"[{arxiv.value}](https://arxiv.org/abs/{arxiv.value})" if arxiv else "?"


def _wanted(match: Match) -> str:
    known = match.entry.reference
    text = known.title or known.abstract or match.entry.text or ", ".join(i.value for i in known.ids)
    line = " ".join(text.split())
    return _cell(line if len(line) <= 90 else line[:89] + "…")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
