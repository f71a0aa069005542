"""A merge whose process is killed again and again, at any moment: in the end everything is done, and done once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import pytest
from conftest import ROOT
from servers.zotero import KEY, ZoteroServer, serve, serve_local
from servers.zotero_faults import close_after, close_before, slow
from servers.zotero_invariants import twins, violations
from zotero.papers import held, paper

from bibtools.formats.csljson.write import write


@dataclass
class Worker:
    """`bibtools` in a process of its own, which dies when the server meets a certain request."""

    server: ZoteroServer
    folder: Path
    random: Random
    killed: int = 0
    process: subprocess.Popen[str] | None = None
    said: list[str] = field(default_factory=list)

    @property
    def runs(self) -> list[str]:
        return [path.stem for path in (self.folder / "state" / "bibtools" / "runs").glob("*.jsonl")]

    def call(self, *arguments: str) -> int:
        """The exit code of a call; negative if it was killed."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "BIBTOOLS_ZOTERO_URL": self.server.url,
            "BIBTOOLS_ZOTERO_LOCAL_URL": self.server.url,
            "ZOTERO_API_KEY": KEY,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bibtools", *arguments],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        _, told = self.process.communicate()
        self.said.append(told)
        return self.process.returncode

    def kill_soon(self, writes: int) -> None:
        """Let the process die at one of its next writes or requests, before or after the server has done as asked."""
        fault = replace(close_after() if self.random.random() < 0.5 else close_before(), before=self._kill)
        self.server.faults.any, self.server.faults.writes = {}, {}
        if self.random.random() < 0.7:
            self.server.faults.writes = {len(self.server.writes) + self.random.randint(1, writes): fault}
        else:
            self.server.faults.any = {len(self.server.requests) + self.random.randint(1, 6): fault}

    def interrupt(self) -> None:
        """As Ctrl-C does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)

    def _kill(self) -> None:
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.killed += 1


def merge_through_kills(
    folder: Path, count: int, kills: int, writes: int, *, again: bool = False, local: bool = False
) -> None:
    """Merge so many papers, half of which are there and lack something, dying `kills` times on the way.

    Each life ends with one of its first so many `writes`, or in reading before them. `again`: each time the merge is
    called anew; otherwise its run goes on. `local`: into the desktop client.
    """
    server = serve_local() if local else serve()
    known = range(0, count, 2)
    for number in known:
        server.user.add(**held(number))
    new = folder / "new.json"
    new.write_text(write((f"new{number}", paper(number)) for number in range(count)), "utf-8")
    merge = ("merge", str(new), "--into", "zotero+local:user" if local else "zotero:user", "--write")
    with server:
        worker = Worker(server, folder, Random(count + again))
        for _ in range(40 * kills):
            if worker.killed < kills:
                worker.kill_soon(writes)
            go_on = worker.runs and not again
            code = worker.call(*(("apply", "--resume", worker.runs[0]) if go_on else merge))
            if code >= 0:
                break
        assert code == 0, worker.said
        assert worker.killed == kills, f"it was done after {worker.killed} kills"
        server.faults.any.clear()
        server.faults.writes.clear()
        sent = len(server.writes)
        assert worker.call(*merge) == 0
        assert len(server.writes) == sent
    titles = sorted(item.data["title"] for item in server.user.items.values())
    assert titles == sorted(str(paper(number).title) for number in range(count))
    assert all(item.data["date"].startswith("2020-") for item in server.user.items.values())
    assert twins(server.user) == []
    assert violations(server) == []
    assert KEY not in "".join(worker.said)
    assert not [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


def test_interrupted_by_hand_and_resumed(tmp_path: Path) -> None:
    with serve() as server:
        server.user.add(**held(0))
        new = tmp_path / "new.json"
        new.write_text(write((f"new{number}", paper(number)) for number in range(9)), "utf-8")
        worker = Worker(server, tmp_path, Random(1))
        server.faults.writes = {2: replace(slow(5.0), before=worker.interrupt)}
        code = worker.call("merge", str(new), "--into", "zotero:user", "--write")
        assert code == 130
        assert "Traceback" not in worker.said[0]
        assert f"apply --resume {worker.runs[0]}" in worker.said[0]
        assert worker.call("apply", "--resume", worker.runs[0]) == 0
    assert len(server.user.items) == 9
    assert len(server.writes) == 2
    assert violations(server) == []


def test_killed_and_resumed(tmp_path: Path) -> None:
    merge_through_kills(tmp_path, count=200, kills=4, writes=1)


@pytest.mark.slow
def test_killed_and_called_again(tmp_path: Path) -> None:
    merge_through_kills(tmp_path, count=300, kills=6, writes=1, again=True)


@pytest.mark.slow
def test_killed_while_it_writes_to_the_desktop_client(tmp_path: Path) -> None:
    merge_through_kills(tmp_path, count=120, kills=3, writes=1, local=True)


@pytest.mark.slow
def test_ten_thousand_papers_and_twenty_kills(tmp_path: Path) -> None:
    merge_through_kills(tmp_path, count=10_000, kills=20, writes=8)
