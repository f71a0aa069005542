"""How often what `enrich` fills in is right: `python -m benchmarks.enrich [--work DIR] [--peers PYTHON] [--save FILE]`.

Needs the records and the labelled sets (environment variable BIBTOOLS_SHARED). The index is built in `--work`, or
opened if it is there. With `--peers` refextract reads the same journal references and bibtex-updater judges the same
pairs (in an environment of their own: `pip install refextract==1.1.7 bibtex-updater==1.12.0 "bibtexparser<2"`).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy import peers
from benchmarks.accuracy.cases import Case, chance_for, known_ids
from benchmarks.accuracy.lookup import paper_of
from benchmarks.enrich import filled, lines, outcomes, ties, truth
from bibtools.match.settings import Settings
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import build, open_index
from bibtools.sources.base import Hit, Source
from bibtools.text.fold import fold
from bibtools.text.standing import standings

RECORDS = "haystack"
PEER_LINES = 2000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.enrich", description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "bibtools-enrich")
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--save", type=Path)
    arguments = parser.parse_args()
    shared = os.environ.get("BIBTOOLS_SHARED")
    if not shared:
        print("BIBTOOLS_SHARED must name the folder that holds data/eval", file=sys.stderr)
        return 2
    told = []
    for line in report(Path(shared) / "data", arguments.work, arguments.peers):
        print(line, flush=True)
        told.append(f"{line}\n")
    if arguments.save:
        arguments.save.write_text("".join(told), "utf-8")
    return 0


def report(data: Path, work: Path, python: str | None) -> Iterator[str]:
    """Every table, a line at a time."""
    said: list[Reference] = []
    stood: Counter[str] = Counter()
    count = 0
    for record in truth.records(data, RECORDS):
        count += 1
        stood.update({each.kind for text in (record.comment, record.abstract) for each in standings(text or "")})
        if record.journal_ref:
            said.append(record)
    source = index(data, work)
    cited = truth.cited(data)
    yield f"{count:,} records, {len(said):,} with a journal reference."
    yield from journal_references(said, cited, python)
    yield from pairs(data, source, python)
    yield from decisions(said, cited)
    yield from values(data, source)
    yield "\n## Life cycle\n"
    yield f"{stood['withdrawn']:,} comments and abstracts say withdrawn, {stood['superseded']:,} superseded."


def index(data: Path, work: Path) -> Source:
    """The index of all records, built once."""
    place = work / f"{RECORDS}.bibindex"
    if not place.exists():
        work.mkdir(parents=True, exist_ok=True)
        build([data / f"arxiv-{RECORDS}.jsonl.zst"], place, keep_abstracts=False)
    return open_index(place)


def journal_references(
    said: Sequence[Reference], cited: dict[str, list[Reference]], python: str | None
) -> Iterator[str]:
    """What is read of journal references."""
    found = lines.lines(said)
    sure = [line for line in found if line.surely]
    checked, right = lines.score(sure)
    doubtful, lucky = lines.score([line for line in found if not line.surely])
    yield "\n## Journal references\n"
    yield f"- surely read: {len(sure):,} of {len(found):,} ({len(sure) / len(found):.1%})"
    yield f"- of these, the DOI says numbers too: {checked:,}; all equal: {right:,} ({right / checked:.4f})"
    yield f"- not surely read, DOI with numbers: {doubtful:,}; all equal: {lucky:,} ({lucky / doubtful:.4f})\n"
    yield "| form | surely read | checked | right | precision | stated |\n|---|--:|--:|--:|--:|--:|"
    for form, count, of, good, stated in lines.by_form(found):
        precision = f"{good / of:.4f}" if of else "–"
        yield f"| {form} | {count:,} | {of:,} | {good:,} | {precision} | {stated} |"
    counts, bad = lines.against_bibliographies(found, cited)
    yield "\nAgainst entries of bibliographies that name the same journal or meeting:\n"
    yield "| field | compared | equal | precision |\n|---|--:|--:|--:|"
    for name in ("type", *lines.FIELDS):
        yield f"| {name} | {counts[name]} | {counts[f'{name} right']} | {counts[f'{name} right'] / counts[name]:.3f} |"
    yield "\nWhat differs:\n"
    yield from (f"- {each}" for each in bad)
    if python:
        yield from beside_refextract(found, python)


def beside_refextract(found: Sequence[lines.Line], python: str) -> Iterator[str]:
    """The same lines read by refextract: how many of all, and how rightly where the DOI tells."""
    drawn = sorted(found, key=lambda line: chance_for("peer", line.text).random())
    some, telling = drawn[:PEER_LINES], [line for line in drawn if line.said][:PEER_LINES]
    theirs = lines.peer(python, telling)
    rows = (
        ("bibtools", sum(line.surely for line in some), lines.score([line for line in telling if line.surely])),
        ("refextract", sum(map(bool, lines.peer(python, some))), lines.peer_score(theirs, telling)),
    )
    yield f"\nBeside refextract, {len(some):,} lines drawn from all, and {len(telling):,} whose DOI says numbers:\n"
    yield "| | answered, of all | answered, of those with numbers | right | precision |\n|---|--:|--:|--:|--:|"
    for name, answered, (checked, right) in rows:
        yield f"| {name} | {answered:,} | {checked:,} | {right:,} | {right / checked:.4f} |"


def pairs(data: Path, source: Source, python: str | None) -> Iterator[str]:
    """Which papers are taken for the published versions that are theirs."""
    known = known_ids(data / f"arxiv-{RECORDS}.jsonl.zst")
    labels = [label for label in truth.labels(data, "published_pairs") if label.paper in known]
    hits = ties.candidates(source, labels)
    made = ties.ties(labels, hits)
    retitled = [tie for tie, group in zip(made, hits, strict=True) if _retitled(tie, group)]
    yield "\n## Published versions\n"
    yield "| pairs | count | taken | wrong | right | precision | recall | with a person |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, group in (("all", made), ("under another title", retitled)):
        yield _row(name, ties.counts(group))
    if python:
        cases = [Case("pair", label.entry, label.paper, label.paper) for label in labels]
        verdicts = peers.ask(python, "bibtex-updater", cases, hits)
        taken = [verdict for verdict in verdicts if verdict.accepted]
        right = sum(verdict.accepted == verdict.case.right for verdict in taken)
        wrong = len(taken) - right
        yield (
            f"| bibtex-updater, all | {len(verdicts):,} | {len(taken):,} | {wrong} | {right:,} | "
            f"{right / len(taken):.4f} | {right / len(verdicts):.4f} | – |"
        )
    yield "\nTaken and wrong:\n"
    for tie in made:
        for paper in tie.wrong:
            yield f"- {paper} for {tie.label.paper}: {tie.label.entry.reference.title}"


def _retitled(tie: ties.Tie, hits: Sequence[Hit]) -> bool:
    titles = {fold(hit.reference.title or "") for hit in hits if paper_of(hit) == tie.label.paper}
    return bool(titles) and fold(tie.label.entry.reference.title or "") not in titles


def _row(name: str, count: Counter[str]) -> str:
    shares = [count["right"] / count["taken"], count["right"] / count["all"], count["shown"] / count["all"]]
    told = " | ".join(f"{share:.4f}" for share in shares)
    return f"| {name} | {count['all']:,} | {count['taken']:,} | {count['wrong']} | {count['right']:,} | {told} |"


def decisions(said: Sequence[Reference], cited: dict[str, list[Reference]]) -> Iterator[str]:
    """What becomes of arXiv's statement beside one service."""
    counts = outcomes.outcomes(said, cited)
    yield "\n## Decisions\n"
    yield "| outcome | why | papers |\n|---|---|--:|"
    for (outcome, why), count in counts.most_common():
        yield f"| {outcome} | {why} | {count} |"


def values(data: Path, source: Source) -> Iterator[str]:
    """Fields hidden from entries, and what is filled in."""
    known = known_ids(data / f"arxiv-{RECORDS}.jsonl.zst")
    labels = [label for label in truth.labels(data, "bib_labels") if label.paper in known]
    yield "\n## Filled values\n"
    yield "| hidden | entries | filled | from the right record | precision | as the entry had it |"
    yield "|---|--:|--:|--:|--:|--:|"
    for field in filled.FIELDS:
        asked = filled.having(field, labels)
        made = list(filled.fillings(field, asked, source, Settings()))
        right, same = sum(each.right_paper for each in made), sum(each.as_written for each in made)
        yield (
            f"| {field.name} | {len(asked):,} | {len(made):,} | {right:,} | {right / len(made):.4f} | "
            f"{same:,} ({same / len(made):.3f}) |"
        )


if __name__ == "__main__":
    sys.exit(main())
