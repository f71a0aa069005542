"""CSL variables and BibTeX fields: one table, both directions, two dialects.

Sources: "BibTeXing" (btxdoc, Patashnik 1988) for BibTeX, the biblatex manual 3.18 and its default data model
(`blx-dm.def`) for BibLaTeX, CSL 1.0.2 appendix IV for variables, and what arXiv's own help pages say about eprints.
The order of the rows is the order in which fields are written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bibtools.formats.bib.types import ARTICLES, Dialect
from bibtools.model.reference import Reference

Kind = Literal["title", "text", "list", "names", "pages", "verbatim", "date", "month", "macro", "language", "genre"]
KINDS: dict[Kind, str] = {
    "title": "text; what a style's change of case would destroy stands in braces",
    "text": "text",
    "list": "text which biblatex splits at “and”: braces around a value that has one",
    "names": "names joined by `and`, family first; collaborations in double braces",
    "pages": "a range with `--`",
    "verbatim": "as it is, nothing escaped",
    "date": "year, or ISO 8601",
    "month": "a macro, jan to dec, without braces",
    "macro": "a fixed word",
    "language": "CSL's language code as babel's name",
    "genre": "kind of thesis or report; biblatex has keys for the usual ones",
}
BOTH: tuple[Dialect, ...] = ("bibtex", "biblatex")
CLASSIC: tuple[Dialect, ...] = ("bibtex",)
MODERN: tuple[Dialect, ...] = ("biblatex",)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


BOOKS = _set("book mvbook collection mvcollection reference mvreference proceedings mvproceedings manual")
PARTS = _set("inbook bookinbook suppbook incollection suppcollection inreference inproceedings conference")
REPORTS = _set("techreport report")
THESES = _set("phdthesis mastersthesis thesis")
# Entry types of biblatex that have the field (data model, "DeclareDatamodelEntryfields").
_PLACED = BOOKS | PARTS | REPORTS | THESES | _set("booklet dataset misc software patent unpublished")
_PAPERS = ARTICLES - _set("periodical")
_MULTIVOLUME = _set("mvbook mvcollection mvreference mvproceedings")
_PAGED = (_PAPERS | BOOKS | PARTS | REPORTS | THESES | _set("booklet")) - _MULTIVOLUME
_EDITED = _set("collection reference proceedings mvproceedings periodical")
_IN_SERIES = (ARTICLES | BOOKS | PARTS | _set("dataset")) - _set("mvcollection mvreference")
_STANDARD = ARTICLES | _PLACED | _set("online")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One CSL variable in one field.

    `variable` is an attribute of `Reference`, or `ids.<scheme>` with a part of it. `dialects` write it so, in entry
    types `types` (None: all) and on condition `when`. `also` are other names that are read as this field.
    """

    variable: str
    field: str
    kind: Kind
    source: str
    dialects: tuple[Dialect, ...] = BOTH
    types: frozenset[str] | None = None
    also: tuple[str, ...] = ()
    when: Callable[[Reference], bool] | None = None

    def fits(self, entry_type: str) -> bool:
        """Whether the field belongs to this entry type in either dialect."""
        return self.types is None or entry_type in self.types

    def holds(self, entry_type: str, dialect: Dialect) -> bool:
        """Whether an entry of this type has the field in this dialect."""
        return dialect in self.dialects and self.fits(entry_type)


def _numbered_series(reference: Reference) -> bool:
    """The classic styles take `number` of a book for its place in a series, and warn when `volume` stands beside it."""
    return reference.collection_title is not None and reference.volume is None


def _no_arxiv(reference: Reference) -> bool:
    """There is one `eprint`."""
    return reference.id("arxiv") is None


