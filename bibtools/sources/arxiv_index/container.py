"""The file that an index lives in: named sections behind a checked table, written whole or not at all, memory-mapped.

::

    0   magic, 16 bytes          b"BIBTOOLS-ARXIV\\r\\n"  (a text-mode transfer damages it, and shows)
    16  format version           little-endian 32-bit unsigned
    20  length of the table      little-endian 32-bit unsigned
    24  offset of the table      little-endian 64-bit unsigned; the table ends where the file ends
    32  BLAKE2b-128 of the table
    48  BLAKE2b-128 of bytes 0 to 47
    64  sections, each at a multiple of 64 bytes; then the table, JSON:
        {"facts": {…}, "sections": {name: {"offset", "length", "checksum", "type"}}}

Opening reads 64 bytes and the table, checks both and every section's place; `verify` reads everything.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from bibtools.errors import IndexUnusable

MAGIC = b"BIBTOOLS-ARXIV\r\n"
# Of the format that is written, and of the oldest that is read: 1 tells of no record what is rare (see `facts`).
FORMAT_VERSION = 2
_OLDEST_VERSION = 1
_HEAD = struct.Struct("<16sIIQ16s")
_HEAD_LENGTH = 64
_ALIGNMENT = 64
_REBUILD = "build it again with `bibtools index build`"
_STEP = 1 << 22

Array = npt.NDArray[Any]


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=16).digest()


def damaged(what: str) -> IndexUnusable:
    """For damage which shows only when a section is read."""
    return IndexUnusable(
        f"the index is damaged: {what}", hint=f"`bibtools index info --verify` tells where; {_REBUILD}"
    )


class Writer:
    """Collects sections in a temporary file beside `path`; `finish` puts it in its place, leaving early removes it.

    A context manager: when its block ends in any way without `finish`, `path` is as it was before. With `folder`, on
    the same disk, the temporary file is made there: should the process be killed, it goes when that folder goes.
    """

    def __init__(self, path: Path, folder: Path | None = None) -> None:
        self._path = path
        self._folder = folder or path.parent
        self._sections: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Writer:
        handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._folder)
        self._name = Path(name)
        self._file: IO[bytes] = os.fdopen(handle, "wb")
        self._file.write(bytes(_HEAD_LENGTH))
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        with suppress(FileNotFoundError):
            self._name.unlink()

    def add(self, name: str, parts: Iterable[Array | bytes], kind: str = "|u1") -> None:
        """Append a section: the bytes of `parts` one after the other, to be read as an array of type `kind`."""
        self._file.write(bytes(-self._file.tell() % _ALIGNMENT))
        start, checksum = self._file.tell(), blake2b(digest_size=16)
        for part in parts:
            data = part if isinstance(part, bytes) else np.ascontiguousarray(part).astype(kind, copy=False).tobytes()
            self._file.write(data)
            checksum.update(data)
        length = self._file.tell() - start
        self._sections[name] = {"offset": start, "length": length, "checksum": checksum.hexdigest(), "type": kind}

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Write table and head, make it durable, and replace `path` in one step."""
        table = json.dumps({"facts": facts, "sections": self._sections}, sort_keys=True).encode()
        offset = self._file.tell()
        self._file.write(table)
        head = _HEAD.pack(MAGIC, FORMAT_VERSION, len(table), offset, _digest(table))
        self._file.seek(0)
        self._file.write(head + _digest(head))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._name.chmod(0o644)
        self._name.replace(self._path)


class Container:
    """An open file of sections. Raises IndexUnusable when it is missing, foreign, cut short, damaged or newer.

    `version` is that of its format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self.size = os.fstat(file.fileno()).st_size
                head = file.read(_HEAD_LENGTH)
                self.version = self._checked_version(head)
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError as error:
            raise IndexUnusable(f"{path}: {error.strerror}", hint="build one with `bibtools index build`") from error
        except OSError as error:
            raise IndexUnusable(f"{path}: {error.strerror or error}", hint=_REBUILD) from error
        table = self._read_table(head)
        self.facts: Mapping[str, Any] = table["facts"]
        self._sections: Mapping[str, Mapping[str, Any]] = table["sections"]

    def _checked_version(self, head: bytes) -> int:
        version: int
        if head[:16] != MAGIC:
            raise IndexUnusable(f"{self.path}: not a bibtools index", hint=_REBUILD)
        if len(head) < _HEAD_LENGTH or _digest(head[:48]) != head[48:]:
            raise IndexUnusable(f"{self.path}: the first bytes of the index are damaged", hint=_REBUILD)
        _, version, length, offset, _ = _HEAD.unpack(head[:48])
        if not _OLDEST_VERSION <= version <= FORMAT_VERSION:
            newer = version > FORMAT_VERSION
            known = f"{_OLDEST_VERSION} to {FORMAT_VERSION}"
            raise IndexUnusable(
                f"{self.path}: index format {version}, and this version of bibtools reads formats {known}",
                hint=f"use a newer bibtools, or {_REBUILD}" if newer else _REBUILD,
            )
        if offset + length != self.size:
            raise IndexUnusable(
                f"{self.path}: the index should have {offset + length:,} bytes and has {self.size:,}", hint=_REBUILD
            )
        return version

    def _read_table(self, head: bytes) -> Mapping[str, Any]:
        _, _, length, offset, digest = _HEAD.unpack(head[:48])
        data = self._data[offset : offset + length]
        if _digest(data) != digest:
            raise IndexUnusable(f"{self.path}: the index's table of sections is damaged", hint=_REBUILD)
        table: Mapping[str, Any] = json.loads(data)
        return table

    def array(self, name: str) -> Array:
        """A section as a read-only array on the mapped file."""
        found = self._sections.get(name)
        if found is None:
            raise IndexUnusable(f"{self.path}: the index has no section {name!r}", hint=_REBUILD)
        kind = np.dtype(found["type"])
        return np.frombuffer(self._data, kind, found["length"] // kind.itemsize, found["offset"])

    def has(self, name: str) -> bool:
        """Whether there is such a section."""
        return name in self._sections

    def verify(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read every section and compare its checksum. Raises IndexUnusable naming the first that differs.

        `progress` is told how many bytes were checked and how many there are.
        """
        total, done = sum(each["length"] for each in self._sections.values()), 0
        for name, section in self._sections.items():
            checksum, end = blake2b(digest_size=16), section["offset"] + section["length"]
            for start in range(section["offset"], end, _STEP):
                checksum.update(self._data[start : min(start + _STEP, end)])
                done += min(start + _STEP, end) - start
                if progress:
                    progress(done, total)
            if checksum.hexdigest() != section["checksum"]:
                raise IndexUnusable(f"{self.path}: section {name!r} of the index is damaged", hint=_REBUILD)
