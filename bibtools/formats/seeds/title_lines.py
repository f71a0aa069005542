"""What stands beside a title on its line: a link, an identifier, a year, people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtools.formats.seeds import people
from bibtools.formats.seeds.looks import only_ids
from bibtools.formats.seeds.parts import Part, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.text.identifiers import find_identifiers

_LINK = re.compile(
    r"(?P<open>[*_]{0,3})\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)(?P<close>[*_]{0,3})"
)
_BOLD = re.compile(r"(?P<open>\*\*|__|\*|_)(?P<text>[^*_]{4,}?)(?P=open)(?=[\s.,;:(\[–—-]|\Z)")
_YEAR = re.compile(r"[\s,]*[(\[]((?:19|20)\d\d)[)\]]\s*\.?\Z")
_YEAR_BESIDE = re.compile(r"[\s,;]*[(\[]?\b((?:19|20)\d\d)[)\]]?\Z")
_BESIDE = re.compile(r"\s+[—–-]{1,3}\s+|\s+/\s+|,?\s+(?=by\s+[A-Z])")
_IN_QUOTES = re.compile(r"[“\"](?P<text>[^”\"]{4,300}?)[,.]?[”\"](?=[\s,.;:(–—-])")
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
    if found := _IN_QUOTES.match(text):
        yield "title", found.start("text"), found.end("text"), 0.85
        yield from _after(text, found.end())
        return
    for gap in _BESIDE.finditer(text):
        crowd = re.sub(r"\Aby\s+", "", text[gap.end() :])
        if people.likeness(_YEAR_BESIDE.sub("", crowd)) >= (0.4 if crowd != text[gap.end() :] else 0.7):
            yield "title", 0, gap.start(), 0.8
            yield from _after(text, gap.end())
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
    if year := _YEAR_BESIDE.search(crowd):
        crowd = crowd[: year.start()]
    crowd = re.sub(r"\A(?:by\s+|\()", "", crowd)
    if crowd and people.likeness(crowd.rstrip(")")) >= 0.4:
        begin = start + rest.index(crowd)
        yield "authors", begin, begin + len(crowd), people.likeness(crowd.rstrip(")"))
        if year:
            yield "date", start + year.start(1), start + year.end(1), 0.8
        return
    yield ("id" if ids else "comment"), start, len(text.rstrip()), 0.6
