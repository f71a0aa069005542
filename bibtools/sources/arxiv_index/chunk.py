"""Some thousands of lines of a snapshot, worked through: everything the index needs of them, independent of the rest.

A chunk is saved as a folder of arrays, whole or not at all. So chunks can be made in any order, in several processes,
and a build that was interrupted finds those which are finished.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from bibtools.model.date import PartialDate
from bibtools.model.document import Origin, Problem
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.fingerprint import HASH_BITS, Fingerprinter, Numbers, owners_of, union
from bibtools.sources.arxiv_index.keys import family_key, id_key
from bibtools.sources.records import from_snapshot
from bibtools.text.fold import fold

# changed: `update_date`, else the last version's day; issued: both as YYYYMMDD, 0 unknown; grams: how many sampled
# fingerprints its abstract has; line: where it stood.
RECORD = np.dtype(
    [("id", "S24"), ("changed", "<u4"), ("issued", "<u4"), ("grams", "<u2"), ("category", "S24"), ("line", "<u4")]
)
_MOST_GRAMS = 65535
_HINT = "an index is built from arXiv's metadata snapshot: one JSON object a line, with id and title"


@dataclass(frozen=True, slots=True)
class Chunk:
    """What the lines of a chunk come to.

    `records` is an array of `RECORD`; `prints` are all fingerprints, packed with the number of the record in the chunk;
    `rows` holds for each kind of row ("facts", "titles", "texts") where each row starts, and all bytes in one.
    """

    path: str
    records: npt.NDArray[Any]
    prints: Numbers
    rows: Mapping[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]]
    problems: tuple[Problem, ...] = ()

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

    def count(self) -> int:
        """The number of fingerprints."""
        return len(self.prints)

    def cut(self, number: int, bits: int) -> Numbers:
        """The fingerprints whose hashes begin with these `bits` bits."""
        bounds = [end << (64 - bits) for end in (number, number + 1)]
        first, last = (
            np.searchsorted(self.prints, np.uint64(bound)) if bound < 1 << 64 else len(self.prints) for bound in bounds
        )
        return np.asarray(self.prints[first:last])


def make(path: str, lines: Iterable[tuple[int, bytes]], prints: Fingerprinter, *, keep_abstracts: bool) -> Chunk:
    """Work through lines (number, bytes) of one file. Those that are no records become problems with their place."""
    references: list[Reference] = []
    abstracts: list[str] = []
    records, problems = [], []
    for number, line in lines:
        try:
            record = orjson.loads(line)
            if not isinstance(record, dict):
                raise ValueError("not a JSON object")
            reference = from_snapshot(record, texts=keep_abstracts)
        except ValueError as error:
            problems.append(_problem(path, number, str(error)))
            continue
        references.append(reference)
        # Folded as it stands, so that the fingerprints are the same whether or not the text is kept.
        abstract = record.get("abstract")
        abstracts.append(fold(abstract) if isinstance(abstract, str) else "")
        category = reference.categories[0].encode() if reference.categories else b""
        changed = _changed(record) or _number(reference.updated)
        records.append((reference.ids[0].value.encode(), changed, _number(reference.issued), 0, category, number))
    titles = [fold(reference.title or "") for reference in references]
    grams = prints.abstracts(abstracts)
    table = np.array(records, RECORD)
    table["grams"] = np.minimum(np.bincount(owners_of(grams), minlength=len(table)), _MOST_GRAMS)
    rows = {"facts": _joined(map(facts.pack, references)), "titles": _joined(map(str.encode, titles))}
    if keep_abstracts:
        rows["texts"] = _joined(map(facts.pack_texts, references))
    everything = union(
        grams,
        prints.titles(titles),
        prints.whole_titles(titles),
        prints.families([[family_key(name) for name in reference.author] for reference in references]),
        prints.ids([[id_key(id) for id in reference.ids] for reference in references]),
    )
    return Chunk(path, table, everything, rows, tuple(problems))


def save(chunk: Chunk, folder: Path) -> None:
    """Put a chunk on disk: `folder` appears complete or not at all."""
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    np.save(unfinished / "records.npy", chunk.records)
    np.save(unfinished / "prints.npy", chunk.prints)
    for kind, (starts, data) in chunk.rows.items():
        np.save(unfinished / f"{kind}.starts.npy", starts)
        np.save(unfinished / f"{kind}.npy", data)
    problems = [(problem.code, problem.message, problem.origin.line) for problem in chunk.problems]
    (unfinished / "chunk.json").write_bytes(orjson.dumps({"path": chunk.path, "problems": problems}))
    unfinished.rename(folder)


def load(folder: Path) -> Chunk:
    """A saved chunk, its arrays mapped rather than read."""
    about = orjson.loads((folder / "chunk.json").read_bytes())
    kinds = [path.name.split(".")[0] for path in sorted(folder.glob("*.starts.npy"))]
    return Chunk(
        about["path"],
        _mapped(folder / "records.npy"),
        _mapped(folder / "prints.npy"),
        {kind: (_mapped(folder / f"{kind}.starts.npy"), _mapped(folder / f"{kind}.npy")) for kind in kinds},
        tuple(_problem(about["path"], line, message, code) for code, message, line in about["problems"]),
    )


def _mapped(path: Path) -> npt.NDArray[Any]:
    try:
        mapped: npt.NDArray[Any] = np.load(path, mmap_mode="r")
    except ValueError:  # an empty array cannot be mapped
        mapped = np.load(path)
    return mapped


def _joined(rows: Iterable[bytes]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    parts = list(rows)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts], dtype=np.int64)]).astype(np.int64)
    return starts, np.frombuffer(b"".join(parts), np.uint8)


def _problem(path: str, line: int, message: str, code: str = "IDX101") -> Problem:
    return Problem(code, f"no record: {message}", Origin(path, line=line, end_line=line), "warning", _HINT)


def _changed(record: Mapping[str, Any]) -> int:
    written = record.get("update_date")
    return _number(PartialDate.parse(written)) if isinstance(written, str) else 0


def _number(date: PartialDate | None) -> int:
    return max(0, date.year) * 10000 + date.month * 100 + date.day if date else 0
