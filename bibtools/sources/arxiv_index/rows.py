"""A sequence of short byte strings, compressed in blocks, any one of which can be read by its number.

Blocks share a dictionary trained on rows spread evenly over all, so that small blocks compress well. Each has a
checksum, so that damage shows when it is read. The same rows always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
import zstandard

from bibtools.sources.arxiv_index.container import Container, Writer, damaged

SAMPLE_SIZE = 8192


@dataclass(frozen=True, slots=True)
class Packing:
    """How rows are packed: rows in a block, and bytes of the dictionary that the blocks share (0 for none)."""

    block: int
    dictionary: int


def write_rows(
    writer: Writer, name: str, rows: Iterable[bytes], sample: Sequence[bytes], packing: Packing, level: int
) -> None:
    """Add the sections `name`, `name.starts`, `name.dictionary` that hold these rows (none may hold a line end).

    The dictionary is made from `sample`; `level` is Zstandard's.
    """
    dictionary = _train(sample, packing.dictionary)
    shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    compressor = zstandard.ZstdCompressor(level=level, dict_data=shared, write_checksum=True, write_dict_id=False)
    starts = [0]

    def blocks() -> Iterator[bytes]:
        remaining = iter(rows)
        while block := list(islice(remaining, packing.block)):
            data = compressor.compress(b"\n".join(block))
            starts.append(starts[-1] + len(data))
            yield data

    writer.add(name, blocks())
    writer.add(f"{name}.starts", [np.array(starts)], "<u8")
    writer.add(f"{name}.dictionary", [dictionary])


def _train(sample: Sequence[bytes], size: int) -> bytes:
    """A dictionary, or none where there is too little to learn from."""
    if not size or sum(map(len, sample)) < 8 * size:
        return b""
    try:
        return zstandard.train_dictionary(size, list(sample)).as_bytes()
    except zstandard.ZstdError:
        return b""


class Rows:
    """Reads rows out of the sections that `write_rows` wrote."""

    def __init__(self, container: Container, name: str, block: int) -> None:
        self._name = name
        self._data: npt.NDArray[np.uint8] = container.array(name)
        self._starts = container.array(f"{name}.starts")
        self._block = block
        dictionary = container.array(f"{name}.dictionary").tobytes()
        shared = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._decompressor = zstandard.ZstdDecompressor(dict_data=shared)

    def __getitem__(self, number: int) -> bytes:
        return self.many([number])[number]

    def many(self, numbers: Iterable[int]) -> dict[int, bytes]:
        """Several rows by number, each block read once."""
        found: dict[int, bytes] = {}
        opened, rows = -1, [b""]
        for number in sorted(set(numbers)):
            block, place = divmod(number, self._block)
            if block != opened:
                opened, rows = block, self._read(block)
            if place >= len(rows):
                raise damaged(f"block {block} of {self._name} is short")
            found[number] = rows[place]
        return found

    def blocks(self) -> Iterator[list[bytes]]:
        """All rows in order, a block at a time."""
        return (self._read(block) for block in range(len(self._starts) - 1))

    def _read(self, block: int) -> list[bytes]:
        start, end = int(self._starts[block]), int(self._starts[block + 1])
        try:
            return self._decompressor.decompress(self._data[start:end].data).split(b"\n")
        except zstandard.ZstdError as error:
            raise damaged(f"block {block} of {self._name}") from error
