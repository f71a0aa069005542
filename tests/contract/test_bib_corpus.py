"""The promise on real files: nothing to do leaves every byte, one field leaves every line, and others still read it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import bibtexparser
import pytest

from bibtools.formats.bib.edit import edit
from bibtools.formats.bib.fields import every_field
from bibtools.formats.bib.inspect import inspect, state
from bibtools.formats.bib.parse import raw_fields
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.verify import verify
from bibtools.formats.edits import apply_edits
from bibtools.formats.encoding import decode, encode
from bibtools.model.change import Change

FIELD, VALUE = "x-bibtools", "{10.1000/1}"
SMALL = 60_000  # bytes; the others are in the slow run


@dataclass(frozen=True)
class Seen:
    """What bibtexparser reads in a text: entries as (type, key, fields), and how many blocks it fails on."""

    entries: list[tuple[str, str, list[tuple[str, str]]]]
    failed: int


def bibtexparser_reads(text: str) -> Seen:
    library = bibtexparser.parse_string(text, parse_stack=[])
    entries = [(e.entry_type, e.key, [(f.key, f.value) for f in e.fields]) for e in library.entries]
    return Seen(entries, len(library.failed_blocks))


def corpus(shared: Path, *, small: bool) -> list[Path]:
    folder = shared / "data" / "bib-corpus"
    files = [folder / each["file"] for each in json.loads((folder / "manifest.json").read_text("utf-8"))]
    return [file for file in files if (file.stat().st_size <= SMALL) == small]


def promise(file: Path) -> int:
    """Check one file; how many entries of it were edited."""
    data = file.read_bytes()
    decoded = decode(data)
    text = decoded.text
    blocks = scan(text)
    assert "".join(blocks.source(block) for block in blocks) == text, file.name
    assert edit(blocks, []) == ()
    assert [fields for _, fields in every_field(text)] == [raw_fields(text, blocks[n]) for n in blocks.of_kind("entry")]
    assert encode(text, decoded.encoding, decoded.bom) == data, file.name

    found = inspect(blocks)
    clean = [n for n in blocks.of_kind("entry") if state(found.get(n, ())) == "clean"]
    keys = [key.of(text) for n in clean if (key := blocks[n].key)]
    changes = [Change(key, "add-field", "test", FIELD, new=VALUE) for key in keys]
    edits = edit(blocks, changes, encoding=decoded.encoding)
    assert len(edits) == len(clean)
    after = apply_edits(text, edits)
    verify(blocks, after, changes, encoding=decoded.encoding)
    on_a_shared_line = sum(not (text[: e.start][-1:] in "\r\n" and e.text[-1:] in "\r\n") for e in edits)
    lost = Counter(text.splitlines(keepends=True)) - Counter(after.splitlines(keepends=True))
    assert lost.total() <= on_a_shared_line <= len(edits), file.name

    before, now = bibtexparser_reads(text), bibtexparser_reads(after)
    assert now.failed == before.failed, file.name
    assert len(now.entries) == len(before.entries), file.name
    added = 0
    for (kind, key, fields), (kind_now, key_now, fields_now) in zip(before.entries, now.entries, strict=True):
        kept = [pair for pair in fields_now if pair[0].lower() != FIELD]
        assert (kind, key, fields) == (kind_now, key_now, kept), file.name
        added += len(fields_now) - len(kept)
    if not before.failed and len(before.entries) == len(list(blocks.of_kind("entry"))):
        assert added == len(clean), file.name
    return len(edits)


def test_small_real_files(shared: Path) -> None:
    files = corpus(shared, small=True)
    assert len(files) > 150
    assert sum(promise(file) for file in files) > 500


@pytest.mark.slow
def test_large_real_files(shared: Path) -> None:
    files = corpus(shared, small=False)
    assert len(files) > 10
    assert sum(promise(file) for file in files) > 10_000


TRICKY = {
    "everything at once": (
        '\ufeff% Encoding: UTF-8\r\n\r\n@string{acm = {ACM}}\r\n@preamble{"\\newcommand{\\x}{y}"}\r\n'
        '@Article{a,\r\n  Title   = "{\\"O}n",\r\n  Journal = acm # { Journal},\r\n}\r\n\r\n'
        "@comment{jabref-meta: databaseType:bibtex;}\r\n% the end"
    ),
    "broken in the middle": "@misc{a,\n  title = {A},\n}\n@misc{b,\n  title = {B,\n}\n@misc{c,\n  title = {C}\n}\n",
    "latin-1": "% !TeX encoding = latin-1\n@misc{a,\n  title = {\u00c4},\n}\n",
}


@pytest.mark.parametrize("name", TRICKY)
def test_invented_files(name: str, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_bytes(TRICKY[name].encode("latin-1" if name == "latin-1" else "utf-8"))
    assert promise(file) >= 1
