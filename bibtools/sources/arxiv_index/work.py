"""The work folder beside an index that is being made: chunks appear in it one by one, and outlive an interruption."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from glob import escape
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from filelock import FileLock, Timeout

from bibtools.errors import IndexUnusable
from bibtools.sources.arxiv_index import chunk as chunks
from bibtools.sources.arxiv_index.assemble import Progress
from bibtools.sources.arxiv_index.fingerprint import Fingerprinter

Batch = tuple[str, list[tuple[int, bytes]]]
"""Where some lines stand, and the lines with their numbers."""

# What a process that works through chunks takes, with room to spare.
_MEMORY_OF_ONE = 500 << 20


def work_folder(out: Path, fingerprint: str) -> Path:
    """Where the index `out` is made; `fingerprint` is equal only for equal inputs and choices."""
    return out.with_name(f".{out.name}.{fingerprint}.building")


@contextmanager
def alone(work: Path, out: Path) -> Iterator[None]:
    """Holds the lock on a work folder. Raises IndexUnusable when another process has it."""
    lock = FileLock(f"{work}.lock", timeout=0)
    try:
        with lock:
            try:
                yield
            finally:
                Path(lock.lock_file).unlink(missing_ok=True)
    except Timeout as error:
        raise IndexUnusable(f"{out}: another process is building this index", hint="wait until it is done") from error


def sweep(out: Path) -> None:
    """Remove what finished and interrupted work on `out` left, but not the folder of work that is under way."""
    for name in {str(path).removesuffix(".lock") for path in out.parent.glob(f".{escape(out.name)}.*.building*")}:
        with suppress(IndexUnusable), alone(Path(name), out):
            shutil.rmtree(name, ignore_errors=True)


def make_chunks(
    batches: Iterable[Batch], work: Path, progress: Progress, *, keep_abstracts: bool, sampling: int, workers: int
) -> list[Path]:
    """The folders of all chunks, one for each batch, in order; those that are there already are not made again."""
    folders: list[Path] = []
    done = 0
    batches = iter(batches)
    first = list(islice(batches, 2))
    with ExitStack() as stack:
        # Starting processes takes longer than one chunk does.
        pool = _pool(workers) if workers > 1 and len(first) > 1 else None
        if pool:
            stack.callback(pool.shutdown, cancel_futures=True)
        running: list[Future[None]] = []
        for batch in chain(first, batches):
            folders.append(work / f"chunk-{len(folders):05}")
            done += len(batch[1])
            if folders[-1].is_dir():
                pass
            elif pool is None:
                _make(batch, folders[-1], sampling, keep_abstracts)
            else:
                running.append(pool.submit(_make, batch, folders[-1], sampling, keep_abstracts))
                while len(running) > workers + 1:
                    running.pop(0).result()
            progress("reading", done, None)
        for each in running:
            each.result()
    progress("reading", done, done)
    return folders


def _make(batch: Batch, folder: Path, sampling: int, keep_abstracts: bool) -> None:
    chunks.save(chunks.make(*batch, _fingerprinter(sampling), keep_abstracts=keep_abstracts), folder)


# Each process keeps the numbers of the words it has met from one chunk to the next.
_fingerprinter = lru_cache(maxsize=1)(Fingerprinter)


def _pool(workers: int) -> ProcessPoolExecutor:
    # A forked copy would share the parent's threads and locks, so each starts afresh. To look for cycles, of which the
    # work on a chunk makes none, would take a twentieth of its time.
    return ProcessPoolExecutor(
        min(workers, workers_that_fit()), mp_context=get_context("spawn"), initializer=gc.disable
    )


def workers_that_fit() -> int:
    """How many processes this machine has cores for, and memory to spare.

    >>> workers_that_fit() >= 1
    True
    """
    cores = os.cpu_count() or 1
    try:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # a system that does not tell
        return cores
    # Half of the memory is others', and one share is for the process that reads and assembles.
    return max(1, min(cores, memory // 2 // _MEMORY_OF_ONE - 1))
