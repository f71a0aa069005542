r"""Lists of names as BibTeX reads them.

Sources: "BibTeXing" (Patashnik, 1988; btxdoc), section 4, item 18, and "Tame the BeaST" (Markey, 2009), section 11:
names are parted by "and" outside braces; the parts of a name are First, von, Last, Jr, told apart by commas and by the
case of each word's first letter outside braces; a special character (`{\'e}`) has the case of its letter.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bibtools.model.name import OTHERS, Name
from bibtools.text.latex import to_unicode
from bibtools.text.one_name import OTHERS_WORDS, SUFFIX, clean, is_asian, is_body, parse_name

_TOKEN = re.compile(r"[{}]|\\.|,|[\s~]+|[^{}\\,\s~]+", re.DOTALL)
_DIVIDER = re.compile(r"(?=[\\{}aA])(?:[{}]|\\.[^\s~,{}\\]*|(?<![^\s~,])(?i:and)(?![^\s~,]))", re.DOTALL)


def parse_bibtex_names(text: str) -> tuple[Name, ...]:
    r"""The names of a BibTeX `author` or `editor` field, decoded; "and others" ends the list with `OTHERS`.

    A name wholly in braces is a literal. Where BibTeX would stop or be misled, we read on: a comma at the end of a
    name is ignored, `John Smith Jr.` has a suffix, 王小明 starts with the family name.

    >>> [n.inverted() for n in parse_bibtex_names(r"Charles de la Vall{\'e}e Poussin and {ATLAS and CMS} and others")]
    ['de la Vallée Poussin, Charles', 'ATLAS and CMS', 'others']
    >>> parse_bibtex_names("King, Jr., Martin Luther")[0].suffix
    'Jr.'
    """
    return tuple(name for each in _divide(text) if (name := _read(each.strip())))


def _divide(text: str) -> list[str]:
    """The text of each name, between the words "and" outside braces."""
    pieces: list[str] = []
    start = depth = 0
    for found in _DIVIDER.finditer(text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif not depth and sign[0] != "\\":
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


@lru_cache(maxsize=16384)
def _read(text: str) -> Name | None:
    """The name that a text without "and" states. A bibliography names most people more than once."""
    words, commas = _words(text)
    name = _parse(words, commas) if words else None
    return name if name and name.display() else None


def _words(text: str) -> tuple[list[str], list[int]]:
    """A name's words, still in LaTeX, and before which of them a comma stands."""
    words: list[str] = []
    commas: list[int] = []
    if "{" not in text and "\\" not in text:
        for place, part in enumerate(text.split(",")):
            commas += [len(words)] if place else []
            words += part.replace("~", " ").split()
        return words, commas
    word = ""
    depth = 0
    for token in _TOKEN.findall(text):
        depth = max(0, depth + (token == "{") - (token == "}"))
        if depth or not (token[0] in ",~" or token[0].isspace()):
            word += token
            continue
        words += [word] if word else []
        word = ""
        if token == ",":
            commas.append(len(words))
    return words + ([word] if word else []), commas


def _parse(words: list[str], commas: list[int]) -> Name:
    commas = [at for at in commas if 0 < at < len(words)]
    if len(words) == 1 and not commas:
        return _single(words[0])
    if not commas:
        shown = _text(words)
        if is_body(shown) or OTHERS_WORDS.fullmatch(shown) or is_asian(shown):
            return parse_name(shown)
        if len(words) > 2 and SUFFIX.fullmatch(words[-1]):
            return replace(_parse(words[:-1], []), suffix=_text(words[-1:]))
        lower = [at for at, word in enumerate(words[:-1]) if _is_lower(word)]
        start, end = (lower[0], lower[-1] + 1) if lower else (len(words) - 1,) * 2
        return _name(words[:start], words[start:end], words[end:], [])
    last = words[: commas[0]]
    if len(commas) == 1:
        first, suffix = words[commas[0] :], []
    else:
        first, suffix = words[commas[1] :], words[commas[0] : commas[1]]
    lower = [at for at, word in enumerate(last[:-1]) if _is_lower(word)]
    end = lower[-1] + 1 if lower else 0
    return _name(first, last[:end], last[end:], suffix)


def _single(word: str) -> Name:
    text = _text([word])
    if OTHERS_WORDS.fullmatch(text):
        return OTHERS
    if is_asian(text):
        return parse_name(text)
    return Name(literal=text) if word.startswith("{") and not word.startswith("{\\") else Name(family=text)


def _name(first: list[str], von: list[str], last: list[str], suffix: list[str]) -> Name:
    family, given = _text(last), _text(first)
    if not family:
        family, given = given, ""
    return Name(family or None, given or None, _text(von) or None, _text(suffix) or None)


def _text(words: list[str]) -> str:
    return clean(to_unicode(" ".join(words))) if words else ""


def _is_lower(word: str) -> bool:
    """Whether BibTeX counts a word as lower-case: by its first letter outside braces or in a special character."""
    at = 0
    while at < len(word):
        if word[at].isalpha():
            return word[at].islower()
        if word.startswith("{\\", at):
            letter = re.search(r"[^\W\d_]", to_unicode(word[at : _closing(word, at) + 1]))
            if letter:
                return letter[0].islower()
            at = _closing(word, at) + 1
        elif word[at] == "{":
            at = _closing(word, at) + 1
        elif word[at] == "\\":
            letter = re.search(r"[^\W\d_]", to_unicode(word[at:]))
            return bool(letter and letter[0].islower())
        else:
            at += 1
    return False


def _closing(word: str, start: int) -> int:
    depth = 0
    for at in range(start, len(word)):
        depth += (word[at] == "{") - (word[at] == "}")
        if depth == 0:
            return at
    return len(word) - 1
