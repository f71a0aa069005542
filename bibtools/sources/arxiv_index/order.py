"""The records of all chunks in the order of their ids, each id once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bibtools.model.document import Origin, Problem
from bibtools.sources.arxiv_index.chunk import RECORD
from bibtools.sources.arxiv_index.fingerprint import Numbers
from bibtools.sources.arxiv_index.postings import Ints

# The codes of notes that records gave way to others of their ids: to one of the same file, to those of another file.
REPLACED = ("IDX102", "IDX103")


class Part(Protocol):
    """Some of the records of an index in the making: a chunk of new ones, or an older index (see Chunk)."""

    @property
    def path(self) -> str: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def records(self) -> npt.NDArray[Any]: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def hash_bits(self) -> int: ...
    @property
    def cut_bits(self) -> int: ...
    def row(self, kind: str, number: int) -> bytes: ...
    def many(self, kind: str, numbers: Ints) -> list[bytes]: ...
    def release(self) -> None: ...
    def count(self) -> int: ...
    def cut(self, number: int, bits: int) -> Numbers: ...


class Ordered:
    """Of several records with one id the one changed last stays, of equally new ones the one read last.

    The others leave their fingerprints to it. None of the ids in `without` stays. The number of a record in the index
    is its place in this order, which says nothing but the order of ids.
    """

    def __init__(self, chunks: Sequence[Part], without: Collection[str] = ()) -> None:
        self.chunks = chunks
        sizes = [len(chunk.records) for chunk in chunks]
        self._owners: Ints = np.repeat(np.arange(len(chunks)), sizes)
        self._firsts: Ints = np.cumsum([0, *sizes])
        self._all: npt.NDArray[Any] = np.concatenate([np.empty(0, RECORD), *(chunk.records for chunk in chunks)])
        order = np.lexsort((np.arange(len(self._all)), self._all["changed"], self._all["id"]))
        ids = self._all["id"][order]
        last = np.append(ids[1:] != ids[:-1], True)[: len(ids)]
        best: Ints = order[last]
        self._losers: Ints = order[~last]
        self._winners: Ints = best[(np.cumsum(last) - last)[~last]]
        gone = np.array(sorted(id.encode() for id in without), RECORD["id"])
        self._kept: Ints = best[~np.isin(self._all["id"][best], gone)] if without else best

    def __len__(self) -> int:
        return len(self._kept)

    def column(self, name: str) -> npt.NDArray[Any]:
        """One field of RECORD of every record."""
        found: npt.NDArray[Any] = self._all[name][self._kept]
        return found

    def row(self, kind: str, number: int) -> bytes:
        """One row of record `number`."""
        return self.row_at(kind, int(self._kept[number]))

    def many(self, kind: str, numbers: Ints) -> list[bytes]:
        """One row of each of these records."""
        positions = self._kept[numbers]
        owners = self._owners[positions]
        found = [b""] * len(numbers)
        for owner in np.unique(owners).tolist():
            places = np.flatnonzero(owners == owner)
            rows = self.chunks[owner].many(kind, positions[places] - self._firsts[owner])
            for place, row in zip(places.tolist(), rows, strict=True):
                found[place] = row
        return found

    def row_at(self, kind: str, position: int) -> bytes:
        """One row of the record, kept or not, that stands at `position` among those of all chunks."""
        owner = int(self._owners[position])
        return self.chunks[owner].row(kind, position - int(self._firsts[owner]))

    def numbers(self) -> list[Ints]:
        """For each chunk the numbers of its records; of one that gave way the other's, and -1 for one left out."""
        numbers = np.full(len(self._all), -1, np.int64)
        numbers[self._kept] = np.arange(len(self._kept))
        numbers[self._losers] = numbers[self._winners]
        return np.split(numbers, self._firsts[1:-1])

    def replacing(self) -> Iterator[tuple[int, list[int]]]:
        """Of each record that others gave way to its number and their positions, the oldest first; in their order."""
        numbers = np.concatenate(self.numbers())[self._losers]
        for number, group in groupby(zip(numbers, self._losers, strict=True), itemgetter(0)):
            if number >= 0:
                yield int(number), [int(position) for _, position in group]

    def replaced(self) -> Iterator[Problem]:
        """A note about each record that gave way to another of its file, and one for all that did to those of another.

        A file that lists a paper twice may be in disorder; an older snapshot is given beside a newer one on purpose.
        """
        between: Counter[tuple[str, str]] = Counter()
        for old, new in zip(self._losers, self._winners, strict=True):
            path, line = self._place(old)
            kept_path, kept_line = self._place(new)
            if path != kept_path:
                between[path, kept_path] += 1
                continue
            what = f"{self._all['id'][old].decode()} stands again in {kept_path}:{kept_line}"
            origin = Origin(path, line=line, end_line=line)
            yield Problem(REPLACED[0], f"{what}, which is as new or newer and is kept", origin, "note")
        for (path, kept_path), count in between.items():
            what = f"of its records, {count:,} gave way to as new or newer ones in {kept_path}"
            yield Problem(REPLACED[1], what, Origin(path), "note")

    def count_replaced(self) -> int:
        """How many records gave way to another of their id."""
        return len(self._losers)

    def _place(self, position: int) -> tuple[str, int]:
        return self.chunks[self._owners[position]].path, int(self._all["line"][position])
