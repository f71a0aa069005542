"""The pattern a file's citation keys follow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bibtools.formats.bib.blocks import Parts
from bibtools.formats.bib.layout import case_of, in_case, most

_MARKUP = re.compile(r"\\[A-Za-z]+\s*|[\\{}\"'`^~$]|\s+and\s+others\s*\Z")
_LETTER = re.compile(r"(?:(?<=\{year\})|(?<=\{yy\}))[a-z]\Z")
_WORD = re.compile(r"\w+")
_LITTLE = frozenset(
    _WORD.findall("a an the on in of for to and with from by at is are do does how what why towards toward")
)
_SHARE = 0.5  # of the keys, at least, follow the pattern
_FEWEST = 3  # keys, at least, before they show a habit


def key_style(text: str, entries: Sequence[Parts]) -> str | None:
    """A pattern which at least half of the keys follow, or None.

    In it `{family}` is the first author's family name, `{year}` the year, `{yy}` its last two digits, `{title}` the
    first word of the title that is no article or preposition, `{letter}` a letter that tells two keys apart; a name in
    capitals or with a first capital stands for the word in that case, as in `{Family}`. All else is literal.

    >>> from bibtools.formats.bib.parse import parse
    >>> authors = {"doe2001foo": "Jane Doe", "roe2001foo": "Roe, R.", "li2001foo": "Li, X."}
    >>> entries = ["@misc{%s, author = {%s}, year = 2001, title = {On Foo}}" % pair for pair in authors.items()]
    >>> text = "".join(entries)
    >>> key_style(text, [parse(text, text.index(entry)) for entry in entries])
    '{family}{year}{title}'
    """
    patterns = [pattern for parts in entries if (pattern := _pattern(text, parts)) is not None]
    if len(patterns) < _FEWEST:
        return None
    best = most(patterns, "")
    return best if "{" in best and patterns.count(best) >= _SHARE * len(patterns) else None


def _pattern(text: str, parts: Parts) -> str | None:
    """The key with the entry's own words replaced by their names; None for an entry without any of them."""
    if not parts.key:
        return None
    fields = {field.name.of(text).lower(): field.value.of(text) for field in parts.fields}
    author = _plain(fields.get("author") or fields.get("editor") or "")
    year = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    title = next((word for word in _WORD.findall(_plain(fields.get("title", ""))) if word.lower() not in _LITTLE), "")
    first = re.split(r"\s+and\s+", author)[0].strip()
    family = first.split(",")[0] if "," in first else first.rpartition(" ")[2]
    words = [(re.sub(r"\W", "", family), "family"), (year[0] if year else "", "year"), (title, "title")]
    if not any(word for word, _ in words):
        return None
    pattern = parts.key.of(text)
    for word, name in words:
        pattern = _name(pattern, word, name)
    if year and "{year}" not in pattern:
        pattern = pattern.replace(year[0][2:], "{yy}", 1)
    return _LETTER.sub("{letter}", pattern)


def _name(pattern: str, word: str, name: str) -> str:
    """`word`, where `pattern` has it outside what was named already, replaced by `{name}` in the word's case."""
    pieces = re.split(r"(\{\w+\})", pattern)
    for i, piece in enumerate(pieces):
        at = piece.lower().find(word.lower()) if word and not piece.startswith("{") else -1
        if at >= 0:
            found = piece[at : at + len(word)]
            shown = in_case(name, case_of([found]))
            pieces[i] = f"{piece[:at]}{{{shown}}}{piece[at + len(word) :]}"
            break
    return "".join(pieces)


def _plain(value: str) -> str:
    """A value without mark-up and accents."""
    bare = _MARKUP.sub("", value)
    return "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
