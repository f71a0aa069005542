"""The reference page about items and CSL variables, from the tables that do the work.

`python -m bibtools.formats.zotero.page > docs/reference/zotero.md`; a test asserts that the file is this page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Final

from bibtools.formats.zotero.mapping import FURTHER, FURTHER_DATES, ITEM_TYPES, NUMBERS, ROLES, STRINGS, TYPES
from bibtools.formats.zotero.schema import FALLBACK

_HEAD: Final = """\
# How Zotero's items and CSL variables correspond

<!-- Generated from bibtools/formats/zotero/mapping.py and facts.py by bibtools.formats.zotero.page. Do not edit. -->

bibtools holds every reference under the names of CSL 1.0.2, and reads and writes Zotero's items.
What a library can hold is asked of the library; the tables below are those of Zotero's schema, version {version}.
"""
_ARXIV: Final = """
## A paper on arXiv

| what | as a `preprint` | as a published item |
| --- | --- | --- |
| id | `archiveID`: `arXiv:1706.03762` | `extra` |
| archive | `repository`: `arXiv`, `libraryCatalog`: `arXiv.org` | |
| DOI | `10.48550/arXiv.1706.03762`; a journal's stands in `extra` | the journal's |
| id and primary category | `extra`, first line: `arXiv:1706.03762 [cs.CL]` | the same |
| version, when kept | `extra`: `version: 5` | the same |
| first version's day | `date`, as `2017-06-12` | the publication's date |
| page | `url`: `https://arxiv.org/abs/1706.03762` | the publisher's |

An id is found wherever an importer has put it: in `archiveID`, `DOI`, `url`, `publicationTitle`, `reportNumber`,
`volume`, `pages`, `callNumber`, a series, the title of a saved page, and in lines of `extra` under any of their names.
An item that states two different ids is ambiguous, and is never changed.
"""
_REST: Final = """
## Rules that a table cannot state

- An item that exists keeps its type.
  A preprint may get title, creators, abstract, date, address, `archiveID`, `repository` and arXiv's DOI,
  each only where it is empty.
  An item of another type may get its DOI and address, and the arXiv id as one more line of `extra`,
  if it is nowhere yet.
  Other lines of `extra` stay as they are, to the byte.
- What an item's type has no field for, a new item says in `extra`, a line each, under CSL's name:
  Zotero's styles read it there, and so does bibtools.
- A field that CSL has no variable for is carried along under its own name, and goes back into that field.
- A particle stands in `lastName` ("van Gogh"), a suffix after a comma in `firstName` ("John, Jr."),
  a collaboration in a single field.
  Who has a role that the type does not know is a `contributor`.
- A date is free text in Zotero, and is read as Zotero reads it.
  Where it says more than a date ("Spring 2019") its words are kept.
  New dates are ISO 8601.
- Tags are read as CSL's `keyword`.
  Collections, relations, notes, attachments and dates of adding are the library's own:
  they are neither read into references nor written.
- A field of more than 65,535 bytes and a name or tag of more than 255 characters cannot be stored;
  each is named before anything is sent.
  Characters that cannot be stored (control characters, halves of pairs) are left out.
"""


def page() -> str:
    """The page as Markdown."""
    general = "A field's general name stands for what each type calls it."
    first = "An item type's first creator (author, presenter, programmer, …) is CSL's `author`."
    parts = [
        _HEAD.format(version=FALLBACK.version),
        "## Item types\n",
        _table(("item type", "CSL type", "also written for"), _types()),
        _ARXIV.lstrip("\n"),
        f"## Fields\n\n{general}\n",
        _table(("CSL variable", "field", "other names", ""), _fields()),
        f"## People\n\n{first}\n",
        _table(("CSL variable", "creator"), [("editor", "editor"), *ROLES.items()]),
        _REST.lstrip("\n"),
    ]
    return "\n".join(parts)


def _types() -> Iterator[tuple[str, ...]]:
    for item_type, csl in TYPES.items():
        others = ", ".join(_code(name) for name, made in ITEM_TYPES.items() if made == item_type and name != csl)
        yield item_type, csl, others if ITEM_TYPES[csl] == item_type else "only read"


def _fields() -> Iterator[tuple[str, ...]]:
    for attribute, bases in STRINGS:
        for base in bases:
            yield ("URL" if attribute == "url" else attribute.replace("_", "-")), base, _other_names(base), ""
    for variable, base in (("issued", "date"), ("DOI", "DOI"), *((field, field) for _, field in NUMBERS)):
        yield variable, base, _other_names(base), ""
    yield "note", "extra", "", ""
    yield "citation-key", "citationKey", "", "written to files only"
    for base, csl in (*FURTHER.items(), *FURTHER_DATES.items()):
        yield csl, base, _other_names(base), "carried along"


def _other_names(base: str) -> str:
    names = {field for kind in FALLBACK.types.values() for field in kind.fields if kind.base(field) == base}
    return ", ".join(_code(name) for name in sorted(names - {base}))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table whose first two columns are words of code."""
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    lines += [f"| {' | '.join((*map(_code, row[:2]), *row[2:]))} |" for row in rows]
    return "\n".join(lines) + "\n"


def _code(word: str) -> str:
    return f"`{word}`"


if __name__ == "__main__":
    sys.stdout.write(page())
