"""Parts: stretches of a document with their role, before anybody knows which entry they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bibtools.formats.seeds import people
from bibtools.formats.seeds.looks import only_ids
from bibtools.formats.seeds.passages import Passage
from bibtools.model.identifier import Identifier
from bibtools.text.identifiers import find_identifiers

DOCUMENT = frozenset(("owner", "heading", "separator", "furniture"))
"""Roles that belong to the document, not to an entry."""
ALONE = DOCUMENT | {"overlong"}
"""Roles that join no other part."""


@dataclass(frozen=True, slots=True)
class Part:
    """The characters `start:end` of a document have a role; `text` is what of them counts, without mark and label.

    `gap` counts the blank lines before it, `mark` is the bullet or number that it carries, `indent` how far it stands
    to the right. `labelled`: a label says its role, so that no neighbour may change it. `tied`: it stands on one line
    with the part before it. `within` are parts of a reference string, inside its own characters.
    """

    role: str
    start: int
    end: int
    text: str
    confidence: float
    gap: int = 0
    mark: str = ""
    indent: int = 0
    labelled: bool = False
    tied: bool = False
    ids: tuple[Identifier, ...] = ()
    within: tuple[Part, ...] = ()

    def as_role(self, role: str, confidence: float) -> Part:
        """The same stretch in another role."""
        return replace(self, role=role, confidence=confidence)


def whole(passage: Passage, role: str | None = None, confidence: float | None = None) -> Part:
    """A passage as one part, in the role that it looks like or in another."""
    look = passage.look
    name = role or look.role
    text = passage.text[look.value :] if look.labelled else passage.text
    ids = look.ids
    if name == "id" and not ids:
        ids = tuple(found.identifier for found in find_identifiers(text))
    return Part(
        name,
        passage.start,
        passage.end,
        text,
        look.confidence if confidence is None else confidence,
        passage.gap,
        passage.mark,
        passage.lines[0].indent,
        labelled=look.labelled and role in (None, look.role),
        ids=ids,
    )


_LINK = re.compile(
    r"(?P<open>[*_]{0,3})\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)(?P<close>[*_]{0,3})"
)
_BOLD = re.compile(r"(?P<open>\*\*|__|\*|_)(?P<text>[^*_]{4,}?)(?P=open)(?=[\s.,;:(\[–—-]|\Z)")
_YEAR = re.compile(r"[\s,]*[(\[]((?:19|20)\d\d)[)\]]\s*\.?\Z")
_TAIL = re.compile(
    r"[\s,;:.|(\[–—-]*(?:\b(?:arxiv|preprint|available at|see|doi|url|link|https?)\b[\s:.]*)*\Z", re.IGNORECASE
)
_EDGE = re.compile(r"[\s,;:.|–—-]+")


def titled(passage: Passage) -> tuple[Part, ...]:
    """A title with what may stand beside it on its line: a link, an identifier, a year, people.

    >>> from bibtools.formats.seeds.passages import passages
    >>> [(part.role, part.text) for part in titled(passages("[A title](https://arxiv.org/abs/2101.00001)")[0])]
    [('title', 'A title'), ('id', 'https://arxiv.org/abs/2101.00001')]
    """
    text = passage.text
    first = whole(passage, "title")
    if passage.look.labelled:
        return (first,)
    spans = tuple(_spans(text))
    if not spans:
        return (first,)
    base = passage.words
    parts = []
    for number, (role, start, end, confidence) in enumerate(spans):
        ids = tuple(found.identifier for found in find_identifiers(text[start:end])) if role == "id" else ()
        parts.append(
            Part(
                role,
                passage.start if number == 0 else base + start,
                base + end,
                text[start:end],
                confidence,
                passage.gap if number == 0 else 0,
                passage.mark if number == 0 else "",
                passage.lines[0].indent,
                tied=number > 0,
                ids=ids,
            )
        )
    return tuple(parts)


def _spans(text: str) -> Iterator[tuple[str, int, int, float]]:
    """(role, start, end, confidence) of what stands on a title's line; nothing when it is a title alone."""
    if found := _LINK.match(text):
        yield "title", found.start("text"), found.end("text"), 0.9
        url = found["url"]
        yield ("id" if find_identifiers(url) else "link"), found.start("url"), found.end("url"), 0.95
        yield from _after(text, found.end())
        return
    if (found := _BOLD.match(text)) and found.end() < len(text):
        yield "title", found.start("text"), found.end("text"), 0.85
        yield from _after(text, found.end())
        return
    ids = find_identifiers(text)
    if ids:
        first = ids[0].start
        head = _TAIL.sub("", text[:first])
        if len(head.split()) >= 2:
            yield "title", 0, len(head), 0.75
            yield from _after(text, len(head))
            return
        tail = _EDGE.match(text, ids[-1].end)
        start = tail.end() if tail else ids[-1].end
        if not re.search(r"\w", _TAIL.sub("", text[:first])) and len(text[start:].split()) >= 2:
            yield "id", 0, ids[-1].end, 0.95
            yield "title", start, len(text), 0.75
            return
    if year := _YEAR.search(text):
        yield "title", 0, year.start(), 0.8
        yield "date", year.start(1), year.end(1), 0.8


def _after(text: str, start: int) -> Iterator[tuple[str, int, int, float]]:
    """What follows a title on its line."""
    edge = _EDGE.match(text, start)
    start = edge.end() if edge else start
    rest = text[start:]
    if not re.search(r"\w", rest):
        return
    ids = find_identifiers(rest)
    if ids and (only_ids(rest) or not re.search(r"\w{3}", _TAIL.sub("", rest[: ids[0].start]))):
        yield "id", start, len(text.rstrip()), 0.95
        return
    crowd = rest.rstrip(" .")
    if year := _YEAR.search(crowd):
        crowd = crowd[: year.start()]
    crowd = re.sub(r"\A(?:by\s+|\()", "", crowd)
    if crowd and people.likeness(crowd.rstrip(")")) >= 0.4:
        begin = start + rest.index(crowd)
        yield "authors", begin, begin + len(crowd), people.likeness(crowd.rstrip(")"))
        if year:
            yield "date", start + year.start(1), start + year.end(1), 0.8
        return
    yield ("id" if ids else "comment"), start, len(text.rstrip()), 0.6


def of(passage: Passage) -> tuple[Part, ...]:
    """A passage's parts by its own look."""
    return titled(passage) if passage.look.role == "title" else (whole(passage),)


def in_order(passages: Sequence[Passage]) -> tuple[Part, ...]:
    """The parts of passages by their own looks."""
    return tuple(part for passage in passages for part in of(passage))
