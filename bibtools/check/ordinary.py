r"""Values of fields in a `.bib` file in which no rule finds anything, each kind told by one pattern.

Most values are such: names of a capital and small letters, a title in plain words, an address without escapes. Asking
every rule about them takes many times as long. Like `plain`, the patterns are strict: they may say no to an ordinary
value, never yes to one in which a rule finds something. A test makes values of odd pieces, and asks all rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bibtools.check.values import NAMES

_SMALL = "[a-zß-öø-ÿ]"
# An accent as LaTeX writes it: \"u {\'e} {\v{c}} {\ss}
_MARKED = r"""\\["'`^~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"""
_ACCENT = (
    rf"""(?:{_MARKED} | \{{(?:{_MARKED} | \\[cdbuvtHkr](?:\{{\\?[A-Za-z]\}}|\ [A-Za-z]) | \\(?:ss|ae|aa|[oOlLi]))\}})"""
)
# A word of a name: capitals stand at its beginning, behind a hyphen or an apostrophe, and as in "McKay".
_WORD = rf"""(?!(?:And|Et|Orcid)\b) (?:[A-Z](?![A-ZÀ-Þ])|{_ACCENT})
    (?: (?:[a-z]|(?<=[A-Za-z])[ß-öø-ÿ])(?:{_SMALL}++|[Ā-ſ]++)*+ | {_ACCENT}[a-z]*+
    | \.?['’-](?=[A-Z]) | (?<=['’-])[A-Z](?!rcid\b|[A-Z]) | (?<=[a-z])[A-Z](?={_SMALL}))*+ \.?+"""
_SPACE = r"[ \t\r\n]"
_PARTICLES = rf"(?:(?:van|von|de|der|den|di|da|la|le|del|della|ten|ter){_SPACE}++)*+"
_NEXT = r"(?=[A-Z{\\])"
_AND = rf"""{_SPACE}++and{_SPACE}++(?:{_PARTICLES}{_NEXT}|others(?=[}}"]))"""
_TWO_COMMAS = r"[^,a]*+(?:a(?!nd\s)[^,a]*+)*+,"
_LATIN = r"\t\n\r !'(-/:;=>?@[\]^`|~¡-©«¬®-±´-¸»¿"
_LETTERS = "0-9A-Za-zÀ-ÁÆ-áã-ÿ"
_BEYOND = r"[Ā-ſ‐-”]"
# Running text without what LaTeX takes for a command, nor letters that a wrong encoding makes of others.
_PLAIN = rf"(?:[{_LATIN}{_LETTERS}]++|{_BEYOND}++)*+"
_NO_X = _PLAIN.replace("A-Za-z", "A-WYZa-wyz")
_BRACED = rf"\{{{_PLAIN}(?:(?:\{{{_PLAIN}\}}|{_ACCENT}){_PLAIN})*+\}}"

_PATTERNS = {
    "names": rf"""{_SPACE}*+ {_PARTICLES} (?:
        {_WORD} (?: {_AND} | ,{_SPACE}*+(?!{_TWO_COMMAS}){_NEXT} | [ \t\r\n~]*+ ))++""",
    # Not very long; words of which none has a capital inside; no stop at the end.
    "title": rf"""(?!(?s:.{{200}})) (?=[^\\]*?[a-z]{{2}})
        (?:{_SMALL}++(?![A-Z\d]) | [A-Z](?![A-Z\d]) | \d++(?![A-Z]) | [{_LATIN}]++ | [‐-”]
        | {_ACCENT}(?![A-Z]) | {_BRACED})*+ (?<=[A-Za-z\d)?!'}}])(?<![.,;:\s]\}})(?<![.,;:\s]\}}\}})""",
    # No archive of preprints at the beginning, and nowhere "xiv", behind which one of arXiv's numbers may stand.
    "text": rf"""(?!{_SPACE}*+(?i:hal|(?:acm\ )?corr|\w*rxiv)\b)
        {_NO_X}(?:(?:[xX](?![iI][vV])|{_ACCENT}|{_BRACED}){_NO_X})*+""",
    "abstract": rf"""(?:[\t\n\r\ !#$&-[\]-|~\xa0-\xff]++ | [}}"](?!\Z) | {_BEYOND}++)*+""",
    "doi": r"""10\.[^\s{}\\$"]++""",
    "url": r"""https?://(?!(?:dx\.)?doi\.org/)[^\s{}\\$"]++""",
    "eprint": r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?/\d{7})",
    "month": r"\d*+",
}
# Macros are not asked about, wherever they stand.
PATTERNS = {
    kind: re.compile(rf"""[{{"]{pattern}[}}"]|[A-Za-z_][^#]*+""", re.VERBOSE) for kind, pattern in _PATTERNS.items()
}
PAGES = re.compile(r"""[{"]?(?:[A-Za-z]?\d*+|(\d{1,9}+)--(\d{1,9}+))[}"]?""")


def ordinary(field: str, variable: str | None) -> Callable[[str], object]:
    """What tells whether a value, with its delimiters, is an ordinary one for a field that says a variable.

    >>> is_ordinary = ordinary("author", "author")
    >>> bool(is_ordinary("{Doe, Jane and Roe, Max}")), bool(is_ordinary("{Doe; Roe}"))
    (True, False)
    """
    if field == "pages":
        return _ordinary_pages
    kind = field if field in PATTERNS else variable if variable == "title" else "text"
    names = field == "translator" or variable in NAMES
    return PATTERNS["names" if names else kind].fullmatch


def _ordinary_pages(value: str) -> bool:
    found = PAGES.fullmatch(value)
    return found is not None and (found[1] is None or int(found[1]) <= int(found[2]))
