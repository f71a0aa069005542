"""How often ACCEPT is right, and what it misses: `python -m benchmarks.accuracy [evaluate|fit|words]`.

Needs the labelled sets (environment variable BIBTOOLS_SHARED). `evaluate` prints the tables and writes every wrong
ACCEPT to a file; with `--peers PYTHON` (see peers.md) also the table beside peers; `--check` compares the run with
`baseline.json` and fails where it is worse, `--update` writes it there if it is not. `fit` prints coefficients for
`defaults.toml`; `words` writes the vocabulary of confusable words.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.accuracy import compare, fit, ratchet, report, words
from benchmarks.accuracy.api_cost import costs
from benchmarks.accuracy.cases import Builder, Case, for_fitting, rows
from benchmarks.accuracy.lookup import as_texts, candidates, held_out, index_without_held_out
from benchmarks.accuracy.peers import FullText
from benchmarks.accuracy.plot import reliability_plot
from benchmarks.accuracy.score import Outcome, reliability, table
from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.sources.base import Hit, Source

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "benchmarks/results"


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
    labelled = [without_record(case) for case in Builder(data, records, arguments.sample).all()]
    learn = [case for case in labelled if for_fitting(case.paper)]
    cases = [case for case in labelled if not for_fitting(case.paper)]
    if arguments.what == "fit":
        return fit_and_print(learn, candidates(source, learn), records, arguments.only)
    return evaluate(arguments, data, source, learn, cases)


def evaluate(
    arguments: argparse.Namespace, data: Path, source: Source, learn: Sequence[Case], cases: Sequence[Case]
) -> int:
    """Prints every table that was asked for."""
    records, work = data / f"arxiv-{arguments.records}.jsonl.zst", Path(arguments.work)
    start = time.process_time()
    hits = candidates(source, cases)
    print(f"{len(cases)} cases, {len(cases) / (time.process_time() - start):.0f} looked up per CPU second")
    outcomes = decide(cases, hits)
    requests: Mapping[str, float | None] = {}
    if arguments.requests:
        small = data / "arxiv-sample.jsonl.zst"
        known = [case for case in Builder(data, small, 400).all() if not for_fitting(case.paper)]
        requests = {kind: cost.each for kind, cost in costs(small, known, arguments.requests).items()}
    speeds = speed(source, cases)
    print_tables("an index: overlap of fingerprints", outcomes, speeds, requests)
    bins = reliability(outcomes)
    if arguments.picture:
        picture = reliability_plot(bins, f"Reliability of the confidence ({len(outcomes):,} entries)")
        (PICTURES / "accuracy-reliability.svg").write_text(picture, "utf-8")
    if arguments.peers or arguments.full_text:
        full_text = FullText(records) if arguments.full_text else None
        found = compare.verdicts(arguments.peers, full_text, learn, outcomes, hits, arguments.peer_cases)
        print(f"\n## Beside peers\n\n{compare.table(found)}\n")
    wrong = report.wrong_accepts(outcomes)
    if not arguments.overlap_only:
        texts = decide(cases, list(as_texts(hits, records)))
        print_tables("an API: text of abstracts", texts)
        wrong += f"\n\nWith texts:\n\n{report.wrong_accepts(texts)}"
    (work / "wrong-accepts.txt").write_text(wrong, "utf-8")
    print(f"wrong ACCEPTs are listed in {work / 'wrong-accepts.txt'}")
    return hold(f"{arguments.records}, {arguments.sample} of each set", outcomes, arguments)


def hold(name: str, outcomes: Sequence[Outcome], arguments: argparse.Namespace) -> int:
    """Compares the run with the baseline of that name, or replaces it; 1 where it is worse."""
    if not (arguments.check or arguments.update):
        return 0
    run, before = ratchet.run_of(table(outcomes), outcomes), ratchet.load(name)
    if before is None and arguments.check:
        print(f"there is no baseline named “{name}”; --update makes one", file=sys.stderr)
        return 1
    complaints = ratchet.worse(before, run) if before else []
    for complaint in complaints:
        print(f"worse: {complaint}", file=sys.stderr)
    if arguments.update and not complaints:
        ratchet.keep(name, run)
    print(f"baseline “{name}”: {len(complaints)} figures are worse")
    return 1 if complaints else 0


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("evaluate", "fit", "words"), default="evaluate")
    parser.add_argument("--records", choices=("sample", "haystack"), default="haystack", help="what the index holds")
    parser.add_argument("--sample", type=int, default=1000, help="cases of each labelled set, at most")
    parser.add_argument("--work", default="build/accuracy", help="folder for the index and the list of wrong ACCEPTs")
    parser.add_argument("--overlap-only", action="store_true", help="leave out the run with abstracts as texts")
    parser.add_argument("--peers", metavar="PYTHON", help="the Python of the environment that holds the peers")
    parser.add_argument("--full-text", action="store_true", help="compare with tantivy and rapidfuzz, too")
    parser.add_argument("--peer-cases", type=int, default=100, help="cases of each kind for the comparison, at most")
    parser.add_argument(
        "--requests", type=int, default=0, metavar="N", help="count requests for N entries of each kind"
    )
    parser.add_argument("--only", nargs="*", default=(), help="features to fit, the others as they are (default: all)")
    parser.add_argument("--picture", action="store_true", help="draw results/accuracy-reliability.svg")
    parser.add_argument("--check", action="store_true", help="fail where the run is worse than baseline.json")
    parser.add_argument("--update", action="store_true", help="write the run to baseline.json if it is not worse")
    return parser.parse_args()


def without_record(case: Case) -> Case:
    """The case as it stands for this index: where the paper is held out, no record is right."""
    if case.right is None or not held_out(case.paper):
        return case
    return replace(case, kind=f"look-alike: {case.kind.split(':')[0]}", right=None)


def decide(cases: Sequence[Case], hits: Sequence[Sequence[Hit]]) -> list[Outcome]:
    """The decision about every case."""
    matches = [match(case.entry, group) for case, group in zip(cases, hits, strict=True)]
    return [
        Outcome(case, decided, any(c.reference.id("arxiv").value == case.right for c in decided.candidates))  # type: ignore[union-attr]
        for case, decided in zip(cases, matches, strict=True)
    ]


def speed(source: Source, cases: Sequence[Case], most: int = 200) -> dict[str, float]:
    """Entries per CPU second by kind of input, look-up and decision together, on at most `most` of each."""
    kinds: dict[str, list[Case]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    found = {}
    for kind, group in kinds.items():
        start = time.process_time()
        decide(group[:most], candidates(source, group[:most]))
        found[kind] = len(group[:most]) / (time.process_time() - start)
    return found


def print_tables(
    heading: str,
    outcomes: Sequence[Outcome],
    speeds: Mapping[str, float] | None = None,
    requests: Mapping[str, float | None] | None = None,
) -> None:
    """Prints precision and recall by kind, and the reliability of the confidence."""
    print(f"\n## Candidates as from {heading}\n")
    print(report.lines_table(table(outcomes), speeds or {}, requests or {}))
    print(f"\n{report.reliability_table(reliability(outcomes))}\n")


def fit_and_print(cases: Sequence[Case], hits: Sequence[Sequence[Hit]], records: Path, only: Sequence[str]) -> int:
    """Prints coefficients fitted on overlaps and texts alike: all of them, or those of the features named."""
    learn = fit.examples(cases, hits, Settings())
    for kind, more in fit.examples(cases, list(as_texts(hits, records)), Settings()).items():
        learn.setdefault(kind, []).extend(more)
    for kind, found in learn.items():
        print(f"\n[match.coefficients.{kind}]  # {len(found)} examples, {sum(e.right is None for e in found)} of none")
        print(
            "\n".join(
                f"{name} = {value}" for name, value in fit.fit(found, Settings().coefficients[kind], only).items()
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
