"""What an edit changes, as a unified diff; the lines it does not touch are known to be the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from bibtools.model.change import Splice

_CONTEXT = 3


def unified_diff(name: str, before: str, after: str, undo: Sequence[Splice]) -> str:
    r"""The difference between two texts with three lines of context, empty where there is none.

    `undo` are the splices, in positions of `after`, that lead back to `before`. As git does, a path that begins at the
    root is told without its first slash.

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
    hunks = [line for group in _grouped(_replaced(old, new, undo)) for line in _hunk(old, new, group)]
    path = name.lstrip("/")
    return "".join((f"--- a/{path}\n", f"+++ b/{path}\n", *hunks)) if hunks else ""


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
Replaced = tuple[Range, Range]  # lines of the old text, and the lines of the new one that take their place


def _touched(old: _Lines, new: _Lines, undo: Sequence[Splice]) -> Iterator[Replaced]:
    """The lines that splices stand in; where they share lines, or lie in neighbouring ones, all of them together."""
    shift = 0
    so_far: Replaced | None = None
    for start, end, text in sorted(undo):
        was = old.number(start + shift), old.number(start + shift + len(text)) + 1
        now = new.number(start), new.number(end) + 1
        shift += len(text) - (end - start)
        if so_far and was[0] > so_far[0][1]:
            yield so_far
            so_far = None
        so_far = ((so_far[0][0], was[1]), (so_far[1][0], now[1])) if so_far else (was, now)
    if so_far:
        yield so_far


def _replaced(old: _Lines, new: _Lines, undo: Sequence[Splice]) -> Iterator[Replaced]:
    """The lines that differ. To compare more than the touched ones together would take the square of their number."""
    for was, now in _touched(old, new, undo):
        matcher = SequenceMatcher(None, old.lines[slice(*was)], new.lines[slice(*now)])
        for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
            if tag != "equal":
                yield (was[0] + a_start, was[0] + a_end), (now[0] + b_start, now[0] + b_end)


def _grouped(replaced: Iterator[Replaced]) -> Iterator[list[Replaced]]:
    """Together what has its context in common."""
    group: list[Replaced] = []
    for lines in replaced:
        if group and lines[0][0] - group[-1][0][1] > 2 * _CONTEXT:
            yield group
            group = []
        group.append(lines)
    if group:
        yield group


def _hunk(old: _Lines, new: _Lines, group: Sequence[Replaced]) -> Iterator[str]:
    (first, first_new), (last, last_new) = group[0], group[-1]
    before, after = min(first[0], _CONTEXT), min(len(old.lines) - last[1], _CONTEXT)
    at, end = first[0] - before, last[1] + after
    at_new, end_new = first_new[0] - before, last_new[1] + after
    places = _place(at, end - at), _place(at_new, end_new - at_new)
    yield "@@ -{} +{} @@\n".format(*places)
    for was, now in group:
        yield from (_line(" ", line) for line in old.lines[at : was[0]])
        yield from (_line("-", line) for line in old.lines[slice(*was)])
        yield from (_line("+", line) for line in new.lines[slice(*now)])
        at = was[1]
    yield from (_line(" ", line) for line in old.lines[at:end])


def _place(start: int, length: int) -> str:
    """A range of lines as unified diffs state it: an empty one by the line before it."""
    return f"{start + 1}" if length == 1 else f"{start + (length > 0)},{length}"


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
