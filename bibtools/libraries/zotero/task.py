"""One item as it shall become, and whether it is already so; fields are compared as texts, as plans hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from bibtools.formats.zotero.amend import as_property
from bibtools.formats.zotero.creators import as_text
from bibtools.formats.zotero.schema import CREATORS, Schema
from bibtools.formats.zotero.write import new_item
from bibtools.libraries.zotero.snapshot import Item
from bibtools.model.change import Change, Receipt

Standing = Literal["to do", "done", "trashed", "gone", "changed"]
DELETED: Final = "deleted"
_LISTS: Final = frozenset({"tags", "collections", "relations"})


@dataclass(frozen=True, slots=True)
class Task:
    """The `properties` to be sent for the item `key`, which give its fields the texts `wants`; they had `had`.

    `had` is None for an item that is to be made. `version`: only if the item is still at that one.
    `changes` are what the task carries out; none, where it takes something back.
    """

    key: str
    properties: Mapping[str, Any]
    wants: Mapping[str, str]
    had: Mapping[str, str] | None = None
    version: int | None = None
    changes: tuple[Change, ...] = field(default=(), compare=False)

    @property
    def creates(self) -> bool:
        """Whether the item is not there yet."""
        return self.had is None

    def standing(self, item: Item | None) -> Standing:
        """How the task stands in view of the item as it is now."""
        if item is None:
            return "to do" if self.had is None else "gone"
        if holds(item, self.wants):
            return "done"
        if self.had is None:
            return "changed"
        if item.is_discarded and DELETED not in self.wants:
            return "trashed"
        if self.version is not None and item.version != self.version:
            return "changed"
        return "to do" if holds(item, self.had) else "changed"


def holds(item: Item, texts: Mapping[str, str]) -> bool:
    """Whether fields of an item have these texts."""
    return all(text_of(item.data, name) == text for name, text in texts.items())


def text_of(data: Mapping[str, Any], name: str) -> str:
    """A property as text; "" where it says nothing.

    >>> text_of({"title": "A", "deleted": True}, "deleted"), text_of({"title": "A"}, "DOI")
    ('1', '')
    """
    value = data.get(name)
    if name == CREATORS:
        return as_text(value) if value else ""
    if name == DELETED:
        return "1" if value else ""
    return value if isinstance(value, str) else "" if value is None else str(value)


def fields_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Every field of an item that says something, as text."""
    own = {"key", "version", "itemType", "dateAdded", "dateModified", "parentItem", *_LISTS}
    return {name: text for name in data if name not in own and (text := text_of(data, name))}


def tasks(changes: Sequence[Change], schema: Schema, collection: str | None) -> Iterator[Task]:
    """What a plan's changes ask for, one task for each item, new items first."""
    for change in changes:
        if change.op == "add-entry":
            yield _creation(change, schema, collection)
    for key, some in _amendments(changes):
        before, after = _texts(some)
        yield Task(key, _properties(after), after, before, None, some)


def reversals(receipt: Receipt) -> Iterator[Task]:
    """What takes back what a receipt tells of: new items go to the trash, changed fields get their old values."""
    for change in receipt.plan.changes:
        if change.op == "add-entry":
            version = receipt.versions.get(change.entry_id, 0)  # no item has that one
            yield Task(change.entry_id, {DELETED: 1}, {DELETED: "1"}, {DELETED: ""}, version)
    for key, some in _amendments(receipt.plan.changes):
        before, after = _texts(some)
        yield Task(key, _properties(before), before, after)


def _creation(change: Change, schema: Schema, collection: str | None) -> Task:
    assert change.reference is not None, "an added entry carries its reference"
    item = new_item(change.reference, schema, (collection,) if collection else ())
    wants = {name: text_of(item, name) for name in item if name not in _LISTS}
    return Task(change.entry_id, item, wants, None, None, (change,))


def _amendments(changes: Iterable[Change]) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes of each item that is there, together."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.op != "add-entry":
            found[change.entry_id].append(change)
    return ((key, tuple(some)) for key, some in found.items())


def _texts(changes: Iterable[Change]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields that change, before and after."""
    named = [(str(change.field), change) for change in changes]
    return {name: change.old or "" for name, change in named}, {name: change.new or "" for name, change in named}


def _properties(texts: Mapping[str, str]) -> dict[str, Any]:
    """Texts as the properties that are sent; of no text, no creators."""
    return {name: as_property(name, text or ("[]" if name == CREATORS else "")) for name, text in texts.items()}


def strays(before: Item, after: Item, wants: Mapping[str, str]) -> Sequence[str]:
    """The fields that changed without having been asked to."""
    told, now = fields_of(before.data), fields_of(after.data)
    kind = ["itemType"] if before.data.get("itemType") != after.data.get("itemType") else []
    lists = [name for name in _LISTS if (before.data.get(name) or None) != (after.data.get(name) or None)]
    changed = [name for name in {**told, **now} if name not in wants and told.get(name) != now.get(name)]
    return [*kind, *lists, *changed]
