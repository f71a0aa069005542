"""Passages: what a document says in one go, on one line or on several that were broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bibtools.formats.seeds import marks
from bibtools.formats.seeds.lines import Line, lines
from bibtools.formats.seeds.looks import LONGEST, Look, look
from bibtools.formats.seeds.wrapping import stretches


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
            found += (_passage(group, seen, text) for group, seen in stretches(run))
            run = []
        run.append(line)
    if run:
        found += (_passage(group, seen, text) for group, seen in stretches(run))
    return tuple(found)


def _passage(group: Sequence[Line], seen: Look | None, text: str) -> Passage:
    start, end = group[0].start, group[-1].end
    words = start + marks.mark_end(text[start : min(end, start + LONGEST)])
    body = text[words:end]
    mark = text[start:words]
    return Passage(tuple(group), start, end, words, body, mark, group[0].gap, seen or look(body, mark))
