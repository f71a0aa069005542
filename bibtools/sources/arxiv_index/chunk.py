"""Some thousands of lines of a snapshot, worked through: everything the index needs of them, independent of the rest.

A chunk is saved as a folder, whole or not at all. So chunks can be made in any order, in several processes,
and a build that was interrupted finds those which are finished.
"""

from __future__ import annotations

import mmap
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from bibtools.model.date import PartialDate
from bibtools.model.document import Origin, Problem
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.fingerprint import HASH_BITS, Fingerprinter, Numbers, owners_of, union
from bibtools.sources.arxiv_index.keys import family_key, id_key
from bibtools.sources.records import snapshot_record
from bibtools.text.fold import fold, fold_loosely

# changed: `update_date`, else the last version's day; issued: both as YYYYMMDD, 0 unknown; grams: how many sampled
# fingerprints its abstract has; line: where it stood.
RECORD = np.dtype(
    [("id", "S24"), ("changed", "<u4"), ("issued", "<u4"), ("grams", "<u2"), ("category", "S24"), ("line", "<u4")]
)
# Counted up when chunks are saved in another way: an interrupted build does not take up those of an older bibtools.
LAYOUT = 3
_ALIGNMENT = 64
# How far a fingerprint of a chunk is from where it would be if hashes were spread evenly: eight times what is usual.
_NEAR = 1 << 12
_MOST_GRAMS = 65535
_HINT = "an index is built from arXiv's metadata snapshot: one JSON object a line, with id and title"


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the lines of a chunk come to.

    `records` is an array of `RECORD`; `prints` are all fingerprints, packed with the number of the record in the chunk;
    `rows` holds for each kind of row ("facts", "titles", "texts") where each row starts, and all bytes in one. Of a
    loaded chunk all these lie in `file`.
    """

    path: str
    records: npt.NDArray[Any]
    prints: Numbers
    rows: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]]
    problems: tuple[Problem, ...] = ()
    file: mmap.mmap | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of rows there are."""
        return tuple(sorted(self.rows))

    @property
    def hash_bits(self) -> int:
        """How much of each fingerprint's hash is known."""
        return HASH_BITS

    @property
    def cut_bits(self) -> int:
        """The most bits by which `cut` can tell fingerprints apart."""
        return HASH_BITS

    def row(self, kind: str, number: int) -> bytes:
        """One row of one record."""
        starts, data = self.rows[kind]
        return data[starts[number] : starts[number + 1]].tobytes()

    def many(self, kind: str, numbers: npt.NDArray[np.int64]) -> list[bytes]:
        """One row of each of these records, which takes a fifth of the time."""
        starts, data = self.rows[kind]
        places = zip(starts[numbers].tolist(), starts[numbers + 1].tolist(), strict=True)
        return [bytes(data.data[start:end]) for start, end in places]

    def release(self) -> None:
        """Give the memory back that what was read of the file takes; what is asked for again is read again."""
        if self.file is not None and hasattr(mmap, "MADV_DONTNEED"):
            self.file.madvise(mmap.MADV_DONTNEED)

    def count(self) -> int:
        """The number of fingerprints."""
        return len(self.prints)

    def cut(self, number: int, bits: int) -> Numbers:
        """The fingerprints whose hashes begin with these `bits` bits."""
        first, last = (self._place(end << (64 - bits)) for end in (number, number + 1))
        return np.asarray(self.prints[first:last])

    def _place(self, bound: int) -> int:
        """Before which fingerprint `bound` belongs.

        It is looked for where it is if hashes are spread evenly, and they are: the pages of a file that a search in all
        of them would touch have many times the size of what is cut.
        """
        size = len(self.prints)
        guess = bound * size >> 64
        first, last = max(0, guess - _NEAR), min(size, guess + _NEAR)
        if bound >> 64:
            return size
        place = first + int(np.searchsorted(self.prints[first:last], np.uint64(bound)))
        if (place > first or first == 0) and (place < last or last == size):
            return place
        return int(np.searchsorted(self.prints, np.uint64(bound)))


