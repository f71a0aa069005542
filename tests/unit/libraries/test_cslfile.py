"""A CSL-JSON library whose items have notes: the arXiv id becomes a line more, and no character of theirs changes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bibtools.errors import ChangedUnderneath, Refused
from bibtools.formats.csljson.verify import verify
from bibtools.libraries.cslfile import CslFile
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Change, Plan
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

PAPER = Reference(
    type="article-journal",
    title="Lanterns over Silent Harbours",
    author=(Name(family="Dove", given="Ceri"), Name(family="Quill", given="Ada")),
    issued=PartialDate(2020),
    container_title="Journal of Moonlight",
    ids=(Identifier("arxiv", "1901.00001"),),
    categories=("cs.CL",),
)


def item(note: str) -> str:
    """A file with one published item, written by some other program; `note` is JSON."""
    return f"""[
  {{
    "id": "dove",
    "type": "article-journal",
    "title": "Lanterns over Silent Harbours",
    "author": [{{"family": "Dove", "given": "Ceri"}}, {{"family": "Quill", "given": "Ada"}}],
    "container-title": "Journal of Moonlight",
    "issued": {{"date-parts": [["2020"]]}},
    "note": {note},
    "x-mine": 1.50
  }}
]
"""


def planned(library: CslFile, reference: Reference = PAPER, **choices: frozenset[str]) -> Plan:
    document, fingerprint = library.read()
    entry = Entry("new", reference, Origin("new.json"))
    return plan(document, fingerprint, [Enriched(entry, reference)], library, Choices(**choices))


@pytest.mark.parametrize(
    ("note", "longer"),
    [
        ('"Read it."', '"Read it.\\narXiv:1901.00001 [cs.CL]"'),
        ('"Caf\\u00E9 \\/ \\u2028 tea\\n"', '"Caf\\u00E9 \\/ \\u2028 tea\\narXiv:1901.00001 [cs.CL]"'),
        ('"PMID: 123\\r\\nmine"', '"PMID: 123\\r\\nmine\\narXiv:1901.00001 [cs.CL]"'),
        ('""', '"arXiv:1901.00001 [cs.CL]"'),
    ],
)
def test_a_note_gets_a_line_for_the_arxiv_id(tmp_path: Path, note: str, longer: str) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item(note), "utf-8")
    before = path.read_bytes()
    library = CslFile(path)
    receipt = library.apply(planned(library))
    assert path.read_text("utf-8") == item(longer)
    again = CslFile(path)
    assert again.read()[0].entries[0].reference.id("arxiv") == PAPER.id("arxiv")
    assert planned(again).changes == ()
    again.undo(receipt)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "note",
    ['"arXiv:1901.00001"', '"tex.eprint: 1901.00001\\ntex.archiveprefix: arXiv"', '"_eprint: 1901.00001v2"'],
)
def test_a_note_that_has_the_id_stays_as_it_is(tmp_path: Path, note: str) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item(note), "utf-8")
    library = CslFile(path)
    made = planned(library)
    assert "note" not in [change.field for change in made.changes]
    library.apply(made)
    assert json.loads(path.read_text("utf-8"))[0]["note"] == json.loads(note)


@pytest.mark.parametrize("note", ['"version: 2\\nmine"', "7"])
def test_a_note_whose_lines_would_mean_something_else_stays(tmp_path: Path, note: str) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item(note), "utf-8")
    assert "note" not in [change.field for change in planned(CslFile(path)).changes]


def test_an_item_that_says_the_id_elsewhere_keeps_its_note(tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    text = item('"Read it."').replace('"x-mine": 1.50', '"archive": "arXiv", "archive_location": "1901.00001"')
    path.write_text(text, "utf-8")
    assert planned(CslFile(path)).changes == ()


def test_a_protected_note_stays(tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item('"Read it."'), "utf-8")
    assert planned(CslFile(path), protect=frozenset({"note"})).changes == ()


def test_a_version_is_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item('"Read it."'), "utf-8")
    library = CslFile(path)
    library.apply(planned(library, replace(PAPER, ids=(Identifier("arxiv", "1901.00001", 2),))))
    assert json.loads(path.read_text("utf-8"))[0]["note"] == "Read it.\narXiv:1901.00001 [cs.CL]\nversion: 2"


def test_a_file_that_changed_since_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    path.write_text(item('"Read it."'), "utf-8")
    library = CslFile(path)
    made = planned(library)
    path.write_text(item('"Read it twice."'), "utf-8")
    with pytest.raises(ChangedUnderneath):
        library.apply(made)
    assert path.read_text("utf-8") == item('"Read it twice."')


def test_text_that_is_spelt_anew_is_no_text_that_grew() -> None:
    before, after = item('"Caf\\u00e9"'), item('"Café, more"')
    change = Change("dove", "set-field", "test", "note", old='"Café"', new='"Café, more"')
    with pytest.raises(Refused, match="spelt anew"):
        verify(before, after, [change])
