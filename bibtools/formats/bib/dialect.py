"""Which dialect a file is written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bibtools.formats.bib.blocks import Parts
from bibtools.formats.bib.types import BIBLATEX_ONLY, Dialect

_WORD = re.compile(r"\w+")
_BIBLATEX_FIELDS = _WORD.findall(
    "date journaltitle eprinttype eprintclass langid location urldate subtitle maintitle booksubtitle origdate "
    "eventtitle eventdate issuetitle pubstate shortjournal ids bookauthor editortype"
)
_BIBTEX_FIELDS = _WORD.findall("year journal archiveprefix primaryclass address school month annote")
_BIBTEX_TYPES = _WORD.findall("phdthesis mastersthesis techreport conference")


def dialect_of(text: str, entries: Sequence[Parts]) -> Dialect | None:
    """BibLaTeX or BibTeX, by the fields and types that only one of them has; None where nothing tells.

    Sources: biblatex manual 3.18, §2.2.5 (aliases of BibTeX's fields) and §2.1.2 (of its types).

    >>> from bibtools.formats.bib.parse import parse
    >>> text = "@online{a, title = {A}, date = {2001-02}}"
    >>> dialect_of(text, [parse(text, 0)])
    'biblatex'
    """
    names = Counter(field.name.of(text).lower() for parts in entries for field in parts.fields)
    types = Counter(parts.type.of(text).lower() for parts in entries)
    new = sum(names[name] for name in _BIBLATEX_FIELDS) + sum(types[name] for name in BIBLATEX_ONLY)
    old = sum(names[name] for name in _BIBTEX_FIELDS) + sum(types[name] for name in _BIBTEX_TYPES)
    if new == old == 0:
        return None
    return "biblatex" if new > old else "bibtex"
