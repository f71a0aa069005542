"""arXiv's records in one local file: built from the metadata snapshot, opened at once, asked without network."""

from __future__ import annotations

from pathlib import Path

from bibtools.sources.arxiv_index.builder import DEFAULT_SAMPLING, build, info
from bibtools.sources.arxiv_index.index import ArxivIndex, open_index
from bibtools.sources.arxiv_index.info import IndexInfo

__all__ = ["DEFAULT_SAMPLING", "ArxivIndex", "IndexInfo", "build", "info", "open_index", "starter"]


def starter() -> Path:
    """The small index that comes with bibtools: some 20,000 records, without abstracts."""
    return Path(__file__).parent / "starter" / "arxiv.index"
