"""Where a reference string has its people, title and year, in the styles that say so without doubt.

A wrong field is worse than none: where a style leaves the end of the title open ("A. Roe, Phys. Rev. D 12, 1"), no
title is given, and the string as a whole has to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtools.formats.seeds import people
from bibtools.formats.seeds.dates import years
from bibtools.text.identifiers import find_identifiers

Span = tuple[int, int]

_QUOTED = re.compile(
    r"“(?P<a>[^”]{8,400}?)[,.]?”|\"(?P<b>[^\"]{8,400}?)[,.]?\"|``(?P<c>(?:(?!'').){8,400}?)[,.]?''", re.DOTALL
)
_ABOUT_ANOTHER = re.compile(
    r"\b(?:comments?|reply|response|remarks?|errat(?:um|a)|corrigendum|addendum)(?:\s+(?:on|to|for|about))?:?\s*\Z",
    re.IGNORECASE,
)
_QUOTE_MARK = re.compile('[“”"]|``')
_NEWBLOCK = re.compile(r"\s*\\newblock\b\s*")
_YEAR = r"[(\[]?(?:1[6-9]|20)\d\d[a-z]?[)\]]?"
_END_OF_PEOPLE = re.compile(
    rf"""(?P<year>[\s,]*{_YEAR}[.,:]?\s+)
      | (?P<colon>:\s+)
      | (?P<stop>
            (?:(?<=[^\W\d_]{{2}})|(?<=\bal)|(?<=Jr))\.\s+ | (?<=\bal\.)\s+
          | (?<=[^\W\d_]\.)\s+            # "Hu, F. Some proofs of", but not "F. Hu and"
            (?=[A-Z][a-z]+\s(?!and\b|et\b|und\b|de\b|van\b|von\b|der\b|di\b|la\b)[a-z])
        )
      | (?P<comma>,\s+)""",
    re.VERBOSE,
)
_END_OF_TITLE = re.compile(
    r"""(?P<mark>[?!])[”"]?\s+(?=In\b|arXiv|CoRR|[A-Z][a-z]*\.|Proc|Journal|Advances|IEEE|ACM|https?:|\d)
      | (?<!\bvs)(?<!\b[A-Z])(?<!\bSt)(?<!\bno)(?<!\bal)\.
        (?=\s+[A-Z\d“"(\[\\] | \s+(?:ar[Xx]iv|https?:|doi|in\b|e[Pp]rint|\w+Rxiv) | \s*\Z)""",
    re.VERBOSE,
)
_YEAR_AGAIN = re.compile(rf"{_YEAR}[.,:]\s+")
_LAST_YEAR = re.compile(rf"[\s,.]*{_YEAR}[.,:]?\s*\Z")
_PAGES_BEFORE = re.compile(r"(?:pp?\.|pages?|[–-])\s*\Z")
_DATED = re.compile(r",\s+(?:[A-Z][a-z]{2,8}\.?\s+)?(?:19|20)\d\d\Z|,\s+volume\s+\d.*\Z")
_CUT_SHORT = re.compile(r",\s*[A-Z][a-z]{0,6}\Z")
_OTHERS = re.compile(r"\bet al\.?\Z|\bothers\Z")
_NO_TITLE = re.compile(
    r"""\A(?:
        in\b|in:|and\b|proc\b|proceedings|phys\b|j\.|journal\b|vol\b|pp?\b|arxiv|corr\b|https?:|doi\b|ibid|private|unpublished
      | to\ appear|submitted|preprint|[A-Z]{2,6},?\s+\d
      | [A-Z][a-z]{0,6}\.\s+(?:[A-Z][a-z]{0,8}\.\s+)*[A-Z]?\s?\d
      | \W*\d+\W*\d*\Z
      | (?:[A-Z][a-z]*\.\s*){2,}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\b[A-Z][A-Za-z]{0,7}\.\s*){2,}")
_VENUE_IN_TITLE = re.compile(r",\s+(?:vol|pp?|no|pages?)\b|,\s*(?:19|20)\d\d\b|\bpp?\.\s*\d")
_AFTER_COMMA = re.compile(
    r"""\A(?:in\b|in:|proc\b|arxiv|(?:19|20)\d\d|[A-Z][\w.]*\.(?:\s|\Z)|journal\b|preprint|available|https?:|doi|IEEE|ACM|pp?\.)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cited:
    """Spans, in characters of the string, of what could be told apart; None where it could not."""

    title: Span | None = None
    people: Span | None = None
    year: Span | None = None
    sure: float = 0.0


def cited(text: str) -> Cited:
    """The people, title and year of a reference string.

    >>> text = "J. Doe and A. Roe. On the colour of graphs. In Proc. of GRAPHS, 2021."
    >>> found = cited(text)
    >>> text[slice(*found.title)], text[slice(*found.people)], text[slice(*found.year)]
    ('On the colour of graphs', 'J. Doe and A. Roe', '2021')
    >>> cited("J. Doe, Phys. Rev. D 12, 3456 (2010).").title is None
    True
    """
    year = _year(text)
    for style in (_in_blocks, _in_quotes, _after_people):
        if found := style(text):
            return Cited(found.title, found.people, year, found.sure)
    return Cited(None, None, year, 0.5)


def _year(text: str) -> Span | None:
    """The year in parentheses, else the last one that is no part of an identifier or a range of pages."""
    ids = [(found.start, found.end) for found in find_identifiers(text)]
    free = [m for m in years(text) if not any(start <= m.start() < end for start, end in ids)]
    bracketed = [m for m in free if text[m.start() - 1 : m.start()] == "("]
    plain = [m for m in free if m.end() == len(text) or not _in_range(text, m)]
    chosen = bracketed[-1:] or plain[-1:]
    return chosen[0].span() if chosen else None


def _in_range(text: str, found: re.Match[str]) -> bool:
    """Whether four digits are one end of a range of pages."""
    return text[found.end() : found.end() + 1] in ("–", "-") or _PAGES_BEFORE.search(text, 0, found.start()) is not None


def _in_blocks(text: str) -> Cited | None:
    r"""BibTeX's `.bbl`: people `\newblock` title `\newblock` the rest."""
    blocks = list(_NEWBLOCK.finditer(text))
    if not blocks:
        return None
    end = blocks[1].start() if len(blocks) > 1 else len(text)
    return Cited(_trimmed(text, blocks[0].end(), end), _trimmed(text, 0, blocks[0].start()), None, 0.9)


def _in_quotes(text: str) -> Cited | None:
    """Quotation marks around the title, people before them."""
    found = _QUOTED.search(text)
    if not found or found.start() > 600:
        return None
    title = found.span(found.lastgroup or 0)
    if len(text[slice(*title)].split()) < 2:
        return None
    before = _trimmed(text, 0, found.start())
    earlier = _after_people(text[: found.start()])
    if (earlier and earlier.title) or _ABOUT_ANOTHER.search(text[: found.start()]):
        return None
    crowd = before is not None and people.likeness(_without_year(text[slice(*before)])) >= 0.4
    if not crowd and found.start() > 2:
        return None
    return Cited(title, before if crowd else None, None, 0.95 if crowd else 0.8)


def _after_people(text: str) -> Cited | None:
    """People, perhaps the year, then the title: up to a full stop or, less surely, to a comma before the venue."""
    partly: Cited | None = None
    for end in _END_OF_PEOPLE.finditer(text, 0, 3000):
        crowd = _trimmed(text, 0, end.start() + (text[end.start()] == "." and end.lastgroup == "stop"))
        kind = end.lastgroup
        if crowd and _QUOTE_MARK.search(text, *crowd):
            return partly
        if crowd is None or people.likeness(text[slice(*crowd)].rstrip(",")) < (
            0.4 if kind in ("year", "colon") else 0.7
        ):
            continue
        if kind == "comma":
            if title := _up_to_comma(text, end.end()):
                return Cited(title, crowd, None, 0.75)
            if not _loose_end(text[slice(*crowd)]):
                partly = Cited(None, crowd, None, 0.6)
            if _OTHERS.search(text[slice(*crowd)]):
                return partly
            continue
        if kind == "stop" and _loose_end(text[slice(*crowd)]):
            return partly
        title = _up_to_stop(text, end.end())
        return Cited(title, crowd, None, 0.85 if title else 0.6)
    return partly


def _loose_end(crowd: str) -> bool:
    """Whether a list of people ends in one word that is no initial: the journal's, as in "P. Poe, Phys. Rev."."""
    last = people.chunks(crowd)[-1].split()
    return (
        len(people.chunks(crowd)) > 1 and len(last) == 1 and len(last[0].rstrip(".")) > 1 and last[0] not in ("others",)
    )


def _up_to_stop(text: str, start: int) -> Span | None:
    if again := _YEAR_AGAIN.match(text, start):
        start = again.end()
    found = _END_OF_TITLE.search(text, start)
    if not found:
        return None
    end = found.start() + (1 if found["mark"] else 0)
    if dated := _DATED.search(text, start, end):
        end = dated.start()
    title = text[start:end]
    rest = text[found.end() :].strip()
    words = title.split()
    if (
        not 3 <= len(words) <= 40
        or _NO_TITLE.search(title)
        or _ABBREVIATED.search(title)
        or people.likeness(title) >= 0.7
    ):
        return None
    # A venue behind the last comma belongs to a style that parts everything by commas.
    if not rest and ("," in title or not years(text)):
        return None
    if _VENUE_IN_TITLE.search(title) or title.count("(") != title.count(")"):
        return None
    return start, end


def _up_to_comma(text: str, start: int) -> Span | None:
    """One stretch between commas, and behind the second a year, a venue or an address."""
    end = text.find(", ", start)
    if end < 0:
        return None
    title = text[start:end]
    rest = text[end + 2 :]
    plain = not _NO_TITLE.search(title) and not _ABBREVIATED.search(title) and people.likeness(title) < 0.4
    long_enough = 3 <= len(title.split()) <= 30 and "." not in title and title.count("(") == title.count(")")
    return (start, end) if plain and long_enough and _AFTER_COMMA.match(rest) and "“" not in title else None


def _without_year(text: str) -> str:
    return _LAST_YEAR.sub("", text)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without blanks and commas around it; a full stop stays where it ends an initial."""
    while start < end and text[start] in " \t\r\n,;:.":
        start += 1
    while end > start and (
        text[end - 1] in " \t\r\n,;:(" or (text[end - 1] == "." and not re.search(r"\b\w\.\Z", text[start:end]))
    ):
        end -= 1
    return (start, end) if end > start else None
