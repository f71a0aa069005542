"""Entry types and CSL types: one table, both directions, two dialects.

BibTeX's types: "BibTeXing" (Patashnik 1988, btxdoc), §3.1. BibLaTeX's: the biblatex manual 3.18, §2.1.1 to §2.1.3.
CSL's: CSL 1.0.2 specification, appendix III.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bibtools.model.reference import Reference

Dialect = Literal["bibtex", "biblatex"]

DIALECTS: tuple[Dialect, ...] = ("bibtex", "biblatex")


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A CSL type, the entry type it becomes in each dialect, and the entry types that are read as it.

    `subtype` is biblatex's `entrysubtype`, where that alone tells two CSL types apart (manual §2.2.3).
    """

    csl: str
    bibtex: str
    biblatex: str
    also: tuple[str, ...] = ()
    subtype: str | None = None


# The first row that names an entry type says how that type is read.
# BibLaTeX's types of §2.1.3 (@movie, @music, @standard …) are read, and written as @misc: biber's data model gives them
# no fields at all, so that every title in them would be a warning.
TYPES: tuple[TypeRow, ...] = (
    TypeRow("article-journal", "article", "article", also=("suppperiodical",)),
    TypeRow("article-magazine", "article", "article", subtype="magazine"),
    TypeRow("article-newspaper", "article", "article", subtype="newspaper"),
    TypeRow("paper-conference", "inproceedings", "inproceedings", also=("conference",)),
    TypeRow(
        "book",
        "book",
        "book",
        also=(
            "mvbook",
            "collection",
            "mvcollection",
            "reference",
            "mvreference",
            "proceedings",
            "mvproceedings",
            "manual",
        ),
    ),
    TypeRow("chapter", "incollection", "incollection", also=("inbook", "bookinbook", "suppbook", "suppcollection")),
    TypeRow("entry", "incollection", "inreference"),
    TypeRow("entry-dictionary", "incollection", "inreference", subtype="dictionary"),
    TypeRow("entry-encyclopedia", "incollection", "inreference", subtype="encyclopedia"),
    TypeRow("thesis", "phdthesis", "thesis", also=("mastersthesis",)),
    TypeRow("report", "techreport", "report"),
    TypeRow("pamphlet", "booklet", "booklet"),
    TypeRow("manuscript", "unpublished", "unpublished"),
    TypeRow("document", "misc", "misc"),
    # A preprint: @misc, because @article without a journal makes every style warn.
    TypeRow("article", "misc", "online"),
    TypeRow("webpage", "misc", "online", also=("electronic", "www")),
    TypeRow("post", "misc", "online", subtype="post"),
    TypeRow("post-weblog", "misc", "online", subtype="weblog"),
    TypeRow("dataset", "misc", "dataset"),
    TypeRow("software", "misc", "software"),
    TypeRow("patent", "misc", "patent"),
    TypeRow("periodical", "misc", "periodical"),
    TypeRow("standard", "misc", "misc", also=("standard",)),
    TypeRow("legislation", "misc", "misc", also=("legislation", "legal")),
    TypeRow("legal_case", "misc", "misc", also=("jurisdiction",)),
    TypeRow("personal_communication", "misc", "misc", also=("letter",)),
    TypeRow("motion_picture", "misc", "misc", also=("movie", "video")),
    TypeRow("song", "misc", "misc", also=("music", "audio")),
    TypeRow("performance", "misc", "misc", also=("performance",)),
    TypeRow("figure", "misc", "misc", also=("image",)),
    TypeRow("graphic", "misc", "misc", also=("artwork",)),
    TypeRow("review", "article", "article", also=("review",)),
    TypeRow("review-book", "article", "article"),
)

_BY_CSL = {row.csl: row for row in TYPES}
# Types that biblatex adds to BibTeX's: seen in a file, they tell its dialect.
_NEW_TYPES = """
    artwork audio bookinbook collection dataset electronic image inreference jurisdiction legal legislation letter
    movie music mvbook mvcollection mvproceedings mvreference online patent performance periodical reference report
    review set software standard suppbook suppcollection suppperiodical thesis video www xdata
"""
BIBLATEX_ONLY = frozenset(_NEW_TYPES.split())
# The types whose name for a container is `journal`, and which number their issues.
ARTICLES = frozenset({"article", "suppperiodical", "periodical"})
# biblatex's keys for `type` (manual §4.9.2.13) and what they print in English.
THESIS_KEYS = {
    "PhD thesis": "phdthesis",
    "Master's thesis": "mathesis",
    "Bachelor's thesis": "bathesis",
    "Candidate thesis": "candthesis",
    "Habilitation thesis": "habthesis",
    "Technical report": "techreport",
    "Research report": "resreport",
}
# Other names for one type: biblatex manual §2.1.2.
ALIASES = frozenset({"conference", "electronic", "www"})
# Stretches of a file that look like entries and are no works: biblatex manual §2.1.1 (@set, @xdata), §2.1.2 (@bibnote).
NOT_A_WORK = frozenset({"set", "xdata", "bibnote"})


