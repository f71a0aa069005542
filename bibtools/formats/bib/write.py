"""Fresh BibTeX and BibLaTeX: references in, the text of a new file out.

Classic BibTeX comes out in ASCII as far as LaTeX has a spelling for it, BibLaTeX in UTF-8. A file that somebody made is
never written by this module: see `bibtools.formats.bib.edit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bibtools.formats.bib import values
from bibtools.formats.bib.dates import MONTHS, read_date, read_year_month, year_month
from bibtools.formats.bib.languages import language_name
from bibtools.formats.bib.mapping import FIELDS, FieldRow, rows_for
from bibtools.formats.bib.types import THESIS_KEYS, Dialect, entry_type, subtype
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

_ARXIV_DOI = "10.48550/"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]*\Z")
_NON_ASCII = re.compile(r"(?<!\\)[^\x00-\x7f]+")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_NOT_LATEX = frozenset({"file", "verba", "verbb", "verbc", "urldate", "pdf", "local-url"})
# What these bring is in the entry already, and a target that is not in the file would be an error.
_RESOLVED = frozenset({"crossref", "xdata", "xref", "entrytype"})
# What @phdthesis, @mastersthesis and @techreport print without `type` (btxdoc §3.1).
_PRINTED_BY_STYLES = frozenset({"PhD thesis", "Master's thesis", "Technical report"})
_DATES: dict[Dialect, frozenset[str]] = {"bibtex": frozenset({"date"}), "biblatex": frozenset({"year", "month", "day"})}


@dataclass(frozen=True, slots=True)
class Options:
    """What is written beyond the table of `bibtools.formats.bib.mapping`, and what of it is left out.

    `howpublished` adds "arXiv preprint arXiv:…" to a preprint in classic BibTeX, for styles that print neither eprint
    nor url (plain); `categories` adds arXiv's categories as keywords, `comment` its comment as a note; `abstract`
    writes abstracts; `version` keeps the version of an arXiv id; `extra` carries over the fields that no CSL variable
    holds, which is right when the references were read from a `.bib` file.
    """

    howpublished: bool = False
    categories: bool = False
    comment: bool = False
    abstract: bool = True
    version: bool = True
    extra: bool = True


DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Rendered:
    """One entry: its `type`, and each field's name with its value as it stands in a file (`{…}`, or a macro's name)."""

    type: str
    fields: tuple[tuple[str, str], ...]
    unwritten: tuple[str, ...] = ()


def write(items: Iterable[tuple[str, Reference]], dialect: Dialect = "bibtex", options: Options = DEFAULT) -> str:
    r"""The text of a new file with these (citation key, reference) pairs, in their order.

    Raises ValueError for two keys that differ by case at most, which BibTeX takes for one (btxdoc §4), and for a key
    that no program reads.

    >>> from bibtools.model.date import PartialDate
    >>> paper = Reference(type="article", title="Is $N=4$ SYM Integrable?", issued=PartialDate(2017, 6, 12),
    ...                   ids=(Identifier("arxiv", "1706.03762"),), categories=("hep-th",))
    >>> print(write([("doe2017", paper)]), end="")
    @misc{doe2017,
      title = {Is {$N=4$} {SYM} Integrable?},
      year = {2017},
      month = jun,
      eprint = {1706.03762},
      archivePrefix = {arXiv},
      primaryClass = {hep-th},
    }
    """
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Block, Entry, Field
    from bibtexparser.writer import BibtexFormat

    seen: set[str] = set()
    blocks: list[Block] = []
    for key, reference in items:
        if key.lower() in seen:
            raise ValueError(f"two entries with the citation key {key!r}")
        if not key or re.search(r"[\s,{}\"#%\\()'~=@]", key):
            raise ValueError(f"not a citation key: {key!r}")
        seen.add(key.lower())
        entry = render(reference, dialect, options)
        blocks.append(Entry(entry.type, key, [Field(name, value) for name, value in entry.fields]))
    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent, form.block_separator, form.trailing_comma = "  ", "\n", True
    return write_string(Library(blocks), unparse_stack=[], bibtex_format=form)


def render(reference: Reference, dialect: Dialect, options: Options = DEFAULT, kind: str | None = None) -> Rendered:
    """One reference as an entry's type and fields, in the order of writing.

    `kind` is the entry type where it is given, as in an entry that exists. `unwritten` names the variables that have a
    value and no field in this dialect's entry type.

    >>> render(Reference(type="webpage", title="Home", volume="3", url="https://a.b"), "biblatex")
    Rendered(type='online', fields=(('title', '{Home}'), ('url', '{https://a.b}')), unwritten=('volume',))
    """
    name = kind or entry_type(reference, dialect)
    fields: dict[str, str] = {}
    written: set[str] = set()
    for row in rows_for(name, dialect):
        if row.variable in written or row.field in fields or (row.when and not row.when(reference)):
            continue
        value = _value(row, name, reference, dialect, options)
        if value is not None:
            fields[row.field] = value
            written.add(row.variable)
    for field, value in _on_request(reference, name, dialect, options):
        fields.setdefault(field, value)
    if options.extra:
        present = {field.lower() for field in fields}
        dated = reference.issued is not None
        for field, raw in reference.extra.items():
            skipped = field.lower() in present | _RESOLVED or (dated and field.lower() in _DATES[dialect])
            if _NAME.match(field) and not skipped:
                fields[field] = _raw(field, raw, dialect)
    unnamed = [f"extra.{field}" for field in reference.extra if not _NAME.match(field)] if options.extra else []
    return Rendered(name, tuple(fields.items()), (*_left_out(reference, written), *unnamed))


_MODELLED = tuple(
    dict.fromkeys(row.variable for row in FIELDS if not row.variable.startswith(("ids.", "categories", "issued.")))
)


def _left_out(reference: Reference, written: set[str]) -> tuple[str, ...]:
    """Variables that have a value and were not written. A preprint's publisher is the archive: its eprint says so."""
    by_eprint = {"publisher"} if reference.type == "article" and reference.id("arxiv") else set()
    left = [v for v in _MODELLED if getattr(reference, v) and v not in written and v not in by_eprint]
    said = {row_variable.removeprefix("ids.").partition(":")[0] for row_variable in written}
    return (*left, *dict.fromkeys(f"ids.{i.scheme}" for i in reference.ids if i.scheme not in said))


