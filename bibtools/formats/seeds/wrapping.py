"""Which lines belong together because an editor, a mail program or a PDF viewer broke them.

A line is joined to the one before it when that one is full (the next word would not have fitted) and the text goes on,
or when the text visibly goes on whatever the width: a hyphen or "of the" at the end, a hanging indent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bibtools.formats.seeds import frames, marks, people
from bibtools.formats.seeds.lines import Line
from bibtools.formats.seeds.looks import Look, look

_WIDEST = 160
"""Characters. Nobody wraps text wider than this: a longer line stands for itself."""
_NARROWEST = 30
_NEARLY = 0.6
"""The part of the width from which on a line that goes on may end early, because a long formula comes next."""
_SURELY = 0.7
"""From this likeness on, a line of people is one whatever stands around it."""
_CROWD = 4000
"""Characters of a long line that tell whether it lists people."""
_SLACK = 0.1
"""The part of the width that a line may lack and still be full: copies from PDF are ragged."""

_OPEN_END = re.compile(
    r"(?:[^\W\d_][-‐]|[,;(\[]|\b(?:a|an|the|of|for|and|or|in|on|to|with|by|via|from|using|that|which|is|are|as|at|its|our|we))\Z"
)
_OPEN_LIST = re.compile(r"(?:,|;|\band|&)\Z")
_CLOSED_END = re.compile(r"[.!?][\"”’')\]}]*\Z")
_GOES_ON = re.compile(r"[a-zß-öø-ÿ(,;:)%=<>]|\$")
_ROW = re.compile(r"\|.*\||.*\S\s+\|\s+\S.*\s\|\s|[^\t]*\t|\"(?:[^\"]|\"\")*\",(?=\S)")
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]")
_REFERS_BACK = re.compile(
    r"(?:It|This|These|They|Such|However|Moreover|Furthermore|Finally|Thus|Hence|Therefore|Our|To this end|In addition"
    r"|As a result|Experiments?|Then|Also|Here|The (?:result|proof|method|approach)s?)\b"
    r"(?! (?:paper|work|article|note|letter)\b)"
)
_AWAITS = re.compile(r"\b(?:(?:pre|e-?)print|CoRR|available(?: online)?(?: at)?|doi)[,:]?\Z", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_ALONE = frozenset(("separator", "heading", "furniture", "id", "date", "updated"))
_BLOCK = re.compile(r"\\newblock\b")


@dataclass(frozen=True, slots=True)
class Glance:
    """A line with what it looks like by itself; long lines are not looked at, for no wrapped text has them.

    `begins`: a mark or a label stands at its start, so it goes on from no line. `waits`: it is nothing but a mark or a
    label (`\\bibitem{key}`) or people with a colon, whose text is on the next line. `alone`: it neither goes on nor is
    gone on with.
    """

    line: Line
    look: Look | None
    begins: bool
    waits: bool
    alone: bool

    @property
    def crowd(self) -> bool:
        """Whether it lists people."""
        return (
            not self.begins
            and self.look is not None
            and self.look.role == "authors"
            and self.look.confidence >= _SURELY
        )


def glance(line: Line) -> Glance:
    """What one line looks like.

    >>> seen = glance(Line(1, 0, 10, "[12] J. Doe", 0, 0))
    >>> seen.begins, seen.waits, seen.alone
    (True, False, False)
    """
    text = line.text
    if len(text) > _WIDEST:
        crowd = people.likeness(text[:_CROWD])
        names = Look("authors", crowd) if crowd >= _SURELY else None
        return Glance(line, names, _begins(text[:_WIDEST]), waits=False, alone=True)
    start = marks.mark_end(text)
    look_ = look(text[start:], text[:start])
    named = marks.label(text)
    waits = marks.only_mark(text) or (named is not None and named.value == len(text)) or _people_first(text)
    alone = not waits and (look_.role in _ALONE or (not start and bool(_ROW.match(text))))
    return Glance(line, look_, bool(start or waits or named), waits, alone)


def _people_first(text: str) -> bool:
    """Whether a line ends the people of a reference string with a colon, as DBLP's do."""
    return text.endswith(":") and people.likeness(text[:-1]) >= _SURELY


def _begins(text: str) -> bool:
    return bool(marks.mark_end(text) or marks.label(text))


def stretches(run: Sequence[Line]) -> list[tuple[list[Line], Look | None]]:
    """Lines with no blank line between them, in groups of those that belong together; a group of one with its look."""
    groups: list[list[Glance]] = []
    for piece in _pieces(_in_company([glance(line) for line in run])):
        for one, joined in zip(piece, (False, *_joins(piece)), strict=True):
            if joined:
                groups[-1].append(one)
            else:
                groups.append([one])
    return [([one.line for one in group], group[0].look if len(group) == 1 else None) for group in groups]


