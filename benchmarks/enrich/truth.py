"""What is known of papers: their records, the lines about where they appeared, and how bibliographies cite them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.cases import DOUBTFUL_BELOW, rows
from bibtools.formats.bib.read import read as read_bib
from bibtools.merge.policy import is_preprint
from bibtools.model.document import Entry
from bibtools.model.reference import Reference
from bibtools.sources.records import from_snapshot


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled entry: the arXiv id that is right, and the entry as somebody wrote it."""

    paper: str
    entry: Entry


def labels(data: Path, name: str) -> Iterator[Label]:
    """The labelled entries of one set ("bib_labels", "published_pairs"); those it calls doubtful stay out."""
    for row in rows(data / "eval" / f"{name}.jsonl.zst"):
        if (row.get("title_agreement") or 1.0) < DOUBTFUL_BELOW:
            continue
        raw = row.get("raw") or _as_bib(row)
        for entry in read_bib(raw, row.get("file") or "pairs").entries[:1]:
            yield Label(row["arxiv_id"], entry)


def _as_bib(row: Mapping[str, dict[str, str]]) -> str:
    fields = ",\n".join(f"{name} = {{{value}}}" for name, value in row["published"].items() if value)
    return f"@{row['type']}{{pair,\n{fields}\n}}"


def cited(data: Path) -> dict[str, list[Reference]]:
    """For each paper, how bibliographies cite its published versions."""
    found: dict[str, list[Reference]] = defaultdict(list)
    for name in ("bib_labels", "published_pairs"):
        for label in labels(data, name):
            if not is_preprint(label.entry.reference):
                found[label.paper].append(label.entry.reference)
    return found


def records(data: Path, name: str) -> Iterator[Reference]:
    """The records of a snapshot."""
    for row in rows(data / f"arxiv-{name}.jsonl.zst"):
        yield from_snapshot(row)
