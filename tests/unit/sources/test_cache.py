"""The disk cache: what it keeps, what it forgets, and that it never fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bibtools.sources.cache import DiskCache
from bibtools.sources.clock import Clock


class Wall:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: self.time)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def cache(tmp_path: Path, wall: Wall) -> DiskCache:
    return DiskCache(tmp_path, 100.0, clock=wall.clock)


def the_file(folder: Path) -> Path:
    (only,) = folder.rglob("*.json")
    return only


def test_what_was_put_is_got_again_by_another_object(cache: DiskCache, tmp_path: Path, wall: Wall) -> None:
    cache.put("record", "hep-th/9901017", {"title": "Lanterns – σ", "n": [1, 2.5, None]})
    again = DiskCache(tmp_path, 100.0, clock=wall.clock)
    assert again.get("record", "hep-th/9901017") == {"title": "Lanterns – σ", "n": [1, 2.5, None]}
    assert again.get("answer", "hep-th/9901017") is None
    assert again.get("record", "hep-th/9901018") is None


def test_the_last_value_counts(cache: DiskCache) -> None:
    cache.put("a", "k", [1])
    cache.put("a", "k", [])
    assert cache.get("a", "k") == []


@pytest.mark.parametrize(
    ("later", "kept"), [(0.0, True), (100.0, True), (100.5, False), (-99.0, True), (-101.0, False)]
)
def test_entries_age(cache: DiskCache, wall: Wall, later: float, kept: bool) -> None:
    cache.put("a", "k", 1)
    wall.time += later
    assert (cache.get("a", "k") == 1) is kept


def test_a_caller_can_be_stricter_but_not_laxer(cache: DiskCache, wall: Wall) -> None:
    cache.put("a", "k", 1)
    wall.time += 50
    assert cache.get("a", "k", max_age=40.0) is None
    wall.time += 60
    assert cache.get("a", "k", max_age=1000.0) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b'{"key": "k", "sto',
        b"\xff",
        b"[]",
        b"null",
        b'{"key": "other", "stored": 1000000.0, "value": 1}',
        b'{"key": "k", "value": 1}',
    ],
)
def test_a_damaged_entry_is_absent_and_can_be_replaced(cache: DiskCache, tmp_path: Path, damage: bytes) -> None:
    cache.put("a", "k", 1)
    the_file(tmp_path).write_bytes(damage)
    assert cache.get("a", "k") is None
    cache.put("a", "k", 2)
    assert cache.get("a", "k") == 2


def test_nothing_half_written_is_left(cache: DiskCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put("a", "k", "old")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.put("a", "k", "new")
    assert cache.get("a", "k") == "old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [the_file(tmp_path).name]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = DiskCache(tmp_path / "file", 100.0)
    cache.put("a", "k", 1)
    assert cache.get("a", "k") is None


@pytest.mark.parametrize("key", ["../../etc/passwd", "a" * 5000, "\x00", "\udcff", "CON", ""])
def test_keys_never_become_paths(cache: DiskCache, tmp_path: Path, key: str) -> None:
    cache.put("a", key, 1)
    assert cache.get("a", key) == 1
    assert tmp_path in the_file(tmp_path).parents
    assert len(os.fspath(the_file(tmp_path).name)) < 60
