"""The one way a user's text changes: replace these characters by those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bibtools.errors import Refused


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """Replace the characters `start:end` (from 0) by `text`; `start == end` inserts."""

    start: int
    end: int
    text: str


@contextmanager
def placed(at: int) -> Iterator[None]:
    """What is refused in the block is about the character `at`.

    >>> try:
    ...     with placed(7):
    ...         raise Refused("the entry is broken")
    ... except Refused as error:
    ...     error.at
    7
    """
    try:
        yield
    except Refused as error:
        error.at = at
        raise


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits done, each given in positions of the original text.

    Insertions at one position keep the order in which they were given. Raises ValueError when two edits overlap or
    one lies outside the text: then nothing can be said to be safe.

    >>> apply_edits("title = {a}", [Edit(9, 10, "b"), Edit(11, 11, ",")])
    'title = {b},'
    """
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < position or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edits overlap or leave the text at character {edit.start}")
        pieces += (text[position : edit.start], edit.text)
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)
