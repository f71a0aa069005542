"""Lines of a text with their places; nothing but a newline, a carriage return or both ends a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bibtools.model.document import Origin

_QUOTED = re.compile(r"\s*(?:>(?=\s)\s*)*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank. `start:end` are the characters of `text`, which has no blanks around it.

    `indent` counts the characters before them, which are blanks or a mail's `>`; `gap` the blank lines before it.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int
    gap: int


def lines(text: str) -> Iterator[Line]:
    r"""The lines of `text` that are not blank.

    >>> [(line.number, line.text, line.gap) for line in lines("one\r\n\r\n  two \rthree")]
    [(1, 'one', 0), (3, 'two', 1), (4, 'three', 0)]
    >>> [(line.text, line.indent) for line in lines("> > quoted\n>\n>= 5")]
    [('quoted', 4), ('>= 5', 0)]
    """
    gap = 0
    for number, found in enumerate(_LINE.finditer(text), 1):
        raw = found.group()
        lead = _QUOTED.match(raw)
        indent = lead.end() if lead else 0
        content = raw[indent:].strip()
        if not content:
            gap += 1
            continue
        start = found.start() + indent
        yield Line(number, start, start + len(content), content, indent, gap)
        gap = 0


class Places:
    """Turns characters of one text into origins: lines and columns count from 1, characters from 0."""

    __slots__ = ("_path", "_starts", "_text")

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._starts = [found.start() for found in _LINE.finditer(text)] or [0]

    def line(self, position: int) -> int:
        """The number of the line that holds the character at `position`."""
        return bisect_right(self._starts, position)

    def origin(self, start: int, end: int) -> Origin:
        r"""The place of the characters `start:end`.

        >>> Places("one\ntwo three\n", "a.txt").origin(8, 13)
        Origin(path='a.txt', start=8, end=13, line=2, column=5, end_line=2)
        """
        line = self.line(start)
        return Origin(self._path, start, end, line, start - self._starts[line - 1] + 1, self.line(max(start, end - 1)))

    def source_line(self, number: int, most: int = 200) -> str:
        """The text of a line, for a caret; only the start of a long one."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[start : min(end, start + most)].rstrip("\r\n")
