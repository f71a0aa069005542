"""The `.bib` engine beside bibtexparser, refkit and citerra: reading, memory, editing, growth, identical bytes.

    python -m benchmarks.bib [--sizes 1000 10000] [--rounds 5] [--large] [--save FILE]

Files are generated: entries as publishers export them, in braces and quotes, with LaTeX and a few letters beyond ASCII.
Each measurement runs in a process of its own, programs in turn; times are CPU time and medians; read the ratios.
`--large` adds 100,000 entries (some 70 MB): two minutes, and gigabytes for the peers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from benchmarks.bib_programs import EDIT, EDITS, FIELDS, READ, Fields, bibtools_fields, chosen

LARGE = 100_000
GROWTH = 10  # times as many entries
LONG = 10.0  # seconds of CPU time: a task that takes longer is run once
ENDLESS = {"bibtexparser read": 10_000}  # and one that takes minutes, for more entries than these, not at all
PEERS = {
    "refkit": "refkit 0.4.0",
    "citerra": "citerra 0.4.0",
    "bibtexparser": "bibtexparser 2.1",
    "split": "its splitter",
}
_TEXT = (
    "quantum field theory neural attention model learning graph spectral the of and for with deep network optimal "
    'gradient estimation bounds lattice Schr{\\"o}dinger {BERT} $SU(N)$ \\alpha-stable naïve Poincaré kernel'
)
WORDS = _TEXT.split()
SYLLABLES = ("bal", "cer", "dor", "fen", "gul", "har", "jin", "kol", "lam", "mer", "nor", "pel")


def entry(number: int, random: Random) -> str:
    """One entry of about 700 characters and eleven fields."""

    def text(count: int) -> str:
        return " ".join(random.choice(WORDS) for _ in range(count))

    people = " and ".join(f"{random.choice(SYLLABLES).title()}{random.choice(SYLLABLES)}, J." for _ in "abc")
    fields = (
        ("author", f"{{{people}}}"),
        ("title", f"{{{{{text(10)}}}}}"),
        ("journal", f'"{text(4)}"'),
        ("year", f"{{{random.randrange(1950, 2026)}}}"),
        ("volume", f"{{{random.randrange(99)}}}"),
        ("pages", f"{{{number}--{number + 9}}}"),
        ("doi", f"{{10.1000/{number}}}"),
        ("url", f"{{https://example.org/{number}}}"),
        ("month", "jan"),
        ("publisher", f"{{{text(3)}}}"),
        ("abstract", f"{{{text(30)}}}"),
    )
    kind = random.choice(("article", "inproceedings", "book", "misc"))
    body = ",\n".join(f"  {name:<10}= {value}" for name, value in fields)
    return f"@{kind}{{key{number},\n{body}\n}}\n"


def write_file(path: Path, count: int) -> None:
    """A file of `count` entries, the same on every run."""
    random = Random(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            file.write(entry(number, random) + "\n")


WORK = {"fields": FIELDS, "read": READ, "edit": EDIT}
TASKS = tuple(f"{program} {work}" for work, programs in WORK.items() for program in programs)


def carry_out(task: str, path: Path, count: int) -> int:
    """Run one task; how many fields or authors were read, or how many values of the result are new."""
    program, work = task.split()
    if work == "fields":
        return sum(len(fields) for fields in FIELDS[program](path))
    return READ[program](path) if work == "read" else EDIT[program](path, count)


def bare(fields: Fields) -> list[list[tuple[str, str]]]:
    """Names and values without delimiters, which some programs keep and others take away."""
    return [[(name, value.strip('{}"')) for name, value in each] for each in fields]


def measure(task: str, path: Path, count: int) -> dict[str, float]:
    """Run one task in this process: its answer, CPU seconds without imports, and peak memory beyond the imports."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.bib"
        write_file(small, 10)
        carry_out(task, small, 10)
        program, work = task.split()
        assert work != "fields" or bare(FIELDS[program](small)) == bare(bibtools_fields(small)), task
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    answer = carry_out(task, path, count)
    seconds = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"answer": answer, "seconds": seconds, "peak": peak * 1024 if os.uname().sysname == "Linux" else peak}


def compare(path: Path, count: int, rounds: int) -> dict[str, dict[str, float] | None]:
    """Medians of each task in processes of their own, in turn; None where a program refuses."""
    asked = [task for task in TASKS if count <= ENDLESS.get(task, count)]
    runs: dict[str, list[dict[str, float]] | None] = {task: [] for task in asked}
    for _ in range(rounds):
        for task, found in runs.items():
            if found is None or (found and found[0]["seconds"] > LONG):
                continue
            call = [sys.executable, "-m", "benchmarks.bib", "--one", task, str(path), str(count)]
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{task}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                runs[task] = None
            else:
                found.append(json.loads(done.stdout))
    expected = {"fields": 11 * count, "read": 3 * count, "edit": len(chosen(count))}
    medians: dict[str, dict[str, float] | None] = {}
    for task, found in runs.items():
        medians[task] = {key: median(run[key] for run in found) for key in found[0]} if found else None
        assert not found or found[0]["answer"] == expected[task.split()[1]], (task, found[0])
    return medians


