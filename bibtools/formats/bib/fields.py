"""Every field of a whole file as text, in one pass and without an object for what is not asked for."""

from __future__ import annotations

from collections.abc import Iterator

from bibtools.formats.bib import grammar
from bibtools.formats.bib.parse import raw_fields
from bibtools.formats.bib.scan import Scanner


def every_field(text: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The key ("" for none) of each entry of a text and what `raw_fields` says of it, in the order of the text.

    The same entries that `scan` finds, each read when asked for; nothing is kept of those before it.

    >>> list(every_field("@misc{a year = 2001}@misc{b, title = {B} # b, year = 2002}"))
    [('a', [('year', '2001')]), ('b', [('title', '{B} # b'), ('year', '2002')])]
    """
    scanner = Scanner(text)
    head, body, rows = grammar.HEAD.match, grammar.BODY.findall, scanner.rows
    for start, limit in scanner.stretches():
        if start >= rows.end and (found := head(text, start, limit)):
            fields = body(text, found.end(), limit)
            if fields and fields[-1][0] == "}":
                _, rest = fields.pop()
                yield found[2], fields
                if "@" not in rest:
                    continue
                rows.skip_to(limit - len(rest))
        scanner.others(start, limit)
        for block in rows.take(text):
            if block.kind == "entry":
                yield block.key.of(text) if block.key else "", raw_fields(text, block)
