"""The habits of a whole file, and a new entry's text in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Literal

from bibtools.formats.bib.blocks import Block, Blocks
from bibtools.formats.bib.dialect import dialect_of
from bibtools.formats.bib.habits import layout_of
from bibtools.formats.bib.keystyle import key_style
from bibtools.formats.bib.layout import USUAL, Layout, in_case, most, width
from bibtools.formats.bib.parse import parts_of
from bibtools.formats.bib.types import Dialect

_SAMPLE = 150  # entries looked at, spread evenly over the file
_SORTED = 8  # entries at least, before their order is taken for intended
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be added: key, type, and fields with values as BibTeX writes them (`{A title}`, `jan`, `2001`)."""

    key: str
    type: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is written.

    `layout` is the commonest layout of its entries, each habit counted on its own; `aligned` says that each entry
    aligns to its own longest name. `blank_lines` stand between two entries. `order` is "key" where the entries are
    sorted by key, else None. `ascii` says that no entry holds anything beyond ASCII. `dialect` is None where the
    fields used tell nothing. `key_style` is a pattern such as "{family}{year}", None where the keys follow none.
    """

    layout: Layout = USUAL
    aligned: bool = False
    blank_lines: int = 1
    order: Literal["key"] | None = None
    ascii: bool = True
    dialect: Dialect | None = None
    key_style: str | None = None


def observe(blocks: Blocks) -> Style:
    r"""The style of a file, from some 150 of its entries.

    >>> from bibtools.formats.bib.scan import scan
    >>> style = observe(scan("@online{a,\n    title = \"A\",\n    date = 2001\n}\n@misc{b}\n"))
    >>> style.layout.indent, style.layout.quoted, style.layout.trailing_comma, style.blank_lines, style.dialect
    ('    ', True, False, 0, 'biblatex')
    """
    numbers = list(blocks.of_kind("entry"))
    step = max(1, len(numbers) // _SAMPLE)
    sample = [blocks[number] for number in numbers[::step]]
    entries = [parts for block in sample if not (parts := parts_of(blocks.text, block)).findings]
    text = blocks.text
    newline = most((found[0] for found in _some_line_breaks(text)), "\n")
    usual = replace(USUAL, newline=newline)
    layouts = [layout_of(text, parts, usual) for parts in entries if parts.fields]
    columns = [layout.equals_column for layout in layouts]
    known = Counter(column for column in columns if column is not None)
    aligned = sum(known.values()) * 2 > len(layouts) and known.most_common(1)[0][1] * 2 <= sum(known.values())
    return Style(
        layout=replace(_majority(layouts, usual), newline=newline),
        aligned=aligned,
        blank_lines=_blank_lines(blocks, numbers[::step]),
        order=_order(text, sample),
        ascii=all(blocks.source(block).isascii() for block in sample),
        dialect=dialect_of(text, entries),
        key_style=key_style(text, entries),
    )


def render(entry: NewEntry, style: Style) -> str:
    r"""A new entry's text in a file's style, without line breaks around it.

    >>> print(render(NewEntry("a", "misc", (("title", "{A}"), ("year", "{2001}"))), Style()))
    @misc{a,
      title = {A},
      year = {2001},
    }
    """
    layout = style.layout
    if style.aligned and entry.fields:
        longest = max(len(name) for name, _ in entry.fields)
        layout = replace(layout, equals_column=width(layout.indent) + longest + len(layout.before))
    opening, closing = "()" if layout.parentheses else "{}"
    head = f"@{in_case(entry.type, layout.type_case)}{opening}{entry.key}"
    values = [layout.value(value).replace("\r\n", "\n").replace("\n", layout.newline) for _, value in entry.fields]
    pieces = [layout.field(name, value) for (name, _), value in zip(entry.fields, values, strict=True)]
    if not pieces:
        return f"{head}{',' if layout.parentheses else ''}{closing}"  # a key may hold ')', so a comma must end it
    if layout.inline:
        body = f",{layout.gap}".join((head, *pieces))
        return f"{body}{',' if layout.trailing_comma else ''}{layout.closing}{closing}"
    indents = [layout.indent_for(name) for name, _ in entry.fields]
    lines = [indent + piece for indent, piece in zip(indents, pieces, strict=True)]
    separator = layout.newline if layout.leading_comma else f",{layout.newline}"
    body = separator.join((head, *lines))
    return f"{body}{',' if layout.trailing_comma else ''}{layout.closing}{closing}"


def _some_line_breaks(text: str) -> Iterable[re.Match[str]]:
    for _, found in zip(range(1000), _LINE_BREAK.finditer(text), strict=False):
        yield found


def _majority(layouts: Sequence[Layout], usual: Layout) -> Layout:
    """Each habit as most layouts have it, among those that break their lines as most do."""
    way = most(((layout.inline, layout.leading_comma) for layout in layouts), None)
    alike = [layout for layout in layouts if (layout.inline, layout.leading_comma) == way]
    voted = {field.name: most((getattr(layout, field.name) for layout in alike), None) for field in fields(Layout)}
    return Layout(**voted) if alike else usual


def _blank_lines(blocks: Blocks, numbers: Sequence[int]) -> int:
    """The commonest number of empty lines between an entry and a block right after it."""
    text = blocks.text
    between = []
    for number in numbers:
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        gap = text[after.start : after.end] if after and after.kind == "text" and number + 2 < len(blocks) else "x"
        if not gap.strip():
            between.append(max(len(_LINE_BREAK.findall(gap)) - 1, 0))
    return most(between, 1)


def _order(text: str, sample: Sequence[Block]) -> Literal["key"] | None:
    keys = [block.key.of(text).casefold() for block in sample if block.key]
    return "key" if len(keys) >= _SORTED and all(left <= right for left, right in pairwise(keys)) else None
