"""Servers of Zotero, and somebody who merges papers into their libraries with a clock of their own.

After each test, nothing may have been done to any server that no client may do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from servers.watch import Watch
from servers.zotero import KEY, ZoteroServer, serve, serve_local
from servers.zotero_invariants import violations
from servers.zotero_local import Desktop
from zotero.papers import enriched

from bibtools.config import Config, load
from bibtools.libraries.zotero.library import ZoteroLibrary
from bibtools.libraries.zotero.target import parse_target
from bibtools.libraries.zotero.transport import Client, Patience
from bibtools.model.change import Plan, Receipt
from bibtools.model.reference import Reference
from bibtools.pipeline import plan as planned
from bibtools.pipeline.zotero import recognise
from bibtools.sources.cache import Cache, DiskCache
from bibtools.sources.http import Timeout


@dataclass
class Clerk:
    """Merges papers into the libraries of a server, in a process that may end and start again (`again`)."""

    server: ZoteroServer
    watch: Watch
    folder: Path
    key: str | None = KEY
    policy: Any = "fill"
    timeout: Timeout = field(default_factory=Timeout)
    patience: Patience = field(default_factory=Patience)
    said: list[str] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    def library(self, target: str = "zotero:user") -> ZoteroLibrary:
        """The library as a fresh process would open it."""
        client = Client(
            self.server.url,
            None if isinstance(self.server.api, Desktop) else self.key,
            user_agent="bibtools/0 (tests)",
            clock=self.watch.clock,
            random=Random(3),
            patience=self.patience,
            timeout=self.timeout,
        )
        self.clients.append(client)
        cache: Cache = DiskCache(self.folder / "cache", 1e9)
        return ZoteroLibrary(
            parse_target(target),
            client,
            runs=self.folder / "runs",
            recognise=recognise,
            cache=cache,
            tell=self.said.append,
        )

    @property
    def config(self) -> Config:
        return load(environ={}, folder=self.folder, user_file=self.folder / "none.toml")

    def plan(self, papers: Sequence[Reference], library: ZoteroLibrary, **choices: Any) -> Plan:
        items = [enriched(paper, number) for number, paper in enumerate(papers, 1)]
        return planned(items, library, self.config, policy=self.policy, **choices)

    def merge(self, papers: Sequence[Reference], target: str = "zotero:user", **choices: Any) -> Receipt:
        """Plan and carry out."""
        library = self.library(target)
        return library.apply(self.plan(papers, library, **choices))

    @property
    def runs(self) -> list[str]:
        """The names of the runs so far, the latest last."""
        return [
            path.stem for path in sorted((self.folder / "runs").glob("*.jsonl"), key=lambda p: p.stat().st_mtime_ns)
        ]


Hire = Callable[..., Clerk]


@pytest.fixture
def hire(tmp_path: Path) -> Iterator[Hire]:
    """`hire(faults=…)` starts a server and gives its clerk; `local=True` for the desktop client's."""
    clerks: list[Clerk] = []

    def start(*, local: bool = False, watch: Watch | None = None, **more: Any) -> Clerk:
        watch = watch or Watch()
        server = (serve_local if local else serve)(clock=watch, **more)
        clerk = Clerk(server.__enter__(), watch, tmp_path / f"clerk{len(clerks)}")
        clerks.append(clerk)
        return clerk

    yield start
    for clerk in clerks:
        for client in clerk.clients:
            client.close()
        clerk.server.__exit__(None, None, None)
    assert [problem for clerk in clerks for problem in violations(clerk.server)] == []