def _reading() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in TYPES:
        for name in (row.bibtex, row.biblatex, *row.also):
            found.setdefault(name, row.csl)
    # Shared by several CSL types; what says least wins. A preprint is told from these by its eprint.
    found |= {"misc": "document", "online": "webpage", "inreference": "entry-encyclopedia"}
    return found


_READ_AS = _reading()
_BY_SUBTYPE = {(row.biblatex, row.subtype): row.csl for row in TYPES if row.subtype}


def csl_type(entry_type: str, subtype: str | None = None) -> str | None:
    """The CSL type that an entry type is read as, whatever its case and dialect; None for an unknown one.

    >>> csl_type("InProceedings"), csl_type("article", "magazine"), csl_type("gizmo")
    ('paper-conference', 'article-magazine', None)
    """
    name = entry_type.lower()
    return _BY_SUBTYPE.get((name, (subtype or "").lower()), _READ_AS.get(name))


def entry_type(reference: Reference, dialect: Dialect) -> str:
    """The entry type that a reference is written as.

    An entry type that CSL cannot tell from a broader one (@proceedings is a "book") is kept in `extra["entrytype"]`
    by the reader, and comes back as long as the type still agrees. Types whose required fields are missing give way to
    one which does without them, where one exists.

    >>> entry_type(Reference(type="article"), "bibtex"), entry_type(Reference(type="paper-conference"), "biblatex")
    ('misc', 'inproceedings')
    """
    kept = reference.extra.get("entrytype", "").lower()
    if kept and csl_type(kept) == reference.type and (dialect == "biblatex" or kept not in BIBLATEX_ONLY):
        return kept
    row = _BY_CSL.get(reference.type or "")
    if row is None:
        return "misc"
    name = row.bibtex if dialect == "bibtex" else row.biblatex
    for narrow, lacks, other in _GIVES_WAY:
        if narrow == name and lacks(reference):
            return other[DIALECTS.index(dialect)] or name
    return name


def subtype(reference: Reference) -> str | None:
    """The `entrysubtype` of biblatex for a reference, where its CSL type needs one."""
    row = _BY_CSL.get(reference.type or "")
    return row.subtype if row else None


def _no_venue(reference: Reference) -> bool:
    """Without its journal or proceedings, a work with an eprint is best cited by that (@article would warn)."""
    return reference.container_title is None and reference.id("arxiv") is not None


def _no_address(reference: Reference) -> bool:
    return reference.url is None and not any(i.scheme in ("arxiv", "doi", "pmid") for i in reference.ids)


def _masters(reference: Reference) -> bool:
    return reference.genre is not None and bool(_MASTERS.search(reference.genre))


_MASTERS = re.compile(r"\bmaster|\bdiplom|\bM\.? ?(?:Sc|A|Eng)\b", re.IGNORECASE)
# (entry type, what it lacks, its stand-in in BibTeX and in BibLaTeX; None: it stays)
_GIVES_WAY: tuple[tuple[str, Callable[[Reference], bool], tuple[str | None, str | None]], ...] = (
    ("article", _no_venue, ("misc", "online")),
    ("inproceedings", _no_venue, ("misc", "online")),
    # btxdoc §3.1: @unpublished requires a note.
    ("unpublished", lambda r: r.note is None, ("misc", None)),
    ("phdthesis", _masters, ("mastersthesis", None)),
    # Data model of biblatex 3.18: @online needs one of url, doi, eprint; @incollection its editor; @book its author.
    ("online", _no_address, (None, "misc")),
    ("incollection", lambda r: r.container_title is None, ("inbook", "inbook")),
    ("incollection", lambda r: not r.editor, (None, "inbook")),
    ("inreference", lambda r: not r.editor, (None, "inbook")),
    ("book", lambda r: not r.author and bool(r.editor), (None, "collection")),
    ("patent", lambda r: r.number is None, (None, "misc")),
    ("periodical", lambda r: not r.editor, (None, "misc")),
)
