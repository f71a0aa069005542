"""The arXiv API as a source of records: ids, titles, abstracts and authors, asked many at a time."""

from __future__ import annotations

import getpass
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from bibtools import __version__
from bibtools.errors import SourceFailed
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.reference import EarlierTitle, Reference
from bibtools.sources.arxiv_api.client import ArxivClient
from bibtools.sources.arxiv_api.feed import reference
from bibtools.sources.arxiv_api.ids import IdLookup
from bibtools.sources.arxiv_api.search import Searches
from bibtools.sources.arxiv_api.store import Store
from bibtools.sources.base import Hit, Query
from bibtools.sources.cache import DiskCache, NoCache
from bibtools.sources.clock import Clock
from bibtools.sources.gate import Gate
from bibtools.sources.http import Backoff, Timeout, Transport
from bibtools.sources.notice import Report, ignore
from bibtools.text.fold import fold

API = "https://export.arxiv.org/api/query"
USER_AGENT = f"bibtools/{__version__}"


class ArxivApi:
    """arXiv itself, at `base_url`.

    Requests start `delay` seconds apart at least, whatever number of processes shares `gate_dir` (`cache_dir` unless
    given), and what `cache_dir` holds is not asked again for `max_age_days`. `timeout` is the longest silence of the
    server, in seconds. `report` is told of each request and of all that could not be had. With `offline`, what the
    cache holds is served, and then SourceOffline names what is missing; no socket is ever opened.
    """

    name = "arxiv-api"
    strategies = ("id", "doi", "title", "abstract", "author")

    def __init__(
        self,
        *,
        base_url: str = API,
        cache_dir: Path | None = None,
        gate_dir: Path | None = None,
        delay: float = 3.0,
        timeout: float = 60.0,
        max_age_days: float = 30.0,
        offline: bool = False,
        user_agent: str = USER_AGENT,
        report: Report = ignore,
        attempts: int = 4,
        backoff: Backoff | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
    ) -> None:
        clock = clock or Clock()
        store = Store(DiskCache(cache_dir, max_age_days * 86_400.0, clock=clock) if cache_dir else NoCache())
        transport = Transport(
            Gate(gate_dir or cache_dir or _machine_folder(), delay, clock=clock),
            user_agent,
            Timeout(read=timeout),
            attempts=attempts,
            backoff=backoff or Backoff(),
            report=report,
            clock=clock,
            random=random or Random(),
        )
        client = ArxivClient(base_url, transport, report=report)
        self._ids = IdLookup(client, store, offline=offline, report=report)
        self._searches = Searches(client, store, offline=offline, report=report)

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        """The records with these arXiv ids, each once; of a version, if one is stated.

        Ids that do not come back are asked for once more. Those that arXiv does not have, or that no arXiv id looks
        like, are reported and left out; of a version that does not exist the latest is given instead.
        Raises SourceFailed after what could be had, SourceOffline after what the cache holds.
        """
        for _, record in self._ids.fetch(ids):
            yield reference(record)

    def search(
        self, queries: Sequence[Query], strategy: str, settled: Sequence[tuple[Query, Reference]] = ()
    ) -> Iterator[Hit]:
        """Candidates for the queries by one of `strategies`, five at most for each in each round.

        Raises SourceFailed after what could be had, SourceOffline after what the cache holds.
        """
        if strategy == "id":
            yield from self._by_id(queries)
            return
        if strategy == "author":
            found = self._searches.by_author(queries, settled)
        else:
            found = self._searches.by_rounds(queries, strategy)
        given: set[tuple[int, Identifier]] = set()
        for number, known in found:
            if (number, known.ids[0]) not in given:
                given.add((number, known.ids[0]))
                yield Hit(number, known, self.name)

    def _by_id(self, queries: Sequence[Query]) -> Iterator[Hit]:
        """The latest version of what each query names and, where it names an earlier one, that one beside it.

        Source: arXiv API User's Manual, section 5.1.1: an id without a version means the latest.
        """
        asked: dict[Identifier, list[int]] = defaultdict(list)
        for number, query in enumerate(queries):
            for id in dict.fromkeys(map(_as_arxiv, query.ids)):
                if id is not None:
                    asked[id].append(number)
        found: dict[str, Reference] = {}
        failure: SourceFailed | None = None
        try:
            for text, record in self._ids.fetch([each for id in asked for each in dict.fromkeys((id, _latest(id)))]):
                found[text] = reference(record)
        except SourceFailed as error:
            failure = error
        for id, numbers in asked.items():
            cited = found.get(id.versioned())
            latest = found.get(_latest(id).versioned(), cited)
            if latest is not None:
                for number in numbers:
                    yield _hit(number, latest, cited or latest)
        if failure is not None:
            raise failure


def _latest(id: Identifier) -> Identifier:
    return replace(id, version=None)


def _hit(number: int, latest: Reference, cited: Reference) -> Hit:
    """The latest version of a record, which knows what it was called in the version that is cited."""
    if cited.ids == latest.ids:
        return Hit(number, latest, ArxivApi.name)
    if fold(cited.title or "") != fold(latest.title or ""):
        earlier = EarlierTitle(cited.title or "", cited.ids[0].version, cited.updated)
        latest = replace(latest, earlier_titles=(earlier,))
    return Hit(number, latest, ArxivApi.name, alternatives=(cited,))


def _as_arxiv(id: Identifier) -> Identifier | None:
    """The arXiv id that an identifier is or, as an arXiv DOI, stands for."""
    return id if id.scheme == "arxiv" else arxiv_from_doi(id) if id.scheme == "doi" else None


def _machine_folder() -> Path:
    """Where a user's programs meet when they were given no folder in common."""
    return Path(tempfile.gettempdir(), f"bibtools-{getpass.getuser()}")
