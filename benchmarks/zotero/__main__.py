"""A Zotero library read and merged into, beside pyzotero: requests, time, and what really stands there afterwards.

    python -m benchmarks.zotero [--items 10000] [--pyzotero PYTHON] [--save FILE]

Both work on the same replica of Zotero's web API, in a process of its own on this machine. The library holds half of
the papers, without dates and addresses; the merge fills those and adds the other half. Once without limits; once with
the real server's (100 requests at a time, 10 more each second), while somebody else of the same user uses them up at
every fortieth write. `PYTHON` is that of an environment with pyzotero; `--items` are all papers, which are invented.
bibtools matches by title, authors and ids, checks, keeps a journal, and asks the server for every item; pyzotero gets a
script of a few lines that trusts `archiveID`. Read requests and items; the seconds are no match for each other.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.append(str(Path(__file__).parent.parent.parent / "tests"))

from zotero.papers import papers

from bibtools.formats.csljson.write import write
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.formats.zotero.write import new_item

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Place:
    """The replica, and how it is asked what happened."""

    url: str
    key: str
    process: subprocess.Popen[str]

    def tell(self) -> dict[str, Any]:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return answer(self.process)


def answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


@contextmanager
def place(items: int, *, limited: bool) -> Iterator[Place]:
    call = [sys.executable, "-m", "benchmarks.zotero.place", str(items), *(["--limited"] if limited else [])]
    process = subprocess.Popen(call, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Place(**answer(process), process=process)
    finally:
        process.kill()
        process.communicate()


def timed(call: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Seconds by the clock and of the processor, and what was printed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(call[:4])}: {done.stderr}")
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


class Table:
    """Lines of figures, printed as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, line: str) -> None:
        self.lines.append(line)
        print(line, flush=True)

    def row(self, name: str, told: dict[str, Any], seconds: float, cpu: float, note: str = "") -> None:
        answers = told["answers"]
        figures = f"{told['requests']:9}{told['writes']:8}{told['largest']:9}{told['connections']:9}"
        codes = f"{answers.get('304', 0):6}{answers.get('429', 0):6}"
        written = f"{told['filled'] + told['made']:9}"
        self.add(f"{name:34}{figures}{codes}{written}{seconds:9.1f}{cpu:7.1f}  {note}".rstrip())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.zotero")
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--pyzotero", metavar="PYTHON")
    parser.add_argument("--save", type=Path)
    wanted = parser.parse_args()
    table = Table()
    table.add(f"{wanted.items} papers, half of them in the library")
    head = f"{'requests':>9}{'writes':>8}{'at once':>9}{'connect':>9}{'304':>6}{'429':>6}{'written':>9}"
    table.add(f"{'':34}{head}{'seconds':>9}{'CPU':>7}")
    with tempfile.TemporaryDirectory() as folder:
        works = papers(*range(wanted.items))
        new, items = Path(folder, "new.json"), Path(folder, "items.json")
        new.write_text(write((f"new{number}", work) for number, work in enumerate(works)), "utf-8")
        items.write_text(json.dumps([new_item(work, FALLBACK) for work in works]), "utf-8")
        for limited in (False, True):
            ours(table, wanted.items, Path(folder, f"ours{limited}"), new, limited=limited)
            if wanted.pyzotero:
                peer(table, wanted.items, wanted.pyzotero, items, limited=limited)
    if wanted.save:
        wanted.save.write_text("\n".join(table.lines) + "\n", "utf-8")


def ours(table: Table, count: int, home: Path, new: Path, *, limited: bool) -> None:
    suffix = ", limited" if limited else ""
    with place(count, limited=limited) as there:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "BIBTOOLS_ZOTERO_URL": there.url,
            "ZOTERO_API_KEY": there.key,
        }
        bibtools = [sys.executable, "-m", "bibtools"]
        merge = [*bibtools, "merge", str(new), "--into", "zotero:user", "--write"]
        calls = {"merge": merge, "merge again": merge}
        if not limited:
            show = [*bibtools, "show", "zotero:user", "--json"]
            calls = {"read": show, "read again": show, **calls}
        for name, call in calls.items():
            seconds, cpu, _ = timed(call, environment)
            table.row(f"bibtools {name}{suffix}", there.tell(), seconds, cpu)


def peer(table: Table, count: int, python: str, items: Path, *, limited: bool) -> None:
    suffix = ", limited" if limited else ""
    with place(count, limited=limited) as there:
        script = str(Path(__file__).with_name("peer.py"))
        seconds, cpu, printed = timed([python, script, there.url, there.key, str(items)], {"PATH": os.environ["PATH"]})
        told = json.loads(printed)
        raised = f", {len(told['raised'])} calls raised {told['raised'][0]}" if told["raised"] else ""
        note = f"reports {told['reported']} written{raised}"
        table.row(f"pyzotero read and merge{suffix}", there.tell(), seconds, cpu, note)


if __name__ == "__main__":
    main()
