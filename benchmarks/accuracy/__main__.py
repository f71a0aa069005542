"""How often ACCEPT is right, and what it misses: `python -m benchmarks.accuracy [evaluate|fit|words]`.

Needs the labelled sets (environment variable BIBTOOLS_SHARED). `evaluate` prints the tables and writes every wrong
ACCEPT to a file; `fit` prints coefficients for `defaults.toml`; `words` writes the vocabulary of confusable words.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy import fit, report, words
from benchmarks.accuracy.cases import Builder, Case, for_fitting, rows
from benchmarks.accuracy.lookup import as_texts, candidates, held_out, index_without_held_out
from benchmarks.accuracy.score import Outcome, reliability, table
from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.sources.base import Hit

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = parse()
    shared = os.environ.get("BIBTOOLS_SHARED")
    if not shared:
        print("BIBTOOLS_SHARED must name the folder that holds data/eval", file=sys.stderr)
        return 2
    data = Path(shared) / "data"
    records = data / f"arxiv-{arguments.records}.jsonl.zst"
    if arguments.what == "words":
        titles = [row["title"] for row in rows(data / "arxiv-haystack.jsonl.zst")]
        print(words.write(titles, ROOT / "bibtools/match/vocabulary.py"), "words")
        return 0
    source = index_without_held_out(records, Path(arguments.work))
    cases = [without_record(case) for case in Builder(data, records, arguments.sample).all()]
    cases = [case for case in cases if for_fitting(case.paper) is (arguments.what == "fit")]
    start = time.process_time()
    hits = candidates(source, cases)
    print(f"{len(cases)} cases, {len(cases) / (time.process_time() - start):.0f} looked up per CPU second")
    if arguments.what == "fit":
        return fit_and_print(cases, hits, records)
    outcomes = evaluate("an index: overlap of fingerprints", cases, hits)
    wrong = report.wrong_accepts(outcomes)
    if not arguments.overlap_only:
        wrong += "\n\nWith texts:\n\n"
        wrong += report.wrong_accepts(evaluate("an API: text of abstracts", cases, list(as_texts(hits, records))))
    (Path(arguments.work) / "wrong-accepts.txt").write_text(wrong, "utf-8")
    print(f"wrong ACCEPTs are listed in {Path(arguments.work) / 'wrong-accepts.txt'}")
    return 0


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("evaluate", "fit", "words"), default="evaluate")
    parser.add_argument("--records", choices=("sample", "haystack"), default="haystack", help="what the index holds")
    parser.add_argument("--sample", type=int, default=1000, help="cases of each labelled set, at most")
    parser.add_argument("--work", default="build/accuracy", help="folder for the index and the list of wrong ACCEPTs")
    parser.add_argument("--overlap-only", action="store_true", help="leave out the run with abstracts as texts")
    return parser.parse_args()


def without_record(case: Case) -> Case:
    """The case as it stands for this index: where the paper is held out, no record is right."""
    if case.right is None or not held_out(case.paper):
        return case
    return replace(case, kind=f"look-alike: {case.kind.split(':')[0]}", right=None)


def evaluate(heading: str, cases: Sequence[Case], hits: Sequence[Sequence[Hit]]) -> list[Outcome]:
    """Decides about every case and prints the tables."""
    start = time.process_time()
    matches = [match(case.entry, group) for case, group in zip(cases, hits, strict=True)]
    spent = time.process_time() - start
    outcomes = [
        Outcome(case, decided, any(c.reference.id("arxiv").value == case.right for c in decided.candidates))  # type: ignore[union-attr]
        for case, decided in zip(cases, matches, strict=True)
    ]
    print(f"\n## Candidates as from {heading} ({1e6 * spent / len(cases):.0f} µs of CPU per decision)\n")
    print(report.lines_table(table(outcomes)))
    print(f"\n{report.reliability_table(reliability(outcomes))}\n")
    return outcomes


def fit_and_print(cases: Sequence[Case], hits: Sequence[Sequence[Hit]], records: Path) -> int:
    """Prints coefficients fitted on overlaps and texts alike."""
    learn = fit.examples(cases, hits, Settings())
    for kind, more in fit.examples(cases, list(as_texts(hits, records)), Settings()).items():
        learn.setdefault(kind, []).extend(more)
    for kind, found in learn.items():
        print(f"\n[match.coefficients.{kind}]  # {len(found)} examples, {sum(e.right is None for e in found)} of none")
        print("\n".join(f"{name} = {value}" for name, value in fit.fit(found, Settings().coefficients[kind]).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
