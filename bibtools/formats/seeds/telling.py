"""The parts that a passage amounts to by its own look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bibtools.formats.seeds.citation import Span, cited
from bibtools.formats.seeds.looks import only_ids
from bibtools.formats.seeds.parts import Part, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.formats.seeds.title_lines import titled
from bibtools.text.identifiers import find_identifiers

_LAST = re.compile(r"[.!?][”\"')]*\s+(?P<id>[\[(]?(?:\w+:\s?)?\S*\d\S*(?:\s\[[\w.-]+\])?[\])]?)\s*\Z")


def of(passage: Passage) -> tuple[Part, ...]:
    """A passage's parts by its own look: a title's line may hold more than the title."""
    match passage.look.role:
        case "title":
            return titled(passage)
        case "abstract":
            return with_id(passage)
        case "reference":
            return (reference(passage),)
        case "journal" if passage.mark:
            return (reference(passage),)
        case _:
            return (whole(passage),)


def with_id(passage: Passage) -> tuple[Part, ...]:
    """An abstract, and the identifier that may stand behind its last sentence."""
    part = whole(passage)
    found = _LAST.search(part.text, max(0, len(part.text) - 150))
    ids = only_ids(found["id"]) if found else ()
    if not found or not ids:
        return (part,)
    cut = part.end - len(part.text) + found.start("id")
    text = part.text[: found.start("id")].rstrip()
    behind = Part("id", cut, part.end, found["id"], 0.8, tied=True, ids=ids)
    return replace(part, end=part.end - len(part.text) + len(text), text=text), behind


def in_order(passages: Sequence[Passage]) -> tuple[Part, ...]:
    """The parts of passages by their own looks."""
    return tuple(part for passage in passages for part in of(passage))


def reference(passage: Passage) -> Part:
    """A passage as a reference string, with those of its fields that can be told apart."""
    text = passage.text
    fields = cited(text)
    surely = passage.look.role == "reference"
    within: list[Part] = []

    def add(role: str, span: Span | None, sure: float) -> None:
        if span:
            start, end = span
            within.append(Part(role, passage.words + start, passage.words + end, text[start:end], round(sure, 2)))

    found = find_identifiers(text)
    add("authors", fields.people, fields.sure)
    add("title", fields.title, fields.sure)
    add("date", fields.year, 0.8)
    for one in found:
        add("id", (one.start, one.end), 0.9)
        within[-1] = replace(within[-1], ids=(one.identifier,))
    part = whole(passage, "reference", passage.look.confidence if surely else 0.5)
    return replace(part, ids=tuple(one.identifier for one in found), within=tuple(within))
