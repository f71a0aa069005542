"""All that stands in a library at one moment, read again only as far as it changed.

Source: Zotero Web API v3, "Syncing": a list carries the version of its library, and the library changed on the way when
two answers carry different ones. `format=versions` lists all keys at once, so that what is gone is noticed too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bibtools.errors import SourceFailed, UsageError
from bibtools.formats.zotero.read import CHILDREN, is_trashed
from bibtools.libraries.zotero.transport import Answered, Client, Reply, Stopped
from bibtools.sources.cache import Cache, NoCache

PAGE: Final = 100
SOME_KEYS: Final = 50
_KEYS_ARE_SHOWN = "a collection's key is the end of its address on zotero.org, eight letters and digits"
_NO_ITEM: Final = (AttributeError, TypeError, KeyError, ValueError)  # what JSON of another shape raises
MOST_ROUNDS: Final = 6  # readings of a library that somebody else is changing all the while


@dataclass(frozen=True, slots=True)
class Place:
    """Where a library stands: `prefix` is "/users/1" or "/groups/2"; `server` names a desktop client's database.

    >>> str(Place("https://api.zotero.org", "/users/1"))
    'https://api.zotero.org/users/1'
    """

    base: str
    prefix: str
    server: str | None = None

    def __str__(self) -> str:
        return f"{self.base}{self.prefix}" + (f" {self.server}" if self.server else "")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a library: its `data` as the API tells them, and its date as the server understands it.

    `children` are its notes and attachments, as of when it was read; None where the answer did not count them.
    """

    key: str
    version: int
    data: Mapping[str, Any]
    parsed: str | None = None
    children: int | None = None

    @property
    def added(self) -> str:
        """When it was added; in this order its owner knows the library."""
        return str(self.data.get("dateAdded", ""))

    @property
    def is_work(self) -> bool:
        """Whether it stands for a work; attachments and notes can stand at the top of a library too."""
        return self.data.get("itemType") not in CHILDREN

    @property
    def is_discarded(self) -> bool:
        """Whether it lies in the trash."""
        return is_trashed(self.data)

    def told(self) -> dict[str, Any]:
        """The item in the API's form, without what can be derived."""
        meta = {"parsedDate": self.parsed, "numChildren": self.children}
        return {"key": self.key, "version": self.version, "data": dict(self.data), "meta": meta}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The items at the top of a library, the trash included, by key, as they were at `version`; 0 is before all."""

    version: int = 0
    items: Mapping[str, Item] = field(default_factory=dict)

    def works(self) -> Iterator[Item]:
        """The works that are not in the trash."""
        return (item for item in self.items.values() if item.is_work and not item.is_discarded)

    def discarded(self) -> Iterator[Item]:
        """The works in the trash."""
        return (item for item in self.items.values() if item.is_work and item.is_discarded)


class Reader:
    """Reads one library, and keeps what it read in `cache` for the next time; `known` is what was read last."""

    def __init__(self, client: Client, place: Place, cache: Cache | None = None) -> None:
        self._client, self._place = client, place
        self._cache: Cache = cache or NoCache()
        self.known = self._kept()

    def read(self) -> Snapshot:
        """The library as it is now; one request where nothing changed. Raises Answered, Stopped, SourceFailed."""
        known, since = self.known, self.known.version
        told = self._top({"format": "versions"}, unless=since or None)
        if told.status == 304:
            return known
        for _ in range(MOST_ROUNDS):
            version, versions = _version(told), _versions(told)
            items = {key: item for key, item in known.items.items() if versions.get(key) == item.version}
            steady = True
            if versions.keys() - items.keys():
                for reply in self._pages(since):
                    items |= {item.key: item for item in items_of(reply)}
                    steady = steady and _version(reply) == version
            if steady and all(key in items and items[key].version == number for key, number in versions.items()):
                found = sorted((items[key] for key in versions), key=lambda item: (item.added, item.key))
                return self._keep(Snapshot(version, {item.key: item for item in found}))
            # What came before a change on the way need not come again; where nothing changed, what was kept was wrong.
            known, since = Snapshot(version, items), 0 if steady else version
            told = self._top({"format": "versions"})
        raise Stopped("the library did not keep still while it was read", hint="try again when nobody changes it")

    def some(self, keys: Sequence[str]) -> dict[str, Item]:
        """The items with these keys as they are now, those in the trash too; what is not there is left out."""
        found: dict[str, Item] = {}
        for start in range(0, len(keys), SOME_KEYS):
            named = ",".join(keys[start : start + SOME_KEYS])
            fields = {"itemKey": named, "includeTrashed": "1", "limit": str(PAGE)}
            found |= {item.key: item for item in items_of(self._client.get(f"{self._place.prefix}/items", fields))}
        return found

    def members(self, collection: str) -> Collection[str]:
        """The keys of the items in a collection. Raises UsageError where there is no such collection."""
        path = f"{self._place.prefix}/collections/{collection}/items/top"
        try:
            return _versions(self._client.get(path, {"format": "versions"})).keys()
        except Answered as error:
            if error.status != 404:
                raise
            raise UsageError(f"there is no collection {collection}", hint=_KEYS_ARE_SHOWN) from None

    def parents(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the items that have notes or attachments, or may have some."""
        return frozenset(key for key, item in self.some(keys).items() if item.children != 0)

    def _pages(self, since: int) -> Iterator[Reply]:
        """Every item at the top that is newer than version `since`."""
        start = 0
        while True:
            fields = {"limit": str(PAGE), "start": str(start), "sort": "dateAdded", "direction": "asc"}
            reply = self._top({**fields, **({"since": str(since)} if since else {})})
            yield reply
            count = len(items_of(reply))
            start += count
            total = reply.headers.get("total-results", "")
            if not count or (start >= int(total) if total.isdecimal() else count < PAGE):
                return

    def _top(self, fields: Mapping[str, str], *, unless: int | None = None) -> Reply:
        path = f"{self._place.prefix}/items/top"
        return self._client.get(path, {**fields, "includeTrashed": "1"}, unless=unless)

    def _keep(self, snapshot: Snapshot) -> Snapshot:
        self.known = snapshot
        body = {"version": snapshot.version, "items": [item.told() for item in snapshot.items.values()]}
        self._cache.put("zotero", str(self._place), body)
        return snapshot

    def _kept(self) -> Snapshot:
        body = self._cache.get("zotero", str(self._place))
        try:
            items = [_item(told) for told in body["items"]] if body else []
            return Snapshot(int(body["version"]) if body else 0, {item.key: item for item in items})
        except _NO_ITEM:
            return Snapshot()


def items_of(reply: Reply) -> list[Item]:
    """The items of a list. Raises SourceFailed for anything else."""
    if not isinstance(reply.data, list):
        raise SourceFailed("Zotero did not answer with items where it should")
    try:
        return [_item(told) for told in reply.data]
    except _NO_ITEM:
        raise SourceFailed("Zotero answered with an item that has no key, version or data") from None


def _item(told: Mapping[str, Any]) -> Item:
    meta = told.get("meta") or {}
    parsed, children = meta.get("parsedDate"), meta.get("numChildren")
    return Item(
        str(told["key"]),
        int(told["version"]),
        dict(told["data"]),
        parsed if isinstance(parsed, str) else None,
        children if isinstance(children, int) else None,
    )


def _version(reply: Reply) -> int:
    if reply.version is None:
        raise SourceFailed("Zotero answered a list without the version of its library")
    return reply.version


def _versions(reply: Reply) -> dict[str, int]:
    if isinstance(reply.data, dict) and all(isinstance(number, int) for number in reply.data.values()):
        return reply.data
    if reply.data == []:  # what PHP makes of an empty object
        return {}
    raise SourceFailed("Zotero did not answer with versions where it should")
