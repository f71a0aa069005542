"""Any text as blocks that tile it: entries, `@string`s, `@preamble`s, comments, free text, and what is broken.

One possessive regular expression reads a well-formed entry at once; `bibtools.formats.bib.parse` reads what is left.
An entry that cannot be read to its end, or whose end lies beyond the next line that begins with `@type{` although it
is not otherwise flawless, is broken and ends before that line: one forgotten brace costs one entry and not the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Blocks, Kind, Parts, Rows
from bibtools.formats.bib.braces import Braces, closing_brace
from bibtools.formats.bib.parse import parse

_SPECIAL: dict[str, Kind] = {"comment": "comment", "string": "string", "preamble": "preamble"}


def scan(text: str) -> Blocks:
    r"""The blocks of `text`, without a gap: joined in order they are the text.

    Never raises, whatever the text; takes time in proportion to its length.

    >>> blocks = scan("% mine\n@misc{key, title = {A}}\n")
    >>> [(block.kind, blocks.source(block)) for block in blocks]
    [('text', '% mine\n'), ('entry', '@misc{key, title = {A}}'), ('text', '\n')]
    >>> blocks[1].key.of(blocks.text)
    'key'
    """
    scanner = Scanner(text)
    entry, rows = grammar.ENTRY.match, scanner.rows
    for start, limit in scanner.stretches():
        if start >= rows.end and (found := entry(text, start, limit)):
            rows.add_entry(found, found.end())
            if text.find("@", rows.end, limit) < 0:
                continue
        scanner.others(start, limit)
    return rows.done(text)


def line_starts(text: str) -> Iterator[int]:
    """The offsets of each `@` which begins an `@type{` (or `@type(`) with nothing but blanks before it on its line."""
    for found in grammar.LINE_START.finditer(text):
        at = found.start()
        if at == 0 or text[at - 1] == "\n" or _alone(text, 0, at):
            yield at


def _alone(text: str, start: int, at: int) -> bool:
    """Whether only blanks stand between the last line break (or `start`) and `at`."""
    while at > start and text[at - 1] in " \t":
        at -= 1
    return at <= start or text[at - 1] in "\r\n"


class Scanner:
    """What reads a text stretch by stretch, each from one `@type{` at the start of a line to the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = Rows()
        self.braces = Braces(text)

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Where each stretch starts and ends; the first may have no `@type{`."""
        return pairwise((0, *line_starts(self.text), len(self.text)))

    def others(self, start: int, limit: int) -> None:
        """Add all blocks of a stretch that start behind the last block added."""
        find, at = self.text.find, max(start, self.rows.end)
        while (at := find("@", at, limit)) >= 0:
            alone = _alone(self.text, self.rows.end, at)
            found = grammar.COMMENT.match(self.text, at, limit)
            added = self._comment(found, limit, alone) if found else self._block(at, limit, alone)
            at = self.rows.end if added else at + 1

    def _block(self, at: int, limit: int, alone: bool) -> bool:
        """Add the block that starts at `at`, if one does; in running text only where it is whole."""
        if alone and (found := grammar.ENTRY.match(self.text, at, limit)):
            self.rows.add_entry(found, found.end())
            return True
        start = grammar.START.match(self.text, at, limit)
        if not start:
            return False
        kind = _SPECIAL.get(start[1].lower(), "entry")
        # In running text pairs of braces are looked up, so that many false starts do not cost a pass each.
        parts = self._parts(at, limit) if alone else parse(self.text, at, limit, self.braces.closing)
        if not alone and (parts.closing is None or (not parts.fields and self.text[at - 1].isalnum())):
            return False
        if parts.closing is None:
            kind = "broken"
        key = (parts.key.start, parts.key.end) if parts.key else (-1, -1)
        regular = kind in ("string", "preamble") and not parts.findings
        self.rows.add(kind, at, parts.end, (parts.type.start, parts.type.end, *key), regular=regular)
        return True

    def _parts(self, at: int, limit: int) -> Parts:
        """The parts of what starts at `at`, past `limit` only where they are flawless."""
        parts = parse(self.text, at, limit)
        if parts.closing is not None or limit == len(self.text) or parts.findings[-1].code not in ("BIB101", "BIB102"):
            return parts
        end: int | None = len(self.text)
        if self.text[parts.opening] == "{":
            closing = self.braces.closing(parts.opening)
            end = None if closing is None else closing + 1
        if end is None or len(parts.findings) > 1:
            return parts
        beyond = parse(self.text, at, end, self.braces.closing)
        return parts if beyond.closing is None or beyond.findings else beyond

    def _comment(self, found: re.Match[str], limit: int, alone: bool) -> bool:
        """Add the comment; in running text only where it is closed."""
        end = self._comment_end(found, limit, alone)
        if end is None and not alone:
            return False
        stop = limit if end is None else end
        self.rows.add("comment", found.start(), stop, (*found.span(1), -1, -1), regular=end is not None)
        return True

    def _comment_end(self, found: re.Match[str], limit: int, alone: bool) -> int | None:
        if found[2] == "{":
            closing = closing_brace(self.text, found.start(2), limit) if alone else None
            if closing is None:
                closing = self.braces.closing(found.start(2))
            return None if closing is None else closing + 1
        if found[2] == "(":
            return _closing_parenthesis(self.text, found.start(2), limit) if alone else None
        rest = grammar.REST_OF_LINE.match(self.text, found.end(), limit)
        return rest.end() if rest and alone else None


def _closing_parenthesis(text: str, opening: int, limit: int) -> int | None:
    depth = 0
    for found in grammar.PARENTHESIS.finditer(text, opening, limit):
        depth += 1 if found[0] == "(" else -1
        if not depth:
            return found.end()
    return None
