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

# Three words that are no abbreviations: there may be a title.
_WORDS_IN_A_ROW = re.compile(r"(?:[^\W\d_]{2,}[\s-]+){2}[^\W\d_]{2,}(?![.\w])")
_LAST = re.compile(r"[.!?][”\"')]*\s+(?P<id>[\[(]?(?:\w+:\s?)?\S*\d\S*(?:\s\[[\w.-]+\])?[\])]?)\s*\Z")


def of(passage: Passage) -> tuple[Part, ...]:
    """A passage's parts by its own look: a title's line may hold more than the title."""
    match passage.look.role:
        case "title":
            return titled(passage)
        case "abstract":
            return with_id(passage)
        case "reference":
            return cited_as(passage)
        case "journal" if passage.mark:
            return cited_as(passage)
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


def cited_as(passage: Passage) -> tuple[Part, ...]:
    """A reference string as one part, or, where it has people, a journal and an identifier but no title, as these."""
    part = reference(passage)
    people = next((one for one in part.within if one.role == "authors"), None)
    ids = [one for one in part.within if one.role == "id"]
    if people is None or not ids or people.start > ids[0].start or any(one.role == "title" for one in part.within):
        return (part,)
    start, end = people.end, max(ids[0].start, people.end)
    between = passage.text[start - passage.words : end - passage.words]
    # A journal has a volume or a year; words without any number may be a short title.
    if _WORDS_IN_A_ROW.search(between) or (re.search(r"\w", between) and not re.search(r"\d", between)):
        return (part,)
    first = replace(people, start=part.start, gap=part.gap, mark=part.mark, indent=part.indent)
    last = replace(ids[0], end=part.end, text=passage.text[end - passage.words :], ids=part.ids, tied=True)
    if not re.search(r"\w", between):
        return first, last
    dates = tuple(one for one in part.within if one.role == "date" and start <= one.start < end)
    journal = Part("journal", start, end, between.strip(" ,;.[("), 0.6, tied=True, within=dates)
    return first, journal, last


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
