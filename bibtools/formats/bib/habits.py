"""The layout of one entry, read off its spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bibtools.formats.bib.blocks import Field, Parts
from bibtools.formats.bib.layout import USUAL, Layout, case_of, most, width

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ENOUGH = 2 / 3  # of the fields stand in one column: the others are too long for it


def line_prefix(text: str, start: int, at: int) -> str | None:
    r"""What stands between the last line break after `start` and `at`, or None where there is no line break.

    >>> line_prefix("a,\n  b", 0, 5)
    '  '
    """
    breaks = max(text.rfind("\n", start, at), text.rfind("\r", start, at))
    return None if breaks < 0 else text[breaks + 1 : at]


def own_line(text: str, parts: Parts, field: Field) -> str | None:
    """What stands before a field on its line, where that is white space or a leading comma; None where it is more."""
    prefix = line_prefix(text, parts.opening, field.name.start)
    return prefix if prefix is not None and not prefix.strip(" \t").strip(",").strip(" \t") else None


def layout_of(text: str, parts: Parts, default: Layout = USUAL) -> Layout:
    r"""The layout of an entry; where it shows no habit (one field has no column), what `default` says.

    >>> from bibtools.formats.bib.parse import parse
    >>> text = "@Misc{a,\n\ttitle = {A},\n\tyear  = 2001\n}"
    >>> layout = layout_of(text, parse(text, 0))
    >>> layout.indent, layout.equals_column, layout.trailing_comma, layout.type_case, layout.bare_numbers
    ('\t', 10, False, 'capital', True)
    """
    broken = _LINE_BREAK.search(text, parts.opening, parts.end)
    layout = replace(
        default,
        newline=broken[0] if broken else default.newline,
        type_case=case_of([parts.type.of(text)]),
        parentheses=text[parts.opening] == "(",
    )
    if not parts.fields:
        return layout
    layout = _lines(text, parts, layout)
    return _values(text, parts.fields, layout)


def _lines(text: str, parts: Parts, layout: Layout) -> Layout:
    fields = parts.fields
    prefixes = [own_line(text, parts, field) for field in fields]
    lined = [(field, prefix) for field, prefix in zip(fields, prefixes, strict=True) if prefix is not None]
    gaps = [text[left.comma + 1 : right.name.start] for left, right in pairwise(fields) if left.comma is not None]
    last = fields[-1]
    end = last.comma + 1 if last.comma is not None else last.value.end
    layout = replace(
        layout,
        inline=prefixes[-1] is None,
        gap=most((gap for gap in gaps if not _LINE_BREAK.search(gap)), layout.gap),
        trailing_comma=parts.trailing_comma,
        field_case=case_of([field.name.of(text) for field in fields]),
        closing=layout.closing
        if parts.closing is None or text[end : parts.closing].strip()
        else text[end : parts.closing],
        before=most((text[field.name.end : field.equals] for field in fields), layout.before),
        after=most((text[field.equals + 1 : field.value.start] for field in fields), layout.after),
    )
    return _columns(text, lined, layout) if lined else replace(layout, equals_column=None, value_column=None)


def _columns(text: str, lined: Sequence[tuple[Field, str]], layout: Layout) -> Layout:
    """Indent, and the columns in which `=` or the values stand, if they do."""
    equals = [width(prefix + text[field.name.start : field.equals]) for field, prefix in lined]
    values = [width(prefix + text[field.name.start : field.value.start]) for field, prefix in lined]
    lengths = [field.name.end - field.name.start for field, _ in lined]
    indent = most((prefix for _, prefix in lined), layout.indent)
    layout = replace(layout, indent=indent, leading_comma="," in indent)
    if len(set(lengths)) < 2:
        return layout if len(lined) < 2 else replace(layout, equals_column=None, value_column=None)
    befores = [text[field.name.end : field.equals] for field, _ in lined]
    afters = [text[field.equals + 1 : field.value.start] for field, _ in lined]
    column = _column(equals, lengths)
    right = column is not None and len({prefix for _, prefix in lined}) > 1 and len(set(befores)) == 1
    value_column = _column(values, lengths) if column is None else None
    return replace(
        layout,
        equals_column=column,
        right_aligned=right,
        value_column=value_column,
        before=min(befores, key=len) if column is not None else layout.before,
        after=min(afters, key=len) if value_column is not None else layout.after,
    )


def _column(columns: Sequence[int], lengths: Sequence[int]) -> int | None:
    """The column in which names of different length agree."""
    column, count = Counter(columns).most_common(1)[0]
    agreeing = {length for at, length in zip(columns, lengths, strict=True) if at == column}
    return column if count >= _ENOUGH * len(columns) and len(agreeing) > 1 else None


def _values(text: str, fields: Sequence[Field], layout: Layout) -> Layout:
    """Quotes or braces, and whether numbers stand bare."""
    terms = [field.terms[0] for field in fields if len(field.terms) == 1]
    kinds = Counter(term.kind for term in terms)
    braced_numbers = sum(term.kind in ("braced", "quoted") and term.of(text).isdecimal() for term in terms)
    return replace(
        layout,
        quoted=kinds["quoted"] > kinds["braced"] if kinds["quoted"] or kinds["braced"] else layout.quoted,
        bare_numbers=kinds["number"] > braced_numbers if kinds["number"] or braced_numbers else layout.bare_numbers,
    )
