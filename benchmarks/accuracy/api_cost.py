"""Requests for each entry resolved, asked of a local server that keeps arXiv's limits and query language.

The server holds the small set of records; entries are asked in one go per kind of input, as one document would be, with
an empty cache. An entry is resolved when the right record is accepted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.peers import few_of_each
from bibtools.match.settings import Settings
from bibtools.model.match import Recommendation
from bibtools.pipeline.match import match
from bibtools.sources.arxiv_api import ArxivApi

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))

from servers.arxiv import ArxivServer, Library
from servers.arxiv_search import read_records

# arXiv wants 3 s between requests; how many there are does not depend on the pause.
PAUSE = 0.001


@dataclass(frozen=True, slots=True)
class Cost:
    """How many entries were asked about, how many resolved, and with how many requests."""

    entries: int
    resolved: int
    requests: int

    @property
    def each(self) -> float | None:
        """Requests per resolved entry."""
        return self.requests / self.resolved if self.resolved else None


def costs(records: Path, cases: Sequence[Case], most: int) -> Mapping[str, Cost]:
    """What each kind of input costs, by at most `most` entries of it whose record the server holds."""
    present = [case for case in cases if case.right is not None and case.hidden is None]
    kinds: dict[str, list[Case]] = {}
    for number in few_of_each(present, most):
        kinds.setdefault(present[number].kind, []).append(present[number])
    library = Library(read_records(records))
    with tempfile.TemporaryDirectory() as name:
        return {kind: _cost(library, group, Path(name) / str(at)) for at, (kind, group) in enumerate(kinds.items())}


def _cost(library: Library, cases: Sequence[Case], cache: Path) -> Cost:
    def failed(error: Exception) -> None:
        raise error

    with ArxivServer(library) as server:
        source = ArxivApi(base_url=server.url, cache_dir=cache, delay=PAUSE)
        matches = list(match([case.entry for case in cases], [source], Settings(), on_failure=failed))
        resolved = 0
        for case, found in zip(cases, matches, strict=True):
            stated = found.best.reference.id("arxiv") if found.best else None
            accepted = found.recommendation is Recommendation.ACCEPT
            resolved += accepted and stated is not None and stated.value == case.right
        return Cost(len(cases), resolved, len(server.requests))