def _in_company(run: Sequence[Glance]) -> list[Glance]:
    """The lines, with those that only seem to begin something or to stand alone: the line above goes on in them."""
    found = [run[0]]
    for one in run[1:]:
        found.append(replace(one, alone=False, begins=False) if _gone_on(found[-1], one) else one)
    return found


def _gone_on(above: Glance, below: Glance) -> bool:
    """Whether a heading's colon ends a wrapped clause, or an identifier or a year a wrapped reference string."""
    if below.look is None or above.alone:
        return False
    text, year = above.line.text, frames.year(below.line.text.rstrip("."))
    if marks.mark_end(below.line.text) and not year:
        return False
    if below.look.role == "heading" and below.line.text.endswith(":"):
        return len(text) >= _NARROWEST and not _CLOSED_END.search(text) and bool(_GOES_ON.match(below.line.text))
    inward = below.line.indent > (above.line.indent if above.begins else 0)
    return (year or below.look.role in ("id", "date")) and (
        bool(_AWAITS.search(text)) or (inward and text.endswith(","))
    )


def _pieces(run: Sequence[Glance]) -> list[list[Glance]]:
    """The lines cut where no text goes on for certain: around rules, identifiers, people, before marks and labels."""
    pieces = [[run[0]]]
    for n in range(1, len(run)):
        before, after = run[n - 1], run[n]
        cut = after.alone or before.alone or (after.begins and not _by_chance(run, n))
        if before.crowd or after.crowd:
            cut = cut or not (before.crowd and _OPEN_LIST.search(before.line.text))
        elif n + 1 < len(run) and run[n + 1].crowd:
            # The line above a line of people is their title.
            cut = cut or not (_GOES_ON.match(after.line.text) or _OPEN_END.search(before.line.text))
        if cut and not (before.waits and not after.begins) and not _BLOCK.match(after.line.text):
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _by_chance(run: Sequence[Glance], n: int) -> bool:
    """Whether a line of wrapped text begins like a list's: no other line does, and the text above it goes on."""
    one, above = run[n], run[n - 1]
    if one.look is None or one.look.labelled or run[0].begins or above.crowd:
        return False
    kind = _kind(one)
    alike = any(other.begins and other is not one and _kind(other) == kind for other in run)
    return not alike and len(above.line.text) >= _NARROWEST and not _CLOSED_END.search(above.line.text)


def _kind(one: Glance) -> str:
    """The kind of mark that a line begins with: its first character, all digits alike."""
    return _DIGIT.sub("0", one.line.text[:1])


def _told_line_by_line(piece: Sequence[Glance]) -> bool:
    """A paragraph with one sentence a line; a later one begins with a word that needs the one before it."""
    if any(one.begins or one.look is None or one.look.role != "abstract" for one in piece):
        return False
    ends = all(_CLOSED_END.search(one.line.text) and not _SENTENCE.search(one.line.text) for one in piece)
    return ends and any(_REFERS_BACK.match(one.line.text) for one in piece[1:])


def _joins(piece: Sequence[Glance]) -> list[bool]:
    """For each line but the first, whether it goes on where the one before it stopped."""
    if len(piece) == 1:
        return []
    width = max(one.line.indent + len(one.line.text) for one in piece)
    if width > _WIDEST:
        width = 0
    hang = piece[0].line.indent if piece[0].begins else _WIDEST
    full, onward = [], []
    for above, below in pairwise(one.line for one in piece):
        room = width - above.indent - len(above.text)
        full.append(width >= _NARROWEST and len(below.text.split(maxsplit=1)[0]) + 1 > room - _SLACK * width)
        goes_on = bool(_GOES_ON.match(below.text)) and not _CLOSED_END.search(above.text)
        onward.append(goes_on or bool(_OPEN_END.search(above.text)))
    # Lines that break in mid-sentence prove that the text is wrapped; then capitals and full stops end nothing either.
    proofs = sum(f and o for f, o in zip(full, onward, strict=True))
    wrapped = width >= 40 and proofs >= max(1, 0.25 * sum(full))
    if _told_line_by_line(piece):
        return [True] * (len(piece) - 1)
    joins = []
    for (before, after), f, o in zip(pairwise(piece), full, onward, strict=True):
        if before.waits or _BLOCK.match(after.line.text):
            joins.append(True)
            continue
        short = before.look is not None and after.look is not None
        remark = after.look is not None and after.look.role == "comment" and after.look.confidence >= 0.8
        hangs = after.line.indent > hang and not remark
        nearly = wrapped and len(before.line.text) > _NEARLY * width
        goes = _gone_on(before, after) or (o and (f or nearly or bool(_OPEN_END.search(before.line.text))))
        joins.append(short and (goes or hangs or (wrapped and f)))
    return joins
