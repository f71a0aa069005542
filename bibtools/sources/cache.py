"""Answers kept on disk: small JSON files, written whole or not at all, forgotten when they are old."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from bibtools.sources.clock import Clock


class Cache(Protocol):
    """Keeps JSON values by kind and key, for a while."""

    def get(self, kind: str, key: str, *, max_age: float | None = None) -> Any | None:
        """The value last put there, unless it is older than `max_age` seconds."""
        ...

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keeps a value, if it can."""
        ...


class NoCache:
    """Keeps nothing."""

    def get(self, kind: str, key: str, *, max_age: float | None = None) -> None:  # noqa: ARG002
        return None

    def put(self, kind: str, key: str, value: Any) -> None:
        pass


class DiskCache:
    """JSON values by kind and key, in one file each below `folder`; `max_age` is in seconds.

    An entry that is too old, damaged, or of another key with the same hash counts as absent. Writing never fails: a
    cache that cannot be written costs requests, not results. Several processes may use one folder at a time.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = DiskCache(pathlib.Path(folder), max_age=60.0)
    ...     cache.put("record", "1706.03762", {"title": "Attention Is All You Need"})
    ...     cache.get("record", "1706.03762"), cache.get("record", "1706.03763")
    ({'title': 'Attention Is All You Need'}, None)
    """

    def __init__(self, folder: Path, max_age: float, *, clock: Clock | None = None) -> None:
        self._folder = folder
        self._max_age = max_age
        self._clock = clock or Clock()

    def get(self, kind: str, key: str, *, max_age: float | None = None) -> Any | None:
        """The value last put there, or None; `max_age`, in seconds, can only be stricter than the cache's own."""
        try:
            entry = json.loads(self._place(kind, key).read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(entry, dict) or entry.get("key") != key or not isinstance(entry.get("stored"), int | float):
            return None
        # An entry from the far future was written by a clock that was wrong: it is as doubtful as an old one.
        fresh = abs(self._clock.wall() - entry["stored"]) <= min(self._max_age, max_age or self._max_age)
        return entry.get("value") if fresh else None

    def put(self, kind: str, key: str, value: Any) -> None:
        """Keeps a value that JSON can hold (not None, which `get` gives for absent ones)."""
        place = self._place(kind, key)
        data = json.dumps({"key": key, "stored": self._clock.wall(), "value": value}, ensure_ascii=False)
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(place, data.encode("utf-8", "surrogatepass"))

    def _place(self, kind: str, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:40]
        return self._folder / kind / name[:2] / f"{name[2:]}.json"


def _write_whole(place: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(place)
    except OSError:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
