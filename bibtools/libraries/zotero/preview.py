"""What a task would make of an item, as a unified diff of its fields."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from bibtools.formats.zotero.creators import from_text
from bibtools.formats.zotero.schema import CREATORS
from bibtools.libraries.zotero.snapshot import Item
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.task import Task, fields_of


def diff(task: Task, item: Item | None, target: Target) -> str:
    """The fields of an item that change, each line of a text on its own, below the address that shows the item.

    >>> task = Task("ABCD2345", {"DOI": "10.1000/182"}, {"DOI": "10.1000/182"}, {"DOI": ""})
    >>> print(diff(task, Item("ABCD2345", 7, {"itemType": "book", "title": "A"}), Target()), end="")
    --- zotero:user/items/ABCD2345 (book, version 7)
    +++ zotero:user/items/ABCD2345
    @@ zotero://select/library/items/ABCD2345 @@
     title: A
    +DOI: 10.1000/182
    """
    library = str(Target(target.local, target.group))
    before = fields_of(item.data) if item else {}
    after = {name: text for name, text in {**before, **task.wants}.items() if text}
    name = f"{library}/items/{task.key}"
    body = list(_changes(_lines(before), _lines(after)))
    if not body:
        return ""
    if item is None:
        head = ["--- /dev/null", f"+++ {name} ({task.properties.get('itemType')})", f"@@ {_where(target)} @@"]
    else:
        kind = f"({item.data.get('itemType')}, version {item.version})"
        head = [f"--- {name} {kind}", f"+++ {name}", f"@@ {target.link(task.key)} @@"]
        if "title" not in task.wants and before.get("title"):
            head.append(f" title: {before['title']}")
    whys = dict.fromkeys(f"# {change.why}" for change in task.changes)
    return "".join(f"{line}\n" for line in [*head, *body, *whys])


def _where(target: Target) -> str:
    return f"a new item in the collection {target.collection}" if target.collection else "a new item"


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    """The lines that go and come, in the order of the fields."""
    return (line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:3] not in _HEADS)


def _lines(fields: Mapping[str, str]) -> list[str]:
    return [f"{name}: {line}" for field, text in fields.items() for name, line in _said(field, text)]


_HEADS = frozenset({"---", "+++", "@@ "})


def _said(field: str, text: str) -> Iterator[tuple[str, str]]:
    if field != CREATORS:
        yield from ((field, line) for line in text.splitlines() or [""])
        return
    for creator in from_text(text) if text else ():
        name = creator.get("name") or f"{creator.get('lastName', '')}, {creator.get('firstName', '')}"
        yield "creator", f"{name} ({creator.get('creatorType')})"
