"""Whether one passage describes two papers: the signs, each with what to say about it."""

from __future__ import annotations

import re

_LABEL = re.compile(r"(?<=[\s.!?])(?:Abstract|ABSTRACT)\s*[:—–-]+\s*(?=\S)")
_NUMBER = re.compile(r"(?<=[.\s])\[(\d{1,4})\]\s+(?=[^\W\d_])")


def second_paper(text: str) -> tuple[int, str] | None:
    """Where in `text` a second paper seems to begin, and why; None where nothing says so.

    >>> second_paper("Abstract:We study graphs. Abstract:We study trees.")
    (26, 'a second “Abstract” in it')
    """
    if found := _LABEL.search(text, 20):
        return found.start(), "a second “Abstract” in it"
    return None
