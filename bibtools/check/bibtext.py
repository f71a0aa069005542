"""What stands where in the value of a BibTeX field: brace depth, formulas, verbatim parts, and a file's dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibtools.check.subject import RawEntry
from bibtools.formats.bib.mapping import row_for

_VERBATIM = re.compile(r"\\(?:url|path|nolinkurl)\s*\{[^{}]*\}|\\href\s*\{[^{}]*\}")
_TOKEN = re.compile(r"\\.|[{}$]|[^\\{}$]+", re.DOTALL)
_TEXT_KINDS = frozenset(("title", "text", "list", "names"))
_BIBLATEX_FIELDS = frozenset(("date", "journaltitle", "eprinttype", "eprintclass", "location", "langid", "subtitle"))


def at_depth_zero(value: str, *, math: bool) -> str:
    r"""The value with a space for each character inside braces, and for each formula unless `math` is wanted.

    These are the characters whose case a style may change (bibtex.web, "change.case$"): what is inside braces stays,
    except in a "special character", a brace followed at once by a backslash.

    >>> at_depth_zero("On {DNA} and $SU(N)$", math=False).split()
    ['On', 'and']
    >>> at_depth_zero("On $SU(N)$ and {$E_8$}", math=True).split()
    ['On', '$SU(N)$', 'and']
    """
    depth, formula, kept = 0, False, []
    for token in _TOKEN.findall(value):
        # Braces inside a formula do protect, but a formula is shown whole.
        if token == "$" and depth == 0:
            formula = not formula
            kept.append(token if math else " ")
            continue
        if not formula and token in "{}":
            depth = max(0, depth + (1 if token == "{" else -1))
            kept.append(" ")
            continue
        visible = math if formula else depth == 0 and not token.startswith("\\")
        kept.append(token if visible else " " * len(token))
    return "".join(kept)


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


def is_classic(entries: Iterable[RawEntry]) -> bool:
    """Whether a file is written for classic BibTeX: it has none of the fields that biblatex adds.

    >>> is_classic([])
    True
    """
    return not any(field.name in _BIBLATEX_FIELDS for entry in entries for field in entry.fields)