def make(path: str, lines: Iterable[tuple[int, bytes]], prints: Fingerprinter, *, keep_abstracts: bool) -> Chunk:
    """Work through lines (number, bytes) of one file. Those that are no records become problems with their place."""
    abstracts, titles, packed, texts = list[str](), list[str](), list[bytes](), list[bytes]()
    families, ids = list[list[str]](), list[list[str]]()
    records, problems = [], []
    for number, line in lines:
        try:
            record = orjson.loads(line)
            if not isinstance(record, dict):
                raise ValueError("not a JSON object")
            stated = snapshot_record(record, texts=keep_abstracts)
        except ValueError as error:
            problems.append(_problem(path, number, f"no record: {error}"))
            continue
        # Folded as it stands, so that the fingerprints are the same whether or not the text is kept.
        abstract = record.get("abstract")
        abstracts.append(fold_loosely(abstract) if isinstance(abstract, str) else "")
        titles.append(fold(stated.title or ""))
        families.append([family_key(name) for name in stated.author])
        ids.append([id_key(id) for id in stated.ids])
        packed.append(facts.pack(stated))
        if keep_abstracts:
            texts.append(facts.pack_texts(stated))
        category = stated.categories[0].encode() if stated.categories else b""
        changed = _changed(record) or _number(stated.updated)
        records.append((stated.ids[0].value.encode(), changed, _number(stated.issued), 0, category, number))
    grams = prints.abstracts(abstracts)
    table = np.array(records, RECORD)
    table["grams"] = np.minimum(np.bincount(owners_of(grams), minlength=len(table)), _MOST_GRAMS)
    rows = {"facts": _joined(packed), "titles": _joined(map(str.encode, titles))}
    if keep_abstracts:
        rows["texts"] = _joined(texts)
    everything = union(
        grams, prints.titles(titles), prints.whole_titles(titles), prints.families(families), prints.ids(ids)
    )
    return Chunk(path, table, everything, rows, tuple(problems))


def save(chunk: Chunk, folder: Path) -> None:
    """Put a chunk on disk: `folder` appears complete or not at all."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    arrays: dict[str, npt.NDArray[Any]] = {"records": chunk.records, "prints": chunk.prints}
    for kind, (starts, data) in chunk.rows.items():
        arrays |= {f"{kind}.starts": starts, kind: data}
    places: dict[str, tuple[int, int]] = {}
    # One file for all: each that is mapped takes one of the open files that a process may have.
    with (unfinished / "arrays").open("wb") as file:
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % _ALIGNMENT))
            places[name] = file.tell(), len(array)
            file.write(array.tobytes())
    problems = [(problem.code, problem.message, problem.origin.line) for problem in chunk.problems]
    about = {"path": chunk.path, "problems": problems, "places": places}
    (unfinished / "chunk.json").write_bytes(orjson.dumps(about))
    unfinished.rename(folder)


def load(folder: Path) -> Chunk:
    """A saved chunk, its arrays mapped rather than read."""
    about = orjson.loads((folder / "chunk.json").read_bytes())
    places: dict[str, tuple[int, int]] = about["places"]
    with (folder / "arrays").open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def array(name: str, kind: npt.DTypeLike) -> npt.NDArray[Any]:
        start, length = places[name]
        return np.frombuffer(data, kind, length, start)

    kinds = sorted(places.keys() - {"records", "prints"} - {name for name in places if name.endswith(".starts")})
    return Chunk(
        about["path"],
        array("records", RECORD),
        array("prints", np.uint64),
        {kind: (array(f"{kind}.starts", np.int64), array(kind, np.uint8)) for kind in kinds},
        tuple(_problem(about["path"], line, message, code) for code, message, line in about["problems"]),
        data,
    )


def _joined(rows: Iterable[bytes]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    parts = list(rows)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts], dtype=np.int64)]).astype(np.int64)
    return starts, np.frombuffer(b"".join(parts), np.uint8)


def _problem(path: str, line: int, message: str, code: str = "IDX101") -> Problem:
    return Problem(code, message, Origin(path, line=line, end_line=line), "warning", _HINT)


def _changed(record: Mapping[str, Any]) -> int:
    written = record.get("update_date")
    return _read_day(written) if isinstance(written, str) else 0


@lru_cache(maxsize=1 << 14)
def _read_day(written: str) -> int:
    return _number(PartialDate.parse(written))


def _number(date: PartialDate | None) -> int:
    return max(0, date.year) * 10000 + date.month * 100 + date.day if date else 0
