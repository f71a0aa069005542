"""Which encoding a file declares, and that it is read and edited in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibtools.formats.bib.declared import declared_encoding
from bibtools.libraries.bibfile import BibFile
from bibtools.model.change import Change, Plan
from bibtools.model.document import Document
from bibtools.pipeline import read


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        ("% Encoding: UTF-8\n", "utf-8"),
        ("% Encoding: Cp1252\r\n", "cp1252"),
        ("This file was created with JabRef 2.9.\nEncoding: ISO8859_1\n", "iso8859-1"),
        ("%% Saved with string encoding Unicode (UTF-8) \n", "utf-8"),
        ("%% Saved with string encoding Western (ISO Latin 1) \n", "iso8859-1"),
        ("% -*- mode: bibtex; coding: latin-1-unix -*-\n", "iso8859-1"),
        ("% vim: set fileencoding=latin1 :\n", "iso8859-1"),
        ("% !TeX encoding = ISO-8859-15\n", "iso8859-15"),
        ("% !TeX encoding = IsoLatin\n", "iso8859-1"),
        ("% Encoding: klingon\n", None),
        ("@article{a, title = {On the encoding: a view}}\n", None),
        ("", None),
    ],
)
def test_declarations(start: str, encoding: str | None) -> None:
    assert declared_encoding(start) == encoding


@pytest.mark.parametrize(
    ("said", "encoding"),
    [("% Encoding: MacRoman", "mac-roman"), ("% Encoding: ISO8859_2", "iso8859-2"), ("% Encoding: Cp1251", "cp1251")],
)
def test_a_declared_encoding_is_read_and_kept(said: str, encoding: str, tmp_path: Path) -> None:
    name = {"cp1251": "Жуков", "iso8859-2": "Łukasz", "mac-roman": "Müller"}[encoding]
    data = f"{said}\n@misc{{a,\n  author = {{{name}}}\n}}\n".encode(encoding)
    path = tmp_path / "refs.bib"
    path.write_bytes(data)
    document = read(str(path))
    assert isinstance(document, Document)
    assert document.encoding == encoding
    assert document.entries[0].reference.author[0].family == name
    library = BibFile(path)
    _, fingerprint = library.read()
    change = Change("a", "add-field", "missing", "year", None, "{2001}")
    library.apply(Plan(str(path), fingerprint, (change,)))
    assert path.read_bytes() == data.replace(b"\n  author", b"\n  year = {2001},\n  author")
