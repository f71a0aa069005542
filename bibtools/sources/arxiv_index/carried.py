"""An older index as a part of a new one: its rows and fingerprints are carried over as they are, text or no text.

Fingerprints cannot be made again where an index keeps no abstracts, and need not be where it does: a posting tells the
hash (as far as the index looks at it) and the record. So a new index can be no finer than the old one was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bibtools.model.document import Problem
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.chunk import RECORD
from bibtools.sources.arxiv_index.container import Container, damaged
from bibtools.sources.arxiv_index.fingerprint import OWNER_BITS, Numbers
from bibtools.sources.arxiv_index.postings import Ints, Postings, Shape
from bibtools.sources.arxiv_index.rows import Rows


class Carried:
    """The records of the index in `container`, all of them older than any other part's. Raises IndexUnusable.

    `newest` is the last day of any version (YYYYMMDD, 0 where none is known).
    """

    problems: tuple[Problem, ...] = ()

    def __init__(self, container: Container) -> None:
        about = container.facts
        shape, size = Shape(*about["shape"]), int(about["records"])
        self.path = str(container.path)
        self.kinds = tuple(sorted(about["blocks"]))
        self.hash_bits, self.cut_bits = shape.hash_bits, shape.bucket_bits
        self._shape = shape
        self._rows = {kind: Rows(container, kind, block) for kind, block in about["blocks"].items()}
        self._blocks: dict[str, int] = about["blocks"]
        self._opened: dict[str, tuple[int, dict[int, bytes]]] = {}
        self._count = len(container.array("postings")) // shape.width
        self._postings = Postings(shape, container.array("postings.starts"), container.array("postings"), size)
        self.records, self.newest = self._outlines(container, size)

    def row(self, kind: str, number: int) -> bytes:
        """One row of one record; cheap when asked for in ascending order."""
        block, place = divmod(number, self._blocks[kind])
        opened, rows = self._opened.get(kind, (-1, {}))
        if opened != block:
            first = number - place
            rows = self._rows[kind].many(range(first, min(first + self._blocks[kind], len(self.records))))
            self._opened[kind] = block, rows
        return rows[number]

    def many(self, kind: str, numbers: Ints) -> list[bytes]:
        """One row of each of these records."""
        return [self.row(kind, number) for number in numbers.tolist()]

    def release(self) -> None:
        """Nothing is given back: the system does so when memory is short."""

    def count(self) -> int:
        """The number of fingerprints."""
        return self._count

    def cut(self, number: int, bits: int) -> Numbers:
        """The fingerprints whose hashes begin with these `bits` bits."""
        step = self._shape.bucket_bits - bits
        hashes, records = self._postings.entries(number << step, (number + 1) << step)
        return hashes << np.uint64(OWNER_BITS) | records.astype(np.uint64)

    def _outlines(self, container: Container, size: int) -> tuple[npt.NDArray[Any], int]:
        """The table of records, and the latest day in it; `changed` is 0, before any day."""
        table, newest, done = np.zeros(size, RECORD), 0, 0
        for block in self._rows["facts"].blocks():
            if done + len(block) > size:
                raise damaged("it has more records than it says")
            for row in block:
                id, issued, updated, category = facts.outline(row)
                table[done] = (id.encode(), 0, issued, 0, category.encode(), 0)
                newest, done = max(newest, updated, issued), done + 1
        if done < size or len(container.array("grams")) != size:
            raise damaged("it has fewer records than it says")
        table["grams"] = container.array("grams")
        return table, newest