def identical() -> tuple[int, int]:
    """On how many tricky files unmodified reading and writing gives the same bytes, and how many there are."""
    from bibtools.formats.bib.edit import edit
    from bibtools.formats.bib.scan import scan
    from bibtools.formats.edits import apply_edits
    from bibtools.formats.encoding import decode, encode

    texts = [
        entry(1, Random(1)).replace("\n", newline) + tail
        for newline in ("\n", "\r\n", "\r")
        for tail in (
            "",
            "@misc{a, title = {never closed",
            "% the end",
            '@string{a = "A"}',
            "@comment{x}",
            "@misc(a, b=c#d)",
        )
    ]
    folder = os.environ.get("BIBTOOLS_SHARED")
    real = (
        [each.read_bytes() for each in sorted(Path(folder, "data/bib-corpus").iterdir()) if each.suffix != ".json"]
        if folder
        else []
    )
    same = 0
    files = [text.encode() for text in texts] + [b"\xef\xbb\xbf" + text.encode() for text in texts] + real
    for data in files:
        decoded = decode(data)
        blocks = scan(decoded.text)
        text = apply_edits("".join(map(blocks.source, blocks)), edit(blocks, []))
        same += encode(text, decoded.encoding, decoded.bom) == data
    return same, len(files)


Found = dict[str, dict[str, float] | None]


def ratio(mine: dict[str, float] | None, theirs: dict[str, float] | None, key: str) -> str:
    return f"{mine[key] / theirs[key]:.3f}" if mine and theirs and theirs[key] else "–"


def report(results: dict[int, Found], sizes: dict[int, int], rounds: int) -> str:
    lines = [
        "# The .bib engine beside its peers",
        "",
        "CPU time and peak memory of bibtools divided by the peer's, in the same run; below 1 is better than the peer.",
        f"Written by `python -m benchmarks.bib`; medians of {rounds} rounds, programs in turn;",
        f"what takes longer than {LONG:.0f} seconds (bibtexparser with {LARGE:,} entries) is run once.",
        "bibtexparser is called as its manual shows (`parse_file`, `Library.replace`; written in place, as it advises",
        "for large libraries); its splitter is `parse_file` without middleware. What fields mean: names taken apart,",
        "months, LaTeX as Unicode (bibtexparser's middleware for these); for bibtools also dates, identifiers, types,",
        "and all that is wrong with the file. – : not asked, or the peer refuses to edit the file (refkit above",
        "16 MiB).",
        "",
        f"| entries | work | {' | '.join(PEERS.values())} |",
        f"| --- | --- |{' --- |' * len(PEERS)}",
    ]
    rows = [
        ("every field as text, time", "bibtools fields", "fields", "seconds"),
        ("every field as text, memory", "bibtools fields", "fields", "peak"),
        ("what the fields mean, time", "bibtools read", "read", "seconds"),
        (f"open, {EDITS} edits, write, time", "bibtools edit", "edit", "seconds"),
        ("the same, the result proven by reading it anew", "proven edit", "edit", "seconds"),
    ]
    for count, found in results.items():
        for title, mine, task, key in rows:
            cells = [ratio(found[mine], found.get(f"{peer} {task}"), key) for peer in PEERS]
            lines.append(f"| {count:,} | {title} | {' | '.join(cells)} |")
    lines += ["", "| entries | peak memory of bibtools ÷ size of the file, every field as text |", "| --- | --- |"]
    for count, found in results.items():
        mine = found["bibtools fields"]
        lines.append(f"| {count:,} | {mine['peak'] / sizes[count]:.2f} |" if mine else f"| {count:,} | – |")
    lines += growth(results)
    same, files = identical()
    return "\n".join(
        [*lines, "", f"Identical bytes after reading and writing unmodified: {same} of {files} files.", ""]
    )


def growth(results: dict[int, Found]) -> list[str]:
    """How many times as long each program takes for ten times as many entries, if both were measured."""
    large = max(results)
    small = large // GROWTH
    if small not in results:
        return []
    times = [(task, ratio(results[large].get(task), results[small].get(task), "seconds")) for task in TASKS]
    rows = [f"| {task} | {time} |" for task, time in times]
    return ["", f"| growth from {small:,} to {large:,} entries | time |", "| --- | --- |", *rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} entries")
    parser.add_argument("--save", type=Path, default=None)
    parser.add_argument("--one", nargs=3, metavar=("TASK", "FILE", "COUNT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        task, path, count = arguments.one
        print(json.dumps(measure(task, Path(path), int(count))))
        return
    results, sizes = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for count in sorted({*arguments.sizes, *([LARGE] if arguments.large else [])}):
            path = Path(folder) / f"{count}.bib"
            write_file(path, count)
            sizes[count] = path.stat().st_size
            results[count] = compare(path, count, arguments.rounds)
    text = report(results, sizes, arguments.rounds)
    print(text, end="")
    if arguments.save:
        arguments.save.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
