"""What it takes to change an entry, and what is not added because its owner threw it away."""

from __future__ import annotations

from pathlib import Path

from unit.merge.bibs import Shelf, entries, told

from bibtools.merge.plan import EXACT, Choices, plan
from bibtools.model.change import Plan
from bibtools.model.match import Enriched

HELD = """\
    @article{dove2019,
      author = {Dove, Ceri and Quill, Ada},
      title  = {Lanterns over Silent Harbours},
      year   = 2019,
    }
    """
SAME = """\
    @article{x,
      author = {Dove, Ceri and Quill, Ada},
      title  = {Lanterns over silent harbours},
      year   = 2019,
      eprint = {1901.00001},
    }
    """


def test_by_title_alone_nothing_is_written_where_identifiers_are_asked_for(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, HELD)
    assert [change.field for change in shelf.plan(SAME).changes] == ["eprint", "archivePrefix"]
    made = shelf.plan(SAME, accept="exact")
    assert made.changes == ()
    assert [(c.entry_id, c.theirs, c.reason) for c in made.conflicts] == [("dove2019", "eprint, archivePrefix", EXACT)]


def test_an_identifier_in_common_is_enough(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, HELD.replace("year   = 2019", "note   = {arXiv:1901.00001}"))
    assert told(shelf.plan(SAME, accept="exact")) == told(shelf.plan(SAME))
    assert shelf.plan(SAME, accept="exact").changes


def test_where_nothing_is_missing_nothing_is_asked(tmp_path: Path) -> None:
    made = Shelf(tmp_path, HELD).plan(SAME.replace("eprint = {1901.00001},", ""), accept="exact")
    assert (made.changes, made.conflicts) == ((), ())


def thrown_away(folder: Path, library: str, discarded: str, new: str) -> Plan:
    shelf = Shelf(folder, library)
    document, fingerprint = shelf.file.read()
    items = [Enriched(entry, entry.reference) for entry in entries(new)]
    return plan(document, fingerprint, items, shelf.file, Choices(), entries(discarded))


def test_what_was_thrown_away_is_not_added_again(tmp_path: Path) -> None:
    made = thrown_away(tmp_path, "", HELD, SAME)
    assert made.changes == ()
    assert [(c.entry_id, "trash" in c.reason) for c in made.conflicts] == [("dove2019", True)]


def test_what_stands_in_the_library_too_is_amended(tmp_path: Path) -> None:
    made = thrown_away(tmp_path, HELD, HELD.replace("dove2019", "old"), SAME)
    assert {change.entry_id for change in made.changes} == {"dove2019"}


def test_another_work_is_added(tmp_path: Path) -> None:
    other = SAME.replace("Lanterns over silent harbours", "A theory of wet stones").replace("1901", "2001")
    made = thrown_away(tmp_path, "", HELD, other)
    assert [change.op for change in made.changes] == ["add-entry"]
    assert made.conflicts == ()
