"""`bibtools index update` against a server that speaks OAI-PMH."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import Bibtools
from servers.arxiv import status
from servers.invented import HAND_WRITTEN, SHEEP, TEAPOT, invent
from servers.oai import OaiServer

RECORDS = [record | {"update_date": "2024-01-02"} for record in [*HAND_WRITTEN, *invent(20)]]
RENAMED = TEAPOT | {"title": "A Teapot Calculus, Revised", "update_date": "2024-02-02"}


@pytest.fixture
def index(tmp_path: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bibtools.toml").write_text("[api]\ndelay = 0.0\n", "utf-8")
    (tmp_path / "snapshot.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS[1:9]), "utf-8")
    assert bibtools("index", "build", "snapshot.jsonl", "-o", "arxiv.index").code == 0
    return tmp_path / "arxiv.index"


def test_an_update_and_what_it_tells(index: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> None:
    with OaiServer([RECORDS[0], RENAMED, *RECORDS[2:]], deleted={RECORDS[3]["id"]: "2024-02-01"}, page=10) as server:
        monkeypatch.setenv("BIBTOOLS_OAI_URL", server.url)
        run = bibtools("index", "update", index, "--from", "2024-01-02", "-v", "--workers", 1)
        assert (run.code, len(server.requests)) == (0, 3)
        assert server.requests[0].headers["User-Agent"].startswith("bibtools/")
        assert "updated     all to 2024-02-02" in run.out
        assert "17 new, 7 changed, 1 deleted" in run.err
        assert run.err.count("asking arXiv for") == 3
        told = json.loads(bibtools("index", "info", index, "--verify", "--json").out)
        assert (told["records"], told["harvested"]) == (24, {"": "2024-02-02"})
        again = bibtools("index", "update", index, "--from", "2024-02-03")
        assert (again.code, again.out) == (0, "")
        assert "nothing new" in again.err
    Path("refs.txt").write_text(f"[1] {SHEEP['title']}\n[2] A teapot calculus, revised\n", "utf-8")
    found = bibtools("match", "refs.txt", "--source", "index", "--index", index)
    assert SHEEP["id"] in found.out
    assert TEAPOT["id"] in found.out


def test_a_failure_leaves_the_index_and_the_pages(
    index: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index.read_bytes()
    with OaiServer(RECORDS, page=10, faults=[None, status(403)]) as server:
        monkeypatch.setenv("BIBTOOLS_OAI_URL", server.url)
        run = bibtools("index", "update", index, "--from", "2024-01-02")
        assert run.code == 4
        assert "HTTP 403" in run.err
        assert index.read_bytes() == before
        wrong = bibtools("index", "update", index, "--set", "math")
        assert wrong.code == 2
        assert "--restart" in wrong.err
        assert bibtools("index", "update", index).code == 0
        assert len(server.requests) == 4
    assert json.loads(bibtools("index", "info", index, "--json").out)["records"] == 25


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("--from", "yesterday"), 2, "is no day"),
        (("--format", "marc"), 2, "arXivRaw"),
        (("--set", "alchemy"), 4, "Set does not exist"),
        (("--offline",), 4, "offline"),
    ],
)
def test_what_cannot_be_done(
    index: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, told: str
) -> None:
    with OaiServer(RECORDS) as server:
        monkeypatch.setenv("BIBTOOLS_OAI_URL", server.url)
        run = bibtools("index", "update", index, *arguments)
    assert (run.code, told in run.err) == (code, True)


def test_records_that_cannot_be_read_need_a_person(
    index: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless = RECORDS[0] | {"id": "2402.00001", "title": "", "update_date": "2024-02-05"}
    with OaiServer([nameless, RENAMED]) as server:
        monkeypatch.setenv("BIBTOOLS_OAI_URL", server.url)
        run = bibtools("index", "update", index)
    assert run.code == 1
    assert "2402.00001 has no title" in run.err
    assert "0 new, 1 changed" in run.err
