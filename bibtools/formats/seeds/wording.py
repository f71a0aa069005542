"""From the characters of a part to the words of a field: one line, nothing repaired but what line ends broke."""

from __future__ import annotations

import re
from collections.abc import Callable

from bibtools.formats.seeds.marks import abstract_bounds
from bibtools.text.fold import mend

Words = Callable[[str], str]

_HYPHENATED = re.compile(r"[^\W\d_][-‐][ \t]*(?:\r\n?|\n)\s*[^\W\d_]")
_QUOTES = (("“", "”"), ('"', '"'), ("``", "''"), ("‘", "’"), ("«", "»"), ("„", "“"))
_EMPHASIS = re.compile(
    r"\A(?P<mark>\*{1,3}|_{1,3}|\\(?:textbf|emph|textit)\{)(?P<text>.*?)(?:(?P=mark)|\})\Z", re.DOTALL
)
_QUOTED = re.compile(r"\n[ \t]*(?:>(?=\s)[ \t]*)+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def one_line(text: str) -> str:
    r"""`text` with its line ends undone; words that a hyphen broke at a line end are mended.

    >>> one_line("we study\n  graphs"), one_line("recog-\nnition"), one_line("quoted\n> twice")
    ('we study graphs', 'recognition', 'quoted twice')
    """
    whole = _QUOTED.sub("\n", _SURROGATE.sub("\ufffd", text))
    return mend(whole) if _HYPHENATED.search(whole) else " ".join(whole.split())


def title(text: str) -> str:
    """A title's own words: without emphasis, quotation marks around all of it, and a comma after it.

    >>> title("**“Who Watches the Watchers?”**,")
    'Who Watches the Watchers?'
    """
    words = one_line(text).strip(" ,;")
    while True:
        before = words
        if found := _EMPHASIS.match(words):
            words = found["text"].strip()
        for first, last in _QUOTES:
            inner = words[len(first) : -len(last)]
            if words.startswith(first) and words.endswith(last) and first not in inner and last not in inner:
                words = inner.strip(" ,")
        if words == before:
            return words


def abstract(text: str) -> str:
    """An abstract's own words, without its label and what a page adds.

    >>> abstract("Abstract—We study graphs.")
    'We study graphs.'
    """
    start, end = abstract_bounds(text)
    return one_line(text[start:end])
