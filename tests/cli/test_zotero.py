"""Zotero libraries from the command line: previews, plans, receipts, runs, exit codes; and the key stays unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.conftest import Bibtools, Run
from servers.arxiv import ArxivServer
from servers.invented import HAND_WRITTEN, LANTERN, SHEEP, TEAPOT
from servers.zotero import KEY, READ_ONLY_KEY, ZoteroServer, serve, serve_local
from servers.zotero_faults import limited, server_error
from servers.zotero_invariants import contents, violations

from bibtools.config import load

NEW = [
    {
        "id": "sheep",
        "type": "article",
        "title": SHEEP["title"].replace("$n$-ary", "n-ary"),
        "author": [{"family": "Woolsey", "given": "Baa B."}, {"family": "van Hoorn", "given": "Pieter"}],
        "issued": {"date-parts": [[2019, 3, 4]]},
        "number": "arXiv:1903.01234",
        "publisher": "arXiv",
        "URL": "https://arxiv.org/abs/1903.01234",
    },
    {
        "id": "teapot",
        "type": "article",
        "title": TEAPOT["title"],
        "author": [{"family": "Woolsey", "given": "Baa B."}, {"family": "Okafor", "given": "Chidi"}],
        "issued": {"date-parts": [[2019, 3, 4]]},
        "number": "arXiv:1903.05678",
        "publisher": "arXiv",
        "URL": "https://arxiv.org/abs/1903.05678",
    },
]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new.json").write_text(json.dumps(NEW), "utf-8")


@pytest.fixture
def zotero(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoteroServer]:
    """zotero.org, with one item of the papers in new.json, and a key for it in the environment."""
    with serve() as server:
        server.user.add(title=TEAPOT["title"], archiveID="arXiv:1903.05678", tags=[{"tag": "read"}], extra="kept")
        monkeypatch.setenv("BIBTOOLS_ZOTERO_URL", server.url)
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        yield server
    assert violations(server) == []


def receipt_of(run: Run) -> str:
    return run.err.rsplit("bibtools undo ", 1)[1].split()[0].strip("'")


def test_a_merge_is_shown_and_not_written(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    run = bibtools("merge", "new.json", "--into", "zotero:user")
    assert run.code == 0
    assert "+archiveID: arXiv:1903.01234" in run.out
    assert "zotero://select/library/items/" in run.out
    assert run.err.splitlines()[-1].startswith("Nothing written. Run again with --write (1 new entry,")
    assert zotero.writes == []


def test_written_and_then_there_is_nothing_to_do(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    run = bibtools("merge", "new.json", "--into", "zotero:user", "--write")
    assert (run.code, len(zotero.user.items), len(zotero.writes)) == (0, 2, 2)
    again = bibtools("merge", "new.json", "--into", "zotero:user", "--write")
    assert (again.code, again.out) == (0, "")
    assert "has all of it already" in again.err
    assert len(zotero.writes) == 2


def test_a_plan_is_carried_out_later_and_taken_back(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    before = contents(zotero.user)
    plan = bibtools("merge", "new.json", "--into", "zotero:user", "--json").out
    Path("plan.json").write_text(plan, "utf-8")
    zotero.user.edit(next(iter(zotero.user.items)), shortTitle="Mine")
    assert bibtools("apply", "plan.json", "--dry-run").code == 0
    assert zotero.writes == []
    done = bibtools("apply", "plan.json")
    assert done.code == 0
    assert contents(zotero.user) != before
    undone = bibtools("undo", receipt_of(done))
    assert undone.code == 0
    (kept,) = (item for item in zotero.user.items.values() if not item.is_trashed)
    assert (kept.data["shortTitle"], kept.data["extra"], kept.data.get("date")) == ("Mine", "kept", None)


def test_a_run_that_is_stopped_goes_on(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    zotero.faults.writes = {2: limited(100_000)}
    stopped = bibtools("merge", "new.json", "--into", "zotero:user", "--write")
    assert stopped.code == 4
    (run,) = re.findall(r"apply --resume (\S+)", stopped.err)
    done = bibtools("apply", "--resume", run)
    assert done.code == 0, done.err
    assert len(zotero.user.items) == 2
    assert all(item.data["date"] == "2019-03-04" for item in zotero.user.items.values())
    assert bibtools("undo", receipt_of(done)).code == 0
    assert sum(item.is_trashed for item in zotero.user.items.values()) == 1


def test_a_conflict_needs_a_person(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    zotero.user.edit(next(iter(zotero.user.items)), date="1998")
    run = bibtools("merge", "new.json", "--into", "zotero:user", "--write")
    assert run.code == 1
    assert "1998" in run.err
    assert [item.data["date"] for item in zotero.user.items.values()] == ["1998", "2019-03-04"]


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("zotero:users", 2, "zotero:user"),
        ("zotero:group/0", 2, "zotero:group/ID"),
        ("zotero:user/collection/abc", 2, "collection"),
        ("zotero:group/7", 4, "404"),
        ("zotero:user/collection/AAAAAAAA", 2, "AAAAAAAA"),
    ],
)
def test_targets_that_are_none(bibtools: Bibtools, zotero: ZoteroServer, target: str, code: int, words: str) -> None:
    run = bibtools("merge", "new.json", "--into", target, "--write")
    assert run.code == code, run.err
    assert words in run.err
    assert "Traceback" not in run.err
    assert zotero.writes == []


def test_without_a_key(bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY")
    run = bibtools("merge", "new.json", "--into", "zotero:user")
    assert run.code == 2
    assert "ZOTERO_API_KEY" in run.err
    assert zotero.requests == []


def test_a_key_that_may_not_write_may_still_look(
    bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)
    assert bibtools("merge", "new.json", "--into", "zotero:user").code == 0
    assert bibtools("merge", "new.json", "--into", "zotero:user", "--write").code == 5
    assert zotero.writes == []


def test_the_key_is_seen_nowhere(
    bibtools: Bibtools, zotero: ZoteroServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    zotero.faults.any = {2: server_error()}
    runs = [
        bibtools("merge", "new.json", "--into", "zotero:user"),
        bibtools("merge", "new.json", "--into", "zotero:user", "--json"),
        bibtools("merge", "new.json", "--into", "zotero:user", "--write"),
        bibtools("show", "zotero:user", "--json"),
        bibtools("config", "show", "--origin"),
    ]
    assert KEY not in "".join(run.out + run.err for run in runs)
    files = [path for path in tmp_path_factory.getbasetemp().rglob("*") if path.is_file() and not path.is_symlink()]
    assert any("runs" in path.parts for path in files)
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("url", ["http://example.org", "ftp://127.0.0.1", f"https://me:{KEY}@127.0.0.1"])
def test_only_addresses_that_keep_a_secret(
    bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("BIBTOOLS_ZOTERO_URL", url)
    run = bibtools("show", "zotero:user")
    assert run.code == 2
    assert KEY not in run.err


def test_a_group_and_its_collection(bibtools: Bibtools, zotero: ZoteroServer) -> None:
    group = zotero.group(7)
    shelf = group.collect("Shelf")
    run = bibtools("merge", "new.json", "--into", f"zotero:group/7/collection/{shelf}", "--write")
    assert run.code == 0, run.err
    assert [item.data["collections"] for item in group.items.values()] == [[shelf]] * 2


def test_papers_are_found_and_added_in_one_go(
    bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("seeds.txt").write_text("arXiv:hep-th/9901017\n\narXiv:1903.05678\n", "utf-8")
    with ArxivServer(HAND_WRITTEN) as arxiv:
        monkeypatch.setenv("BIBTOOLS_API_URL", arxiv.url)
        run = bibtools("add", "seeds.txt", "--into", "zotero:user", "--write", "--source", "api")
    assert run.code == 0, run.err
    titles = {item.data["title"]: item.data for item in zotero.user.items.values()}
    assert set(titles) == {TEAPOT["title"], LANTERN["title"]}
    assert titles[TEAPOT["title"]]["tags"] == [{"tag": "read"}]
    assert len(titles[TEAPOT["title"]]["creators"]) == 2


def test_a_library_is_completed_from_arxiv(
    bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ArxivServer(HAND_WRITTEN) as arxiv:
        monkeypatch.setenv("BIBTOOLS_API_URL", arxiv.url)
        preview = bibtools("enrich", "zotero:user", "--source", "api")
        assert (preview.code, zotero.writes) == (0, [])
        run = bibtools("enrich", "zotero:user", "--source", "api", "--write")
    assert run.code == 0, run.err
    (item,) = zotero.user.items.values()
    assert (item.data["date"], item.data["extra"]) == ("2019-03-04", "kept")
    assert [creator["lastName"] for creator in item.data["creators"]] == ["Woolsey", "Okafor"]


def test_a_library_is_an_input_like_a_file(
    bibtools: Bibtools, zotero: ZoteroServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TEAPOT["title"] in bibtools("show", "zotero:user").out
    assert bibtools("check", "zotero:user").code in (0, 1)
    exported = bibtools("export", "zotero:user", "--to", "bibtex")
    assert "1903.05678" in exported.out
    with ArxivServer(HAND_WRITTEN) as arxiv:
        monkeypatch.setenv("BIBTOOLS_API_URL", arxiv.url)
        matched = bibtools("match", "zotero:user", "--source", "api", "--json")
        assert json.loads(matched.out)["matches"][0]["decision"] == "accept"
        verified = bibtools("verify", "zotero:user", "--source", "api")
        assert verified.code == 0, verified.out + verified.err
    lacking = bibtools("export", "new.json", "--to", "csl-json", "--lacking-in", "zotero:user")
    assert [item["number"] for item in json.loads(lacking.out)] == ["arXiv:1903.01234"]
    assert zotero.writes == []


def test_the_desktop_client(bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_local() as server:
        key = server.user.add(title=TEAPOT["title"], archiveID="arXiv:1903.05678", extra="DOI: 10.1/x\nkept")
        monkeypatch.setenv("BIBTOOLS_ZOTERO_LOCAL_URL", server.url)
        assert bibtools("merge", "new.json", "--into", "zotero+local:user").code == 0
        done = bibtools("merge", "new.json", "--into", "zotero+local:user", "--write")
        assert done.code == 0, done.err
        assert server.user.items[key].data["extra"] == "DOI: 10.1/x\nkept"
        assert len(server.user.items) == 2
        assert bibtools("undo", receipt_of(done)).code == 0
        assert "date" not in server.user.items[key].data
    assert violations(server) == []
    gone = bibtools("show", "zotero+local:user")
    assert gone.code == 4
    assert "start Zotero" in gone.err


def test_no_address_is_preset_but_zoteros_own() -> None:
    config = load(environ={}, folder=None, user_file=None)
    assert config.text("zotero.url") == "https://api.zotero.org"
    assert config.text("zotero.local") == "http://127.0.0.1:23119/api"
