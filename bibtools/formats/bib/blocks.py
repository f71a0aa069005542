"""What a `.bib` file consists of: blocks that tile its text, and the parts of one block, all as spans.

Offsets are characters from 0, ends exclusive. Nothing here holds a copy of the text or of a part of it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, overload

Kind = Literal["text", "comment", "preamble", "string", "entry", "broken"]
TermKind = Literal["braced", "quoted", "number", "macro", "bare"]

KINDS: tuple[Kind, ...] = ("text", "comment", "preamble", "string", "entry", "broken")


@dataclass(frozen=True, slots=True)
class Span:
    """The characters `start:end` of a text.

    >>> Span(1, 8).of("@article{key}")
    'article'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Term:
    """One operand of `#`: `{braced}`, `"quoted"`, a number, a macro's name, or bare text that BibTeX refuses.

    `start:end` has the delimiters, `inner` has not.
    """

    start: int
    end: int
    kind: TermKind

    @property
    def inner(self) -> Span:
        """The span without braces or quotes."""
        edge = 1 if self.kind in ("braced", "quoted") else 0
        return Span(self.start + edge, self.end - edge)

    def of(self, text: str) -> str:
        """The operand's content, without braces or quotes.

        >>> Term(0, 6, "braced").of("{Text}")
        'Text'
        """
        return text[self.inner.start : self.inner.end]


@dataclass(frozen=True, slots=True)
class Field:
    """`name = value`. `equals` is the offset of `=`, `comma` that of the comma after the value or None.

    `value` runs from the first term's start to the last one's end. In a `@string` block `name` is the macro; in a
    `@preamble` block `name` is empty.
    """

    name: Span
    equals: int
    value: Span
    terms: tuple[Term, ...]
    comma: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw in a block: a code of `bibtools.formats.bib.codes`, where it shows, and the word the message is about."""

    code: str
    at: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an entry, a `@string` or a `@preamble`, as far as they can be told.

    `type` is the span of the type's name without `@`; `opening` and `closing` are the offsets of the outer delimiters
    (`closing` None where there is none); `key` is None where there is no key; `key_comma` is the comma after the key.
    `end` is where the block's own text ends. `findings` are flaws of syntax, in the order of the text.
    """

    type: Span
    opening: int
    key: Span | None
    key_comma: int | None
    fields: tuple[Field, ...]
    closing: int | None
    end: int
    findings: tuple[Finding, ...] = ()

    @property
    def trailing_comma(self) -> bool:
        """Whether a comma stands after the last field (after the key, where there is no field)."""
        return (self.fields[-1].comma if self.fields else self.key_comma) is not None


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of a file.

    `type` and `key` are spans for entries, for what starts with `@` the type at least, else None.
    `regular` says that an entry matches `grammar.ENTRY`: strictly well formed, with names that every program reads (of
    the other kinds, that their syntax has no flaw). An entry may be sound without it, and regular though BibTeX reads
    something else than a person: see `bibtools.formats.bib.inspect`.
    """

    kind: Kind
    start: int
    end: int
    type: Span | None = None
    key: Span | None = None
    regular: bool = False


_REGULAR_ENTRY = KINDS.index("entry") << 1 | 1
_WIDTH = 7  # kind and regular, start, end, type's start and end, key's start and end; -1 for none


def _block(kind: int, start: int, end: int, type_: int, type_end: int, key: int, key_end: int) -> Block:
    """A row as an object."""
    return Block(
        KINDS[kind >> 1],
        start,
        end,
        Span(type_, type_end) if type_ >= 0 else None,
        Span(key, key_end) if key >= 0 else None,
        bool(kind & 1),
    )


class Blocks(Sequence[Block]):
    """The blocks of a text, in order and without gaps: `blocks[0].start` is 0, each starts where the last one ended.

    A sequence of `Block` which are made when asked for: a file of 100,000 entries costs numbers in one compact array,
    not half a million objects. `text` is the text scanned.
    """

    __slots__ = ("_keys", "_rows", "text")

    def __init__(self, text: str, rows: array[int]) -> None:
        self.text = text
        self._rows = rows
        self._keys: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self._rows) // _WIDTH

    @overload
    def __getitem__(self, index: int) -> Block: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Block, ...]: ...
    def __getitem__(self, index: int | slice) -> Block | tuple[Block, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(index)
        return _block(*self._rows[number * _WIDTH : (number + 1) * _WIDTH])

    def __iter__(self) -> Iterator[Block]:
        numbers = iter(self._rows)
        return map(_block, *[numbers] * _WIDTH)

    def source(self, block: Block) -> str:
        """The block's text."""
        return self.text[block.start : block.end]

    def outline(self) -> Iterator[tuple[Kind, int, int, str]]:
        """Kind, start, end and key in lower case ("" for none) of each block: all that comparing two files takes."""
        text = self.text
        for kind, start, end, key, key_end in zip(*map(self._column, (0, 1, 2, 5, 6)), strict=True):
            yield KINDS[kind >> 1], start, end, text[key:key_end].lower() if key >= 0 else ""

    def of_kind(self, *kinds: Kind) -> Iterator[int]:
        """The numbers of the blocks that are of one of these kinds, in order."""
        wanted = {KINDS.index(kind) for kind in kinds}
        return (number for number, kind in enumerate(self._column(0)) if kind >> 1 in wanted)

    def keys(self) -> Mapping[str, int]:
        """Each citation key in lower case, with the number of the first entry that has it (BibTeX ignores the others).

        Keys are compared without case: "BibTeXing" (btxdoc), §4, and bibtex.web's hash look-up in lower case.
        """
        if self._keys is not None:
            return self._keys
        text, entry = self.text, KINDS.index("entry")
        found: dict[str, int] = {}
        for number, (kind, key, end) in enumerate(zip(*map(self._column, (0, 5, 6)), strict=True)):
            if kind >> 1 == entry and 0 <= key < end:
                found.setdefault(text[key:end].lower(), number)
        self._keys = found
        return found

    def _column(self, place: int) -> array[int]:
        """One of the numbers kept of each block: one copy in C is quicker than looking into every row."""
        return self._rows[place::_WIDTH]


