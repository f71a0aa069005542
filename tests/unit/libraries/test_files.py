"""A file is replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bibtools.errors import ChangedUnderneath, Refused
from bibtools.libraries import files


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_bytes(b"old")
    return path


def siblings(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir())


def test_replaces_and_leaves_nothing_behind(target: Path) -> None:
    assert files.replace(target, b"new") is None
    assert target.read_bytes() == b"new"
    assert siblings(target) == ["refs.bib"]


def test_keeps_the_mode(target: Path) -> None:
    target.chmod(0o640)
    files.replace(target, b"new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        files.replace(tmp_path / "new.bib", b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.bib").stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "link.bib").symlink_to(tmp_path / "nowhere" / "real.bib")
    for name in ("nowhere/new.bib", "link.bib"):
        with pytest.raises(Refused, match="there is no folder") as refused:
            files.replace(tmp_path / name, b"x")
        assert refused.value.hint == f"mkdir -p {tmp_path / 'nowhere'}"
    assert not (tmp_path / "nowhere").exists()


def test_a_symbolic_link_stays_one(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.bib"
    link.symlink_to(target)
    files.replace(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_backup_keeps_the_old_bytes(target: Path) -> None:
    kept = files.replace(target, b"new", backup=True)
    assert kept is not None
    assert kept.name == "refs.bib.bak"
    assert kept.read_bytes() == b"old"


def test_changed_underneath_is_refused(target: Path) -> None:
    seen = files.fingerprint(b"old")
    target.write_bytes(b"somebody else's")
    with pytest.raises(ChangedUnderneath):
        files.replace(target, b"new", expected=seen)
    assert target.read_bytes() == b"somebody else's"
    assert siblings(target) == ["refs.bib"]


def test_changed_at_the_last_moment_is_refused(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, fsync = files.fingerprint(b"old"), os.fsync

    def fsync_while_somebody_saves(handle: int) -> None:
        fsync(handle)
        target.write_bytes(b"saved meanwhile")

    monkeypatch.setattr(os, "fsync", fsync_while_somebody_saves)
    with pytest.raises(ChangedUnderneath):
        files.replace(target, b"new", expected=seen)
    assert target.read_bytes() == b"saved meanwhile"


def test_a_full_disk_leaves_the_old_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left on device"):
        files.replace(target, b"new")
    assert target.read_bytes() == b"old"
    assert siblings(target) == ["refs.bib"]


def test_a_vanished_file_counts_as_changed(target: Path) -> None:
    target.unlink()
    with pytest.raises(ChangedUnderneath):
        files.replace(target, b"new", expected=files.fingerprint(b"old"))
    assert not target.exists()


HOLD = """
import sys, time
from pathlib import Path
from bibtools.libraries.files import locked
with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(30)
"""


def test_a_second_process_waits_and_then_refuses(target: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(target)], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "locked\n"
            with pytest.raises(Refused, match="another bibtools"), files.locked(target, timeout=0.2):
                pass
        finally:
            holder.kill()
    with files.locked(target, timeout=5):
        pass
    assert siblings(target) == ["refs.bib"]


WRITE_FOREVER = """
import sys
from pathlib import Path
from bibtools.libraries.files import replace
print("ready", flush=True)
n = 0
while True:
    n += 1
    replace(Path(sys.argv[1]), bytes([48 + n % 10]) * 200_000)
"""


@pytest.mark.parametrize("wait", [0.01, 0.05, 0.11])
def test_killed_at_any_moment_a_whole_file_is_there(target: Path, wait: float) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITE_FOREVER, str(target)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            writer.wait(wait)
        except subprocess.TimeoutExpired:
            writer.kill()
    data = target.read_bytes()
    assert data == b"old" or (len(data) == 200_000 and len(set(data)) == 1)


def replacements(folder: Path, *names: str) -> list[files.Replacement]:
    for name in names:
        (folder / name).write_bytes(b"old " + name.encode())
    return [
        files.Replacement(folder / name, b"new " + name.encode(), files.fingerprint(b"old " + name.encode()))
        for name in names
    ]


def test_several_files_are_replaced_for_the_block_and_after_it(tmp_path: Path) -> None:
    made = replacements(tmp_path, "a", "b")
    with files.replaced(made, backup=True):
        assert [file.path.read_bytes() for file in made] == [b"new a", b"new b"]
    assert [file.path.read_bytes() for file in made] == [b"new a", b"new b"]
    assert siblings(made[0].path) == ["a", "a.bak", "b", "b.bak"]


def test_several_files_are_put_back_when_the_block_fails(tmp_path: Path) -> None:
    made = replacements(tmp_path, "a", "b")
    with pytest.raises(KeyboardInterrupt), files.replaced(made):
        raise KeyboardInterrupt
    assert [file.path.read_bytes() for file in made] == [b"old a", b"old b"]


def test_one_of_several_that_changed_keeps_all_untouched(tmp_path: Path) -> None:
    made = replacements(tmp_path, "a", "b")
    made[1].path.write_bytes(b"mine")
    before = made[0].path.stat()
    with pytest.raises(ChangedUnderneath), files.replaced(made):
        pytest.fail("never gets here")
    assert made[0].path.stat() == before
    assert made[1].path.read_bytes() == b"mine"


def test_several_files_are_put_back_when_one_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = replacements(tmp_path, "a", "b")
    true = files.replace

    def full(path: Path, data: bytes, **how: str) -> None:
        if data == b"new b":
            raise Refused("no space left")
        true(path, data, expected=how["expected"])

    monkeypatch.setattr(files, "replace", full)
    with pytest.raises(Refused), files.replaced(made):
        pytest.fail("never gets here")
    assert [file.path.read_bytes() for file in made] == [b"old a", b"old b"]
