"""Which lines belong together because an editor, a mail program or a PDF viewer broke them.

A line is joined to the one before it when that one is full (the next word would not have fitted) and the text goes on,
or when the text visibly goes on whatever the width: a hyphen or "of the" at the end, a hanging indent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bibtools.formats.seeds import marks, people, remarks
from bibtools.formats.seeds.lines import Line
from bibtools.formats.seeds.looks import LONGEST, look

_WIDEST = 160
"""Characters. Nobody wraps text wider than this: a longer line stands for itself."""
_NARROWEST = 30
_SLACK = 0.1
"""The part of the width that a line may lack and still be full: copies from PDF are ragged."""

_OPEN_END = re.compile(
    r"(?:[^\W\d_][-‐]|[,;(\[]|\b(?:a|an|the|of|for|and|or|in|on|to|with|by|via|from|using|that|which|is|are|as|at|its|our|we))\Z"
)
_OPEN_LIST = re.compile(r"(?:,|;|\band|&)\Z")
_CLOSED_END = re.compile(r"[.!?][\"”’')\]}]*\Z")
_GOES_ON = re.compile(r"[a-zß-öø-ÿ(,;:)%=<>]|\$")
_ROW = re.compile(r"\|.*\||.*\S\s*\|\s*\S.*\||[^\t]*\t")
_BLOCK = re.compile(r"\\newblock\b")


def stretches(run: Sequence[Line]) -> list[list[Line]]:
    """Lines with no blank line between them, in groups of those that belong together."""
    if len(run) == 1:
        return [list(run)]
    groups: list[list[Line]] = []
    for piece in _pieces(run):
        for line, joined in zip(piece, (False, *_joins(piece)), strict=True):
            if joined:
                groups[-1].append(line)
            else:
                groups.append([line])
    return groups


def _pieces(run: Sequence[Line]) -> list[list[Line]]:
    """The lines cut where no text goes on for certain: around rules, identifiers, people, before marks and labels."""
    alone = [_stands_alone(line) for line in run]
    crowd = [not alone[n] and not _begins(line) and people.likeness(line.text) >= 0.7 for n, line in enumerate(run)]
    pieces = [[run[0]]]
    for n in range(1, len(run)):
        before, after = run[n - 1], run[n]
        if _BLOCK.match(after.text):
            pieces[-1].append(after)
            continue
        cut = alone[n] or alone[n - 1] or _begins(after)
        if crowd[n - 1] or crowd[n]:
            cut = cut or not (crowd[n - 1] and _OPEN_LIST.search(before.text))
        elif n + 1 < len(run) and crowd[n + 1]:
            # The line above a line of people is their title.
            cut = cut or not (_GOES_ON.match(after.text) or _OPEN_END.search(before.text))
        if cut and not _waits(before):
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _joins(piece: Sequence[Line]) -> list[bool]:
    """For each line but the first, whether it goes on where the one before it stopped."""
    if len(piece) == 1:
        return []
    width = max(line.indent + len(line.text) for line in piece)
    if width > _WIDEST:
        width = 0
    hang = piece[0].indent if marks.mark_end(piece[0].text) else _WIDEST
    full, onward = [], []
    for before, after in pairwise(piece):
        room = width - before.indent - len(before.text)
        full.append(width >= _NARROWEST and len(after.text.split(maxsplit=1)[0]) + 1 > room - _SLACK * width)
        goes_on = bool(_GOES_ON.match(after.text)) and not _CLOSED_END.search(before.text)
        onward.append(goes_on or bool(_OPEN_END.search(before.text)))
    # Lines that break in mid-sentence prove that the text is wrapped; then capitals and full stops end nothing either.
    proofs = sum(f and o for f, o in zip(full, onward, strict=True))
    wrapped = width >= 40 and proofs >= max(1, 0.25 * sum(full))
    joins = []
    for (before, after), f, o in zip(pairwise(piece), full, onward, strict=True):
        if _waits(before) or _BLOCK.match(after.text):
            joins.append(True)
            continue
        short = len(before.text) <= _WIDEST and len(after.text) <= _WIDEST
        hangs = after.indent > hang and remarks.likeness(after.text) < 0.8
        goes = o and (f or bool(_OPEN_END.search(before.text)))
        joins.append(short and (goes or hangs or (wrapped and f)))
    return joins


def _begins(line: Line) -> bool:
    """A mark or a label: whatever it begins does not go on from the line before."""
    return len(line.text) <= LONGEST and bool(
        marks.mark_end(line.text) or marks.only_mark(line.text) or marks.label(line.text)
    )


def _stands_alone(line: Line) -> bool:
    """Whether a line can neither go on nor be gone on with: a rule, a heading, a table's row, an identifier, a date."""
    if len(line.text) > LONGEST:
        return True
    start = marks.mark_end(line.text)
    if _ROW.match(line.text) and not start:
        return True
    if len(line.text) > _WIDEST or _waits(line):
        return False
    return look(line.text[start:], line.text[:start]).role in (
        "separator",
        "heading",
        "furniture",
        "id",
        "date",
        "updated",
    )


def _waits(line: Line) -> bool:
    r"""A label or a mark (`\bibitem{key}`) with nothing behind it: its text is on the next line."""
    if len(line.text) > 200:
        return False
    if marks.only_mark(line.text):
        return True
    found = marks.label(line.text)
    return found is not None and found.value == len(line.text)