def _value(row: FieldRow, name: str, reference: Reference, dialect: Dialect, options: Options) -> str | None:
    """The field's value as it stands in a file, or None when the reference has nothing for it."""
    if row.variable.startswith(("ids.", "categories")):
        return _identifier(row, reference, dialect, options)
    if row.variable.startswith("issued"):
        return _date(row, reference, dialect)
    if row.variable == "note":
        return _note(name, reference, dialect, options)
    if row.variable == "abstract" and not options.abstract:
        return None
    if row.variable == "publisher" and reference.type == "article" and reference.id("arxiv"):
        return None
    value = getattr(reference, row.variable)
    if row.kind == "genre":
        return _genre(reference, dialect)
    if not value:
        return None
    match row.kind:
        case "names":
            text = values.encode_names(value, dialect)
        case "title":
            text = values.encode_title(value, dialect)
        case "list":
            text = values.encode_list(value, dialect)
        case "pages":
            text = values.encode_pages(value, dialect)
        case "verbatim":
            text = values.encode_verbatim(value)
        case "language":
            text = language_name(value) or values.encode_text(value, dialect)
        case _:
            text = values.encode_text(value, dialect)
    return f"{{{text}}}"


def _identifier(row: FieldRow, reference: Reference, dialect: Dialect, options: Options) -> str | None:
    arxiv = reference.id("arxiv")
    match row.variable:
        case "ids.arxiv":
            value = arxiv.value if arxiv else None
        case "ids.arxiv:archive":
            value = ("arXiv" if row.field == "archivePrefix" else "arxiv") if arxiv else None
        case "ids.pmid:archive":
            value = "pubmed" if reference.id("pmid") else None
        case "ids.arxiv:version":
            value = str(arxiv.version) if arxiv and arxiv.version and options.version else None
        case "categories:primary":
            value = reference.categories[0] if arxiv and reference.categories else None
        case "ids.doi":
            value = found.value if (found := _doi(reference)) else None
        case _:
            scheme = row.variable.removeprefix("ids.").partition(":")[0]
            numbers = [i.value for i in reference.ids if i.scheme == scheme]
            # biblatex's data model takes one ISBN or ISSN per field.
            value = ", ".join(numbers if dialect == "bibtex" else numbers[:1]) or None
            return f"{{{value}}}" if value else None
    return f"{{{values.encode_verbatim(value)}}}" if value else None


