"""Passages: lines that belong together because somebody's editor, mail program or PDF viewer broke them.

A line is joined to the one before it when that one is full (the next word would not have fitted) and the text goes on,
or when the text visibly goes on whatever the width: a hyphen or "of the" at the end, a hanging indent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bibtools.formats.seeds import marks, people
from bibtools.formats.seeds.lines import Line, lines
from bibtools.formats.seeds.looks import LONGEST, Look, look, only_ids

_WIDEST = 160
"""Characters. Nobody wraps text wider than this: a longer line stands for itself."""
_NARROWEST = 30

_OPEN_END = re.compile(
    r"(?:[^\W\d_][-‐]|[,;(\[]|\b(?:a|an|the|of|for|and|or|in|on|to|with|by|via|from|using|that|which|is|are|as|at|its|our|we))\Z"
)
_CLOSED_END = re.compile(r"[.!?][\"”’')\]}]*\Z")
_GOES_ON = re.compile(r"[a-zß-öø-ÿ(,;:)%=<>]|\$")
_ROW = re.compile(r"\|.*\||.*\S\s*\|\s*\S.*\||[^\t]*\t")


@dataclass(frozen=True, slots=True)
class Passage:
    """One or more lines. `start:end` are its characters in the document, `words` where its text begins after the mark.

    `text` are the characters `words:end` as they stand, newlines included; `gap` counts the blank lines before it.
    """

    lines: tuple[Line, ...]
    start: int
    end: int
    words: int
    text: str
    mark: str
    gap: int
    look: Look


def passages(text: str) -> tuple[Passage, ...]:
    r"""The passages of a text, in order; every line that is not blank is in exactly one.

    >>> [p.text for p in passages("We study a problem that is very hard to solve in\npractice.\n\nA title")]
    ['We study a problem that is very hard to solve in\npractice.', 'A title']
    """
    found: list[Passage] = []
    run: list[Line] = []
    for line in lines(text):
        if line.gap and run:
            found += _divide(run, text)
            run = []
        run.append(line)
    return (*found, *_divide(run, text)) if run else tuple(found)


def _divide(run: Sequence[Line], text: str) -> list[Passage]:
    """The passages of lines with no blank line between them."""
    joins = _joins(run) if len(run) > 1 else []
    groups: list[list[Line]] = [[run[0]]]
    for line, joined in zip(run[1:], joins, strict=True):
        if joined:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_passage(group, text) for group in groups]


def _passage(group: Sequence[Line], text: str) -> Passage:
    start, end = group[0].start, group[-1].end
    words = start + (marks.mark_end(group[0].text) if len(group[0].text) <= LONGEST else 0)
    body = text[words:end]
    mark = text[start:words]
    return Passage(tuple(group), start, end, words, body, mark, group[0].gap, look(body, mark))


def _joins(run: Sequence[Line]) -> list[bool]:
    """For each line but the first, whether it goes on where the one before it stopped."""
    if max(len(line.text) for line in run) > _WIDEST:
        run_width = 0
    else:
        run_width = max(line.indent + len(line.text) for line in run)
    alone = [_stands_alone(line) for line in run]
    crowd = [not alone[i] and people.likeness(line.text) >= 0.7 for i, line in enumerate(run)]
    full, onward = [], []
    for i in range(1, len(run)):
        before, after = run[i - 1], run[i]
        room = run_width - before.indent - len(before.text)
        fits = len(after.text.split(maxsplit=1)[0]) + 1 <= room - 0.1 * run_width
        full.append(run_width >= _NARROWEST and not fits)
        goes_on = bool(_GOES_ON.match(after.text)) and not _CLOSED_END.search(before.text)
        onward.append(goes_on or bool(_OPEN_END.search(before.text)))
    # Lines that break in mid-sentence prove that this run is wrapped; then capitals and full stops do not end it either.
    wrapped = run_width >= 40 and sum(f and o for f, o in zip(full, onward, strict=True)) >= max(1, 0.25 * sum(full))
    joins: list[bool] = []
    hang = 0
    for i in range(1, len(run)):
        before, after = run[i - 1], run[i]
        if not joins or not joins[-1]:
            hang = before.indent if marks.mark_end(before.text) else _WIDEST
        free = not alone[i] and not alone[i - 1] and not marks.mark_end(after.text) and not _labelled(after)
        if crowd[i - 1] or crowd[i]:
            joins.append(free and crowd[i - 1] and bool(re.search(r"(?:,|\band|&)\Z", before.text)))
        elif i + 1 < len(run) and crowd[i + 1] and _CLOSED_END.search(before.text):
            joins.append(False)  # the line before a line of people is their title
        else:
            short = len(before.text) <= _WIDEST and len(after.text) <= _WIDEST
            goes = onward[i - 1] and (full[i - 1] or bool(_OPEN_END.search(before.text))) and short
            hangs = after.indent > hang and short
            joins.append(free and (goes or hangs or (wrapped and full[i - 1] and short) or _only_label(before)))
    return joins


def _stands_alone(line: Line) -> bool:
    """Whether a line can neither go on nor be gone on with: a rule, a heading, a table's row, an identifier, a date."""
    if len(line.text) > LONGEST:
        return True
    if _ROW.match(line.text) and not marks.mark_end(line.text):
        return True
    if len(line.text) > _WIDEST:
        return False
    seen = look(line.text[marks.mark_end(line.text) :], line.text[: marks.mark_end(line.text)])
    if seen.role in ("separator", "heading", "furniture", "id"):
        return not _only_label(line)
    return seen.role in ("date", "updated") or bool(only_ids(line.text))


def _labelled(line: Line) -> bool:
    return len(line.text) <= LONGEST and marks.label(line.text) is not None


def _only_label(line: Line) -> bool:
    """A label with nothing behind it: its value is on the next line."""
    if len(line.text) > 40:
        return False
    found = marks.label(line.text)
    return found is not None and found.value == len(line.text)
