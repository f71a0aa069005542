"""Brings an index up to date with what was harvested: newer records replace older ones, deleted ones go.

The new file is made beside the old one out of the old one's rows and fingerprints and of chunks of harvested records,
as `build` makes it out of chunks alone, and replaces it in one step. The old one works until then, whatever happens;
an update that was interrupted takes up the chunks that are finished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from bibtools.model.document import Problem
from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import chunk as chunks
from bibtools.sources.arxiv_index.assemble import Progress, assemble
from bibtools.sources.arxiv_index.builder import DEFAULT_SAMPLING, batched
from bibtools.sources.arxiv_index.canary import canary
from bibtools.sources.arxiv_index.carried import Carried
from bibtools.sources.arxiv_index.container import FORMAT_VERSION, Container
from bibtools.sources.arxiv_index.index import ArxivIndex, open_index
from bibtools.sources.arxiv_index.info import IndexInfo, day_of
from bibtools.sources.arxiv_index.order import REPLACED, Part
from bibtools.sources.arxiv_index.work import Batch, alone, make_chunks, sweep, work_folder
from bibtools.sources.oai import Spool


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update came to: how many records are new, changed, and gone; `outdated` ones arrived older than known."""

    info: IndexInfo
    added: int
    changed: int
    deleted: int
    outdated: int


def since(path: Path, wanted: str | None) -> str | None:
    """The day (ISO) from which on the index at `path` may lack changes in the set `wanted` (None: in all of arXiv).

    It is the day of the newest record of the latest update with this set or a larger one; else of the newest record of
    the snapshot that it was built from. None if no record says. Raises IndexUnusable.
    """
    container = Container(path)
    harvested = container.facts.get("harvested", {})
    parts = (wanted or "").split(":")
    larger = ["", *(":".join(parts[:length]) for length in range(1, len(parts) + 1))]
    days = [harvested[name] for name in larger if name in harvested]
    return max(days, default=None) or _built(container) or None


def update(
    path: Path,
    spool: Spool,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Updated:
    """Put the harvest that is complete in `spool` into the index at `path`; where there is none, it becomes one.

    Abstracts are kept, and fingerprints sampled, as in the old index. `progress` and `on_problem` are as for `build`.
    Raises IndexUnusable when the old index is damaged, of another format, made for far fewer records, being updated by
    another process, or would become empty: it stays then as it is.
    """
    request = spool.request
    assert request is not None
    assert spool.complete
    progress, on_problem = progress or (lambda *_: None), on_problem or (lambda _: None)
    known = open_index(path) if path.exists() else None
    before = dict(Container(path).facts) if known else {}
    work = work_folder(path, _fingerprint(path, spool))
    outdated: list[str] = []
    with alone(work, path):
        folders = make_chunks(
            _batches(spool, known, outdated),
            work,
            progress,
            keep_abstracts=before.get("abstracts", True),
            sampling=before.get("sampling", DEFAULT_SAMPLING),
            workers=workers,
        )
        new: list[Part] = [chunks.load(folder) for folder in folders]
        old: list[Part] = [Carried(Container(path))] if known else []
        gone = {id.value for text in spool.deleted() if (id := parse_identifier(text)) is not None}
        more: dict[str, Any] = {"harvested": before.get("harvested", {}) | _harvested(spool)}
        if known:
            skipped = sum(len(part.problems) for part in new)
            more |= {"changed": _built(Container(path)), "replaced": before["replaced"]}
            more |= {"skipped": before["skipped"] + skipped}
        facts = assemble(
            [*old, *new], path, before.get("sampling", DEFAULT_SAMPLING), progress,
            _but_replaced(on_problem), folder=work, without=gone, more=more, workers=workers,
        )  # fmt: skip
    sweep(path)
    info = IndexInfo.of(str(path), path.stat().st_size, FORMAT_VERSION, facts)
    return Updated(info, *_counts(old, new, gone), len(outdated))


def _fingerprint(path: Path, spool: Spool) -> str:
    """Equal only for the same old index and the same harvest, as far as size and time tell."""
    stat = path.stat() if path.exists() else None
    base = (stat.st_size, stat.st_mtime_ns) if stat else None
    told = repr((FORMAT_VERSION, chunks.LAYOUT, canary(), base, spool.request, len(spool.pages), spool.newest))
    return blake2b(told.encode(), digest_size=6).hexdigest()


def _built(container: Container) -> str:
    """The day of the newest record that the index was built from; an older index tells only the days of versions."""
    known = container.facts.get("changed")
    return known if isinstance(known, str) else day_of(Carried(container).newest)


def _harvested(spool: Spool) -> dict[str, str]:
    request = spool.request
    return {request.set or "": spool.newest} if request and spool.newest else {}


def _batches(spool: Spool, known: ArxivIndex | None, outdated: list[str]) -> Iterator[Batch]:
    for path, lines in batched(str(spool.folder), spool.lines()):
        yield path, list(_completed(lines, known, outdated)) if known else lines


def _completed(
    lines: Sequence[tuple[int, bytes]], known: ArxivIndex, outdated: list[str]
) -> Iterator[tuple[int, bytes]]:
    """The lines of records that are not older than the index's, completed by what only the index knows.

    A page may come from a cache along the way, or from a harvest that was interrupted long ago.
    """
    records = [(number, orjson.loads(line)) for number, line in lines]
    ids = [id for _, record in records if (id := parse_identifier(str(record["id"]))) is not None]
    of = {reference.ids[0].value: reference for reference in known.fetch([id for id in ids if id.scheme == "arxiv"])}
    for number, record in records:
        id = parse_identifier(str(record["id"]))
        reference = of.get(id.value) if id else None
        if reference is not None and _is_older(record, reference.ids[0]):
            outdated.append(reference.ids[0].value)
            continue
        yield number, orjson.dumps(record if reference is None else _with_first_day(record, reference))


def _is_older(record: Mapping[str, Any], known: Identifier) -> bool:
    number = str((record.get("versions") or [{}])[-1].get("version") or "")[1:]
    return number.isdecimal() and known.version is not None and int(number) < known.version


def _with_first_day(record: Mapping[str, Any], reference: Reference) -> Mapping[str, Any]:
    """The record with the day of version 1, where its format does not state it and the index knows it."""
    versions = record.get("versions") or []
    if reference.issued is None or any(version.get("version") == "v1" for version in versions):
        return record
    return {**record, "versions": [{"version": "v1", "created": reference.issued.iso()}, *versions]}


def _but_replaced(on_problem: Callable[[Problem], None]) -> Callable[[Problem], None]:
    """Without the notes of records that give way to newer ones: that is what an update is for."""
    return lambda problem: on_problem(problem) if problem.code not in REPLACED else None


def _counts(old: Sequence[Part], new: Sequence[Part], gone: set[str]) -> tuple[int, int, int]:
    """How many ids are new, changed, and gone."""
    ids = [np.concatenate([np.empty(0, "S24"), *(part.records["id"] for part in parts)]) for parts in (old, new)]
    without = np.array(sorted(id.encode() for id in gone), "S24")
    arrived = np.setdiff1d(ids[1], without)
    changed = int(np.isin(arrived, ids[0]).sum())
    return len(arrived) - changed, changed, int(np.isin(ids[0], without).sum())
