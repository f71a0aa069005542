"""What it takes to build an index: time, and memory of all processes that take part."""

from __future__ import annotations

import resource
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bibtools.sources.arxiv_index import build


class Cost(NamedTuple):
    """What a build took: seconds of wall and CPU time, and at most so many bytes of memory.

    `own` is what all processes had together that is no page of a file; `with_files` is the most that one process had.
    """

    wall: float
    processor: float
    own: int
    with_files: int


def built(snapshot: Path, out: Path, *, sampling: int, workers: int) -> Cost:
    """Build an index without the abstracts' text, in processes of its own."""
    before, start, own = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter(), 0
    child = get_context("spawn").Process(target=_build, args=(snapshot, out, sampling, workers))
    child.start()
    while child.is_alive():
        child.join(0.2)
        own = max(own, _own_memory(child.pid or 0))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(perf_counter() - start, processor, own, after.ru_maxrss << 10)


def _own_memory(pid: int) -> int:
    """The bytes of memory that a process and those it has started have of their own, as Linux tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has just ended
        return 0
    own = sum(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("RssAnon:"))
    return own + sum(_own_memory(int(each)) for each in children)


def _build(snapshot: Path, out: Path, sampling: int, workers: int) -> None:
    build([snapshot], out, keep_abstracts=False, sampling=sampling, workers=workers)