FIELDS: tuple[FieldRow, ...] = (
    FieldRow("author", "author", "names", "btxdoc §3.2", CLASSIC),
    FieldRow("author", "author", "names", "biblatex §2.2.2", MODERN, _STANDARD - _EDITED),
    FieldRow("title", "title", "title", "btxdoc §3.2; biblatex §2.2.2"),
    FieldRow("container_title", "journal", "text", "btxdoc §3.2", CLASSIC, ARTICLES),
    FieldRow("container_title", "journaltitle", "text", "biblatex §2.2.2, §2.2.5", MODERN, _PAPERS),
    FieldRow("container_title", "booktitle", "title", "btxdoc §3.2; biblatex §2.2.2", BOTH, PARTS),
    FieldRow("event_title", "eventtitle", "text", "biblatex §2.2.2", CLASSIC),
    FieldRow(
        "event_title",
        "eventtitle",
        "text",
        "biblatex §2.2.2",
        MODERN,
        _set("proceedings mvproceedings inproceedings unpublished"),
    ),
    FieldRow("editor", "editor", "names", "btxdoc §3.2", CLASSIC),
    FieldRow(
        "editor",
        "editor",
        "names",
        "biblatex §2.2.2",
        MODERN,
        ARTICLES | BOOKS | PARTS | _set("booklet dataset misc software online"),
    ),
    FieldRow("collection_title", "series", "text", "btxdoc §3.2", CLASSIC),
    FieldRow("collection_title", "series", "text", "biblatex §2.2.2", MODERN, _IN_SERIES),
    FieldRow("volume", "volume", "text", "btxdoc §3.2", CLASSIC),
    FieldRow(
        "volume", "volume", "text", "biblatex §2.2.2", MODERN, (ARTICLES | BOOKS | PARTS) - _set("manual mvproceedings")
    ),
    FieldRow("issue", "number", "text", "btxdoc §3.2; biblatex §2.3.11", BOTH, ARTICLES),
    FieldRow("number", "eid", "text", "REVTeX 4.2; biblatex §2.2.2", BOTH, _PAPERS),
    FieldRow("number", "number", "text", "btxdoc §3.2", CLASSIC, REPORTS | _set("misc")),
    FieldRow("number", "number", "text", "btxdoc §3.2", CLASSIC, BOOKS | PARTS, when=_numbered_series),
    FieldRow("number", "number", "text", "biblatex §2.2.2", MODERN, BOOKS | PARTS | REPORTS | _set("dataset patent")),
    FieldRow("page", "pages", "pages", "btxdoc §3.2", CLASSIC),
    FieldRow("page", "pages", "pages", "biblatex §2.2.2", MODERN, _PAGED),
    FieldRow("genre", "type", "genre", "btxdoc §3.2", CLASSIC, REPORTS | THESES),
    FieldRow(
        "genre",
        "type",
        "genre",
        "biblatex §2.2.2, §4.9.2.13",
        MODERN,
        REPORTS | THESES | _set("booklet dataset manual misc patent software unpublished"),
    ),
    FieldRow("publisher", "school", "list", "btxdoc §3.2", CLASSIC, THESES),
    FieldRow("publisher", "institution", "list", "btxdoc §3.2", CLASSIC, REPORTS),
    FieldRow("publisher", "organization", "list", "btxdoc §3.2", CLASSIC, _set("manual")),
    FieldRow("publisher", "publisher", "list", "btxdoc §3.2", CLASSIC),
    FieldRow("publisher", "institution", "list", "biblatex §2.2.2", MODERN, REPORTS | THESES),
    FieldRow("publisher", "organization", "list", "biblatex §2.2.2", MODERN, _set("misc software online manual")),
    FieldRow("publisher", "publisher", "list", "biblatex §2.2.2", MODERN, BOOKS | PARTS | _set("dataset")),
    FieldRow("publisher_place", "address", "list", "btxdoc §3.2", CLASSIC),
    FieldRow("publisher_place", "location", "list", "biblatex §2.2.2, §2.2.5", MODERN, _PLACED),
    FieldRow("edition", "edition", "text", "btxdoc §3.2", CLASSIC),
    FieldRow(
        "edition",
        "edition",
        "text",
        "biblatex §2.2.2",
        MODERN,
        (BOOKS | PARTS | _set("dataset")) - _set("inproceedings proceedings mvproceedings"),
    ),
    FieldRow("issued", "year", "date", "btxdoc §3.2", CLASSIC),
    FieldRow("issued.month", "month", "month", "btxdoc §3.2", CLASSIC),
    FieldRow("issued", "date", "date", "biblatex §2.3.8", MODERN),
    FieldRow("language", "language", "language", "natbib", CLASSIC),
    FieldRow("language", "langid", "language", "biblatex §2.2.3", MODERN, also=("hyphenation",)),
    FieldRow("ids.isbn", "isbn", "verbatim", "natbib", CLASSIC),
    FieldRow("ids.isbn", "isbn", "verbatim", "biblatex §2.2.2", MODERN, BOOKS | PARTS),
    FieldRow("ids.issn", "issn", "verbatim", "natbib", CLASSIC),
    FieldRow("ids.issn", "issn", "verbatim", "biblatex §2.2.2", MODERN, ARTICLES),
    FieldRow("ids.doi", "doi", "verbatim", "REVTeX 4.2; biblatex §2.2.2"),
    FieldRow("ids.arxiv", "eprint", "verbatim", "arXiv, “Hypertex bibstyles”; biblatex §3.14.7"),
    FieldRow("ids.arxiv:archive", "archivePrefix", "macro", "arXiv, “Hypertex bibstyles”", CLASSIC),
    FieldRow("ids.arxiv:archive", "eprinttype", "macro", "biblatex §3.14.7", MODERN, also=("archiveprefix",)),
    FieldRow("categories:primary", "primaryClass", "verbatim", "arXiv, “Hypertex bibstyles”", CLASSIC),
    FieldRow("categories:primary", "eprintclass", "verbatim", "biblatex §3.14.7", MODERN, also=("primaryclass",)),
    FieldRow(
        "ids.arxiv:version",
        "version",
        "text",
        "biblatex §2.2.2",
        MODERN,
        _PAPERS | _set("online misc report software"),
    ),
    FieldRow("ids.pmid", "pmid", "verbatim", "natbib styles of PubMed’s journals", CLASSIC),
    FieldRow("ids.pmid:eprint", "eprint", "verbatim", "biblatex §3.14.7", MODERN, when=_no_arxiv),
    FieldRow("ids.pmid:archive", "eprinttype", "macro", "biblatex §3.14.7", MODERN, when=_no_arxiv),
    FieldRow("ids.pmcid", "pmcid", "verbatim", "natbib styles of PubMed’s journals", CLASSIC),
    FieldRow("url", "url", "verbatim", "natbib; biblatex §2.2.2"),
    FieldRow("note", "note", "text", "btxdoc §3.2; biblatex §2.2.2"),
    FieldRow("abstract", "abstract", "text", "biblatex §2.2.3"),
)
# Names that read as another field: synonyms of biblatex §2.2.5, spellings of other programs.
SYNONYMS = {
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "journal": "journaltitle",
    "key": "sortkey",
    "pdf": "file",
    "primaryclass": "eprintclass",
    "school": "institution",
    "hyphenation": "langid",
}


