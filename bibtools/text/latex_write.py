r"""Unicode to LaTeX, in the spellings that most programs read back.

The choice of spellings is measured, not taken from a manual: symbol accents as `{\"o}`, letter accents with a space
(`{\v s}`), a plain i under an accent (`{\'i}`, never `{\'\i}`), `{\AA}`, and symbols of math between dollars
(`{$\alpha$}`, never `\ensuremath` or `\textasciitilde`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from bibtools.text.latex_table import ACCENTS, LETTER_MACROS, MATH_MACROS, TEXT_MACROS

MATH_SPAN = r"\$\$?(?!\s)(?:[^$\\]|\\.){1,5000}?(?<!\s)\$\$?(?!\d)"
"""A formula in running text: no space inside its dollars, no digit after them (pandoc's rule, "Math")."""

_MARKS = "\u0300-\u036f"
_WRITE = re.compile(
    rf"(?P<math>{MATH_SPAN})|(?P<special>[&%#_$^~\\{{}}<>|]|[-–—‐‑]{{2,}}|[`'‘’“”]{{2,}}|[?!][`‘“])"
    rf"|(?P<beyond>[^\x00-\x7f{_MARKS}][{_MARKS}]*|[^{_MARKS}][{_MARKS}]+|[{_MARKS}])",
    re.DOTALL,
)
_SPECIAL = {
    "^": r"{\^{}}",
    "~": r"{$\sim$}",
    "\\": r"{$\backslash$}",
    "{": r"{$\lbrace$}",
    "}": r"{$\rbrace$}",
    "<": "{$<$}",
    ">": "{$>$}",
    "|": "{$|$}",
}
_SPECIAL |= {sign: f"\\{sign}" for sign in "&%#_$"}
# A formula with Unicode symbols has them as macros, for pdflatex cannot set them otherwise.
_IN_MATH = re.compile(r"([^\x00-\x7f])(?=([A-Za-z])?)")
_ACCENT_MACROS = {mark: macro for macro, mark in ACCENTS.items()}
_LITERAL = {
    "\xa0": "~",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "‐": "-",
    "‑": "-",
    "¡": "!`",
    "¿": "?`",
    "°": r"{$^\circ$}",
    "−": "{$-$}",
    "µ": r"{$\mu$}",
    "‚": r"{\quotesinglbase}",
    "„": r"{\quotedblbase}",
    "\u2009": r"\,",
    "\u00ad": r"\-",
    "\u200b": "",
    "\ufeff": "",
}
_RAISED = {plain: f"{{$^{digit}$}}" for plain, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", [*"0123456789+-n"], strict=True)}
_LOWERED = {plain: f"{{$_{digit}$}}" for plain, digit in zip("₀₁₂₃₄₅₆₇₈₉₊₋ₙ", [*"0123456789+-n"], strict=True)}


def to_latex(text: str) -> str:
    r"""LaTeX that prints `text`, in ASCII as far as there are spellings; math between dollars is left as it is.

    A character without a spelling (Chinese, say) stays. Not for `url`, `doi` and `eprint` fields, whose characters
    are read as they are. For a title write `protect(to_latex(title))`.

    >>> to_latex("Erdős & Łukasz: 50 % α–β of $x_1$")
    'Erd{\\H o}s \\& {\\L}ukasz: 50 \\% {$\\alpha$}--{$\\beta$} of $x_1$'
    """
    return _WRITE.sub(_write, normalize("NFC", text))


def _write(found: re.Match[str]) -> str:
    whole = found[0]
    match found.lastgroup:
        case "math":
            return whole if whole.isascii() else _IN_MATH.sub(_math_macro, whole)
        case "special":
            return _SPECIAL.get(whole) or _apart(whole)
        case _:
            return _spell(whole)


def _apart(signs: str) -> str:
    """Signs that LaTeX would draw as one, kept apart: `--` is not a dash."""
    return "{}".join(_LITERAL.get(sign, sign) for sign in signs)


@lru_cache(maxsize=4096)
def _spell(character: str) -> str:
    """One character, with any combining marks after it."""
    if character in _LITERAL:
        return _LITERAL[character]
    special = _RAISED.get(character) or _LOWERED.get(character)
    if special:
        return special
    if character in LETTER_MACROS or character in TEXT_MACROS:
        return f"{{\\{LETTER_MACROS.get(character) or TEXT_MACROS[character]}}}"
    if character in MATH_MACROS:
        return f"{{$\\{MATH_MACROS[character]}$}}"
    decomposed = normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or any(mark not in _ACCENT_MACROS for mark in marks) or not base.isalpha():
        return character
    letter = base if base.isascii() else _spell(base)
    for mark in marks:
        letter = _accented(_ACCENT_MACROS[mark], letter)
    return letter if letter.isascii() else character


def _accented(macro: str, letter: str) -> str:
    if len(letter) > 1:
        return f"{{\\{macro}{letter if letter[0] == '{' else '{' + letter + '}'}}}"
    return f"{{\\{macro} {letter}}}" if macro[0].isalpha() else f"{{\\{macro}{letter}}}"


def _math_macro(found: re.Match[str]) -> str:
    macro = MATH_MACROS.get(found[1])
    return f"\\{macro}{' ' if found[2] else ''}" if macro else found[0]
