"""The parts of an entry already known to be well formed, read by one regular expression per field."""

from __future__ import annotations

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Field, Parts, Span, Term, TermKind

_KINDS: dict[str, TermKind] = {"{": "braced", '"': "quoted"}
_Spans = tuple[tuple[int, int], ...]  # of a match of FIELD_SPANS and of its groups


def regular_parts(text: str, block: Block) -> Parts | None:
    """What `parse` says about an entry which `grammar.ENTRY` matched; None where it takes `parse` to say it.

    >>> from bibtools.formats.bib.scan import scan
    >>> blocks = scan("@misc{key, year = 2001,}")
    >>> parts = regular_parts(blocks.text, blocks[0])
    >>> [field.value.of(blocks.text) for field in parts.fields], parts.trailing_comma
    (['2001'], True)
    """
    if not (block.type and block.key and (found := _found(text, block))):
        return None
    spans, commas = found
    fields = tuple(_field(text, each, comma) for each, comma in zip(spans, commas[1:], strict=True))
    opening = text.index("{", block.type.end)
    return Parts(block.type, opening, block.key, commas[0], fields, block.end - 1, block.end)


def regular_fields_called(text: str, block: Block, name: str) -> tuple[Field, ...] | None:
    """The fields with this name, in whatever case, as `regular_parts` has them: no object is made for the others."""
    found = _found(text, block)
    if not found:
        return None
    spans, commas = found
    wanted = name.lower()
    named = ((each, comma) for each, comma in zip(spans, commas[1:], strict=True) if _name(text, each) == wanted)
    return tuple(_field(text, each, comma) for each, comma in named)


def _found(text: str, block: Block) -> tuple[list[_Spans], list[int | None]] | None:
    """The spans of each field, and the commas behind the key and behind each field."""
    if not (block.regular and block.kind == "entry" and block.key and text[block.end - 1] == "}"):
        return None
    spans: list[_Spans] = [each.regs for each in grammar.FIELD_SPANS.finditer(text, block.key.end, block.end)]
    last = spans[-1][0][1] if spans else block.key.end
    tail = grammar.TRAILING_COMMA.match(text, last, block.end)
    if tail is None or tail.end() != block.end - 1 or any(start < end for *_, (start, end) in spans):
        return None
    return spans, [*(whole[0] for whole, *_ in spans), tail.start(1) if tail[1] else None]


def _name(text: str, spans: _Spans) -> str:
    start, end = spans[1]
    return text[start:end].lower()


def _field(text: str, spans: _Spans, comma: int | None) -> Field:
    _, name, (equals, _), (start, end), _ = spans
    first = text[start]
    kind = _KINDS.get(first) or ("number" if first in "0123456789" else "macro")
    return Field(Span(*name), equals, Span(start, end), (Term(start, end, kind),), comma)
