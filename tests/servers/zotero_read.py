"""How a replica server of Zotero lists items: its parameters, their defaults and limits, order, pages and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from servers.zotero_rules import invalid
from servers.zotero_store import CHILDREN, KEY, Item, Library, parsed_date

LARGEST_PAGE = 100
USUAL_PAGE = 25
MOST_KEYS = 100
_BY_NAME = ("title", "creator", "itemType")  # The others are listed with the newest first.
SORTS = (
    *("dateAdded", "dateModified", "title", "creator", "itemType", "date", "publisher", "publicationTitle"),
    *("journalAbbreviation", "language", "accessDate", "libraryCatalog", "callNumber", "rights", "extra", "addedBy"),
    "itemKeyList",
)


@dataclass(frozen=True)
class Wanted:
    """The parameters of a list, checked; `limit` is None where there is none."""

    limit: int | None
    start: int
    since: int | None
    format: str
    keys: tuple[str, ...] | None
    include_trashed: bool
    item_type: str
    words: str
    sort: str
    ascending: bool


def wanted(query: Mapping[str, str], *, usual: int | None = USUAL_PAGE, largest: int | None = LARGEST_PAGE) -> Wanted:
    """What a list shall hold. Raises Rejected for a value that is none of the allowed ones."""
    form = query.get("format", "json")
    if form not in ("json", "keys", "versions"):
        raise invalid(f"Invalid 'format' value '{form}'")
    since = query.get("since", query.get("newer"))
    if since is not None and not re.fullmatch(r"\d+", since):
        raise invalid("Invalid value for 'since' parameter")
    keys = _keys(query["itemKey"]) if "itemKey" in query else None
    sort = query.get("sort", "dateModified")
    if sort not in SORTS or (sort == "itemKeyList" and keys is None):
        raise invalid(f"Invalid 'sort' value '{sort}'")
    direction = query.get("direction", "asc" if sort in _BY_NAME else "desc")
    if direction not in ("asc", "desc"):
        raise invalid(f"Invalid 'direction' value '{direction}'")
    asked = _integer(query.get("limit", "0"))
    limit = (min(asked, largest) if largest else asked) if asked > 0 else usual
    if form != "json":
        limit = asked if asked > 0 else None
    if keys is not None:
        limit = MOST_KEYS
    return Wanted(
        limit=limit,
        start=max(_integer(query.get("start", "0")), 0),
        since=int(since) if since is not None else None,
        format=form,
        keys=keys,
        include_trashed=query.get("includeTrashed", "0") not in ("", "0"),
        item_type=query.get("itemType", ""),
        words=query.get("q", ""),
        sort=sort,
        ascending=direction == "asc",
    )


def chosen(items: Iterable[Item], want: Wanted) -> list[Item]:
    """Those of the items that the parameters name, in their order; no page is cut out yet."""
    is_wanted = _type_filter(want.item_type)
    words = want.words.lower().split()
    found = [
        item
        for item in items
        if (want.include_trashed or not item.is_trashed)
        and (want.since is None or item.version > want.since)
        and (want.keys is None or item.key in want.keys)
        and is_wanted(item.type)
        and all(word in _quick(item) for word in words)
    ]
    if want.sort == "itemKeyList" and want.keys is not None:
        return sorted(found, key=lambda item: want.keys.index(item.key) if want.keys else 0)
    return sorted(found, key=lambda item: (_sort_value(item, want.sort), item.key), reverse=not want.ascending)


def page(items: list[Item], want: Wanted) -> list[Item]:
    """The part of a list that one answer holds."""
    return items[want.start :] if want.limit is None else items[want.start : want.start + want.limit]


def links(url: str, query: Mapping[str, str], want: Wanted, total: int) -> str:
    """The header Link: first, prev, next and last where they lead elsewhere."""
    if want.limit is None:
        return f'<{url}>; rel="alternate"'
    last = (total - 1) // want.limit * want.limit if total else 0
    places = {}
    if want.start > 0:
        places["first"] = 0
        places["prev"] = max(want.start - want.limit, 0)
    if want.start + want.limit < total:
        places["next"] = want.start + want.limit
    if last != want.start:
        places["last"] = last
    rest = {name: value for name, value in query.items() if name not in ("start", "key")}
    made = []
    for relation, start in places.items():
        parameters = sorted((rest | ({"start": str(start)} if start else {})).items())
        made.append(f'<{url}?{urlencode(parameters)}>; rel="{relation}"')
    return ", ".join([*made, f'<{url}>; rel="alternate"'])


def top_items(library: Library) -> Iterable[Item]:
    return (item for item in library.items.values() if item.is_top)


def _keys(text: str) -> tuple[str, ...]:
    keys = text.strip(",").split(",")
    return tuple(key for key in keys if KEY.fullmatch(key))[:MOST_KEYS]


def _integer(text: str) -> int:
    match = re.match(r"\s*-?\d+", text)
    return int(match[0]) if match else 0


def _type_filter(text: str) -> Callable[[str], bool]:
    without = text.startswith("-")
    names = {name.strip() for name in text.removeprefix("-").split("||")} - {""}
    if not names:
        return lambda _: True
    return lambda item_type: (item_type in names) is not without


def _quick(item: Item) -> str:
    """What the quick search looks at: title, creators and year, and nothing else."""
    if item.type in CHILDREN:
        return ""
    creators = item.data.get("creators", [])
    names = [creator.get(part, "") for creator in creators for part in ("name", "firstName", "lastName")]
    year = (parsed_date(item.data.get("date", "")) or "")[:4]
    return " ".join([item.data.get("title", ""), *names, year]).lower()


def _sort_value(item: Item, by: str) -> str:
    if by == "creator":
        creators = item.data.get("creators") or [{}]
        return (creators[0].get("name") or creators[0].get("lastName") or "").casefold()
    if by == "date":
        return parsed_date(item.data.get("date", "")) or ""
    return str(item.data.get(by, "")).casefold()
