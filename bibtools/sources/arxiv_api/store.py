"""What arXiv has said before: records by id, and for each question which records answered it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from bibtools.sources.arxiv_api.feed import Record, identifier, is_record, without_version
from bibtools.sources.arxiv_api.query import Clause
from bibtools.sources.base import Query
from bibtools.sources.cache import Cache

DAY = 86_400.0
# A change in how results are assigned makes earlier assignments worthless: count this up then.
ASSIGNMENT = 1


class Store:
    """Records and answers in a cache. That something does not exist is believed for a day at most."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def record(self, id: str) -> Record | None:
        """The record with this id, or None; without a version, the latest one's."""
        known = self._cache.get("record", id)
        if is_record(known):
            return known
        latest = self._cache.get("record", without_version(id))
        same = is_record(latest) and (found := identifier(latest)) is not None and found.versioned() == id
        return latest if same else None

    def keep(self, record: Record, *, latest: bool) -> None:
        """Keeps a record: the latest version by its id alone, others by id and version."""
        id = identifier(record)
        if id is not None:
            self._cache.put("record", id.value if latest else id.versioned(), dict(record))

    def is_absent(self, id: str) -> bool:
        """Whether arXiv said lately that it does not have this id."""
        return self._cache.get("absent", id, max_age=DAY) is not None

    def keep_absent(self, id: str) -> None:
        self._cache.put("absent", id, True)

    def answer(self, clause: Clause, query: Query) -> list[Record] | None:
        """The records that once answered this clause of this query; None if it was not asked or one of them is gone."""
        key = _key(clause, query)
        ids = self._cache.get("answer", key)
        if ids == []:
            ids = self._cache.get("answer", key, max_age=DAY)
        if not isinstance(ids, list):
            return None
        records = [self.record(str(id)) for id in ids]
        return [record for record in records if record is not None] if None not in records else None

    def keep_answer(self, clause: Clause, query: Query, records: Sequence[Record]) -> None:
        """Keeps which records answered; the records themselves are kept along."""
        for record in records:
            self.keep(record, latest=True)
        ids = [id.value for record in records if (id := identifier(record))]
        self._cache.put("answer", _key(clause, query), ids)


def _key(clause: Clause, query: Query) -> str:
    """The clause, and a digest of the texts by which its results were told from others'."""
    text = json.dumps([query.title, query.abstract, query.text, [id.versioned() for id in query.ids]])
    return f"{ASSIGNMENT} {clause.text} {hashlib.sha256(text.encode()).hexdigest()[:16]}"
