"""What an entry's fields mean: from LaTeX text under BibTeX's names to one `Reference`.

Nothing is dropped: a field which no CSL variable holds, or which says more than its variable can, goes to `extra` as
the LaTeX text it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bibtools.formats.bib.dates import DateReading, read_date, read_year_month
from bibtools.formats.bib.eprints import Identified, identify
from bibtools.formats.bib.languages import language_code
from bibtools.formats.bib.mapping import BOOKS, FieldRow, row_for
from bibtools.formats.bib.types import ALIASES, DIALECTS, THESIS_KEYS, csl_type, entry_type
from bibtools.formats.bib.values import decode_pages, decode_text, decode_title, decode_url
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.text.names import parse_bibtex_names

_DATE_FIELDS = ("date", "year", "month", "day")
_GENRES = {key: words for words, key in THESIS_KEYS.items()} | {"techreport": None, "Thesis": None}
_GENRE_OF_TYPE = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_VERSION = re.compile(r"\s*v?(\d{1,4})\s*")
_VERSION_NOTE = re.compile(r"Version (\d{1,4})(?:\.?\Z|; *)")
_ADDRESS = re.compile(r"\s*(?:\\url\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|https?://\S+)\s*\Z")
# The types that an arXiv eprint without a venue makes a preprint; theses and reports stay what they are.
_MAYBE_PREPRINT = frozenset(
    {None, "article-journal", "paper-conference", "document", "webpage", "manuscript", "article"}
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the meaning of a field: a code of `bibtools.formats.bib.codes`, the field, the details."""

    code: str
    field: str
    about: str


def reference_of(kind: str, fields: Mapping[str, str]) -> tuple[Reference, tuple[Flaw, ...]]:
    r"""The reference that an entry of type `kind` states, and what is wrong with it.

    `fields` go from name in lower case to LaTeX text, with macros resolved and inherited fields in place.

    >>> paper, flaws = reference_of("article", {
    ...     "author": "Vaswani, Ashish and others", "title": "{A}ttention is all you need", "year": "2017",
    ...     "month": "jun", "journal": "arXiv preprint arXiv:1706.03762v5"})
    >>> paper.type, paper.title, paper.issued.iso(), paper.ids[0].versioned(), paper.author[0].family
    ('article', 'Attention is all you need', '2017-06', '1706.03762v5', 'Vaswani')
    >>> paper.container_title, dict(paper.extra), flaws
    (None, {}, ())
    """
    found = identify(fields)
    dated, flaws = _dates(*map(fields.get, _DATE_FIELDS))
    values: dict[str, Any] = {}
    extra = {name: fields[name] for name in dated.kept}
    done = {*found.spent, *extra, *(_DATE_FIELDS if dated.date else ())}
    for name, variable, decode in _readings(kind, tuple(fields)):
        raw = fields[name]
        if name in done or not raw or raw.isspace():
            continue
        value = decode(raw) if decode and variable not in values else None
        if value is None:
            extra[name] = raw
        elif value:
            values[variable] = value
    _whole_titles(values, extra)
    ids = _with_version(found.ids, values, extra)
    if "url" not in values and _ADDRESS.match(extra.get("howpublished", "")):
        values["url"] = decode_url(extra.pop("howpublished"))
    if found.category:
        values["categories"] = (found.category,)
    if "genre" in values or kind in _GENRE_OF_TYPE:
        values["genre"] = _genre(kind, values.get("genre"))
    unpublished = any(each.scheme == "arxiv" for each in ids) and "container_title" not in values
    type_ = _type(kind, extra, unpublished=unpublished)
    reference = Reference(type=type_, issued=dated.date, ids=ids, extra=extra, **values)
    _keep_entry_type(kind, reference, extra)
    return reference, (*flaws, *_identifier_flaws(found, fields, extra))


@lru_cache(maxsize=4096)
def _readings(kind: str, names: tuple[str, ...]) -> tuple[tuple[str, str, Callable[[str], Any] | None], ...]:
    """(field, variable, how its text is read) for each field of an entry, in the order of reading.

    Fields that belong to the entry type come first: a publisher before the organization that stands in for it. None
    for what `identify` and `_dates` read, and for what no variable holds.
    """
    rows = [(name, row_for(name, kind)) for name in names]
    rows.sort(key=lambda pair: pair[1] is None or not pair[1].fits(kind))
    return tuple((name, row.variable, _decoder(row, kind)) if row else (name, "", None) for name, row in rows)


def _decoder(row: FieldRow, kind: str) -> Callable[[str], Any] | None:
    if row.variable.startswith(("ids.", "categories", "issued")):
        return None
    if row.variable == "container_title" and kind in BOOKS:  # for the entries that refer to it (btxdoc §4)
        return None
    return _DECODERS.get(row.kind, decode_text)


