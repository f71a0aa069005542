"""The reference page about the mapping, made from the table itself, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable

from bibtools.formats.bib.mapping import FIELDS, KINDS, FieldRow
from bibtools.formats.bib.types import DIALECTS, THESIS_KEYS, TYPES, TypeRow

_HEAD = """\
# How CSL variables and BibTeX fields correspond

<!-- Generated from bibtools/formats/bib/mapping.py and types.py by bibtools.formats.bib.page. Do not edit. -->

bibtools holds every reference under the names of CSL 1.0.2, and reads and writes two dialects of `.bib` files:
classic BibTeX, in ASCII, and BibLaTeX, in UTF-8.
A file has one dialect: biber warns when `archivePrefix` stands beside `eprinttype`.
"""
_TYPES = """\
## Entry types

A CSL type is written as the entry type on its right.
The last column lists the entry types that are read as this CSL type beside those.
A work with an arXiv eprint and no venue is read as `article` (CSL's word for a preprint), whatever its entry type.
An entry type that CSL cannot express (`@proceedings`, say, is a `book`) is remembered and written again.
"""
_FIELDS = """\
## Fields

Rows are in the order in which fields are written.
“Entry types” says where a field is written; “all” means everywhere.
Read are all of them, in both dialects and in any entry type, and nothing is dropped:
a field without a row, or one that says more than its variable can hold (a range of dates, say),
is carried along as it is.
"""
_NOTES = """\
## Rules that a table cannot state

- `@misc` and `@online` stand for preprints: `@article` without a journal makes every style warn.
  A published work keeps its eprint fields beside its journal and the journal's DOI.
- The version of an arXiv id is never part of `eprint`:
  some types of BibLaTeX have `version`; all others get `note = {Version 2}`.
- There is one `doi`: the journal's where there is one, else arXiv's own.
- A day has no field in classic BibTeX, and is not written there.
- An article's `eid` is CSL's `number`; its `number` is CSL's `issue`.
- `updated`, `journal_ref`, `related` have no field; `categories` beyond the first and `comment` are written on request.
- What has no field in an entry type is named in the result (`unwritten`), never dropped silently.
"""


def page() -> str:
    """The page in Markdown."""
    kinds = [f"- *{kind}*: {text}" for kind, text in KINDS.items()]
    keys = [(f"`{words}`", f"`{key}`") for words, key in THESIS_KEYS.items()]
    parts = (
        _HEAD,
        _TYPES,
        _table(("CSL type", "BibTeX", "BibLaTeX", "also read"), map(_type_row, TYPES)),
        _FIELDS,
        _table(("CSL variable", "field", "dialect", "kind", "entry types", "source"), map(_field_row, FIELDS)),
        "Kinds of values:\n\n" + "\n".join(kinds) + "\n",
        "## Kinds of theses and reports\n\nCSL's `genre` and biblatex's keys for `type`:\n",
        _table(("CSL genre", "BibLaTeX `type`"), keys),
        _NOTES,
    )
    return "\n".join(parts)


def _type_row(row: TypeRow) -> tuple[str, ...]:
    modern = f"`@{row.biblatex}`" + (f" with `entrysubtype = {{{row.subtype}}}`" if row.subtype else "")
    return f"`{row.csl}`", f"`@{row.bibtex}`", modern, ", ".join(f"`@{name}`" for name in row.also)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _field_row(row: FieldRow) -> tuple[str, ...]:
    dialects = "both" if row.dialects == DIALECTS else {"bibtex": "BibTeX", "biblatex": "BibLaTeX"}[row.dialects[0]]
    types = ", ".join(f"`@{name}`" for name in sorted(row.types)) if row.types is not None else "all"
    return f"`{row.variable}`", f"`{row.field}`", dialects, row.kind, types, row.source
