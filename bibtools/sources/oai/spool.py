"""Harvested pages kept on disk as they come, so that a harvest that was interrupted goes on where it stopped.

A folder with `request.json` (what was asked) and for each page `page-00001.jsonl.gz` (its records, one a line, in the
form of the metadata snapshot) and `page-00001.json` (deletions, days, the token of the next page). The second is
written last, in one step, so a page is there as a whole or not at all; the last page without a token ends the harvest.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from bibtools.errors import SourceFailed
from bibtools.sources.oai.parse import Page

_AGAIN = "`bibtools index update --restart` begins the harvest again"


@dataclass(frozen=True, slots=True)
class Request:
    """What a harvest asks for: records in `format`, of the set `set` (None: all), changed on day `since` or later."""

    url: str
    format: str
    set: str | None
    since: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one page that is kept. `ordered` tells whether its days (`first` to `last`) ascend."""

    token: str | None
    records: int
    deleted: tuple[str, ...]
    first: str | None
    last: str | None
    ordered: bool


class Spool:
    """The pages kept in `folder`, which need not exist yet.

    >>> import tempfile
    >>> spool = Spool(Path(tempfile.mkdtemp()) / "harvest")
    >>> spool.begin(Request("https://oaipmh.arxiv.org/oai", "arXivRaw", None, "2024-01-01"))
    >>> spool.add(Page(({"id": "2401.00001", "title": "A"},), (), ("2024-01-02",), None))
    >>> spool.complete, spool.newest, [line for _, line in spool.lines()]
    (True, '2024-01-02', [b'{"id": "2401.00001", "title": "A"}'])
    >>> spool.clear()
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pages: list[Kept] | None = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keeps other processes from the folder. Raises SourceFailed when one is using it."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(f"{self.folder}.lock", timeout=0)
        try:
            with lock:
                self._pages = None
                try:
                    yield
                finally:
                    Path(lock.lock_file).unlink(missing_ok=True)
        except Timeout as error:
            raise SourceFailed("another process is updating this index", hint="wait until it is done") from error

    @property
    def request(self) -> Request | None:
        """What the harvest that is kept here asked for; None where none is. Raises SourceFailed."""
        path = self.folder / "request.json"
        if not path.exists():
            return None
        try:
            return Request(**_read(path))
        except TypeError as error:
            raise _damaged(path) from error

    @property
    def pages(self) -> list[Kept]:
        """The pages that are kept, in order. Raises SourceFailed."""
        if self._pages is None:
            self._pages = []
            while (path := self._place(len(self._pages) + 1).with_suffix(".json")).exists():
                self._pages.append(_kept(path))
        return self._pages

    @property
    def complete(self) -> bool:
        """Whether the last page of the list is here."""
        return bool(self.pages) and self.pages[-1].token is None

    @property
    def newest(self) -> str | None:
        """The latest day of any record here."""
        return max((page.last for page in self.pages if page.last), default=None)

    @property
    def ordered(self) -> bool:
        """Whether days ascend through all pages, so that everything before the newest one is surely here."""
        last = ""
        for page in self.pages:
            if not page.ordered or (page.first or last) < last:
                return False
            last = page.last or last
        return True

    def begin(self, request: Request) -> None:
        """Start a harvest; what was here goes."""
        self.clear()
        self.folder.mkdir(parents=True)
        _write(self.folder / "request.json", json.dumps(asdict(request)).encode())

    def add(self, page: Page) -> None:
        """Keep the next page."""
        place = self._place(len(self.pages) + 1)
        data = b"".join(json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in page.records)
        _write(place.with_suffix(".jsonl.gz"), gzip.compress(data, compresslevel=3, mtime=0))
        days = page.days
        kept = Kept(
            page.token,
            len(page.records),
            page.deleted,
            min(days, default=None),
            max(days, default=None),
            list(days) == sorted(days),
        )
        _write(place.with_suffix(".json"), json.dumps(asdict(kept)).encode())
        self.pages.append(kept)

    def lines(self, first: int = 1) -> Iterator[tuple[int, bytes]]:
        """The records of all pages from number `first` (from 1), numbered from 1. Raises SourceFailed."""
        number = sum(page.records for page in self.pages[: first - 1])
        for page in range(first, len(self.pages) + 1):
            path = self._place(page).with_suffix(".jsonl.gz")
            last = number + self.pages[page - 1].records
            try:
                with gzip.open(path) as lines:
                    for line in lines:
                        number += 1
                        yield number, line.rstrip(b"\n")
            except (OSError, EOFError, zlib.error) as error:
                raise _damaged(path) from error
            if number != last:
                raise _damaged(path)

    def deleted(self) -> set[str]:
        """The ids whose last word is that they were deleted."""
        gone: set[str] = set()
        for number, page in enumerate(self.pages, start=1):
            if gone:
                gone.difference_update(islice(self._ids(number), page.records))
            gone.update(page.deleted)
        return gone

    def clear(self) -> None:
        """Throw all pages away."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._pages = None

    def _ids(self, first: int) -> Iterator[str]:
        return (str(json.loads(line)["id"]) for _, line in self.lines(first))

    def _place(self, page: int) -> Path:
        return self.folder / f"page-{page:05}"


def _kept(path: Path) -> Kept:
    try:
        values = _read(path)
        return Kept(**{**values, "deleted": tuple(values["deleted"])})
    except (KeyError, TypeError) as error:
        raise _damaged(path) from error


def _read(path: Path) -> Mapping[str, Any]:
    try:
        values: Mapping[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    return values


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise SourceFailed(f"cannot keep what arXiv sent: {path}: {error.strerror or error}") from error


def _damaged(path: Path) -> SourceFailed:
    return SourceFailed(f"{path}: what an interrupted harvest left is damaged", hint=_AGAIN)