def _language(raw: str) -> str | None:
    return language_code(decode_text(raw))


_DECODERS: Mapping[str, Callable[[str], Any]] = {
    "names": parse_bibtex_names,
    "title": decode_title,
    "pages": decode_pages,
    "verbatim": decode_url,
    "language": _language,
}


@lru_cache(maxsize=4096)
def _dates(
    date: str | None, year: str | None, month: str | None, day: str | None
) -> tuple[DateReading, tuple[Flaw, ...]]:
    """The date that these fields state; those that say more than it, or something else, are kept."""
    read = [decode_text(raw) if raw and not raw.isspace() else None for raw in (year, month, day)]
    parts = read_year_month(*read)
    if not date or date.isspace():
        return parts, tuple(Flaw(*problem) for problem in parts.problems)
    # Not LaTeX: a tilde is a mark of doubt here (biblatex manual §2.3.8.1).
    whole = read_date(re.sub(r"[{}\s]", "", date))
    if whole.date is None and parts.date is not None:
        whole = replace(whole, date=parts.date, kept=(*whole.kept, *parts.kept))
    elif parts.date is None or not _within(whole.date, parts.date):
        said = (name for name, text in zip(("year", "month", "day"), read, strict=True) if text is not None)
        whole = replace(whole, kept=(*whole.kept, *said))
    return whole, tuple(Flaw(*problem) for problem in whole.problems)


def _within(date: PartialDate | None, coarse: PartialDate) -> bool:
    """Whether `coarse` says nothing that `date` does not."""
    return date is not None and date.iso().startswith(coarse.iso())


def _whole_titles(values: dict[str, Any], extra: dict[str, str]) -> None:
    """CSL has one title; biblatex's subtitle follows it after a colon, as its own styles print it."""
    for variable, names in (
        ("title", ("subtitle",)),
        ("container_title", ("booksubtitle", "journalsubtitle")),
    ):
        for name in names:
            if name in extra and variable in values:
                title, rest = values[variable], decode_title(extra.pop(name))
                values[variable] = f"{title} {rest}" if title.endswith(("?", "!", ":", ".")) else f"{title}: {rest}"


def _with_version(ids: tuple[Identifier, ...], values: dict[str, Any], extra: dict[str, str]) -> tuple[Identifier, ...]:
    """The ids, the arXiv one with the version which biblatex's `version` or our own note states."""
    at = next((at for at, found in enumerate(ids) if found.scheme == "arxiv"), None)
    if at is None:
        return ids
    version = ids[at].version
    stated = _VERSION.fullmatch(extra.get("version", ""))
    if stated and version in (None, int(stated[1])):
        version = int(extra.pop("version").strip().lstrip("v"))
    noted = _VERSION_NOTE.match(values.get("note", ""))
    if noted and version in (None, int(noted[1])):
        version = int(noted[1])
        values["note"] = values["note"][noted.end() :] or None
    return (*ids[:at], replace(ids[at], version=version), *ids[at + 1 :])


def _genre(kind: str, said: str | None) -> str | None:
    if said is None:
        return _GENRE_OF_TYPE.get(kind)
    return _GENRES.get(said, said)


def _type(kind: str, extra: dict[str, str], *, unpublished: bool) -> str | None:
    """The CSL type; a work with an arXiv eprint and no venue is a preprint, whatever entry type it hides in."""
    subtype = decode_text(extra["entrysubtype"]) if "entrysubtype" in extra else None
    plain = csl_type(kind, subtype)
    if subtype and plain != csl_type(kind):
        del extra["entrysubtype"]
    return "article" if unpublished and plain in _MAYBE_PREPRINT else plain


def _keep_entry_type(kind: str, reference: Reference, extra: dict[str, str]) -> None:
    """Remember an entry type that the CSL type alone would not bring back (@proceedings, @manual, an unknown one)."""
    if (
        csl_type(kind) == reference.type
        and kind not in ALIASES
        and all(entry_type(reference, dialect) != kind for dialect in DIALECTS)
    ):
        extra["entrytype"] = kind


def _identifier_flaws(found: Identified, fields: Mapping[str, str], extra: Mapping[str, str]) -> tuple[Flaw, ...]:
    flaws = [Flaw("BIB210", name, fields[name]) for name in found.unreadable if name in extra]
    if found.contradiction:
        flaws.append(Flaw("BIB211", "eprint", " and ".join(found.contradiction)))
    both = [n for n in ("archiveprefix", "primaryclass") if n in fields]
    if both and any(name in fields for name in ("eprinttype", "eprintclass")):
        flaws.append(Flaw("BIB212", both[0], ""))
    return tuple(flaws)