class Rows:
    """Builds the array behind `Blocks`; gaps become text blocks."""

    __slots__ = ("_rows", "end")

    def __init__(self) -> None:
        self._rows = array("q")
        self.end = 0

    def add(self, kind: Kind, start: int, end: int, spans: Sequence[int] = (-1, -1, -1, -1), *, regular: bool) -> None:
        """Append a block, and before it what lies between it and the last one. `spans`: type and key."""
        self.skip_to(start)
        self._rows.extend((KINDS.index(kind) << 1 | regular, start, end, *spans))
        self.end = end

    def add_entry(self, found: re.Match[str], end: int) -> int:
        """Append the entry that `grammar.ENTRY` found, or the one whose `grammar.HEAD` it is; the block's number."""
        (start, _), type_, key = found.regs
        before = (0, self.end, start, -1, -1, -1, -1) if start > self.end else ()
        self._rows.extend((*before, _REGULAR_ENTRY, start, end, *type_, *key))
        self.end = end
        return len(self._rows) // _WIDTH - 1

    def skip_to(self, position: int) -> None:
        """Make everything from the last block to `position` a text block."""
        if position > self.end:
            self._rows.extend((0, self.end, position, -1, -1, -1, -1))
            self.end = position

    def take(self, text: str) -> Blocks:
        """The blocks of `text` added up to now, which are no longer kept here."""
        rows, self._rows = self._rows, array("q")
        return Blocks(text, rows)

    def done(self, text: str) -> Blocks:
        """The finished blocks of `text`."""
        self.skip_to(len(text))
        return self.take(text)
