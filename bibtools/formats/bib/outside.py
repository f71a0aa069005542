"""Text between the entries. In a `.bib` file it is a comment; in any other file it may name papers that go unread."""

from __future__ import annotations

import re

from bibtools.formats.bib.flaws import FLAWS
from bibtools.formats.bib.scan import scan
from bibtools.formats.lines import Lines
from bibtools.model.document import Problem

_CODE = next(flaw for flaw in FLAWS if flaw.code == "BIB213")
# What is left of a passage when lines that begin with "%" are taken away.
_PROSE = re.compile(r"^(?![ \t]*%)[ \t]*\S.*(?:\n(?!\s*%).*\S.*)*", re.MULTILINE)


def outside(text: str, path: str = "") -> tuple[Problem, ...]:
    r"""One problem for each passage that stands outside of all entries and is not marked as a comment.

    >>> [str(found.origin) for found in outside("% mine\nTo read:\narXiv:1706.03762\n\n@misc{a}\n", "n.txt")]
    ['n.txt:2:1']
    """
    lines = Lines(text)
    free = [block for block in scan(text) if block.kind == "text"]
    passages = [found.span() for block in free for found in _PROSE.finditer(text, block.start, block.end)]
    return tuple(_problem(lines, path, start, end) for start, end in passages)


def _problem(lines: Lines, path: str, start: int, end: int) -> Problem:
    origin = lines.origin(path, start, end)
    count = origin.end_line - origin.line + 1
    told = _CODE.message.format("this line stands" if count == 1 else f"{count} lines stand")
    return Problem(_CODE.code, told, origin, _CODE.severity, _CODE.hint, lines.text(origin.line))
