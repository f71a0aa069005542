"""What users call the parts of an entry, in BibTeX's, BibLaTeX's or CSL's words, and the variables they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from bibtools.errors import UsageError
from bibtools.merge.policy import PUBLICATION

_ISSUED = ("issued",)
_CONTAINER = ("container_title",)
_ARXIV = ("ids.arxiv", "categories")
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "author": ("author",),
    "editor": ("editor",),
    "date": _ISSUED,
    "year": _ISSUED,
    "month": _ISSUED,
    "issued": _ISSUED,
    "venue": tuple(sorted(PUBLICATION - {"issued", "url", "ids.doi"})),
    "type": ("type",),
    "journal": _CONTAINER,
    "journaltitle": _CONTAINER,
    "booktitle": _CONTAINER,
    "container-title": _CONTAINER,
    "series": ("collection_title",),
    "volume": ("volume",),
    "number": ("issue", "number"),
    "issue": ("issue",),
    "pages": ("page",),
    "page": ("page",),
    "publisher": ("publisher",),
    "address": ("publisher_place",),
    "location": ("publisher_place",),
    "eprint": _ARXIV,
    "archiveid": _ARXIV,
    "doi": ("ids.doi",),
    "isbn": ("ids.isbn",),
    "issn": ("ids.issn",),
    "url": ("url",),
    "abstract": ("abstract",),
    "keywords": ("extra",),
    "keyword": ("extra",),
}


def variables(names: Iterable[str]) -> frozenset[str]:
    """The variables that some names of fields mean, in any case. Raises UsageError for a name that means none.

    >>> sorted(variables(["Year", "eprint"]))
    ['categories', 'ids.arxiv', 'issued']
    """
    found: set[str] = set()
    for name in names:
        if name.lower() not in VARIABLES:
            near = get_close_matches(name.lower(), VARIABLES, n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else f"fields are {', '.join(VARIABLES)}"
            raise UsageError(f"no field is called {name!r}", hint=hint)
        found.update(VARIABLES[name.lower()])
    return frozenset(found)
