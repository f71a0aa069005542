"""Lines of metadata snapshots: plain, gzip or Zstandard, told apart by their first bytes."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import zstandard

from bibtools.errors import UnreadableInput

_STEP = 1 << 22
_LONGEST_LINE = 1 << 26


def read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank with its number (from 1), without its end.

    Raises UnreadableInput for a file that cannot be opened, whose compression is damaged or cut short, or which has a
    line of more than 64 MiB (no snapshot has).
    """
    number, rest = 0, b""
    try:
        with path.open("rb") as file:
            for data in _decompressed(file):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    number += 1
                    if not line.isspace() and line:
                        yield number, line
                if len(rest) > _LONGEST_LINE:
                    raise UnreadableInput(
                        f"{path}:{number + 1}: a line of more than {_LONGEST_LINE >> 20} MiB",
                        hint="an index is built from JSON lines: one record a line",
                    )
    except OSError as error:
        if not error.strerror:  # gzip's own
            raise _cut_short(path, number, error) from error
        raise UnreadableInput(f"{path}: {error.strerror}") from error
    except (EOFError, zlib.error, zstandard.ZstdError) as error:
        raise _cut_short(path, number, error) from error
    if rest.strip():
        yield number + 1, rest


def _cut_short(path: Path, number: int, error: Exception) -> UnreadableInput:
    return UnreadableInput(f"{path}: {error} (after line {number})", hint="is the file complete?")


def _decompressed(file: IO[bytes]) -> Iterator[bytes]:
    magic = file.read(4)
    file.seek(0)
    if magic[:2] == b"\x1f\x8b":
        with gzip.open(file) as plain:
            while data := plain.read(_STEP):
                yield data
    elif magic == zstandard.FRAME_HEADER:
        yield from _frames(file)
    else:
        while data := file.read(_STEP):
            yield data


def _frames(file: IO[bytes]) -> Iterator[bytes]:
    """All frames of a Zstandard file; unlike the library's own reader it notices a frame that is cut short."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    while data := file.read(_STEP >> 3):
        while data:
            if frame.eof:
                frame = zstandard.ZstdDecompressor().decompressobj()
            yield frame.decompress(data)
            data = frame.unused_data if frame.eof else b""
    if not frame.eof:
        raise EOFError("the compressed data ends early")
