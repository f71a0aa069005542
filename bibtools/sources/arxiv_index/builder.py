"""Builds an index from metadata snapshots, in bounded memory, so that equal inputs give equal bytes.

1. The lines are worked through chunk by chunk; each chunk is saved in a work folder beside the index.
2. Records are put into the order of their ids; of several with one id the one changed last stays.
3. Rows are packed in that order. Fingerprints are merged range by range: every chunk has them sorted, so each range is
   a slice of every chunk.
4. The finished file replaces the older one in one step; the work folder goes.

Only steps 2 and 3 hold something of all records at once (some 250 bytes each). A build that was interrupted and is
started again with the same inputs and choices takes up the chunks that are finished.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path

from bibtools.errors import UnreadableInput
from bibtools.model.document import Problem
from bibtools.sources.arxiv_index import chunk as chunks
from bibtools.sources.arxiv_index.assemble import Progress, assemble
from bibtools.sources.arxiv_index.canary import canary
from bibtools.sources.arxiv_index.container import FORMAT_VERSION, Container
from bibtools.sources.arxiv_index.fingerprint import SAMPLINGS
from bibtools.sources.arxiv_index.info import IndexInfo
from bibtools.sources.arxiv_index.snapshot import read_lines
from bibtools.sources.arxiv_index.work import Batch, alone, make_chunks, sweep, work_folder

DEFAULT_SAMPLING = 2
_CHUNK_LINES = 10_000


def build(
    paths: Sequence[Path],
    out: Path,
    *,
    keep_abstracts: bool = True,
    sampling: int = DEFAULT_SAMPLING,
    workers: int = 1,
    progress: Progress | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> IndexInfo:
    """The index of the records in `paths` (JSON lines, plain, .gz or .zst), written to the file `out`.

    `keep_abstracts` keeps abstracts and comments as text; fingerprints of abstracts are kept in any case, one in
    `sampling` (1, 2, 4, 8 or 16: a smaller index, and less certain matches of short or noisy abstracts).
    `workers` is the number of processes. `progress` is told a step's name, how much is done, and of how much (None:
    unknown). `on_problem` is told each line that is no record and each record that gave way to another of its id.

    Raises UnreadableInput when an input cannot be read, or nothing in it is a record; IndexUnusable when another
    process is building the same index. In both cases, and when interrupted, an older index at `out` stays as it was.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    if sampling not in SAMPLINGS:
        raise ValueError(f"sampling is one of {SAMPLINGS}, not {sampling}")
    work = work_folder(out, _Job(tuple(paths), keep_abstracts, sampling).fingerprint())
    progress = progress or (lambda *_: None)
    batches = chain.from_iterable(batched(str(path), read_lines(path)) for path in paths)
    with alone(work, out):
        try:
            folders = make_chunks(
                batches, work, progress, keep_abstracts=keep_abstracts, sampling=sampling, workers=workers
            )
            if not folders:
                raise UnreadableInput(
                    f"{', '.join(map(str, paths))}: there is no line", hint="an index is built from JSON lines"
                )
            loaded = [chunks.load(folder) for folder in folders]
            facts = assemble(
                loaded, out, sampling, progress, on_problem or (lambda _: None), folder=work, workers=workers
            )
        except UnreadableInput:
            # There is nothing to go on with: the input must change first.
            shutil.rmtree(work, ignore_errors=True)
            raise
    sweep(out)
    return IndexInfo.of(str(out), out.stat().st_size, FORMAT_VERSION, facts)


def info(path: Path) -> IndexInfo:
    """What the index file holds. Raises IndexUnusable."""
    container = Container(path)
    return IndexInfo.of(str(path), container.size, container.version, container.facts)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is built: the inputs and the choices."""

    paths: tuple[Path, ...]
    keep_abstracts: bool
    sampling: int

    def fingerprint(self) -> str:
        """Equal only for the same choices and inputs, as far as the inputs' sizes and times tell."""
        stats = [(path.resolve(), path.stat()) for path in self.paths if path.exists()]
        inputs = [(str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats]
        told = repr((FORMAT_VERSION, chunks.LAYOUT, canary(), inputs, self.keep_abstracts, self.sampling))
        return blake2b(told.encode(), digest_size=6).hexdigest()


def batched(path: str, lines: Iterable[tuple[int, bytes]]) -> Iterator[Batch]:
    """The lines of one file, as many at a time as make a chunk."""
    remaining = iter(lines)
    while batch := list(islice(remaining, _CHUNK_LINES)):
        yield path, batch
