"""Entries a second: real files and invented ones, in one process on one core, and as a command on all cores."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter, process_time

from benchmarks.check.library import write_file
from bibtools.check import RULES, check_bib
from bibtools.formats.encoding import decode
from bibtools.pipeline.bulk import cores

INVENTED = 10_000  # entries
SHARED = "BIBTOOLS_SHARED"
_COUNT = re.compile(r"([\d,]+) entr(?:y|ies) checked: ([\d,]+) problems?")


@dataclass(frozen=True, slots=True)
class Rate:
    """What became of some files: entries and problems, and seconds in process, of the command, and until it ended."""

    name: str
    entries: int
    problems: int
    in_process: float
    command: float
    elapsed: float


def rates(rounds: int, faulty: float) -> list[Rate]:
    """The rates on invented files, without faults and with some, and on real ones, if there are any."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, share in (("invented, no fault", 0.0), (f"invented, one in {1 / faulty:.0f} with a fault", faulty)):
            path = Path(folder, "refs.bib")
            write_file(path, INVENTED, share)
            found.append(_rate(name, [path], rounds))
    if shared := os.environ.get(SHARED):
        paths = [path for path in sorted(Path(shared, "data", "bib-corpus").iterdir()) if path.suffix != ".json"]
        found.append(_rate(f"{len(paths)} real and damaged files", paths, rounds))
    return found


def _rate(name: str, paths: Sequence[Path], rounds: int) -> Rate:
    data = [(str(path), path.read_bytes()) for path in paths]
    in_process = [_timed(lambda: [check_bib(decode(d).text, p, RULES) for p, d in data]) for _ in range(rounds)]
    runs = [_command(paths) for _ in range(rounds)]
    entries, problems = runs[0][2:]
    command, elapsed = (median(run[place] for run in runs) for place in (0, 1))
    return Rate(name, entries, problems, median(in_process), command, elapsed)


def _timed(work: Callable[[], object]) -> float:
    before = process_time()
    work()
    return process_time() - before


def _command(paths: Sequence[Path]) -> tuple[float, float, int, int]:
    """CPU seconds, elapsed seconds, and how many entries and problems the command tells of."""
    with _children_timed() as spent:
        run = subprocess.run(
            [sys.executable, "-m", "bibtools", "check", "--exit-zero", *map(str, paths)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
    counted = _COUNT.search(run.stderr)
    assert counted, run.stderr
    entries, problems = (int(number.replace(",", "")) for number in counted.groups())
    return *spent, entries, problems


@contextmanager
def _children_timed() -> Iterator[list[float]]:
    """CPU seconds of child processes, and elapsed seconds."""
    spent: list[float] = []
    start, before = perf_counter(), getrusage(RUSAGE_CHILDREN)
    yield spent
    after = getrusage(RUSAGE_CHILDREN)
    spent += (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, perf_counter() - start)


def table(found: Sequence[Rate]) -> list[str]:
    """The rates as Markdown."""
    lines = [
        "Entries a second: in one process on one core (decoding and checking, nothing printed); and as a command,",
        f"start-up and printing included, that may use {cores()} cores: by the CPU time of all processes, and by the",
        "clock, which tells of the command only where the machine does nothing else.",
        "",
        "| files | entries | problems | in process, s | entries/s | command, CPU s | entries/s | by the clock, s |",
        "| --- |" + " ---: |" * 7,
    ]
    for rate in found:
        lines.append(
            f"| {rate.name} | {rate.entries:,} | {rate.problems:,} "
            f"| {rate.in_process:.2f} | {rate.entries / rate.in_process:,.0f} "
            f"| {rate.command:.2f} | {rate.entries / rate.command:,.0f} | {rate.elapsed:.2f} |"
        )
    if not any("real" in rate.name for rate in found):
        lines += ["", f"Real files are measured where {SHARED} names the folder that holds them."]
    return lines
