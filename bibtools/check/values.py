"""What fields say when they are printed: running text in Unicode, and names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bibtools.check.raw import RawField
from bibtools.model.name import Name
from bibtools.model.reference import Reference

NAMES = ("author", "editor")
TEXTS = (
    *("title", "container_title", "collection_title", "event_title"),
    *("publisher", "publisher_place", "edition", "genre", "note", "abstract"),
)
PRINTED = frozenset((*TEXTS, *NAMES)) - {"abstract"}
"""The variables of a reference that a style prints as running text or as names."""

Reading = Literal["title", "text", "names", "json"]


@dataclass(frozen=True, slots=True)
class Value:
    """What one variable says: `texts` as they are printed, of names one for each; `names` as they are taken apart.

    `field` is the field that says it, where one does.
    """

    variable: str
    texts: tuple[str, ...]
    names: tuple[Name, ...] = ()
    field: RawField | None = None


@lru_cache(maxsize=4096)
def said_by(form: str, entry_type: str, field: str) -> tuple[str, Reading] | None:
    """The variable that a field of an entry type says in a format, and how it is read; None for all but printed ones.

    >>> said_by("bib", "article", "journal"), said_by("csl-json", "book", "title"), said_by("bib", "misc", "url")
    (('container_title', 'text'), ('title', 'json'), None)
    """
    if form == "csl-json":
        from bibtools.formats.csljson.mapping import STRINGS

        variable = {name: variable for variable, name in STRINGS}.get(field, field)
        return (variable, "json") if variable in TEXTS or variable in NAMES else None
    if field == "subtitle":
        return "title", "title"
    from bibtools.formats.bib.mapping import row_for

    row = row_for(field, entry_type)
    if row is None or row.variable not in (*TEXTS, *NAMES):
        return None
    return row.variable, "title" if row.kind == "title" else "names" if row.kind == "names" else "text"


def read_value(variable: str, reading: Reading, field: RawField) -> Value:
    r"""What a field says.

    >>> read_value("title", "title", RawField("title", r"Lakes \& {Rivers}", 0, 17, "braced")).texts
    ('Lakes & Rivers',)
    """
    if reading == "json":
        from bibtools.formats.csljson.names import from_names

        return _of_names(variable, from_names(field.data)[0], field) if variable in NAMES else _of_text(variable, field)
    from bibtools.formats.bib.values import decode_text, decode_title
    from bibtools.text.names import parse_bibtex_names

    if reading == "names":
        return _of_names(variable, parse_bibtex_names(field.value), field)
    return Value(variable, ((decode_title if reading == "title" else decode_text)(field.value),), field=field)


def values_of(reference: Reference) -> Iterator[Value]:
    """What a reference says that stands in no field.

    >>> [value.texts for value in values_of(Reference(title="A Title", author=(Name(family="Doe"),)))]
    [('A Title',), ('Doe',)]
    """
    for variable in TEXTS:
        if text := getattr(reference, variable):
            yield Value(variable, (text,))
    for variable in NAMES:
        if names := getattr(reference, variable):
            yield _of_names(variable, names, None)


def _of_names(variable: str, names: tuple[Name, ...], field: RawField | None) -> Value:
    return Value(variable, tuple(name.display() for name in names), names, field)


def _of_text(variable: str, field: RawField) -> Value:
    return Value(variable, (field.value,) if isinstance(field.data, str) else (), field=field)
