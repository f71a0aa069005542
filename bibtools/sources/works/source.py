"""A service of published metadata as a source of records: what is known from before, the rest asked for and kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from bibtools import __version__
from bibtools.errors import SourceOffline
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit, Query
from bibtools.sources.cache import DiskCache
from bibtools.sources.clock import Clock
from bibtools.sources.gate import Gate
from bibtools.sources.http import Backoff, Timeout, Transport
from bibtools.sources.notice import Notice, Report
from bibtools.sources.works.base import Ask, Record, Service, Signature
from bibtools.sources.works.client import Client, Errand, listed

DAY = 86_400.0
# These services count requests by the second or by the minute; what they refuse now they may answer soon.
BACKOFF = Backoff(first=2.0, crowded=5.0, longest=60.0)


class Works:
    """One service, asked politely: one request at a time, in a gate of its own, never twice within `max_age_days`.

    `timeout` is the longest silence of the server, in seconds. `mail` tells the services that ask for it who is asking,
    and `key` is the service's own; both are sent to no one else. With `offline`, what the cache holds is served, and
    then SourceOffline names what is missing; no socket is ever opened.
    """

    def __init__(
        self,
        service: Service,
        *,
        cache_dir: Path,
        gate_dir: Path,
        timeout: float,
        max_age_days: float,
        offline: bool,
        report: Report,
        mail: str | None = None,
        key: str | None = None,
        base_url: str | None = None,
        clock: Clock | None = None,
        random: Random | None = None,
    ) -> None:
        clock = clock or Clock()
        polite = service.delay_with_mail if mail else None
        signature = service.sign(key) if key else Signature()
        self._service = service
        self._offline = offline
        self._report = report
        self._cache = DiskCache(cache_dir / service.name, max_age_days * DAY, clock=clock)
        transport = Transport(
            Gate(gate_dir / service.name, service.delay if polite is None else polite, clock=clock),
            f"bibtools/{__version__}" + ("" if polite is None else f" (mailto:{mail})"),
            Timeout(read=timeout),
            backoff=BACKOFF,
            report=report,
            clock=clock,
            random=random or Random(),
            headers=signature.headers,
        )
        self._client = Client(service, transport, url=base_url or service.url, fields=signature.fields, report=report)

    @property
    def name(self) -> str:
        """What the service is called in provenance and settings."""
        return self._service.name

    @property
    def strategies(self) -> tuple[str, ...]:
        """By "id" where the service can be asked for ids, and by "title"."""
        return ("id", "title") if self._service.lookup else ("title",)

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        """The works with these DOIs and arXiv ids; those the service does not know are left out.

        Raises SourceFailed after what could be had, SourceOffline after what the cache holds.
        """
        given = set()
        for _, found in self._lookup(ids):
            if (found.title, found.ids) not in given:
                given.add((found.title, found.ids))
                yield found

    def search(
        self,
        queries: Sequence[Query],
        strategy: str,
        settled: Sequence[tuple[Query, Reference]] = (),  # noqa: ARG002
    ) -> Iterator[Hit]:
        """Candidates for the queries by one of `strategies`; by title the first few that the service ranks highest.

        Raises SourceFailed after what could be had, SourceOffline after what the cache holds.
        """
        if strategy == "id":
            yield from self._by_id(queries)
        else:
            yield from self._by_title(queries)

    def _by_id(self, queries: Sequence[Query]) -> Iterator[Hit]:
        asked: dict[str, list[int]] = defaultdict(list)
        for number, query in enumerate(queries):
            for spelt in filter(None, dict.fromkeys(map(self._service.spell, query.ids))):
                asked[spelt].append(number)
        given = set()
        for spelt, found in self._lookup([id for query in queries for id in query.ids]):
            for number in asked[spelt]:
                if (number, found.title, found.ids) not in given:
                    given.add((number, found.title, found.ids))
                    yield Hit(number, found, self.name)

    def _by_title(self, queries: Sequence[Query]) -> Iterator[Hit]:
        asks: dict[str, tuple[Ask, list[int]]] = {}
        for number, query in enumerate(queries):
            if ask := self._service.find(query):
                asks.setdefault(ask.key, (ask, []))[1].append(number)
        errands = []
        for key, (ask, numbers) in asks.items():
            known = self._known("answer", key)
            if known is None:
                query = queries[numbers[0]]
                errands.append(Errand(ask, (query.title or query.text or "",)))
            else:
                yield from self._hits(numbers, known)
        self._stay_at_home([subject for errand in errands for subject in errand.subjects], len(asks))
        for errand, answered in self._client.run(errands):
            records = self._kept("answer", errand.ask.key, answered)
            yield from self._hits(asks[errand.ask.key][1], records)

    def _hits(self, numbers: Sequence[int], records: Sequence[Record]) -> Iterator[Hit]:
        for record in records:
            if found := self._reference(record):
                yield from (Hit(number, found, self.name) for number in numbers)

    def _lookup(self, ids: Sequence[Identifier]) -> Iterator[tuple[str, Reference]]:
        """(id as the service writes it, work it names)."""
        spelt = [each for each in dict.fromkeys(map(self._service.spell, ids)) if each and self._can_be_asked(each)]
        if self._service.lookup is None or not spelt:
            return
        lookup = self._service.lookup
        waiting = []
        for each in spelt:
            known = self._known("record", lookup((each,)).key)
            if known is None:
                waiting.append(each)
            else:
                yield from self._works(each, known)
        self._stay_at_home(waiting, len(spelt))
        size = self._service.batch
        batches = [tuple(waiting[at : at + size]) for at in range(0, len(waiting), size)]
        for errand, answered in self._client.run(Errand(lookup(batch), batch) for batch in batches):
            for each, records in self._told_apart(errand.subjects, answered).items():
                yield from self._works(each, self._kept("record", lookup((each,)).key, records))

    def _works(self, spelt: str, records: Sequence[Record]) -> Iterator[tuple[str, Reference]]:
        for record in records:
            if found := self._reference(record):
                yield spelt, found

    def _told_apart(self, asked: Sequence[str], records: Sequence[object]) -> dict[str, list[object]]:
        """Which records answer which id: by their place, where each has one, or by the ids they state."""
        if self._service.in_order and len(records) == len(asked):
            return {each: [record] if record is not None else [] for each, record in zip(asked, records, strict=True)}
        found: dict[str, list[object]] = {each: [] for each in asked}
        for record in filter(None, records):
            stated = self._service.reference(record).ids if isinstance(record, dict) else ()
            named = [spelt for spelt in dict.fromkeys(map(self._service.spell, stated)) if spelt in found]
            for spelt in filter(None, named):
                found[spelt].append(record)
            if not named:
                self._malformed("it has none of the ids that were asked for")
        return found

    def _can_be_asked(self, spelt: str) -> bool:
        """Whether an id can stand in a list of ids; one that cannot is reported."""
        if any(sign in spelt for sign in self._service.separators):
            told = f"{self._service.label} cannot be asked about {spelt}: its list of ids has no way to write it"
            self._report(Notice("refused", told, (spelt,)))
            return False
        return True

    def _reference(self, record: Record) -> Reference | None:
        found = self._service.reference(record)
        if found.title is None and not found.ids:
            self._malformed("it has neither title nor id")
            return None
        return found

    def _malformed(self, why: str) -> None:
        self._report(Notice("malformed", f"{self._service.label} gave a record of no use: {why}"))

    def _known(self, kind: str, key: str) -> list[Record] | None:
        """The records kept for a question; that there are none is believed for a day."""
        found = self._cache.get(kind, key)
        if found == []:
            found = self._cache.get(kind, key, max_age=DAY)
        return [record for record in found if isinstance(record, dict)] if isinstance(found, list) else None

    def _kept(self, kind: str, key: str, records: Sequence[object]) -> list[Record]:
        """The records, without what nobody reads, after they were put into the cache; others are reported."""
        readable: list[Record] = []
        for record in records:
            if isinstance(record, dict):
                readable.append({name: record[name] for name in self._service.keep if name in record})
            else:
                self._malformed("it is no object")
        self._cache.put(kind, key, readable)
        return readable

    def _stay_at_home(self, subjects: Sequence[str], total: int) -> None:
        """Says what would be asked, if nothing may be asked. Raises SourceOffline."""
        if self._offline and subjects:
            raise SourceOffline(
                f"offline: {self._service.label} was not asked about {listed(subjects, total)}",
                hint="run again without --offline; answers stay in the cache",
            )
