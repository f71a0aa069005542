"""A damaged, cut, foreign or newer file is told as such, wherever the damage is."""

from __future__ import annotations

import struct
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.errors import IndexUnusable
from bibtools.model.identifier import Identifier
from bibtools.sources.arxiv_index import open_index
from bibtools.sources.arxiv_index.container import FORMAT_VERSION, Container, Writer
from bibtools.sources.base import Query


def test_opens_from_a_head_and_a_table(index_path: Path) -> None:
    data = index_path.read_bytes()
    assert data[:16] == b"BIBTOOLS-ARXIV\r\n"
    assert struct.unpack_from("<I", data, 16)[0] == FORMAT_VERSION
    open_index(index_path).verify()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 63, 64, 65, 1000, -1, -40])
def test_cut_short(tmp_path: Path, index_path: Path, length: int) -> None:
    path = tmp_path / "cut"
    path.write_bytes(index_path.read_bytes()[:length])
    with pytest.raises(IndexUnusable) as caught:
        open_index(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert "index build" in caught.value.hint


@pytest.mark.parametrize("data", [b"SQLite format 3\0" + bytes(100), b"PK\x03\x04", b"\x00" * 4096])
def test_foreign(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "foreign").write_bytes(data)
    with pytest.raises(IndexUnusable, match="not a bibtools index"):
        open_index(tmp_path / "foreign")


def test_missing_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(IndexUnusable):
            open_index(path)


@pytest.mark.parametrize(("version", "hint"), [(FORMAT_VERSION + 1, "newer bibtools"), (0, "build it again")])
def test_another_format(tmp_path: Path, index_path: Path, version: int, hint: str) -> None:
    data = bytearray(index_path.read_bytes())
    struct.pack_into("<I", data, 16, version)
    data[48:64] = blake2b(data[:48], digest_size=16).digest()
    (tmp_path / "other").write_bytes(data)
    with pytest.raises(IndexUnusable, match=f"format {version}") as caught:
        open_index(tmp_path / "other")
    assert hint in (caught.value.hint or "")


def test_another_comparison_key(tmp_path: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibtools.sources.arxiv_index.index.canary", lambda: "another")
    with pytest.raises(IndexUnusable, match="another way of comparing"):
        open_index(index_path)


@given(st.data())
def test_one_wrong_byte_anywhere(
    index_path: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Opening or verifying finds it; asking in spite of it answers or says that the index is damaged."""
    content = bytearray(index_path.read_bytes())
    place = data.draw(st.one_of(st.integers(0, 64), st.integers(0, len(content) - 1)))
    content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("damaged") / "index"
    path.write_bytes(content)
    try:
        index = open_index(path)
    except IndexUnusable:
        return
    try:
        list(index.search([Query(title="balofo dice gumu", text="ba ce di", abstract="we ba ce di fo")], "text"))
        list(index.fetch([Identifier("arxiv", "2402.00001")]))
    except IndexUnusable:
        pass
    if any(start <= place < start + length for start, length in sections(index_path)):
        with pytest.raises(IndexUnusable, match="is damaged"):
            index.verify()


def sections(path: Path) -> list[tuple[int, int]]:
    return [(each["offset"], each["length"]) for each in Container(path)._sections.values()]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def parts() -> object:
        yield b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), Writer(path) as writer:
        writer.add("section", parts())  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_unknown_section(index_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="no section 'colours'"):
        Container(index_path).array("colours")
