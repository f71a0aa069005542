"""Items as Zotero's API tells them, as entries: the web API's and the local one's, in a list or one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from bibtools.formats.csljson.scan import Flaw, scan
from bibtools.formats.encoding import newline_of
from bibtools.formats.lines import Lines
from bibtools.formats.zotero.identifiers import arxiv_ids, stated
from bibtools.formats.zotero.item import reference
from bibtools.model.document import Document, Entry, Origin, Problem, Severity

CHILDREN: Final = frozenset(("note", "attachment", "annotation"))
"""Item types that are no works: they belong to one, or stand for themselves."""

PROBLEMS: Final[Mapping[str, tuple[Severity, str]]] = {
    "ZOT101": ("error", "the text is not valid JSON, or not a list of items as Zotero's API tells them"),
    "ZOT102": ("note", "notes, attachments and annotations are no works and are left out"),
    "ZOT103": ("note", "an item lies in the trash; it is never changed and never added again"),
    "ZOT104": ("warning", "an item states two different arXiv ids; it is never changed"),
}
"""The problems this reader reports: code, severity, and what each is about."""


def read(text: str, path: str) -> Document:
    """All works in a JSON list of items. Never raises: what cannot be read is in the document's problems.

    >>> item = '{"key": "ABCD2345", "data": {"itemType": "preprint", "title": "A", "archiveID": "arXiv:1706.03762"}}'
    >>> document = read(f"[{item}]", "items.json")
    >>> document.entries[0].id, document.entries[0].reference.id("arxiv").value
    ('ABCD2345', '1706.03762')
    """
    if text.lstrip().startswith("<"):
        hint = "export the library from Zotero as CSL JSON, or name it: zotero:user"
        problem = _problem("ZOT101", "this is RDF, which is written for Zotero and not read", Origin(path), hint)
        return Document(path, "zotero", text, problems=(problem,), newline=newline_of(text))
    found, lines = scan(text), Lines(text)
    problems = [_flaw(flaw, lines, path) for flaw in found.flaws]
    entries: list[Entry] = []
    children: list[Origin] = []
    seen: Counter[str] = Counter()
    for number, span in enumerate(found.items, start=1):
        item = {member.key: member.value for member in span.members}
        origin = lines.origin(path, span.start, span.end)
        item_type = _data(item).get("itemType")
        if item_type in CHILDREN:
            children.append(origin)
            continue
        if not isinstance(item_type, str):
            problems.append(_problem("ZOT101", "this is no item of Zotero's: it has no itemType", origin))
        told = replace(entry(item, path, number), origin=origin)
        seen[told.id] += 1
        if seen[told.id] > 1:
            told = replace(told, id=f"{told.id}#{seen[told.id]}", state="suspect")
        entries.append(told if span.whole and isinstance(item_type, str) else replace(told, state="broken"))
        problems += [replace(each, origin=origin) for each in notable(item, path, number)]
    if children:
        message = f"{len(children)} notes, attachments and annotations are left out"
        problems.append(_problem("ZOT102", message, children[0]))
    problems.sort(key=lambda problem: problem.origin.start)
    return Document(path, "zotero", text, tuple(entries), tuple(problems), newline=newline_of(text))


def entry(item: Mapping[str, object], library: str, position: int) -> Entry:
    """One item of the API as an entry; `library` and `position`, from 1, say where it is in messages.

    An item in the trash, or with two different arXiv ids, is `suspect`: it is found, and never changed.

    >>> found = entry({"key": "ABCD2345", "data": {"itemType": "book", "deleted": 1}}, "zotero:user", 7)
    >>> found.id, found.state, str(found.origin)
    ('ABCD2345', 'suspect', 'zotero:user:7:1')
    """
    data = _data(item)
    key = str(item.get("key") or data.get("key") or f"item-{position}")
    origin = Origin(library, position, position, position, 1, position)
    meta = item.get("meta")
    parsed = meta.get("parsedDate") if isinstance(meta, Mapping) else None
    known = reference(data, parsed)
    suspect = is_trashed(data) or sum(found.scheme == "arxiv" for found in known.ids) > 1
    return Entry(key, known, origin, "suspect" if suspect else "clean")


def notable(item: Mapping[str, object], library: str, position: int) -> Iterator[Problem]:
    """What a person should know about one item; arguments as for `entry`."""
    data = _data(item)
    origin = Origin(library, position, position, position, 1, position)
    key = item.get("key") or data.get("key") or position
    if is_trashed(data):
        yield _problem("ZOT103", f"{key} lies in the trash", origin)
    if is_ambiguous(data):
        told = ", ".join(
            f"{each.identifier.value} ({each.field})" for each in stated(data) if each.identifier.scheme == "arxiv"
        )
        yield _problem("ZOT104", f"{key} states different arXiv ids: {told}", origin, "keep the right one in Zotero")


def is_trashed(data: Mapping[str, object]) -> bool:
    """Whether an item lies in the trash."""
    return bool(data.get("deleted"))


def is_ambiguous(data: Mapping[str, object]) -> bool:
    """Whether an item states two different arXiv ids, so that nobody can tell which paper it is."""
    return len(arxiv_ids(data)) > 1


def _data(item: Mapping[str, object]) -> Mapping[str, object]:
    """The part of an item that says what it is; some exports are nothing but this part."""
    data = item.get("data")
    return data if isinstance(data, Mapping) else item


def _flaw(flaw: Flaw, lines: Lines, path: str) -> Problem:
    origin = lines.origin(path, flaw.start, flaw.end)
    severity = PROBLEMS["ZOT101"][0]
    return Problem("ZOT101", flaw.message, origin, severity, flaw.hint, lines.text(origin.line))


def _problem(code: str, message: str, origin: Origin, hint: str | None = None) -> Problem:
    return Problem(code, message, origin, PROBLEMS[code][0], hint)
