"""Every field of a whole file as text, in one pass and without an object for what is not asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Blocks
from bibtools.formats.bib.parse import raw_fields
from bibtools.formats.bib.scan import Scanner

RawFields = list[tuple[str, str]]
"""Names and values as they stand, delimiters and `#` included."""


def every_field(text: str) -> Iterator[tuple[str, RawFields]]:
    """The key ("" for none) of each entry of a text and what `raw_fields` says of it, in the order of the text.

    The same entries that `scan` finds, each read when asked for; nothing is kept of those before it.

    >>> list(every_field("@misc{a year = 2001}@misc{b, title = {B} # b, year = 2002}"))
    [('a', [('year', '2001')]), ('b', [('title', '{B} # b'), ('year', '2002')])]
    """
    scanner = Scanner(text)
    for found, fields, end in _entries(scanner):
        if found:
            scanner.rows.end = end
            yield found[2], fields
        else:
            for block in scanner.rows.take(text):
                if block.kind == "entry":
                    yield block.key.of(text) if block.key else "", raw_fields(text, block)


def scan_with_fields(text: str) -> tuple[Blocks, dict[int, RawFields]]:
    """What `scan` finds, and what `raw_fields` says of each entry, sound or broken, under its block's number.

    >>> blocks, fields = scan_with_fields("Free text. @misc{a, year = 2001}")
    >>> blocks[1].kind, fields
    ('entry', {1: [('year', '2001')]})
    """
    scanner = Scanner(text)
    known: dict[int, RawFields] = {}
    for found, fields, end in _entries(scanner):
        if found:
            known[scanner.rows.add_entry(found, end)] = fields
    blocks = scanner.rows.done(text)
    for number in blocks.of_kind("entry", "broken"):
        if number not in known:
            known[number] = raw_fields(text, blocks[number])
    return blocks, known


def _entries(scanner: Scanner) -> Iterator[tuple[re.Match[str] | None, RawFields, int]]:
    """(head, fields, end) of each entry that one pattern reads; (None, [], 0) when others were added to the rows.

    Whoever asks for the next one has moved `rows.end` to the end of the last.
    """
    text, rows = scanner.text, scanner.rows
    head, body = grammar.HEAD.match, grammar.BODY.findall
    for start, limit in scanner.stretches():
        if start >= rows.end and (found := head(text, start, limit)):
            fields = body(text, found.end(), limit)
            if fields and fields[-1][0] == "}":
                _, rest = fields.pop()
                yield found, fields, limit - len(rest)
                if "@" not in rest:
                    continue
        scanner.others(start, limit)
        yield None, [], 0
