"""What every library must do: keep what nobody asked to change, do a thing once, and refuse what changed underneath."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bibtools.errors import ChangedUnderneath, Refused
from bibtools.libraries.bibfile import BibFile
from bibtools.libraries.cslfile import CslFile
from bibtools.libraries.textfile import TextFile
from bibtools.merge.plan import Choices, plan
from bibtools.model.change import Plan
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin, Role
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

HELD = Reference(
    type="article",
    title="Sparsity-certifying Graph Decompositions",
    author=(Name(family="Streinu", given="Ileana"), Name(family="Theran", given="Louis")),
    issued=PartialDate(2007, 3, 31),
    ids=(Identifier("arxiv", "0704.0002"), Identifier("doi", "10.48550/arXiv.0704.0002")),
    categories=("math.CO",),
    url="https://arxiv.org/abs/0704.0002",
)
NEW = Reference(
    type="article",
    title="A determinant of Stirling cycle numbers counts unlabeled acyclic single-source automata",
    author=(Name(family="Callan", given="David"),),
    issued=PartialDate(2007, 3, 31),
    ids=(Identifier("arxiv", "0704.0004"), Identifier("doi", "10.48550/arXiv.0704.0004")),
    categories=("math.CO",),
    url="https://arxiv.org/abs/0704.0004",
)

BIB = """\
% kept by hand
@string{me = "Somebody"}
@comment{jabref-meta: databaseType:bibtex;}

