"""Merging 500 newcomers into a library: growth with its size, beside bibtexparser doing what it can of the same.

    python -m benchmarks.merge [--sizes 1000 10000] [--rounds 3] [--save FILE]

Half of the newcomers are works of the library with a field that it lacks, under other keys and with initials; half are
new. bibtools reads, finds the same works by evidence, plans, edits, proves the result by reading it anew, and replaces
the file. bibtexparser reads, compares lower-cased titles (it has no matching), adds the field or the entry, and writes.
Each measurement runs in a process of its own; times are CPU time and medians; read the ratios.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

NEWCOMERS = 500
PROGRAMS = ("bibtools", "bibtexparser")
STEPS = ("read", "plan", "apply")
_TEXT = (
    "quantum field neural attention graph spectral network optimal gradient bounds lattice kernel lantern harbour "
    "crater moon silence stone ladder meadow orchard violin compass glacier pepper marble thunder velvet canyon"
)
WORDS = _TEXT.split()


def work(number: int) -> tuple[str, str, str, int]:
    """Title, family names, journal and year of an invented work; the same on every run."""
    random = Random(number)
    title = " ".join(random.choice(WORDS) for _ in range(7)) + f" w{number}"
    return title, f"Author{random.randrange(5000)}", f"Journal of {random.choice(WORDS)}", random.randrange(1950, 2026)


def entry(number: int, key: str, given: str, volume: str = "") -> str:
    title, family, journal, year = work(number)
    extra = f"  volume = {{{volume}}},\n" if volume else ""
    return (
        f"@article{{{key},\n  author = {{{family}, {given} and Second{number % 97}, {given}}},\n"
        f"  title = {{{title}}},\n  journal = {{{journal}}},\n  year = {{{year}}},\n{extra}}}\n"
    )


def write_files(folder: Path, count: int) -> tuple[Path, Path]:
    """A library of `count` entries and the newcomers."""
    library, new = folder / "refs.bib", folder / "new.bib"
    library.write_text("\n".join(entry(n, f"key{n}", "Ada") for n in range(count)), "utf-8")
    step = count // (NEWCOMERS // 2)
    known = [entry(n * step, f"other{n}", "A.", "7") for n in range(NEWCOMERS // 2)]
    fresh = [entry(10_000_000 + n, f"new{n}", "A.", "8") for n in range(NEWCOMERS - len(known))]
    new.write_text("\n".join(known + fresh), "utf-8")
    return library, new


def bibtools(library: Path, new: Path) -> dict[str, float]:
    from bibtools.formats.bib.read import read
    from bibtools.libraries.bibfile import BibFile
    from bibtools.merge.plan import plan
    from bibtools.model.match import Enriched

    items = [Enriched(each, each.reference) for each in read(new.read_text("utf-8"), str(new)).entries]
    file = BibFile(library)
    times = [process_time()]
    document, fingerprint = file.read()
    times.append(process_time())
    made = plan(document, fingerprint, items, file)
    times.append(process_time())
    file.apply(made)
    times.append(process_time())
    assert len(made.changes) == NEWCOMERS, (len(made.changes), made.conflicts[:3])
    assert not made.conflicts
    return dict(zip(STEPS, (b - a for a, b in itertools.pairwise(times)), strict=True))


def bibtexparser(library: Path, new: Path) -> dict[str, float]:
    import bibtexparser as peer
    from bibtexparser.model import Field

    newcomers = peer.parse_string(new.read_text("utf-8")).entries
    times = [process_time()]
    held = peer.parse_string(library.read_text("utf-8"))
    times.append(process_time())
    by_title = {each["title"].lower(): each for each in held.entries}
    changed = 0
    for each in newcomers:
        same = by_title.get(each["title"].lower())
        if same is None:
            held.add(each)
        else:
            same.set_field(Field("volume", each["volume"]))
        changed += 1
    times.append(process_time())
    library.write_text(peer.write_string(held), "utf-8")
    times.append(process_time())
    assert changed == NEWCOMERS
    return dict(zip(STEPS, (b - a for a, b in itertools.pairwise(times)), strict=True))


def untouched(before: str, after: str) -> int:
    """How many of the library's lines are still there, in percent."""
    old, new = Counter(before.splitlines()), Counter(after.splitlines())
    return round(100 * (old & new).total() / old.total())


def compare(count: int, rounds: int) -> tuple[dict[str, dict[str, float]], dict[str, int]]:
    """Medians of each program's steps, and the percentage of lines that it leaves alone."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in PROGRAMS}
    kept: dict[str, int] = {}
    for _ in range(rounds):
        for name in PROGRAMS:
            with tempfile.TemporaryDirectory() as folder:
                library, new = write_files(Path(folder), count)
                before = library.read_text("utf-8")
                call = [sys.executable, "-m", "benchmarks.merge", "--one", name, str(library), str(new)]
                done = subprocess.run(call, capture_output=True, text=True, check=True)
                runs[name].append(json.loads(done.stdout))
                if name not in kept:
                    kept[name] = untouched(before, library.read_text("utf-8"))
    return {name: {step: median(run[step] for run in found) for step in STEPS} for name, found in runs.items()}, kept


def report(results: dict[int, dict[str, dict[str, float]]], kept: dict[str, int]) -> str:
    lines = [
        "# Merging 500 newcomers",
        "",
        "Half are in the library under other keys and lack a field there, half are new. CPU time; read the ratios.",
        "bibtexparser 2.1 compares lower-cased titles; bibtools matches by evidence and proves what it writes.",
        "Written by `python -m benchmarks.merge`.",
        "",
        "| entries | bibtools ÷ bibtexparser, all | reading | planning ÷ own reading | applying ÷ own reading |",
        "| --- | --- | --- | --- | --- |",
    ]
    for count, found in results.items():
        mine, theirs = found["bibtools"], found["bibtexparser"]
        total = sum(mine.values()) / sum(theirs.values())
        lines.append(
            f"| {count:,} | {total:.2f} | {mine['read'] / theirs['read']:.2f} | {mine['plan'] / mine['read']:.2f} "
            f"| {mine['apply'] / mine['read']:.2f} |"
        )
    small, large = min(results), max(results)
    if small != large:
        lines += ["", f"| growth from {small:,} to {large:,} entries | read | plan | apply | all |"]
        lines.append("| --- | --- | --- | --- | --- |")
        for name in PROGRAMS:
            one, other = results[small][name], results[large][name]
            cells = [f"{other[step] / one[step]:.1f}" if one[step] > 1e-3 else "–" for step in STEPS]
            whole = sum(other.values()) / sum(one.values())
            lines.append(f"| {name} | {' | '.join(cells)} | {whole:.1f} |")
    if kept:
        told = ", ".join(f"{name} {share} %" for name, share in kept.items())
        lines += ["", f"Lines of the library that are still there afterwards: {told}."]
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", type=Path, default=None)
    parser.add_argument("--one", nargs=3, metavar=("PROGRAM", "LIBRARY", "NEW"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        name, library, new = arguments.one
        print(json.dumps({"bibtools": bibtools, "bibtexparser": bibtexparser}[name](Path(library), Path(new))))
        return
    results: dict[int, dict[str, dict[str, float]]] = {}
    kept: dict[str, int] = {}
    for count in sorted(arguments.sizes):
        results[count], shares = compare(count, arguments.rounds)
        kept |= shares
    text = report(results, kept)
    print(text, end="")
    if arguments.save:
        arguments.save.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
