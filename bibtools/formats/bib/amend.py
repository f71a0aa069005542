"""What an entry that exists lacks, in its own dialect: the fields that would say some variables of a reference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from bibtools.formats.bib.dates import year_month
from bibtools.formats.bib.edit import ENTRY_TYPE
from bibtools.formats.bib.mapping import SYNONYMS, rows_for
from bibtools.formats.bib.types import Dialect
from bibtools.formats.bib.write import Options, render
from bibtools.model.reference import Reference

# An existing file gets what it lacks, and neither versions nor what nobody asked for.
AMENDING = Options(version=False, extra=True)
# What tells an entry from others of its own file says nothing in another entry.
_NAMES = """
    bibtools ids crossref xref xdata entryset related relatedoptions relatedstring relatedtype execute options label
    shorthand key presort sortkey
"""
_OF_ONE_ENTRY = frozenset(_NAMES.split())
_DATES = frozenset({"date", "year", "month"})
# The field of the category beside that of the archive.
_CLASSES = {"eprinttype": {"primaryClass": "eprintclass"}, "archiveprefix": {"eprintclass": "primaryClass"}}
# What follows a title after a colon, in biblatex (manual, §2.2.2).
_SUBTITLES = {"subtitle": "title", "booksubtitle": "container_title", "journalsubtitle": "container_title"}


def canonical(field: str) -> str:
    """One name for all names of a field, in both dialects.

    >>> canonical("Journal"), canonical("journaltitle"), canonical("archivePrefix")
    ('journaltitle', 'journaltitle', 'eprinttype')
    """
    name = field.lower()
    return SYNONYMS.get(name, name)


def lacking(
    kind: str, present: Collection[str], reference: Reference, variables: frozenset[str], dialect: Dialect
) -> Iterator[tuple[str, str]]:
    r"""(field, value) for each field that an entry of type `kind` needs to say `variables` and that is not `present`.

    Values are as BibTeX writes them. An entry with a year gets no date, one with an eprint of another archive nothing
    of arXiv's, and one that names the archive in the other dialect's field is followed (dblp's files mix them).

    >>> from bibtools.model.identifier import Identifier
    >>> paper = Reference(title="On $x$", ids=(Identifier("arxiv", "1706.03762", 5),), categories=("cs.CL",))
    >>> list(lacking("article", {"title", "archiveprefix"}, paper, frozenset({"title", "ids.arxiv", "categories"}),
    ...              "bibtex"))
    [('eprint', '{1706.03762}'), ('primaryClass', '{cs.CL}')]
    """
    names = {canonical(field) for field in present}
    dated = bool(names & _DATES)
    own = next((pair for archive, pair in _CLASSES.items() if archive in {name.lower() for name in present}), {})
    for field, value in _saying(kind, reference, variables, dialect).items():
        if canonical(field) not in names and not (dated and canonical(field) in _DATES):
            yield own.get(field, field), value


def replacing(
    kind: str, fields: Mapping[str, str], reference: Reference, variables: frozenset[str], dialect: Dialect
) -> Iterator[tuple[str, str | None, str]]:
    """(field, old value or None, new value) for each field that would say `variables` otherwise; the type comes first.

    `fields` are the entry's own names and values. The entry's type is the field "entrytype". A date is replaced as a
    whole: another year leaves no month of the old one.

    >>> from bibtools.model.date import PartialDate
    >>> list(replacing("article", {"year": "2017", "month": "jun"}, Reference(issued=PartialDate(2019)),
    ...                frozenset({"issued"}), "bibtex"))
    [('year', '2017', '{2019}'), ('month', 'jun', '{}')]
    """
    new_kind = render(reference, dialect, AMENDING).type if "type" in variables else kind
    if new_kind != kind:
        yield ENTRY_TYPE, kind, new_kind
    own = {canonical(name): name for name in fields}
    said = _saying(new_kind, reference, variables, dialect)
    if "year" in own and "date" in said and reference.issued:
        # biblatex takes BibTeX's year and month too, and an entry must not say the date twice (manual, §2.3.8).
        del said["date"]
        said |= {name: f"{{{text}}}" if name == "year" else text for name, text in year_month(reference.issued).items()}
    if "year" in said and "month" in own and _bare(fields.get(own.get("year", ""), "")) != _bare(said["year"]):
        # The month of one date is wrong beside the year of another. No field is ever deleted; an empty one counts as
        # missing for BibTeX's styles (btxhak, "The built-in functions", empty$) and for biber.
        said.setdefault("month", "{}")
    for subtitle, variable in _SUBTITLES.items():
        if subtitle in own and variable in variables:
            whole = _saying(new_kind, reference, frozenset({variable}), dialect)
            said = {name: value for name, value in said.items() if name not in whole}
            said |= _in_two(new_kind, reference, subtitle, dialect)
    for field, value in said.items():
        name = own.get(canonical(field))
        if name is None:
            yield field, None, value
        elif _bare(fields[name]) != _bare(value):
            yield name, fields[name], value


def _in_two(kind: str, reference: Reference, subtitle: str, dialect: Dialect) -> dict[str, str]:
    """A title and its `subtitle` as two fields; none where the reference has no subtitle to part it from."""
    variable = _SUBTITLES[subtitle]
    title, _, rest = str(getattr(reference, variable)).partition(": ")
    first, second = (
        _saying(kind, replace(reference, **{variable: part}), frozenset({variable}), dialect)  # type: ignore[arg-type]
        for part in (title, rest)
    )
    return {**first, subtitle: next(iter(second.values()))} if second else {}


def _bare(value: str) -> str:
    """A value without its delimiters: `2017` and `{2017}` say the same."""
    return value[1:-1] if value[:1] in '{"' else value


def _saying(kind: str, reference: Reference, variables: frozenset[str], dialect: Dialect) -> dict[str, str]:
    """The fields that say some variables of a reference in an entry of type `kind`, in the order of writing."""
    rendered = dict(render(reference, dialect, AMENDING, kind).fields)
    said: dict[str, str] = {}
    for row in rows_for(kind, dialect):
        variable = row.variable.split(":")[0]
        variable = variable if variable.startswith("ids.") else variable.split(".")[0]
        if variable in variables and row.field in rendered:
            said.setdefault(row.field, rendered[row.field])
    if "extra" in variables:
        said |= {
            name: value
            for name, value in rendered.items()
            if name in reference.extra and name.lower() not in _OF_ONE_ENTRY
        }
    return said