@misc{streinu07,
    title  = {Sparsity-certifying Graph Decompositions},
    author = {Ileana Streinu and Louis Theran},
    year   = 2007,
    note   = {the {\\'e}dition}
}
trailing words
"""
CSL = """\
[
\t{"id": "streinu07", "type": "article", "title": "Sparsity-certifying Graph Decompositions", "x-mine": [1,2 ],
\t "author": [{"family": "Streinu", "given": "Ileana"}, {"family": "Theran", "given": "Louis"}],
\t "issued": {"date-parts": [["2007"]]}, "publisher-place": "\\u00c9vora"}
]
"""


@dataclass(frozen=True)
class Kind:
    """A library with one entry, in the state in which people keep them."""

    name: str
    make: Callable[[Path], TextFile]
    data: bytes
    entry: str = "streinu07"


KINDS = [
    Kind("refs.bib", BibFile, BIB.encode()),
    Kind("crlf.bib", BibFile, BIB.replace("\n", "\r\n").encode()),
    Kind("bom.bib", BibFile, b"\xef\xbb\xbf" + BIB.encode()),
    Kind("no-end.bib", BibFile, BIB.rstrip().removesuffix("trailing words").rstrip().encode()),
    Kind("latin.bib", BibFile, BIB.replace("{\\'e}", "é").encode("latin-1")),
    Kind("refs.json", CslFile, CSL.encode()),
    Kind("crlf.json", CslFile, CSL.replace("\n", "\r\n").encode()),
    Kind("line.json", CslFile, "".join(line.strip() for line in CSL.splitlines()).encode()),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def library(kind: Kind, tmp_path: Path) -> TextFile:
    path = tmp_path / kind.name
    path.write_bytes(kind.data)
    return kind.make(path)


def item(reference: Reference) -> Enriched:
    place = Origin("seeds.txt")
    return Enriched(Entry("L1", reference, place, roles=(Role("abstract", place),)), reference)


def planned(library: TextFile, *references: Reference, **choices: object) -> Plan:
    document, fingerprint = library.read()
    return plan(document, fingerprint, [item(r) for r in references], library, Choices(**choices))  # type: ignore[arg-type]


def test_nothing_to_do_gives_identical_bytes(library: TextFile, kind: Kind) -> None:
    made = planned(library)
    assert not made
    assert library.preview(made) == ""
    library.apply(made)
    assert library.path.read_bytes() == kind.data


def test_twice_gives_nothing_more(library: TextFile) -> None:
    library.apply(planned(library, HELD, NEW))
    once = library.path.read_bytes()
    again = planned(library, HELD, NEW)
    assert again.changes == ()
    assert again.conflicts == ()
    library.apply(again)
    assert library.path.read_bytes() == once


def test_a_new_entry_leaves_every_other_byte(library: TextFile, kind: Kind) -> None:
    made = planned(library, NEW)
    assert [change.op for change in made.changes] == ["add-entry"]
    library.apply(made)
    after = library.path.read_bytes()
    at = next(n for n in range(len(after) + 1) if n == len(kind.data) or after[n] != kind.data[n])
    rest = kind.data[at:]
    assert after.endswith(rest)
    document, _ = library.read()
    assert [entry.id for entry in document.entries] == [kind.entry, "callan2007determinant"]
    assert document.entries[1].reference.author == NEW.author
    assert document.entries[1].reference.id("arxiv") == NEW.id("arxiv")


def test_one_field_touches_its_own_line_only(library: TextFile, kind: Kind) -> None:
    wanted = replace(HELD, ids=(), url=None, categories=(), language="en")
    made = planned(library, wanted)
    assert [(change.op, change.field) for change in made.changes] == [("add-field", "language")]
    added = [line for line in library.preview(made).splitlines() if line.startswith("+") and line[:3] != "+++"]
    removed = [line for line in library.preview(made).splitlines() if line.startswith("-") and line[:3] != "---"]
    assert len(added) <= 2
    assert len(removed) <= 1
    library.apply(made)
    assert library.read()[0].entries[0].reference.language == "en"


def test_changed_underneath_is_refused_and_untouched(library: TextFile, kind: Kind) -> None:
    made = planned(library, NEW)
    other = kind.data.replace(b"Streinu", b"Streinv")
    library.path.write_bytes(other)
    with pytest.raises(ChangedUnderneath):
        library.apply(made)
    with pytest.raises(ChangedUnderneath):
        library.preview(made)
    assert library.path.read_bytes() == other


def test_undone_it_is_as_before(library: TextFile, kind: Kind) -> None:
    receipt = library.apply(planned(library, HELD, NEW))
    assert library.path.read_bytes() != kind.data
    kind.make(library.path).undo(receipt)
    assert library.path.read_bytes() == kind.data


def test_undo_is_refused_when_somebody_wrote_since(library: TextFile) -> None:
    receipt = library.apply(planned(library, NEW))
    changed = library.path.read_bytes() + b"\n"
    library.path.write_bytes(changed)
    with pytest.raises(ChangedUnderneath):
        library.undo(receipt)
    with pytest.raises(ChangedUnderneath):
        library.undoing(receipt)
    assert library.path.read_bytes() == changed


def test_undoing_is_the_change_the_other_way_round(library: TextFile) -> None:
    made = planned(library, HELD, NEW)
    forth = [line for line in library.preview(made).splitlines() if line[:3] not in ("---", "+++")]
    receipt = library.apply(made)
    written = library.path.read_bytes()
    shown, left = library.undoing(receipt)
    back = [line for line in shown.splitlines() if line[:3] not in ("---", "+++")]
    for old, new in ("-+", "+-"):
        assert [line[1:] for line in back if line[:1] == old] == [line[1:] for line in forth if line[:1] == new]
    assert left == ()
    assert library.path.read_bytes() == written


def test_mode_backup_and_link(library: TextFile, kind: Kind) -> None:
    library.path.chmod(0o640)
    link = library.path.with_name("link" + library.path.suffix)
    link.symlink_to(library.path)
    receipt = kind.make(link).apply(planned(library, NEW), backup=True)
    assert link.is_symlink()
    assert stat.S_IMODE(library.path.stat().st_mode) == 0o640
    assert receipt.backup is not None
    assert Path(receipt.backup).read_bytes() == kind.data


def test_a_read_only_folder_is_refused(library: TextFile, kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", forbidden)
    with pytest.raises(Refused, match="Permission denied"):
        library.apply(planned(library, NEW))
    assert library.path.read_bytes() == kind.data


@pytest.mark.parametrize("protect", ["streinu07", "STREINU07"])
def test_a_protected_entry_is_not_changed(library: TextFile, protect: str) -> None:
    assert not planned(library, HELD, protect=frozenset({protect}))


def test_a_protected_field_is_not_changed(library: TextFile) -> None:
    made = planned(library, HELD, protect=frozenset({"doi"}))
    assert "doi" not in {str(change.field).lower() for change in made.changes}
    assert made.changes


@pytest.mark.parametrize(("make", "name"), [(BibFile, "new.bib"), (CslFile, "new.json")])
def test_a_library_that_does_not_exist_yet_is_made(make: Callable[[Path], TextFile], name: str, tmp_path: Path) -> None:
    library = make(tmp_path / name)
    receipt = library.apply(planned(library, NEW))
    (entry,) = library.read()[0].entries
    assert entry.reference.id("arxiv") == NEW.id("arxiv")
    library.undo(receipt)
    assert library.path.read_bytes() == b""


@pytest.mark.parametrize(
    ("make", "name", "text"),
    [
        (BibFile, "mark.bib", BIB.replace("year   = 2007", "bibtools = {protect}, year = 2007")),
        (CslFile, "mark.json", CSL.replace('"x-mine"', '"custom": {"bibtools": "protect"}, "x-mine"')),
    ],
)
def test_an_entry_may_protect_itself(make: Callable[[Path], TextFile], name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert not planned(make(path), HELD)
    path.write_text(text.replace("protect}", "protect = doi}").replace('"protect"', '"protect = DOI"'), "utf-8")
    changed = {str(change.field).lower() for change in planned(make(path), HELD).changes}
    assert changed
    assert "doi" not in changed
