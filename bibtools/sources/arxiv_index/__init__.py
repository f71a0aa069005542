"""arXiv's records in one local file: built from the metadata snapshot, opened at once, asked without network."""

from __future__ import annotations

from pathlib import Path

from bibtools.sources.arxiv_index.builder import DEFAULT_SAMPLING, build, info
from bibtools.sources.arxiv_index.index import ArxivIndex, open_index
from bibtools.sources.arxiv_index.info import IndexInfo
from bibtools.sources.arxiv_index.update import Updated, since, update

__all__ = [
    "DEFAULT_SAMPLING",
    "ArxivIndex",
    "IndexInfo",
    "Updated",
    "build",
    "info",
    "open_index",
    "since",
    "starter",
    "update",
]


def starter() -> Path:
    """The small index that comes with bibtools: some 20,000 records, without abstracts."""
    return Path(__file__).parent / "starter" / "arxiv.index"
