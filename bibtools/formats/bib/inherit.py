"""What an entry takes over from others: `crossref` by BibTeX's and biblatex's rules, and `xdata`.

BibTeX: every field that the entry lacks, under the same name (btxdoc §4, "crossref"). BibLaTeX: the titles of the
parent become those of its container (manual appendix B, "Default Inheritance Setup"), and some fields stay where they
are; `xdata` brings every field (manual §3.13.6). Where the two differ, a parent's own `booktitle` wins over its
`title`: files made for BibTeX have it for this purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_BOOK = frozenset({"book", "mvbook"})
_COLLECTION = frozenset({"collection", "mvcollection", "reference", "mvreference"})
_IN_BOOK = frozenset({"inbook", "bookinbook", "suppbook"})
_IN_COLLECTION = frozenset({"incollection", "inreference", "suppcollection"})
_MULTIVOLUME = {
    "mvbook": {"book"} | _IN_BOOK,
    "mvcollection": {"collection", "reference"} | _IN_COLLECTION,
    "mvreference": {"collection", "reference"} | _IN_COLLECTION,
    "mvproceedings": {"proceedings", "inproceedings", "conference"},
}
# (types of the parent, types of the child, what goes before "title" in the child's name for it)
_TITLES = (
    (_BOOK | _COLLECTION | {"proceedings"}, _IN_BOOK | _IN_COLLECTION | {"inproceedings", "conference"}, "book"),
    (frozenset({"periodical"}), frozenset({"article", "suppperiodical"}), "journal"),
)
# Appendix B: never inherited. `title` and its kin are, for BibTeX's sake, only where no rule above names them.
_NAMES_OF_ONE = """
    crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shortauthor shorteditor shorthand shorthandintro shorttitle sortkey sorttitle indextitle indexsorttitle
    key keywords
"""
_OWN = frozenset(_NAMES_OF_ONE.split())


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry with its macros resolved: `type` in lower case, `fields` from name in lower case to LaTeX text."""

    type: str
    key: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Inherited:
    """An entry's fields with what it takes over.

    `missing` are keys that nobody has; `circular` says that the entry would inherit from itself.
    """

    fields: Mapping[str, str]
    missing: tuple[str, ...] = ()
    circular: bool = False


def inherit(entry: RawEntry, others: Mapping[str, RawEntry], _above: frozenset[str] = frozenset()) -> Inherited:
    """The entry's fields, completed from those it names; `others` by key in lower case.

    >>> book = RawEntry("proceedings", "neurips", {"title": "Proceedings", "year": "2017"})
    >>> paper = RawEntry("inproceedings", "paper", {"title": "A", "crossref": "NeurIPS"})
    >>> inherit(paper, {"neurips": book}).fields
    {'title': 'A', 'crossref': 'NeurIPS', 'year': '2017', 'booktitle': 'Proceedings'}
    """
    if "crossref" not in entry.fields and "xdata" not in entry.fields:
        return Inherited(entry.fields)
    above = _above | {entry.key.lower()}
    fields = dict(entry.fields)
    missing: list[str] = []
    circular = False
    named = [(key.strip(), "xdata") for key in entry.fields.get("xdata", "").split(",")]
    named.append((entry.fields.get("crossref", "").strip(), "crossref"))
    for key, kind in named:
        parent = others.get(key.lower())
        if not key:
            continue
        if parent is None or key.lower() in above:
            missing += [key] if parent is None else []
            circular = circular or parent is not None
            continue
        whole = inherit(parent, others, above)
        missing += whole.missing
        circular = circular or whole.circular
        taken = whole.fields if kind == "xdata" else _passed_on(parent.type, entry.type, whole.fields)
        for name, value in taken.items():
            if not _stands_for_date(name, fields):
                fields.setdefault(name, value)
    return Inherited(fields, tuple(dict.fromkeys(missing)), circular)


def _passed_on(parent: str, child: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What a parent of one type gives a child of another, under the child's names."""
    into = "main" if child in _MULTIVOLUME.get(parent, ()) else ""
    into = into or next((prefix for parents, kids, prefix in _TITLES if parent in parents and child in kids), "")
    passed = {name: value for name, value in fields.items() if name not in _OWN}
    if into:
        for name in ("title", "subtitle", "titleaddon"):
            if name in passed:
                passed.setdefault(into + name, passed.pop(name))
    if into == "journal" and "journal" in fields:
        passed.pop("journaltitle", None)
    if parent in _BOOK and child in _IN_BOOK and "author" in fields:
        passed.setdefault("bookauthor", fields["author"])
    return passed


def _stands_for_date(name: str, fields: Mapping[str, str]) -> bool:
    """A child's own date is not to be mixed with the year of its parent."""
    return (name in ("year", "month", "day") and "date" in fields) or (name == "date" and "year" in fields)
