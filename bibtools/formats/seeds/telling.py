"""The parts that a passage amounts to by its own look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bibtools.formats.seeds.citation import Span, cited
from bibtools.formats.seeds.parts import Part, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.formats.seeds.title_lines import titled
from bibtools.text.identifiers import find_identifiers


def of(passage: Passage) -> tuple[Part, ...]:
    """A passage's parts by its own look: a title's line may hold more than the title."""
    match passage.look.role:
        case "title":
            return titled(passage)
        case "reference":
            return (reference(passage),)
        case "journal" if passage.mark:
            return (reference(passage),)
        case _:
            return (whole(passage),)


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
