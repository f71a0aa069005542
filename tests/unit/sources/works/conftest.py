"""Services asked at local servers, with a clock whose waiting takes no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from servers.invented_works import RECORDS
from servers.works import Fault, WorksServer

from bibtools.errors import BibtoolsError
from bibtools.sources.clock import Clock
from bibtools.sources.notice import Notice
from bibtools.sources.works import service
from bibtools.sources.works.source import Works


class Waits:
    """A clock that stands still but for sleeping, which takes no time and is noted."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.ahead = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: 1_600_000_000.0 + self.ahead, lambda: self.ahead, self.sleep)


class Desk:
    """One service with its server, its cache, its clock and its notices."""

    def __init__(self, folder: Path, name: str, server: WorksServer) -> None:
        self.folder = folder
        self.name = name
        self.server = server
        self.waits = Waits()
        self.notices: list[Notice] = []

    def source(self, **more: Any) -> Works:
        """The service as a program would have it that has just been started."""
        defaults: dict[str, Any] = {
            "cache_dir": self.folder / "cache",
            "gate_dir": self.folder / "gates",
            "timeout": 5.0,
            "max_age_days": 30.0,
            "offline": False,
            "report": self.notices.append,
            "base_url": self.server.url,
            "clock": self.waits.clock,
        }
        return Works(service(self.name), **{**defaults, **more})

    def told(self, kind: str) -> list[str]:
        """The sentences of all notices of a kind."""
        return [notice.message for notice in self.notices if notice.kind == kind]


Open = Callable[..., Desk]


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    """`open_desk(name, records, faults=…)`: a service at its own server, which is closed at the end."""
    servers: list[WorksServer] = []

    def make(name: str, records: Sequence[Any] | None = None, faults: Sequence[Fault | None] = (), **more: Any) -> Desk:
        server = WorksServer(name, RECORDS[name] if records is None else records, faults=faults, **more)
        servers.append(server.__enter__())
        return Desk(tmp_path, name, server)

    yield make
    for server in servers:
        server.__exit__(None, None, None)


def until_failure(found: Iterator[Any]) -> tuple[list[Any], BibtoolsError | None]:
    """What came, and what ended it."""
    came = []
    try:
        for each in found:
            came.append(each)
    except BibtoolsError as error:
        return came, error
    return came, None


@pytest.fixture
def gather() -> Callable[[Iterator[Any]], tuple[list[Any], BibtoolsError | None]]:
    """What an iterator gives before it ends, and the error that ends it, if any."""
    return until_failure
