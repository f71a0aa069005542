"""The parts of an entry already known to be well formed, read by one regular expression per field."""

from __future__ import annotations

import re

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Field, Parts, Span, Term, TermKind

_KINDS: dict[str, TermKind] = {"{": "braced", '"': "quoted"}


def regular_parts(text: str, block: Block) -> Parts | None:
    """What `parse` says about an entry which `grammar.ENTRY` matched; None where it takes `parse` to say it.

    >>> from bibtools.formats.bib.scan import scan
    >>> blocks = scan("@misc{key, year = 2001,}")
    >>> parts = regular_parts(blocks.text, blocks[0])
    >>> [field.value.of(blocks.text) for field in parts.fields], parts.trailing_comma
    (['2001'], True)
    """
    if not (block.regular and block.kind == "entry" and block.type and block.key):
        return None
    found = list(grammar.FIELD_SPANS.finditer(text, block.key.end, block.end))
    if any(each[4] for each in found):
        return None
    key_comma = found[0].start() if found else _trailing_comma(text, block.key.end)
    fields = tuple(_field(text, found, place) for place in range(len(found)))
    opening = text.index("{", block.type.end)
    return Parts(block.type, opening, block.key, key_comma, fields, block.end - 1, block.end)


def regular_fields_called(text: str, block: Block, name: str) -> tuple[Field, ...] | None:
    """The fields with this name, in whatever case, as `regular_parts` has them: no object is made for the others."""
    if not (block.regular and block.kind == "entry" and block.key):
        return None
    found = list(grammar.FIELD_SPANS.finditer(text, block.key.end, block.end))
    wanted = name.lower()
    places = [place for place, each in enumerate(found) if each[1].lower() == wanted]
    if any(found[place][4] for place in places):
        return None
    return tuple(_field(text, found, place) for place in places)


def _field(text: str, found: list[re.Match[str]], place: int) -> Field:
    (_, end), name, (equals, _), (start, stop), _ = found[place].regs
    first = text[start]
    kind = _KINDS.get(first) or ("number" if first in "0123456789" else "macro")
    comma = found[place + 1].start() if place + 1 < len(found) else _trailing_comma(text, end)
    return Field(Span(*name), equals, Span(start, stop), (Term(start, stop, kind),), comma)


def _trailing_comma(text: str, at: int) -> int | None:
    """Where the comma stands behind the last field, which ends `at`, or None."""
    tail = grammar.TRAILING_COMMA.match(text, at)
    return tail.start(1) if tail and tail[1] else None
