"""What is refused is told with its place in the file, whatever the format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bibtools.errors import Refused
from bibtools.libraries.bibfile import BibFile
from bibtools.libraries.cslfile import CslFile
from bibtools.libraries.textfile import TextFile
from bibtools.model.change import Change, Plan, Splice
from bibtools.model.reference import Reference

BIB = """\
@misc{a,
  title = {A}
}

  @misc{b, title = {B} note = {N}}

@misc{c, title = {C}
"""
CSL = """\
[
  {"id": "a", "title": "A"},
  {"id": "b", "title": "B", "title": "B"}
]
"""


def add(key: str, field: str, new: str) -> Change:
    return Change(key, "add-field", "test", field, new=new)


def fresh(key: str) -> Change:
    return Change(key, "add-entry", "test", reference=Reference(type="book", title="T"))


@pytest.mark.parametrize(
    ("name", "text", "change", "said"),
    [
        ("refs.bib", BIB, add("a", "title", "{Z}"), ":1:1: 'a' has a field 'title' already, with another value"),
        ("refs.bib", BIB, add("a", "year", "{20"), ":1:1: '{20' is not a whole value of BibTeX"),
        ("refs.bib", BIB, add("b", "year", "{2001}"), ":5:3: cannot edit 'b': "),
        ("refs.bib", BIB, add("c", "year", "{2001}"), ":7:1: cannot edit 'c': it could not be read to its end"),
        ("refs.bib", BIB, add("z", "year", "{2001}"), ": cannot edit 'z': no entry has this key"),
        ("refs.bib", BIB, fresh("A"), ":1:1: cannot add 'A': another entry has this key"),
        ("refs.bib", BIB, fresh("c"), ":7:1: cannot add 'c': an entry that could not be read has this key"),
        ("refs.bib", "@misc{c, title", fresh("d"), ":1:1: cannot append: the last entry of the file is never closed"),
        ("refs.json", CSL, add("a", "title", '"Z"'), ":2:3: 'a' has another 'title' already"),
        ("refs.json", CSL, add("b", "volume", '"7"'), ":3:3: a key stands twice in 'b'"),
        ("refs.json", CSL, add("z", "volume", '"7"'), ": there is no item 'z'"),
        ("refs.json", CSL, fresh("a"), ":2:3: the id 'a' is taken"),
        (
            "refs.json",
            '[\n {"id": "a",}\n]',
            add("a", "volume", '"7"'),
            ":2:12: the file is not valid CSL-JSON: a comma",
        ),
    ],
)
def test_a_refusal_says_where(tmp_path: Path, name: str, text: str, change: Change, said: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    library: TextFile = BibFile(path) if name.endswith(".bib") else CslFile(path)
    _, fingerprint = library.read()
    for act in (library.preview, library.apply):
        with pytest.raises(Refused) as refused:
            act(Plan(library.name, fingerprint, (change,)))
        assert refused.value.message.startswith(f"{path}{said}")
    assert path.read_text() == text


def test_a_character_that_has_no_place_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_bytes("@misc{a, title = {Gödel}}\n".encode("latin-1"))
    library = BibFile(path)
    _, fingerprint = library.read()
    with pytest.raises(Refused) as refused:
        library.apply(Plan(library.name, fingerprint, (add("a", "note", "{Erdős}"),)))
    assert refused.value.message.startswith(f"{path}: 'ő' (U+0151) has no place in a file encoded as ")


@pytest.mark.parametrize("undo", [((5, 1, "x"),), ((0, 10_000, "x"),), ((-3, -1, "x"),), ((0, 1, "\ud83d"),), ()])
def test_a_receipt_that_somebody_edited_puts_nothing_back(tmp_path: Path, undo: tuple[Splice, ...]) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BIB)
    library = BibFile(path)
    receipt = library.apply(Plan(library.name, library.read()[1], (add("a", "year", "{2001}"),)))
    after = path.read_bytes()
    for act in (library.undo, library.undoing):
        with pytest.raises(Refused, match="undoing would not give the old bytes"):
            act(replace(receipt, undo=undo))
    assert path.read_bytes() == after
