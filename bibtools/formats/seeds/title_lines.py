"""What stands beside a title on its line: a link, an identifier, a year, people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bibtools.formats.seeds import people
from bibtools.formats.seeds.looks import only_ids
from bibtools.formats.seeds.parts import Part, whole
from bibtools.formats.seeds.passages import Passage
from bibtools.model.identifier import parse_identifier
from bibtools.text.identifiers import find_identifiers

_LINK = re.compile(
    r"(?P<open>[*_]{0,3})\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?P<url>[^()\s]+(?:\([^()\s]*\))?[^()\s]*)\)(?P<close>[*_]{0,3})"
)
_BOLD = re.compile(r"(?P<open>\*\*|__|\*|_)(?P<text>[^*_]{4,}?)(?P=open)(?=[\s.,;:(\[–—-]|\Z)")
_YEAR = re.compile(r"[\s,]+[(\[]((?:19|20)\d\d)[)\]]\s*\.?\Z")
_YEAR_BESIDE = re.compile(r"[\s,;]*[(\[]?\b((?:19|20)\d\d)[)\]]?\Z")
_BESIDE = re.compile(r"\s+[—–-]{1,3}\s+|\s+/\s+|,?\s+(?=by\s+[A-Z])")
_IN_QUOTES = re.compile(r"[“\"](?P<text>[^”\"]{4,300}?)[,.]?[”\"](?=[\s,.;:(–—-])")
_BEHIND_PEOPLE = re.compile(
    r"(?P<people>[^\W\d_][^\d:;]{0,60}?)[\s,]*[(\[]?\b(?P<year>(?:19|20)\d\d)[a-z]?[)\]]?(?::|\s+[–—-]{1,2})\s+(?P<title>\S.*)",
    re.DOTALL,
)
_SURNAME = re.compile(r"[A-Z][^\W\d_]*(?:[’'-][^\W\d_]+)*\Z")
_BEHIND_ROLES = (("authors", "people"), ("date", "year"), ("title", "title"))
_BARE_NUMBER = re.compile(r"[(\[]?(?P<id>\d{4}\.\d{4,5}(?:v\d+)?)[)\]]?[\s:,;.|–—-]+(?=[^\W\d_])")
_ABOUT_ANOTHER = re.compile(
    r"(?:[\w-]+\s+){0,4}?(?:comment(?:s|ary)?|repl(?:y|ies)|response|discussion|criticism|errat(?:um|a)|corrigendum|remarks?|notes?"
    r"|rejoinder|addendum|review)\s+(?:on|to|of|by|about)\b",
    re.IGNORECASE,
)
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
    return _parts(passage, tuple(_spans(text))) or (first,)


def behind_people(passage: Passage) -> tuple[Part, ...]:
    """People, the year and the title behind them, as in file names and notes; nothing for any other line.

    >>> from bibtools.formats.seeds.passages import passages
    >>> [part.text for part in behind_people(passages("Doe et al. 2019 - The colour of graphs")[0])]
    ['Doe et al.', '2019', 'The colour of graphs']
    """
    found = _BEHIND_PEOPLE.match(passage.text)
    if not found or not (_SURNAME.match(found["people"]) or people.likeness(found["people"]) >= 0.4):
        return ()
    return _parts(passage, tuple((role, *found.span(name), 0.75) for role, name in _BEHIND_ROLES))


def _parts(passage: Passage, spans: Sequence[tuple[str, int, int, float]]) -> tuple[Part, ...]:
    text, base = passage.text, passage.words
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
        rest = tuple(_after(text, found.end()))
        if all(role != "comment" for role, *_ in rest):
            yield "title", found.start("text"), found.end("text"), 0.85
            yield from rest
            return
    if _ABOUT_ANOTHER.match(text):
        return
    for gap in _BESIDE.finditer(text):
        if _surely_people(_YEAR_BESIDE.sub("", re.sub(r"\Aby\s+", "", text[gap.end() :]))):
            yield "title", 0, gap.start(), 0.8
            yield from _after(text, gap.end())
            return
    for gap in re.finditer(r",\s+", text):
        crowd = _YEAR_BESIDE.sub("", text[gap.end() :])
        dated = crowd != text[gap.end() :]
        if (
            dated
            and len(text[: gap.start()].split()) >= 2
            and people.likeness(crowd) >= 0.4
            and not people.likeness(text[: gap.start()])
        ):
            yield "title", 0, gap.start(), 0.75
            yield from _after(text, gap.end())
            return
    if (found := _BARE_NUMBER.match(text)) and parse_identifier(found["id"]):
        yield "id", found.start("id"), found.end("id"), 0.75
        yield "title", found.end(), len(text), 0.75
        return
    ids = find_identifiers(text)
    if ids and len({found.identifier.unversioned() for found in ids if found.identifier.scheme == "arxiv"}) < 2:
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


def _surely_people(text: str) -> bool:
    """Several names of two words each, or one with initials: no words of a title."""
    parts = people.chunks(text)
    whole_names = all(len(part.split()) > 1 for part in parts)
    return people.likeness(text) >= 0.7 and whole_names and (len(parts) > 1 or bool(re.search(r"\b[A-Z]\.", text)))


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
