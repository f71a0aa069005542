"""Puts finished chunks together to one index file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import astuple
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bibtools.errors import IndexUnusable, UnreadableInput
from bibtools.model.document import Problem
from bibtools.sources.arxiv_index.canary import canary
from bibtools.sources.arxiv_index.container import Writer
from bibtools.sources.arxiv_index.earlier import Retitled, retitled
from bibtools.sources.arxiv_index.fingerprint import hashes_of, owners_of
from bibtools.sources.arxiv_index.info import day_of
from bibtools.sources.arxiv_index.order import Ordered, Part
from bibtools.sources.arxiv_index.postings import Encoded, Ints, Shape, encode
from bibtools.sources.arxiv_index.rows import SAMPLE_SIZE, Packing, write_rows

Progress = Callable[[str, int, int | None], None]

_PACKING = {
    "facts": Packing(block=16, dictionary=1 << 16),
    "titles": Packing(block=32, dictionary=1 << 15),
    "texts": Packing(block=16, dictionary=1 << 16),
}
# Records up to which an index is packed as tightly as can be, to be shipped; a larger one is packed quickly.
_SMALL = 50_000
_TIGHT, _QUICK = 19, 3
# How many fingerprints are merged at a time: some 60 MB at work.
_AT_ONCE = 1 << 20
_ROWS_AT_ONCE = 1 << 13
# After so many rows or ranges the pages of chunks that were read are given back: some 80 MB.
_RELEASED_AFTER = 1 << 16
_RELEASED_STEPS = 8
# How many more bits of the hashes must be known than are needed to number all fingerprints: with 2, one in four
# look-ups finds a record by chance.
_FEWEST_SPARE_BITS = 2


def assemble(
    chunks: Sequence[Part],
    out: Path,
    sampling: int,
    progress: Progress,
    on_problem: Callable[[Problem], None],
    *,
    folder: Path,
    without: Collection[str] = (),
    more: Mapping[str, Any] | None = None,
    workers: int = 1,
) -> dict[str, Any]:
    """Write the index file and return the facts about it that stand in its table; `more` overrides what is counted.

    The ids in `without` are left out. The file is made in `folder`, its fingerprints are merged by `workers` threads.
    Raises UnreadableInput when the chunks hold no record, and IndexUnusable when none is left, or too little is known
    of so many fingerprints to tell them apart.
    """
    ordered = Ordered(chunks, without)
    problems = [problem for chunk in chunks for problem in chunk.problems]
    for problem in chain(problems, ordered.replaced()):
        on_problem(problem)
    if not len(ordered) and without:
        raise IndexUnusable(f"{out}: no record would be left of the index")
    if not len(ordered):
        paths = ", ".join(sorted({chunk.path for chunk in chunks}))
        raise UnreadableInput(
            f"{paths}: no line is a record of arXiv's metadata", hint=problems[0].message if problems else None
        )
    kinds = chunks[0].kinds
    prints = sum(chunk.count() for chunk in chunks)
    shape = Shape.fitting(len(ordered), prints, min(chunk.hash_bits for chunk in chunks))
    if shape.hash_bits < prints.bit_length() + _FEWEST_SPARE_BITS:
        raise IndexUnusable(
            f"{out}: the index was built for far fewer records than it would have now",
            hint="build a new one from arXiv's metadata snapshot, with `bibtools index build`",
        )
    facts: dict[str, Any] = _facts(ordered) | {
        "abstracts": "texts" in kinds,
        "blocks": {kind: _PACKING[kind].block for kind in kinds},
        "canary": canary(),
        "replaced": ordered.count_replaced(),
        "sampling": sampling,
        "shape": astuple(shape),
        "skipped": len(problems),
    }
    facts |= more or {}
    renamed = retitled(ordered)
    _release(ordered)
    with Writer(out, folder) as writer:
        for kind in kinds:
            sample = renamed.many(kind, np.arange(0, len(ordered), len(ordered) // SAMPLE_SIZE + 1))
            level = _TIGHT if len(ordered) <= _SMALL else _QUICK
            write_rows(writer, kind, _rows(renamed, kind, progress), sample, _PACKING[kind], level)
        writer.add("grams", [ordered.column("grams")], "<u2")
        facts["fingerprints"] = _write_postings(writer, ordered, shape, workers, progress)
        writer.finish(facts)
    return facts


def _facts(ordered: Ordered) -> dict[str, Any]:
    issued, category = ordered.column("issued"), ordered.column("category")
    days = issued[issued > 0]
    names, counts = np.unique(category[category != b""], return_counts=True)
    by_size = sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return {
        "records": len(ordered),
        "changed": day_of(int(ordered.column("changed").max())),
        "issued": [day_of(int(day)) for day in (days.min(), days.max())] if len(days) else [],
        "categories": [(name.decode(), count) for name, count in by_size],
    }


def _rows(renamed: Retitled, kind: str, progress: Progress) -> Iterator[bytes]:
    ordered = renamed.ordered
    for first in range(0, len(ordered), _ROWS_AT_ONCE):
        progress(f"packing {kind}", first, len(ordered))
        if first % _RELEASED_AFTER == 0:
            _release(ordered)
        yield from renamed.many(kind, np.arange(first, min(first + _ROWS_AT_ONCE, len(ordered))))
    progress(f"packing {kind}", len(ordered), len(ordered))
    _release(ordered)


def _release(ordered: Ordered) -> None:
    for chunk in ordered.chunks:
        chunk.release()


def _write_postings(writer: Writer, ordered: Ordered, shape: Shape, workers: int, progress: Progress) -> int:
    """Merge the chunks' fingerprints range by range; how many entries there are then."""
    counts = np.zeros((1 << shape.bucket_bits) + 1, np.int64)
    wanted = (sum(chunk.count() for chunk in ordered.chunks) // _AT_ONCE).bit_length()
    # No range cuts a bucket.
    bits = min(wanted, shape.bucket_bits, *(chunk.cut_bits for chunk in ordered.chunks))
    numbers = ordered.numbers()

    def merged(step: int) -> Encoded:
        return _merged(ordered, numbers, step, bits, shape)

    def parts() -> Iterator[npt.NDArray[np.uint8]]:
        with ThreadPoolExecutor(workers) as pool:
            for step, (buckets, sizes, data) in enumerate(_in_order(pool, merged, range(1 << bits), workers)):
                progress("sorting fingerprints", step, 1 << bits)
                if step % _RELEASED_STEPS == 0:
                    _release(ordered)
                counts[buckets + 1] = sizes
                yield data
        progress("sorting fingerprints", 1 << bits, 1 << bits)

    writer.add("postings", parts())
    starts = np.cumsum(counts)
    writer.add("postings.starts", [starts], "<u4" if starts[-1] < 1 << 32 else "<u8")
    return int(starts[-1])


def _merged(ordered: Ordered, numbers: Sequence[Ints], step: int, bits: int, shape: Shape) -> Encoded:
    """The entries of all fingerprints in one range of hashes."""
    parts = [chunk.cut(step, bits) for chunk in ordered.chunks]
    records = np.concatenate([number[owners_of(part)] for number, part in zip(numbers, parts, strict=True)])
    hashes = hashes_of(np.concatenate(parts))
    if (records < 0).any():
        hashes, records = hashes[records >= 0], records[records >= 0]
    return encode(hashes, records.astype(np.uint64), shape)


def _in_order(pool: Executor, work: Callable[[int], Encoded], steps: Iterable[int], workers: int) -> Iterator[Encoded]:
    """What `work` makes of each step, of which no more are begun than there are workers."""
    remaining = iter(steps)
    running = deque(pool.submit(work, step) for step in islice(remaining, workers))
    while running:
        done = running.popleft().result()
        running.extend(pool.submit(work, step) for step in islice(remaining, 1))
        yield done
