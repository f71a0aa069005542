r"""LaTeX to Unicode: one table and one regular expression.

What is not LaTeX comes out as it went in; a macro that the table does not know is asked of pylatexenc, which is
imported only then; a macro that nobody knows keeps its name.

Deliberate differences from pylatexenc: `%` is a percent sign and `&` an ampersand, for values of bibliographies hold no
comments and no tables; `\mbox{a}` keeps its text; `\-` is nothing; URLs are not touched, and `\url{u}`
is `u`; `\LaTeX` prints its name; a letter stays a letter whatever its typeface (`\mathbb{R}`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from bibtools.text.latex_table import ACCENTS, SYMBOLS

# Braces nest three deep here, which no value read so far exceeds; the bound keeps an unclosed brace from costing
# quadratic time. Possessive quantifiers never backtrack.
_GROUP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*+\})*+\}){0,5000}+\}"
_MATH = r"(?P<math>\$\$(?:[^$\\]|\\.){0,5000}+\$\$|\$(?:[^$\\]|\\.){1,5000}+\$|\\\(.{0,5000}?\\\)|\\\[.{0,5000}?\\\])"
_COMMAND = rf"""
\\(?: (?:url|path|nolinkurl)\s*(?P<url>{_GROUP})
| href\s*(?P<target>{_GROUP})\s*(?P<shown>{_GROUP})
| [dtc]?frac(?![A-Za-z])\s*(?P<over>{_GROUP}|[^\s{{}}\\])\s*(?P<under>{_GROUP}|[^\s{{}}\\])
| (?P<accent>["'`^~=.]|(?:textcommabelow|[uvHtcdbrkhG])(?![A-Za-z]))\s*
    (?P<base>{_GROUP}|\\[A-Za-z]+(?:\s*\{{\}}|[ \t]+)?|[^\s\\{{}}$])?
| (?P<macro>[A-Za-z]+)\*?\s*(?:\{{\}})?
| (?P<other>.)
)"""
_PRINT = r"(?P<link>https?://[^\s{}<>\"$]+)|(?P<print>---?|``|\'\'|[?!]`|[~{}])"
# What each alternative begins with is looked for first: most characters begin none of them.
_TEXT = re.compile(rf"(?=[\\$~{{}}`'?!h-])(?:{_MATH}|{_COMMAND}|{_PRINT})", re.VERBOSE | re.DOTALL)
_FLAT = re.compile(_COMMAND, re.VERBOSE | re.DOTALL)
_MARKED = ("\\", "{", "}", "~", "--", "``", "''", "?`", "!`")
_PRINTED = {
    "---": "—",
    "--": "–",
    "``": "“",
    "''": "”",
    "?`": "¿",
    "!`": "¡",
    "~": "\xa0",
    "{": "",
    "}": "",
}
_URL_ESCAPE = re.compile(r"\\([_%&#$~{}])(?:\{\})?|\{|\}")
_UNDOTTED = str.maketrans("ıȷ", "ij")


def to_unicode(text: str) -> str:
    r"""The text that LaTeX prints for `text`, in NFC; math between dollars stays exactly as it is.

    Braces go, `~` is a no-break space, `--` an en dash. Never fails: what cannot be read is left as it stands.
    Source: The LaTeX Companion, 2nd edition, section 7.11.

    >>> to_unicode(r"Schr{\"o}dinger's \emph{cat}: {$\alpha$}-decay, 50\% {\AA}ngstr\"om")
    "Schrödinger's cat: $\\alpha$-decay, 50% Ångström"
    >>> to_unicode(r"\url{http://a.b/~c%20d}")
    'http://a.b/~c%20d'
    >>> to_unicode(r"\unheardof{x} of {\'e}t\'e")
    '\\unheardof x of été'
    """
    for mark in _MARKED:
        if mark in text:
            return _decode(text)
    return text if text.isascii() else normalize("NFC", text)


def to_plain(text: str) -> str:
    r"""`text` for comparing: macros are read in math too, links show their text alone, unknown macros go.

    Braces, dollars and the other characters with a meaning to LaTeX are left to the caller.

    >>> to_plain(r"the \foo{big} $\mathcal{N}=4$ \href{https://a.b}{SYM}")
    'the  {big} ${N}=4$ {SYM}'
    """
    return _FLAT.sub(_read_flat, text)


def _decode(text: str) -> str:
    if "\\" in text or "$" in text or "://" in text:
        return normalize("NFC", _TEXT.sub(_read, text))
    for mark, character in _PRINTED.items():
        if mark in text:
            text = text.replace(mark, character)
    return text if text.isascii() else normalize("NFC", text)


def _read(found: re.Match[str]) -> str:
    return _token(found, flat=False)


def _read_flat(found: re.Match[str]) -> str:
    return _token(found, flat=True)


def _token(found: re.Match[str], *, flat: bool) -> str:
    kind = found.lastgroup or ""
    whole = found[0]
    inside = _read_flat if flat else _read
    pattern = _FLAT if flat else _TEXT
    match kind:
        case "print":
            return _PRINTED[whole]
        case "accent" | "base":
            base = found["base"] or ""
            base = base[1:-1] if base[:1] == "{" else base
            return _accented(found["accent"], pattern.sub(inside, base))
        case "macro":
            return _symbol(found["macro"], flat)
        case "other":
            character = found["other"]
            return SYMBOLS.get(character, character)
        case "url":
            return _address(found["url"][1:-1])
        case "link":
            return _address(whole)
        case "shown":
            shown, target = pattern.sub(inside, found["shown"]), _address(found["target"][1:-1])
            return shown if flat or shown == target else f"{shown} <{target}>"
        case "under":
            over, under = (pattern.sub(inside, found[name]) for name in ("over", "under"))
            return f"{over}/{under}"
        case _:
            return whole


def _accented(accent: str, base: str) -> str:
    """`base` with the accent on its first letter; an accent on nothing is its ASCII self, if it has one."""
    letter = base.strip()
    if not letter:
        return (accent if accent in "~^`'\"=." else "") + base
    mark = ACCENTS[accent]
    if mark < "\u0323":
        letter = letter[0].translate(_UNDOTTED) + letter[1:]
    end = 1
    while end < len(letter) and "\u0300" <= letter[end] <= "\u036f":
        end += 1
    return normalize("NFC", letter[:end] + mark) + letter[end:]


def _symbol(name: str, flat: bool) -> str:
    known = SYMBOLS.get(name)
    if known is not None:
        return known
    asked = _ask_pylatexenc(name)
    if asked is not None:
        return asked
    return " " if flat else f"\\{name} "


@lru_cache(maxsize=1024)
def _ask_pylatexenc(name: str) -> str | None:
    """What pylatexenc prints for a macro without arguments, or None if it does not know the macro either."""
    from pylatexenc.latex2text import get_default_latex_context_db

    spec = get_default_latex_context_db().get_macro_spec(name)
    shown = spec.simplify_repl if spec else None
    return shown if isinstance(shown, str) and "%" not in shown else None


def _address(text: str) -> str:
    return _URL_ESCAPE.sub(lambda found: found[1] or "", text) if "\\" in text or "{" in text else text
