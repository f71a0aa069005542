"""The index to ask, without the held-out papers, and the candidates it gives for each case."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import zstandard

from benchmarks.accuracy.cases import Case, chance_for, rows
from bibtools.sources.arxiv_index import build, open_index
from bibtools.sources.base import Hit, Query, Source

HELD_OUT = 0.1


def held_out(paper: str) -> bool:
    """Whether a paper is kept out of the index, so that its entries stand among look-alikes without their record."""
    return chance_for("held out", paper).random() < HELD_OUT


def index_without_held_out(records: Path, work: Path) -> Source:
    """Builds the index in `work`, or opens the one built there before."""
    place = work / f"{records.name.split('.')[0]}.bibindex"
    if not place.exists():
        work.mkdir(parents=True, exist_ok=True)
        kept = work / "kept.jsonl.zst"
        with kept.open("wb") as packed, zstandard.ZstdCompressor(level=1).stream_writer(packed) as plain:
            for row in rows(records):
                if not held_out(row["id"]):
                    plain.write(json.dumps(row).encode() + b"\n")
        build([kept], place, keep_abstracts=False)
        kept.unlink()
    return open_index(place)


def candidates(source: Source, cases: Sequence[Case]) -> list[list[Hit]]:
    """The hits for each case, by every strategy of the source."""
    queries = [query_of(case) for case in cases]
    found: list[list[Hit]] = [[] for _ in cases]
    for strategy in source.strategies:
        for hit in source.search(queries, strategy):
            if cases[hit.query].hidden is None or cases[hit.query].hidden != paper_of(hit):
                found[hit.query].append(hit)
    return found


def query_of(case: Case) -> Query:
    """What the pipeline asks for an entry."""
    told = case.entry.reference
    text = case.entry.text if not told.title and not told.abstract else None
    return Query(told.ids, told.title, told.abstract, told.author, told.issued, text)


def as_texts(hits: Sequence[Sequence[Hit]], records: Path) -> Iterator[list[Hit]]:
    """The same hits as arXiv's API gives them: with the abstract's text, without an overlap."""
    wanted = {paper_of(hit) for group in hits for hit in group}
    abstracts = {row["id"]: row["abstract"] for row in rows(records) if row["id"] in wanted}
    for group in hits:
        yield [
            replace(hit, abstract=None, reference=replace(hit.reference, abstract=abstracts.get(paper_of(hit))))
            for hit in group
        ]


def paper_of(hit: Hit) -> str:
    """The arXiv id of a hit."""
    found = hit.reference.id("arxiv")
    return found.value if found else ""
