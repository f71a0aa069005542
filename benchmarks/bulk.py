"""Bulk matching from end to end: reading, looking up, deciding, writing; memory; processes.

    python -m benchmarks.bulk SNAPSHOT [--entries 20000] [--save FILE]

Every second record of the snapshot goes into an index; entries are made of all of them, so that half of the entries
are of papers that the index does not have, look-alikes included. Odd ones have a title and authors as a list prints
them, even ones an abstract as it is copied from a PDF or with words lost (`benchmarks/noise.py`, by seed).
The peer is rapidfuzz's `extractOne` over all titles in memory, which finds a title's nearest and decides nothing.
Rates are CPU time of one process, medians of three rounds; memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time

import orjson

from benchmarks.noise import dropped_words, pdf_copy, two_typos
from bibtools import config as configuration
from bibtools.pipeline import bulk
from bibtools.pipeline.batches import batches
from bibtools.sources.arxiv_index import build
from bibtools.sources.arxiv_index.snapshot import read_lines
from bibtools.text.fold import fold

SEED = 20260102
PEER_ENTRIES = 300
ROUNDS = 3


def split(snapshot: Path, folder: Path) -> Path:
    """An index of every second record."""
    half = folder / "half.jsonl"
    with half.open("wb") as file:
        for number, line in read_lines(snapshot):
            if number % 2 == 0:
                file.write(line + b"\n")
    build([half], folder / "half.index", keep_abstracts=True)
    return folder / "half.index"


def entries(snapshot: Path, *, known: bool, count: int) -> Iterator[bytes]:
    """So many lines of entries made from records that the index has (`known`) or has not, over again if need be."""
    records = [orjson.loads(line) for number, line in read_lines(snapshot) if (number % 2 == 0) == known]
    random = Random(SEED)
    random.shuffle(records)
    for number in range(count):
        record = records[number % len(records)]
        entry = {"id": f"e{number}"}
        if number % 2 or not record["abstract"]:
            entry |= {"title": two_typos(record["title"], random) if number % 4 == 1 else record["title"]}
            entry |= {"authors": record["authors"], "year": f"20{random.randrange(10, 26)}"}
        else:
            entry |= {"abstract": (pdf_copy if number % 4 else dropped_words)(record["abstract"], random)}
        yield orjson.dumps(entry) + b"\n"


def settings(index: Path) -> configuration.Config:
    flags = {"source.use": "index", "index.path": str(index)}
    return configuration.load(environ={}, folder=None, user_file=None, flags=flags)


def rate(path: Path, index: Path, count: int) -> tuple[float, float]:
    """Entries a second of CPU time, and which part of them was accepted."""
    times = []
    for _ in range(ROUNDS):
        accepted, start = 0, process_time()
        for done in bulk.matched(batches([str(path)], bulk.CHUNK), settings(index)):
            accepted += done.counts.get("accept", 0)
        times.append(process_time() - start)
    return count / sorted(times)[ROUNDS // 2], accepted / count


def peer_rate(snapshot: Path, path: Path) -> float:
    """Titles a second for which rapidfuzz finds the nearest of the same titles."""
    from rapidfuzz import fuzz, process

    titles = [fold(orjson.loads(line)["title"]) for number, line in read_lines(snapshot) if number % 2 == 0]
    asked = [title for line in path.read_bytes().splitlines() if (title := orjson.loads(line).get("title"))]
    start = process_time()
    for title in asked[:PEER_ENTRIES]:
        process.extractOne(fold(title), titles, scorer=fuzz.ratio)
    return min(PEER_ENTRIES, len(asked)) / (process_time() - start)


def command(path: Path, index: Path, *arguments: str) -> list[str]:
    return [
        *(sys.executable, "-m", "bibtools", "match", str(path)),
        *("--source", "index", "--index", str(index)),
        *arguments,
    ]


def measured(line: Sequence[str]) -> tuple[float, int]:
    """Wall seconds of a command, and the peak memory of its largest process in MB."""
    probe = "import json, resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, " + (
        "stderr=subprocess.DEVNULL); print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    start = perf_counter()
    run = subprocess.run([sys.executable, "-c", probe, *line], capture_output=True, check=True)
    return perf_counter() - start, round(json.loads(run.stdout) / (1 if sys.platform != "darwin" else 1024) / 1024)


def run(snapshot: Path, count: int) -> str:
    """Everything, as Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = split(snapshot, folder)
        lines = [
            "| entries | bibtools, end to end | accepted | rapidfuzz, nearest title | ratio |",
            "|---|---|---|---|---|",
        ]
        files = {}
        for known, kind in ((True, "in the index"), (False, "not in the index")):
            path = files[known] = folder / f"{known}.jsonl"
            path.write_bytes(b"".join(entries(snapshot, known=known, count=count)))
            ours, accepted = rate(path, index, count)
            peer = peer_rate(snapshot, path)
            lines.append(f"| {kind} | {ours:,.0f}/s | {accepted:.1%} | {peer:,.0f}/s | {ours / peer:.1f} × the rate |")
        lines += ["", *memory(snapshot, folder, index, count), "", *processes(files[True], index)]
        return "\n".join([f"{count:,} entries of each kind against {index_size(index):,} records.", "", *lines])


def index_size(index: Path) -> int:
    from bibtools.sources.arxiv_index import info

    return info(index).records


def memory(snapshot: Path, folder: Path, index: Path, count: int) -> list[str]:
    """Peak memory for inputs that grow, as a stream and as one file of matches."""
    lines = ["| entries | --jsonl, MB | one matches.json, MB |", "|---|---|---|"]
    for part in (count // 4, count // 2, count):
        path = folder / "growing.jsonl"
        path.write_bytes(b"".join(entries(snapshot, known=True, count=part)))
        _, stream = measured(command(path, index, "--jsonl", "--workers", "1"))
        _, whole = measured(command(path, index, "--json"))
        lines.append(f"| {part:,} | {stream} | {whole} |")
    return lines


def processes(path: Path, index: Path) -> list[str]:
    """Wall time for one and two processes, in turn."""
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, taken in times.items():
            taken.append(measured(command(path, index, "--jsonl", "--workers", str(workers)))[0])
    one, two = (sorted(times[workers])[ROUNDS // 2] for workers in (1, 2))
    return [f"Two processes take {two / one:.2f} × the wall time of one."]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--save", type=Path, help="append the tables to this file")
    options = parser.parse_args()
    tables = run(options.snapshot, options.entries)
    print(tables)
    if options.save:
        with options.save.open("a", encoding="utf-8") as file:
            file.write(f"\n{tables}\n")


if __name__ == "__main__":
    main()
