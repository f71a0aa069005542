"""What an edit changes, as a unified diff; lines far from it are not compared, for they are known to be the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from bibtools.model.change import Splice

_CONTEXT = 3


def unified_diff(name: str, before: str, after: str, undo: Sequence[Splice]) -> str:
    r"""The difference between two texts with three lines of context, empty where there is none.

    `undo` are the splices, in positions of `after`, that lead back to `before`.

    >>> print(unified_diff("refs.bib", "a\nb\nc\n", "a\nB\nc\n", [(2, 3, "b")]), end="")
    --- a/refs.bib
    +++ b/refs.bib
    @@ -1,3 +1,3 @@
     a
    -b
    +B
     c
    """
    old, new = _Lines(before), _Lines(after)
    hunks = [line for window in _windows(old, new, undo) for line in _hunks(old, new, *window)]
    return "".join((f"--- a/{name}\n", f"+++ b/{name}\n", *hunks)) if hunks else ""


class _Lines:
    """A text's lines with their ends, and which of them a character stands in."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines(keepends=True)
        self._starts = list(accumulate(map(len, self.lines), initial=0))
        if not text.endswith(("\n", "\r")) and text:
            self._starts.pop()  # what follows the last character stands in its line

    def number(self, at: int) -> int:
        """The line (from 0) of the character at offset `at`, which may be the text's end."""
        return bisect_right(self._starts, at) - 1


Range = tuple[int, int]


def _windows(old: _Lines, new: _Lines, undo: Sequence[Splice]) -> Iterator[tuple[Range, Range]]:
    """The lines around splices that lie near each other, in both texts."""
    shift = 0
    window: tuple[Range, Range] | None = None
    for start, end, text in sorted(undo):
        was = old.number(start + shift), old.number(start + shift + len(text)) + 1
        now = new.number(start), new.number(end) + 1
        shift += len(text) - (end - start)
        if window and was[0] - window[0][1] > 2 * _CONTEXT:
            yield _widened(window[0]), _widened(window[1])
            window = None
        window = ((window[0][0], was[1]), (window[1][0], now[1])) if window else (was, now)
    if window:
        yield _widened(window[0]), _widened(window[1])


def _widened(lines: Range) -> Range:
    return max(lines[0] - _CONTEXT, 0), lines[1] + _CONTEXT


def _hunks(old: _Lines, new: _Lines, was: Range, now: Range) -> Iterator[str]:
    a, b = old.lines[slice(*was)], new.lines[slice(*now)]
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(_CONTEXT):
        (_, a_start, _, b_start, _), (_, _, a_end, _, b_end) = group[0], group[-1]
        places = _place(was[0] + a_start, a_end - a_start), _place(now[0] + b_start, b_end - b_start)
        yield "@@ -{} +{} @@\n".format(*places)
        for tag, a_start, a_end, b_start, b_end in group:
            if tag == "equal":
                yield from (_line(" ", line) for line in a[a_start:a_end])
            else:
                yield from (_line("-", line) for line in a[a_start:a_end])
                yield from (_line("+", line) for line in b[b_start:b_end])


def _place(start: int, length: int) -> str:
    """A range of lines as unified diffs state it: an empty one by the line before it."""
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
