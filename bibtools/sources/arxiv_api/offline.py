"""The end of a search that may not leave the machine."""

from __future__ import annotations

from collections.abc import Sequence

from bibtools.errors import SourceOffline


def refuse(texts: Sequence[str], what: str) -> None:
    """Says what would have been asked, if anything would. Raises SourceOffline."""
    if texts:
        most = 10
        listed = "; ".join(texts[:most]) + (f"; and {len(texts) - most} more" if len(texts) > most else "")
        kind = what if len(texts) == 1 else {"id": "ids", "query": "queries"}[what]
        raise SourceOffline(
            f"offline: arXiv was not asked about {len(texts)} {kind}: {listed}",
            hint="run again without --offline; answers stay in the cache",
        )
