"""LaTeX files whose keys are renamed: bytes, encodings, a file that changed meanwhile, keys that now stand twice."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from bibtools.errors import ChangedUnderneath, Refused, UnreadableInput
from bibtools.libraries.files import replaced
from bibtools.libraries.texfile import restoring, rewriting

INSTEAD = {"old": "kept:2020", "übel": "kept:2020"}
TEXT = "% \\cite{old}\nMüller \\citep[see][]{a,old} and \\cite{old}\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("latin-1", b""), ("cp1252", b""), ("utf-16-le", b"\xff\xfe")],
)
def test_only_keys_change_in_any_encoding(tmp_path: Path, encoding: str, mark: bytes, newline: str) -> None:
    path = tmp_path / "paper.tex"
    path.write_bytes(mark + TEXT.replace("\n", newline).encode(encoding))
    path.chmod(0o600)
    found = rewriting(path, INSTEAD)
    assert found is not None
    assert found.count == 2
    with replaced([found.file], backup=True):
        pass
    after = TEXT.replace("a,old}", "a,kept:2020}").replace("and \\cite{old}", "and \\cite{kept:2020}")
    assert path.read_bytes() == mark + after.replace("\n", newline).encode(encoding)
    assert (tmp_path / "paper.tex.bak").read_bytes() == mark + TEXT.replace("\n", newline).encode(encoding)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert rewriting(path, INSTEAD) is None


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(TEXT)
    found = rewriting(path, INSTEAD)
    assert found is not None
    path.write_text(TEXT + "more")
    with pytest.raises(ChangedUnderneath), replaced([found.file]):
        pytest.fail("never gets here")
    assert path.read_text() == TEXT + "more"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b"\xef\xbb\xbf"), ("latin-1", b""), ("utf-16-le", b"\xff\xfe")]
)
def test_what_was_rewritten_is_put_back_byte_for_byte(tmp_path: Path, encoding: str, mark: bytes, newline: str) -> None:
    path = tmp_path / "paper.tex"
    old = mark + TEXT.replace("\n", newline).encode(encoding)
    path.write_bytes(old)
    found = rewriting(path, INSTEAD)
    assert found is not None
    with replaced([found.file]):
        assert path.read_bytes() != old
    with replaced([restoring(found.done())]):
        pass
    assert path.read_bytes() == old
    with pytest.raises(ChangedUnderneath, match="nothing was undone"):
        restoring(found.done())


def test_a_receipt_that_does_not_lead_back_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text(TEXT)
    found = rewriting(path, INSTEAD)
    assert found is not None
    with replaced([found.file]):
        pass
    with pytest.raises(Refused, match="would not give the old bytes"):
        restoring(replace(found.done(), undo=()))


def test_a_key_that_the_encoding_cannot_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_bytes("M\u00fcller \\cite{old}".encode("latin-1"))
    with pytest.raises(Refused, match="has no 'ő'"):
        rewriting(path, {"old": "Erdős"})


def test_a_new_key_that_would_be_read_as_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text("\\cite{old}")
    with pytest.raises(Refused, match="would not read back"):
        rewriting(path, {"old": "one,two"})


def test_a_key_that_now_stands_twice_is_reported_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    path.write_text("One\n  \\cite{old, kept:2020}\n")
    found = rewriting(path, INSTEAD)
    assert found is not None
    assert [(p.code, str(p.origin), p.source_line) for p in found.problems] == [
        ("TEX101", f"{path}:2:20", "  \\cite{kept:2020, kept:2020}")
    ]


@pytest.mark.parametrize(
    ("data", "said"), [(None, "No such file"), (b"%PDF-1.7", "this is a PDF"), (bytes(9), "not a text")]
)
def test_what_cannot_be_read(tmp_path: Path, data: bytes | None, said: str) -> None:
    path = tmp_path / "paper.tex"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=f"paper.tex: {said}|{said}"):
        rewriting(path, INSTEAD)
