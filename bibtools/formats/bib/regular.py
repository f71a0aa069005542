"""The parts of an entry already known to be well formed, read by one regular expression per field."""

from __future__ import annotations

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
    if not (block.regular and block.kind == "entry" and block.type and block.key and text[block.end - 1] == "}"):
        return None
    found = list(grammar.FIELD_SPANS.finditer(text, block.key.end, block.end))
    last = found[-1].end() if found else block.key.end
    tail = grammar.TRAILING_COMMA.match(text, last, block.end)
    if tail is None or tail.end() != block.end - 1 or any(each.end(4) > each.start(4) for each in found):
        return None
    trailing = tail.start(1) if tail[1] else None
    commas = [*(each.start() for each in found[1:]), trailing]
    fields = []
    for each, comma in zip(found, commas, strict=False):
        start, end = each.span(3)
        first = text[start]
        kind = _KINDS.get(first) or ("number" if first in "0123456789" else "macro")
        fields.append(Field(Span(*each.span(1)), each.start(2), Span(start, end), (Term(start, end, kind),), comma))
    key_comma = found[0].start() if found else trailing
    opening = text.index("{", block.type.end)
    return Parts(block.type, opening, block.key, key_comma, tuple(fields), block.end - 1, block.end)
