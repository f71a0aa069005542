"""Where a brace closes, found by counting as BibTeX counts: a backslash changes nothing."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from bibtools.formats.bib.grammar import BRACE, BRACED


def closing_brace(text: str, opening: int, limit: int) -> int | None:
    """The offset of the brace that closes the one at `opening`, or None when it is not closed before `limit`.

    >>> closing_brace("{a{b}c}d", 0, 8)
    6
    >>> closing_brace("{a{b}", 0, 5) is None
    True
    """
    if found := BRACED.match(text, opening, limit):
        return found.end() - 1
    depth = 0
    for brace in BRACE.finditer(text, opening, limit):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return None


class Braces:
    """All pairs of braces of a text, found in one pass when first asked for.

    A pair is the same from wherever the count starts, so looking for the end of many unclosed entries one after
    another costs one pass over the text and not one for each.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._openings: array[int] | None = None
        self._closings: array[int] = array("q")

    def closing(self, opening: int) -> int | None:
        """The offset of the brace that closes the one at `opening`, anywhere in the text, or None.

        >>> Braces("{{}").closing(0) is None
        True
        >>> Braces("{{}").closing(1)
        2
        """
        openings = self._openings if self._openings is not None else self._pair()
        closed = self._closings[bisect_left(openings, opening)]
        return closed if closed >= 0 else None

    def _pair(self) -> array[int]:
        openings, waiting = array("q"), array("q")
        for brace in BRACE.finditer(self._text):
            if brace[0] == "{":
                waiting.append(len(openings))
                openings.append(brace.start())
                self._closings.append(-1)
            elif waiting:
                self._closings[waiting.pop()] = brace.start()
        self._openings = openings
        return openings
