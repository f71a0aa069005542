"""Records by their ids: many in one request, and none lost on the way without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bibtools.model.identifier import Identifier
from bibtools.sources.arxiv_api.client import ArxivClient
from bibtools.sources.arxiv_api.feed import Record, by_either_id, identifier, without_version
from bibtools.sources.arxiv_api.offline import refuse
from bibtools.sources.arxiv_api.query import IDS, Clause, api_id
from bibtools.sources.arxiv_api.store import Store
from bibtools.sources.notice import Notice, Report


class IdLookup:
    """Looks ids up in `store` first and then, unless `offline`, through `client`."""

    def __init__(self, client: ArxivClient, store: Store, *, offline: bool, report: Report) -> None:
        self._client = client
        self._store = store
        self._offline = offline
        self._report = report

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[tuple[str, Record]]:
        """(id as asked, record) for each id that is found."""
        asked: dict[str, str] = {}
        for id in ids:
            text = api_id(id)
            if text is not None:
                asked.setdefault(text, id.versioned())
            elif id.scheme == "arxiv":
                self._report(Notice("malformed", f"{id.versioned()} is no arXiv id", (id.versioned(),)))
        still_open = []
        for text, as_stated in asked.items():
            known = self._store.record(text)
            if known is not None:
                yield as_stated, known
            elif self._store.is_absent(text):
                self._missing(text)
            else:
                still_open.append(text)
        if self._offline:
            refuse(still_open, "id")
        lost: list[str] = []
        for text, record in self._ask_ids(still_open, lost):
            yield asked[text], record
        if lost:
            yield from ((asked[text], record) for text, record in self._reconcile(lost))

    def _ask_ids(self, texts: Sequence[str], lost: list[str]) -> Iterator[tuple[str, Record]]:
        """The records that come back; the others' ids are added to `lost`. What the server refuses is in neither."""
        for batch, page in self._client.ask((Clause(n, text) for n, text in enumerate(texts)), IDS):
            answered = {clause.text for clause in batch}
            found = by_either_id(page.records)
            for text in answered & found.keys():
                self._store.keep(found[text], latest=not _is_versioned(text))
                yield text, found[text]
            lost += [clause.text for clause in batch if clause.text not in found]

    def _reconcile(self, lost: Sequence[str]) -> Iterator[tuple[str, Record]]:
        """A second look for ids that did not come back, in which any version will do."""
        latest = {text: without_version(text) for text in lost}
        found = dict(self._ask_ids(list(dict.fromkeys([*lost, *latest.values()])), []))
        for text in lost:
            if text in found:
                yield text, found[text]
                continue
            instead = found.get(latest[text])
            if instead is None:
                self._store.keep_absent(text)
                self._missing(text)
                continue
            version = identifier(instead)
            what = f"arXiv has no {text}; the latest is {version.versioned() if version else latest[text]}"
            self._report(Notice("missing", what, (text,)))
            yield text, instead

    def _missing(self, text: str) -> None:
        self._report(Notice("missing", f"arXiv has no {text}", (text,)))


def _is_versioned(text: str) -> bool:
    return without_version(text) != text
