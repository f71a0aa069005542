"""The records of all chunks in the order of their ids, each id once."""

from __future__ import annotations

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
    def release(self) -> None: ...
    def count(self) -> int: ...
    def cut(self, number: int, bits: int) -> Numbers: ...


class Ordered:
    """Of several records with one id the one changed last stays, of equally new ones the one read last.

    None of the ids in `without` stays. The number of a record in the index is its place in this order, which says
    nothing but the order of ids.
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

    def row_at(self, kind: str, position: int) -> bytes:
        """One row of the record, kept or not, that stands at `position` among those of all chunks."""
        owner = int(self._owners[position])
        return self.chunks[owner].row(kind, position - int(self._firsts[owner]))

    def numbers(self) -> list[Ints]:
        """For each chunk the numbers of its records; -1 for one left out."""
        return np.split(self._numbers(), self._firsts[1:-1])

    def replacing(self) -> Iterator[tuple[int, list[int]]]:
        """Of each record that others gave way to its number and their positions, the oldest first; in their order."""
        numbers = self._numbers()[self._winners]
        for number, group in groupby(zip(numbers, self._losers, strict=True), itemgetter(0)):
            if number >= 0:
                yield int(number), [int(position) for _, position in group]

    def _numbers(self) -> Ints:
        """The number of each record of all chunks; -1 for one left out."""
        numbers = np.full(len(self._all), -1, np.int64)
        numbers[self._kept] = np.arange(len(self._kept))
        return numbers

    def replaced(self) -> Iterator[Problem]:
        """A note about each record left out, saying which one is kept instead."""
        for old, new in zip(self._losers.tolist(), self._winners.tolist(), strict=True):
            path, line = self._place(old)
            kept_path, kept_line = self._place(new)
            what = f"{self._all['id'][old].decode()} stands again in {kept_path}:{kept_line}"
            origin = Origin(path, line=line, end_line=line)
            yield Problem("IDX102", f"{what}, which is as new or newer and is kept", origin, "note")

    def _place(self, position: int) -> tuple[str, int]:
        return self.chunks[self._owners[position]].path, int(self._all["line"][position])
