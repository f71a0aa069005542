"""The registry of formats: what each is called, how it is recognised, read and written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar, Protocol

from bibtools.model.document import Document
from bibtools.model.reference import Reference


class Format(Protocol):
    """A text form of references.

    `suffixes` are the file names' ends that belong to it alone; `dialects` are the names under which it can be written
    ("bibtex", "biblatex"), none for a format that is only read.
    """

    name: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    dialects: ClassVar[tuple[str, ...]]

    def sniff(self, text: str) -> float:
        """How much `text` looks like this format: 0 not at all, 1 beyond doubt. Looks at the text's start only."""
        ...

    def read(self, text: str, path: str) -> Document:
        """All that stands in `text`; what cannot be read is in the document's problems. `path` is for messages."""
        ...

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """A fresh text with these references under these keys. Raises ValueError for a dialect it does not have."""
        ...


_BIB = re.compile(r"^[^\S\n]*@[A-Za-z]+\s*[{(]", re.MULTILINE)
_JSON = re.compile(r"\s*(?:\[\s*[{\]]|\{\s*[\"}])")
_ITEM_TYPE = re.compile(r'"itemType"\s*:')
_START = 100_000


class Bib:
    """BibTeX and BibLaTeX."""

    name: ClassVar[str] = "bib"
    suffixes: ClassVar[tuple[str, ...]] = (".bib", ".bibtex", ".biblatex")
    dialects: ClassVar[tuple[str, ...]] = ("bibtex", "biblatex")

    def sniff(self, text: str) -> float:
        """An `@type{` at the start of a line is rarely anything else."""
        return 0.9 if _BIB.search(text, 0, _START) else 0.0

    def read(self, text: str, path: str) -> Document:
        """See `bibtools.formats.bib.read`."""
        from bibtools.formats.bib.read import read

        document = read(text, path)
        if PurePath(path).suffix.lower() in self.suffixes:
            return document
        from bibtools.formats.bib.outside import outside

        found = sorted((*document.problems, *outside(text, path)), key=lambda problem: problem.origin.start)
        return replace(document, problems=tuple(found))

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """See `bibtools.formats.bib.write`."""
        from bibtools.formats.bib.write import write

        if dialect not in self.dialects:
            raise ValueError(f"{self.name} has no dialect {dialect!r}")
        return write(keyed, "bibtex" if dialect == "bibtex" else "biblatex")


class CslJson:
    """CSL-JSON, as citeproc, pandoc and Zotero read it."""

    name: ClassVar[str] = "csl-json"
    suffixes: ClassVar[tuple[str, ...]] = (".json", ".csljson")
    dialects: ClassVar[tuple[str, ...]] = ("csl-json",)

    def sniff(self, text: str) -> float:
        """A list or an object of JSON; a reference's number in brackets is neither."""
        return 0.9 if _JSON.match(text) else 0.0

    def read(self, text: str, path: str) -> Document:
        """See `bibtools.formats.csljson.read`."""
        from bibtools.formats.csljson.read import read

        return read(text, path)

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """See `bibtools.formats.csljson.write`."""
        from bibtools.formats.csljson.write import write

        if dialect not in self.dialects:
            raise ValueError(f"{self.name} has no dialect {dialect!r}")
        return write(keyed)


class Zotero:
    """Items as Zotero's API tells them, read only; written for Zotero's importer, in RDF."""

    name: ClassVar[str] = "zotero"
    suffixes: ClassVar[tuple[str, ...]] = (".rdf",)
    dialects: ClassVar[tuple[str, ...]] = ("zotero-rdf",)

    def sniff(self, text: str) -> float:
        """JSON with item types: CSL-JSON has none."""
        return 0.95 if _JSON.match(text) and _ITEM_TYPE.search(text, 0, _START) else 0.0

    def read(self, text: str, path: str) -> Document:
        """See `bibtools.formats.zotero.read`."""
        from bibtools.formats.zotero.read import read

        return read(text, path)

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """See `bibtools.formats.zotero.rdf`."""
        from bibtools.formats.zotero.rdf import write

        if dialect not in self.dialects:
            raise ValueError(f"{self.name} has no dialect {dialect!r}")
        return write(keyed)


class JsonLines:
    """JSON lines: one entry a line; read only."""

    name: ClassVar[str] = "json-lines"
    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    dialects: ClassVar[tuple[str, ...]] = ()

    def sniff(self, text: str) -> float:
        """Two lines that each begin with an object are no other JSON."""
        from bibtools.formats.jsonl import sniff

        return 0.95 if sniff(text[:_START]) else 0.0

    def read(self, text: str, path: str) -> Document:
        """See `bibtools.formats.jsonl`."""
        from bibtools.formats.jsonl import read

        return read(text, path)

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """Never: CSL-JSON is what other programs read."""
        raise ValueError(f"{self.name} has no dialect {dialect!r} ({len(keyed)} references)")


class Seeds:
    """Any other text that names papers; read only."""

    name: ClassVar[str] = "seeds"
    suffixes: ClassVar[tuple[str, ...]] = ()
    dialects: ClassVar[tuple[str, ...]] = ()

    def sniff(self, text: str) -> float:  # noqa: ARG002 - any text at all
        """Low for every text: the format for what no other claims."""
        return 0.1

    def read(self, text: str, path: str) -> Document:
        """See `bibtools.formats.seeds`."""
        from bibtools.formats.seeds.read import read

        return read(text, path)

    def write(self, keyed: Sequence[tuple[str, Reference]], dialect: str) -> str:
        """Never: nobody asks for a bibliography as loose text."""
        raise ValueError(f"{self.name} has no dialect {dialect!r} ({len(keyed)} references)")


_LINES, _ITEMS = JsonLines(), Zotero()
FORMATS: tuple[Format, ...] = (Bib(), CslJson(), _ITEMS, _LINES, Seeds())


def detect(text: str, path: str = "") -> Format:
    """The format of `text`: the file name's suffix decides where it belongs to one format, else the text itself.

    JSON lines are no JSON, and are known by any name: much data in lines is called `.json`. So are Zotero's items.

    >>> detect("@article{key,\\n  title = {A},\\n}", "refs.txt").name
    'bib'
    >>> detect("arXiv:1706.03762").name
    'seeds'
    >>> detect("", "library.bib").name
    'bib'
    """
    if _LINES.sniff(text):
        return _LINES
    if _ITEMS.sniff(text):
        return _ITEMS
    suffix = PurePath(path).suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes:
            return form
    return max(FORMATS, key=lambda form: form.sniff(text))


def writer(dialect: str) -> Format:
    """The format that writes `dialect` ("bibtex", "biblatex", "csl-json", "zotero-rdf"). Raises ValueError for others.

    >>> writer("biblatex").name
    'bib'
    """
    for form in FORMATS:
        if dialect in form.dialects:
            return form
    known = ", ".join(name for form in FORMATS for name in form.dialects)
    raise ValueError(f"no format is called {dialect!r}; there are {known}")
