"""What stands where in the value of a BibTeX field: brace depth, formulas, verbatim parts, and a file's dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from bibtools.formats.bib.mapping import row_for

_VERBATIM = re.compile(r"\\(?:url|path|nolinkurl)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}$]|[^\\{}$]+|\\", re.DOTALL)
_STRUCTURE = re.compile(r"[\\{}$]")
_Part = Literal["text", "formula", "dollar", "brace", "kept"]
_TEXT_KINDS = frozenset(("title", "text", "list"))
_BIBLATEX_FIELD = re.compile(
    r",\s*+(?=[dejls])(?:date|journaltitle|eprinttype|eprintclass|location|langid|subtitle)\s*=\s*[{\"\w]"
)


def at_depth_zero(value: str) -> str:
    r"""The value with a space for each character inside braces and formulas.

    What is left are the letters whose case a style may change (bibtex.web, "change.case$").

    >>> at_depth_zero("On {DNA} and $SU(N)$").split()
    ['On', 'and']
    """
    if not _STRUCTURE.search(value):
        return value
    return "".join(
        token if part == "text" and not token.startswith("\\") else " " * len(token) for _, token, part in _walk(value)
    )


def exposed_formulas(value: str) -> Iterator[tuple[int, str]]:
    r"""Where and what the formulas are whose letters a style may change: those with capitals outside braces.

    Braces inside a formula protect too, except in a "special character", a brace followed at once by a backslash.

    >>> [text for _, text in exposed_formulas(r"$x^2$ {$SU(N)$} $SU(N)$ ${O}(n)$ $\Gamma$ ${\mathcal{N}=4}$")]
    ['$SU(N)$', '$\\Gamma$', '${\\mathcal{N}=4}$']
    """
    start, text, exposed = 0, "", ""
    for at, token, part in _walk(value):
        if part == "dollar" and not text:
            start, text, exposed = at, token, ""
        elif part == "dollar":
            if any(map(str.isupper, exposed)):
                yield start, text + token
            text = ""
        elif text:
            text += token
            exposed += token if part == "formula" else ""


def _walk(value: str) -> Iterator[tuple[int, str, _Part]]:
    """Each token with its offset and what it is to a style that changes case."""
    depth, in_formula, special = 0, False, False
    for found in _TOKEN.finditer(value):
        token = found[0]
        if token == "$" and (depth == 0 or in_formula):
            in_formula = not in_formula
            depth, special = 0, False
            yield found.start(), token, "dollar"
            continue
        if token in "{}":
            if token == "{" and depth == 0:
                special = in_formula and value.startswith("\\", found.end())
            depth = max(0, depth + (1 if token == "{" else -1))
            yield found.start(), token, "brace"
            continue
        open_to_change = depth == 0 or special
        yield found.start(), token, ("formula" if in_formula else "text") if open_to_change else "kept"


def without_verbatim(value: str) -> str:
    r"""The value with a space for each character of an address that a macro shields.

    >>> without_verbatim(r"At \url{https://a.b/c_d}").split()
    ['At']
    """
    return _VERBATIM.sub(lambda found: " " * len(found[0]), value)


def is_text(field: str, entry_type: str) -> bool:
    """Whether a field of an entry type is printed as running text.

    >>> is_text("title", "article"), is_text("url", "article"), is_text("keywords", "article")
    (True, False, False)
    """
    row = row_for(field, entry_type)
    return row is not None and row.kind in _TEXT_KINDS


def is_classic(text: str) -> bool:
    """Whether a file's text is written for classic BibTeX: it has none of the fields that biblatex adds.

    >>> is_classic("@misc{a, year = 2001}"), is_classic("@misc{a, date = 2001}")
    (True, False)
    """
    return not _BIBLATEX_FIELD.search(text.lower())
