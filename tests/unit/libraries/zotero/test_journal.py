"""What is on disk before and after each request, read back after a crash at any byte."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from unit.libraries.zotero.desk import LANTERNS

from bibtools.errors import Refused, UnreadableInput
from bibtools.libraries.zotero.journal import Journal, Past, Written, journal_path, past
from bibtools.model.change import Change, Plan

RUN = "20260101-120000-ABCD2345"
PLAN = Plan("zotero:user", "here version 7", (Change("ABCD2345", "add-entry", "w", reference=LANTERNS),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return journal_path(tmp_path / "runs", RUN)


def written(path: Path) -> None:
    journal = Journal(path)
    journal.begin(PLAN, "apply")
    journal.intent(7, [{"key": "ABCD2345", "sent": {"title": "A"}}, {"key": "EFGH2345", "sent": {}}])
    journal.result({"ABCD2345": Written("ABCD2345", 8)}, "413 too long")
    journal.intent(8, [{"key": "EFGH2345", "sent": {}}])
    journal.close()


def test_what_was_done_and_what_may_have_been(path: Path) -> None:
    written(path)
    attempted = {"ABCD2345": 7, "EFGH2345": 7}
    assert past(path) == Past(PLAN, {"ABCD2345": Written("ABCD2345", 8)}, attempted)
    assert Journal(path).run == RUN


def test_what_was_refused_as_a_whole_was_not_done(path: Path) -> None:
    journal = Journal(path)
    journal.begin(PLAN, "apply")
    journal.intent(7, [{"key": "ABCD2345"}])
    journal.intent(8, [{"key": "ABCD2345"}, {"key": "EFGH2345"}])
    journal.refusal("HTTP 412")
    journal.close()
    assert past(path).attempted == {"ABCD2345": 7}


def test_only_its_owner_may_read_it(path: Path) -> None:
    written(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_each_line_is_on_disk_before_it_counts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (synced.append(path.read_bytes().count(b"\n")), fsync(file)))
    written(path)
    assert synced == [1, 2, 3, 4]


def test_a_journal_cut_at_any_byte_tells_what_came_before(path: Path) -> None:
    written(path)
    data = path.read_bytes()
    first = data.index(b"\n")
    for end in range(first, len(data), 3):
        path.write_bytes(data[:end])
        told = past(path)
        assert told.plan == PLAN
        assert set(told.written) <= set(told.attempted)
    for end in range(0, first, 29):
        path.write_bytes(data[:end])
        with pytest.raises(UnreadableInput):
            past(path)


def test_it_goes_on_after_a_line_that_was_cut(path: Path) -> None:
    written(path)
    path.write_bytes(path.read_bytes()[:-5])
    journal = Journal(path)
    journal.result({"EFGH2345": Written("EFGH2345", 9)})
    journal.close()
    assert past(path).written["EFGH2345"] == Written("EFGH2345", 9)


def test_a_run_that_took_something_back_does_not_go_on_as_a_merge(path: Path) -> None:
    Journal(path).begin(PLAN, "undo")
    with pytest.raises(UnreadableInput, match="took something back"):
        past(path)


@pytest.mark.parametrize("run", ["", "x", "../../etc/passwd", RUN.lower(), f"{RUN}/x", f"{RUN}\n"])
def test_what_is_no_run(tmp_path: Path, run: str) -> None:
    with pytest.raises(UnreadableInput, match="no run"):
        journal_path(tmp_path, run)


@pytest.mark.parametrize(
    "text", ["", "\n", "[]\n", "{}\n", '{"format": "bibtools-plan", "version": 1}\n', "no JSON\n", "\xff"]
)
def test_what_is_no_journal(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(UnreadableInput, match="not the journal"):
        past(path)


@pytest.mark.parametrize(
    "line", ['{"written": {"A": 7}}', '{"sending": [{"key": "A"}]}', '{"written": []}', '{"sending": 7}']
)
def test_a_line_changed_by_hand(path: Path, line: str) -> None:
    written(path)
    with path.open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(UnreadableInput, match="by hand"):
        past(path)


def test_no_such_run(path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no such run"):
        past(path)


def test_what_cannot_be_put_on_record_is_not_done(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(Refused, match="not on record"):
        Journal(journal_path(tmp_path / "runs", RUN))