def _doi(reference: Reference) -> Identifier | None:
    """The DOI of the published work, else the archive's: there is one field, and the eprint names the archive."""
    dois = [i for i in reference.ids if i.scheme == "doi"]
    return next((i for i in dois if not i.value.startswith(_ARXIV_DOI)), dois[0] if dois else None)


def _date(row: FieldRow, reference: Reference, dialect: Dialect) -> str | None:
    """The date; where the file it came from said more than a date can hold (a range), its own words."""
    issued, extra = reference.issued, reference.extra
    if issued is None:
        return None
    if dialect == "biblatex":
        said = extra.get("date")
        reading = read_date(said) if said else None
        exact = reading is not None and reading.date == issued and not reading.problems
        return f"{{{said if exact else issued.iso()}}}"
    plain = year_month(issued)
    said = extra.get(row.field)
    known = {**plain, **{f: extra[f] for f in ("year", "month", "day") if f in extra}}
    if said is not None and read_year_month(known["year"], known.get("month"), known.get("day")).date == issued:
        return f"{{{_raw(row.field, said, dialect)[1:-1]}}}"
    value = plain.get(row.field)
    return value if value in MONTHS else f"{{{value}}}" if value else None


def _note(name: str, reference: Reference, dialect: Dialect, options: Options) -> str | None:
    """The note; where an entry type has no `version`, it begins with the version of the eprint."""
    arxiv = reference.id("arxiv")
    elsewhere = any(row.variable == "ids.arxiv:version" for row in rows_for(name, dialect))
    noted = arxiv and arxiv.version and options.version and not elsewhere
    version = f"Version {arxiv.version}" if arxiv and noted else None
    comment = reference.comment if options.comment else None
    parts = [values.encode_text(part, dialect) for part in (version, reference.note, comment) if part]
    return f"{{{'; '.join(parts)}}}" if parts else None


def _genre(reference: Reference, dialect: Dialect) -> str | None:
    """`type`: biblatex's own keys for the usual theses and reports, else the words (manual §4.9.2.13)."""
    genre = reference.genre.replace("’", "'") if reference.genre else None
    if dialect == "biblatex":
        fallback = {"thesis": "Thesis", "report": "techreport"}.get(reference.type or "")
        text = THESIS_KEYS.get(genre, genre) if genre else fallback
        return f"{{{values.encode_text(text, dialect)}}}" if text else None
    if genre is None:
        return "{Thesis}" if reference.type == "thesis" else None
    return None if genre in _PRINTED_BY_STYLES else f"{{{values.encode_text(genre, dialect)}}}"


def _on_request(reference: Reference, name: str, dialect: Dialect, options: Options) -> Iterable[tuple[str, str]]:
    if dialect == "biblatex" and (kind := subtype(reference)) and name != "misc":
        yield "entrysubtype", f"{{{kind}}}"
    if options.categories and reference.categories:
        yield "keywords", f"{{{', '.join(reference.categories)}}}"
    arxiv = reference.id("arxiv")
    if options.howpublished and dialect == "bibtex" and name == "misc" and arxiv:
        yield "howpublished", f"{{arXiv preprint arXiv:{arxiv.value}}}"


def _raw(field: str, raw: str, dialect: Dialect) -> str:
    """A value that is LaTeX already; what would end it early or derail biblatex is mended."""
    text = raw if values.stands_as_it_is(raw) else values.encode_text(raw, dialect)
    if field.lower() not in _NOT_LATEX:
        text = _BARE_PERCENT.sub(r"\\%", text)
        if dialect == "bibtex":
            text = _NON_ASCII.sub(lambda found: values.encode_text(found[0], dialect), text)
    return f"{{{text}}}"
