"""What must not be done to a library, however well it is meant, and what its owner should hear of."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bibtools.formats.zotero.identifiers import arxiv_ids, dois
from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.schema import Schema, violations
from bibtools.formats.zotero.texts import KEY_CHARACTERS
from bibtools.libraries.zotero.snapshot import Item
from bibtools.libraries.zotero.task import Task
from bibtools.model.change import Change, Conflict
from bibtools.model.identifier import Identifier

NEVER: Final = frozenset(
    (
        *("key", "version", "itemType", "parentItem", "deleted", "inPublications", "tags", "collections", "relations"),
        *("dateAdded", "dateModified", "accessDate", "lastRead"),
        *("citationKey", "rights", "callNumber", "shortTitle", "genre", "libraryCatalog"),
    )
)
"""Properties of an item that nobody but its owner changes."""

# A change of these makes Better BibTeX compute a citation key anew, if its user wants that.
_IN_KEYS: Final = frozenset({"title", "creators", "date"})


def wrong(task: Task, item: Item | None, schema: Schema) -> Sequence[str]:
    """Why a task is not to be carried out on an item, whatever its fields say; nothing for an item that is gone.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> book = Item("ABCD2345", 7, {"itemType": "book"})
    >>> wrong(Task("ABCD2345", {"tags": []}, {"tags": ""}, {"tags": ""}), book, FALLBACK)
    ('tags: its owner alone changes that',)
    """
    if task.creates:
        return violations(task.properties, str(task.properties.get("itemType")), schema)
    if never := sorted(NEVER & task.wants.keys()):
        return (f"{', '.join(never)}: its owner alone changes that",)
    return violations(task.properties, str(item.data.get("itemType")), schema) if item else ()


def refused(change: Change, why: Sequence[str]) -> Conflict:
    """A change that is not made, with the reasons."""
    title = change.reference.title if change.reference else None
    return Conflict(change.entry_id, change.field or "", change.old or "", title or change.new or "", "; ".join(why))


def shared(items: Iterable[Item]) -> Mapping[str, str]:
    """Why items are left alone whose identifier another item states too, by key: nobody can tell which one is meant."""
    holders: dict[Identifier, list[str]] = defaultdict(list)
    for item in items:
        for identifier in (*(found.unversioned() for found in arxiv_ids(item.data)), *dois(item.data)):
            holders[identifier].append(item.key)
    reasons = {}
    for identifier, keys in holders.items():
        for key in keys if len(keys) > 1 else ():
            others = ", ".join(other for other in keys if other != key)
            reasons[key] = f"{identifier.scheme}:{identifier.value} stands in {others} too: merge them in Zotero first"
    return reasons


def about_citation_key(change: Change, item: Item | None) -> str:
    """That texts may cite an item by a key that a change could change, for a person who looks at the plan."""
    if item is None or change.field not in _IN_KEYS:
        return ""
    key = reference(item.data).extra.get("citation-key")
    return f"; Better BibTeX may compute the citation key {key} anew" if key else ""


def with_keys(changes: Iterable[Change], taken: Collection[str]) -> Iterator[Change]:
    """The changes, each new item under a key that nobody has."""
    known = set(taken)
    for change in changes:
        if change.op == "add-entry":
            while (key := random_key()) in known:
                pass
            known.add(key)
            yield replace(change, entry_id=key)
        else:
            yield change


def random_key() -> str:
    """A key as Zotero makes them.

    >>> len(random_key())
    8
    """
    return "".join(secrets.choice(KEY_CHARACTERS) for _ in range(8))
