"""Marks and labels: what stands before the words of a line and says what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"""(?:>\s+)?
    (?: [-*+•‣◦▪●–]\s+(?:\[[ xX]\]\s+)?            # bullets, tasks
      | \(\d{1,4}\)\s+ | \d{1,4}[.)]\s+            # (1)  1.  1)
      | \[\d{1,4}\]\s+                             # [12]
      | \[[A-Za-z+]{1,12}['’]?\d{2,4}[a-z]?\]\s+   # [Doe21], [ABC+21]
      | \\bibitem\s*(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\])?\s*\{[^{}]*\}\s*
      | \[(?:PDF|HTML|DOC|BOOK|CITATION|B|C)\]\s+(?=[^\W\d_])   # a search page's
      | \\item\b\s*(?:\[[^\[\]]*\])?\s*
    )+""",
    re.VERBOSE,
)
_NUMBERED = re.compile(r"\[\d{1,4}\]|\[[A-Za-z+]{1,12}['’]?\d{2,4}[a-z]?\]|\\bibitem")

# The words of a label, and the role of what follows it.
_WORDS = {
    "title": "title",
    "paper": "title",
    "author": "authors",
    "authors": "authors",
    "author(s)": "authors",
    "abstract": "abstract",
    "summary": "abstract",
    "tl;dr": "comment",
    "tldr": "comment",
    "comment": "comment",
    "comments": "comment",
    "note": "comment",
    "notes": "comment",
    "code": "comment",
    "project page": "comment",
    "github": "comment",
    "keywords": "comment",
    "report-no": "comment",
    "license": "comment",
    "from": "comment",
    "journal": "journal",
    "journal-ref": "journal",
    "journal ref": "journal",
    "journal reference": "journal",
    "venue": "journal",
    "conference": "journal",
    "published in": "journal",
    "categories": "categories",
    "category": "categories",
    "subject": "categories",
    "subjects": "categories",
    "msc-class": "comment",
    "acm-class": "comment",
    "created": "date",
    "date": "date",
    "submitted": "date",
    "submitted on": "date",
    "published": "date",
    "year": "date",
    "updated": "updated",
    "last updated": "updated",
    "revised": "updated",
    "last revised": "updated",
    "doi": "id",
    "arxiv": "id",
    "arxiv id": "id",
    "arxiv identifier": "id",
    "eprint": "id",
    "id": "id",
    "identifier": "id",
    "url": "id",
    "link": "id",
    "pdf": "id",
    "html": "id",
    "cite as": "id",
    "pmid": "id",
    "isbn": "id",
}
_DATED = frozenset(("created", "updated", "last updated", "submitted", "last revised"))
"""Labels of dates that begin no title."""
_LABEL = re.compile(
    r"(?:\*\*|__|\\textbf\{)?\s*(?P<word>"
    + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
    + r")\s*(?:[:：]\s*(?:\*\*|__|\})|(?:\*\*|__|\})\s*[:：]|[:：])\s*",
    re.IGNORECASE,
)
# "Abstract" is also set off by a dash, a full stop, or nothing but its capitals.
_ABSTRACT = re.compile(
    r"(?:\*\*|__|#+\s*|\\begin\{)?(?:Abstract|ABSTRACT|Summary|SUMMARY)(?:\*\*|__|\})?"
    r"(?:\s*[:：.—–]+\s*(?:\*\*|__)?\s*|\s*-+\s+|--+\s*|[ \t]*[\r\n]\s*|(?=\s*\Z))"
)
_LEFTOVER = re.compile(r"\s*[-—–]{1,3}\s*(?=[\w\"'“‘(\[$\\])")
_END_ABSTRACT = re.compile(r"\s*(?:\\end\{abstract\}|[△▽]\s*(?:Less|More))\s*\Z")
# Written by the search page of arXiv.
_SUBMITTED = re.compile(r"Submitted\s+(?=(?:v\d+\s+submitted\s+)?\d{1,2}\s+\w+)", re.IGNORECASE)
_VALUE = re.compile(r"(?:\w+,?\s+){0,2}\S*\d|https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label's role and where its value begins, in characters of the text that it was found in."""

    role: str
    word: str
    value: int


def mark_end(text: str) -> int:
    r"""Where the words begin after bullets, numbers, `[12]`, `\bibitem{…}`: 0 without any.

    >>> mark_end("[12] J. Doe"), mark_end("- [ ] A title"), mark_end("[A title](https://example.org)")
    (5, 6, 0)
    """
    found = _MARK.match(text)
    return found.end() if found and found.end() < len(text) else 0


def only_mark(text: str) -> bool:
    r"""Whether `text` is a mark and nothing else: `\bibitem{key}` has its reference on the next line.

    >>> only_mark(r"\bibitem{doe}"), only_mark("[12] J. Doe"), only_mark("12.")
    (True, False, True)
    """
    found = _MARK.fullmatch(text + " ")
    return found is not None


def is_reference_mark(mark: str) -> bool:
    r"""Whether a mark is one that reference lists use: `[12]`, `[Doe21]`, `\bibitem{…}`."""
    return bool(_NUMBERED.search(mark))


def label(text: str) -> Label | None:
    """The label that `text` begins with.

    >>> label("Abstract:This paper")
    Label(role='abstract', word='abstract', value=9)
    >>> label("Created: 2024-03-22").role, label("**Title:** A title").role
    ('date', 'title')
    >>> label("Notes on a scandal") is None
    True
    """
    if found := _LABEL.match(text):
        word = " ".join(found["word"].lower().split())
        role = _WORDS[word]
        # "Link: a new …" and "Year: …" may begin a title; what such a label announces has a digit or is an address.
        rest = text[found.end() :]
        plain = role not in ("id", "date", "updated") or (word in _DATED and len(rest.split()) < 4)
        if plain or not rest or _VALUE.match(rest):
            return Label(role, word, found.end())
        return None
    if found := _ABSTRACT.match(text):
        return Label("abstract", "abstract", found.end())
    if found := _SUBMITTED.match(text):
        return Label("date", "submitted", found.end())
    return None


def abstract_bounds(text: str) -> tuple[int, int]:
    """Where an abstract's own words begin and end: after a glued label and its dash, before a page's "More".

    >>> text = "--Existing methods fail."
    >>> text[slice(*abstract_bounds(text))]
    'Existing methods fail.'
    """
    start = 0
    if (found := _ABSTRACT.match(text)) or ((found := _LABEL.match(text)) and _is_abstract(found)):
        start = found.end()
    if found := _LEFTOVER.match(text, start):
        start = found.end()
    tail = _END_ABSTRACT.search(text, max(start, len(text) - 40))
    return start, tail.start() if tail else len(text)


def _is_abstract(found: re.Match[str]) -> bool:
    return _WORDS[" ".join(found["word"].lower().split())] == "abstract"