@lru_cache(maxsize=4096)
def row_for(field: str, entry_type: str) -> FieldRow | None:
    """The row that says how a field (any case, either dialect) of an entry type is read, or None: not modelled.

    The row whose entry types name this one wins; else the field means what it means elsewhere.

    >>> row_for("number", "article").variable, row_for("number", "techreport").variable
    ('issue', 'number')
    >>> row_for("Address", "book").variable, row_for("timestamp", "book")
    ('publisher_place', None)
    """
    name = field.lower()
    rows = [row for row in FIELDS if row.field.lower() == name or name in row.also]
    fitting = [row for row in rows if row.types is not None and entry_type in row.types]
    anywhere = [row for row in rows if row.types is None]
    if fitting:
        return fitting[0]
    if anywhere:
        return anywhere[0]
    # `number` outside articles is a number, not an issue.
    return rows[-1] if rows else None


def rows_for(entry_type: str, dialect: Dialect) -> tuple[FieldRow, ...]:
    """The rows by which an entry of this type is written, in order of writing.

    Types beyond the standard ones have the fields of `@misc`, which biblatex takes them for (manual §2.1.3), and every
    other one: nobody can say that they have not.

    >>> [row.field for row in rows_for("online", "biblatex") if row.variable == "publisher"]
    ['organization']
    >>> "volume" in [row.field for row in rows_for("gizmo", "biblatex")]
    True
    """
    if entry_type in _STANDARD:
        return tuple(row for row in FIELDS if row.holds(entry_type, dialect))
    placed = {row.variable for row in FIELDS if row.holds("misc", dialect)}
    return tuple(row for row in FIELDS if dialect in row.dialects and (row.fits("misc") or row.variable not in placed))
