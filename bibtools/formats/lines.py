"""Line and column of a character, for messages."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from bibtools.model.document import Origin

_BREAK = re.compile(r"\r\n|\r|\n")


class Lines:
    r"""Where the lines of a text begin; found when first asked for. `\n`, `\r\n` and a lone `\r` end a line.

    >>> lines = Lines("one\r\ntwo\n")
    >>> lines.place(5), lines.text(2)
    ((2, 1), 'two')
    >>> str(lines.origin("refs.bib", 6, 8))
    'refs.bib:2:2'
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def place(self, at: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at offset `at`."""
        starts = self._starts or self._find()
        line = bisect_right(starts, at)
        return line, at - starts[line - 1] + 1

    def text(self, line: int) -> str:
        """The text of line number `line` (from 1), without its end."""
        starts = self._starts or self._find()
        end = starts[line] if line < len(starts) else len(self._text)
        return self._text[starts[line - 1] : end].rstrip("\r\n")

    def origin(self, path: str, start: int, end: int) -> Origin:
        """The place of the characters `start:end` in the file `path`."""
        starts = self._starts or self._find()
        line = bisect_right(starts, start)
        last = bisect_right(starts, max(start, end - 1), line - 1)
        return Origin(path, start, end, line, start - starts[line - 1] + 1, last)

    def _find(self) -> list[int]:
        if "\r" in self._text:
            self._starts = [0, *(found.end() for found in _BREAK.finditer(self._text))]
        else:
            lengths = (len(line) + 1 for line in self._text.split("\n")[:-1])
            self._starts = list(accumulate(lengths, initial=0))
        return self._starts
