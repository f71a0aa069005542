"""CSL-JSON as a `Document`: lenient about every shape met in files, with a problem for what cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from bibtools.formats.csljson.dates import from_date
from bibtools.formats.csljson.item import citation_key, read_item
from bibtools.formats.csljson.mapping import ALIASES, IDENTIFIERS, KEPT
from bibtools.formats.csljson.rules import TYPES
from bibtools.formats.csljson.scan import Flaw, Item, Member, Scan, scan
from bibtools.formats.encoding import newline_of
from bibtools.formats.lines import Lines
from bibtools.model.document import Document, Entry, Origin, Problem, Severity, State
from bibtools.model.reference import Reference

PROBLEMS: Final[Mapping[str, tuple[Severity, str]]] = {
    "CSL101": ("error", "the text is not valid JSON, or not a list of items"),
    "CSL102": ("warning", "a key stands twice in one item; the last one counts"),
    "CSL103": ("warning", "an item has no id"),
    "CSL104": ("error", "two items have one id"),
    "CSL105": ("error", "an item's type is missing or unknown; Zotero and pandoc refuse the whole file"),
    "CSL106": ("warning", "a value has a shape that cannot be read; it is carried along as it is"),
}
"""The problems this reader reports: code, severity, and what each is about."""


def read(text: str, path: str) -> Document:
    """All items of a CSL-JSON text. Never raises: what cannot be read is in the document's problems.

    >>> document = read('[{"id": "a", "type": "article", "number": "arXiv:1706.03762"}]', "refs.json")
    >>> document.entries[0].reference.id("arxiv").value
    '1706.03762'
    >>> str(read('[{"id": "a", "type": "book",}]', "refs.json").problems[0].origin)
    'refs.json:1:28'
    """
    found = scan(text)
    report = _Report(text, path)
    problems = [report.flaw(flaw) for flaw in found.flaws]
    entries = []
    for item, entry_id in zip(found.items, entry_ids(found), strict=True):
        decoded = as_dict(item)
        reference = read_item(decoded, item.name)
        own = list(report.item(item, decoded, entry_id, reference))
        problems += own
        entries.append(Entry(entry_id, reference, report.origin(item.start, item.end), _state(item, own)))
    problems.sort(key=lambda problem: problem.origin.start)
    return Document(path, "csl-json", text, tuple(entries), tuple(problems), newline=newline_of(text))


def as_dict(item: Item) -> dict[str, object]:
    """An item's members by key; of a repeated key the last one, as every JSON reader has it."""
    return {member.key: member.value for member in item.members}


def entry_ids(found: Scan) -> tuple[str, ...]:
    """The id of each item's entry, unique in its file: the citation key, `item-3` without one, `key#2` for a repeat.

    >>> entry_ids(scan('[{"id": "a"}, {}, {"id": "a"}]'))
    ('a', 'item-2', 'a#2')
    """
    seen: Counter[str] = Counter()
    ids = []
    for number, item in enumerate(found.items, start=1):
        key = citation_key(as_dict(item), item.name) or f"item-{number}"
        seen[key] += 1
        ids.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return tuple(ids)


def _state(item: Item, problems: list[Problem]) -> State:
    if not item.whole:
        return "broken"
    return "suspect" if item.flawed or any(p.code in ("CSL102", "CSL104") for p in problems) else "clean"


class _Report:
    """Makes problems with their places in one text."""

    def __init__(self, text: str, path: str) -> None:
        self.lines = Lines(text)
        self.path = path

    def origin(self, start: int, end: int) -> Origin:
        return self.lines.origin(self.path, start, end)

    def flaw(self, flaw: Flaw) -> Problem:
        return self._problem("CSL101", flaw.message, flaw.start, flaw.end, flaw.hint)

    def item(self, item: Item, decoded: Mapping[str, object], entry_id: str, reference: Reference) -> Iterator[Problem]:
        """What is wrong with one item that could be read as JSON."""
        members: dict[str, Member] = {}
        for member in item.members:
            if member.key in members:
                message = f"{member.key!r} stands twice in this item"
                yield self._problem(
                    "CSL102", message, member.key_start, member.key_end, "keep one; the last one counts"
                )
            members[member.key] = member
        start = members["id"].start if "id" in members else item.start
        if citation_key(decoded, item.name) is None:
            yield self._problem("CSL103", "this item has no id", start, start + 1, "nothing can cite it without one")
        elif "#" in entry_id and entry_id != citation_key(decoded, item.name):
            message = f"the id {entry_id.rpartition('#')[0]!r} is taken by an item above"
            yield self._problem("CSL104", message, start, start + 1, "give it an id of its own")
        if item.whole:
            yield from self._type(item, members, decoded.get("type"))
        for name in reference.extra:
            variable = name.removeprefix(KEPT)
            if name != variable and variable in members and _is_unread(variable, members[variable].value):
                at = members[variable]
                yield self._problem(
                    "CSL106", f"this {variable} cannot be read", at.start, at.end, "it is carried along as it is"
                )

    def _type(self, item: Item, members: Mapping[str, Member], value: object) -> Iterator[Problem]:
        if isinstance(value, str) and value in TYPES:
            return
        at = members.get("type")
        start, end = (at.start, at.end) if at else (item.start, item.start + 1)
        hint = "Zotero and pandoc refuse the whole file because of it"
        if isinstance(value, str) and value.lower() in ALIASES:
            hint = f"read as {ALIASES[value.lower()]!r}; {hint}"
        message = f"{value!r:.40} is not a CSL type" if value else "this item has no type"
        yield self._problem("CSL105", message, start, end, hint)

    def _problem(self, code: str, message: str, start: int, end: int, hint: str | None) -> Problem:
        origin = self.origin(start, end)
        return Problem(code, message, origin, PROBLEMS[code][0], hint, self.lines.text(origin.line))


# Types are reported as CSL105; identifiers that are none, by `bibtools.check` with the reason.
_TOLD_ELSEWHERE = frozenset(("type", "id", "citation-key", *(variable for _, variable in IDENTIFIERS)))


def _is_unread(variable: str, value: object) -> bool:
    """Whether a value that is carried along could not be read at all, rather than not to its last detail."""
    if variable in _TOLD_ELSEWHERE:
        return False
    if variable == "issued":
        return from_date(value)[0] is None and not (isinstance(value, Mapping) and {"literal", "season"} & value.keys())
    return not (variable in ("author", "editor") and isinstance(value, list))
