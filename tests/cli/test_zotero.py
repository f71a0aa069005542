"""Zotero libraries from the command line: as input, as what is merged into, carried out later, and taken back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from cli.conftest import Bibtools, Run
from servers.zotero import KEY, READ_ONLY_KEY, ZoteroServer, serve, serve_local
from servers.zotero_faults import close_after, status
from servers.zotero_invariants import violations

OFFLINE = ("--source", "starter", "--offline")
NEW = """\
    @misc{dove,
      author = {Dove, Ceri and Quill, Ada},
      title = {Lanterns over Silent Harbours},
      year = {2019},
      eprint = {1901.00001},
      archiveprefix = {arXiv},
    }

    @article{reed,
      author = {Reed, Bo},
      title = {A theory of wet stones},
      journal = {Journal of Moonlight},
      year = {2021},
      doi = {10.1000/moon.7},
    }
    """
PEOPLE = [
    {"creatorType": "author", "firstName": "Ceri", "lastName": "Dove"},
    {"creatorType": "author", "firstName": "Ada", "lastName": "Quill"},
]
HELD = {"title": "Lanterns over silent harbours", "creators": PEOPLE, "extra": "arXiv:1901.00001", "date": "2019"}


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new.bib").write_text(dedent(NEW))


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[ZoteroServer]:
    with serve() as server:
        monkeypatch.setenv("BIBTOOLS_ZOTERO_URL", server.url)
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        yield server
        assert violations(server) == []
    for path in Path(os.environ["HOME"]).rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), f"{path} holds the key"


def receipt_of(run: Run) -> str:
    return run.err.rsplit("bibtools undo ", 1)[1].split()[0]


def test_merge_shows_and_writes_nothing(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    run = bibtools("merge", "new.bib", "--into", "zotero:user")
    assert run.code == 0
    assert "@@ zotero://select/library/items/ABCD2345 @@\n title: Lanterns over silent harbours\n" in run.out
    assert "+archiveID: arXiv:1901.00001\n" in run.out
    assert "+publicationTitle: Journal of Moonlight\n" in run.out
    assert run.err == "Nothing written. Run again with --write (1 new entry, 3 fields).\n"
    assert web.writes == []


def test_merge_writes_once_and_undo_takes_it_back(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    run = bibtools("merge", "new.bib", "--into", "zotero:user", "--write")
    assert run.code == 0
    assert run.err.startswith("If this is interrupted, go on with: bibtools apply --resume ")
    assert "Written to zotero:user: 1 new entry, 3 fields. To take it back: bibtools undo " in run.err
    assert len(web.writes) == 2
    again = bibtools("merge", "new.bib", "--into", "zotero:user", "--write")
    assert (again.code, again.out) == (0, "")
    assert again.err == "Nothing to write: zotero:user has all of it already.\n"
    assert len(web.writes) == 2
    shown = bibtools("undo", receipt_of(run), "--dry-run")
    assert (shown.code, shown.err) == (0, "Nothing taken back. Run again without --dry-run.\n")
    assert "-archiveID: arXiv:1901.00001\n" in shown.out
    assert len(web.writes) == 2
    back = bibtools("undo", receipt_of(run))
    assert (back.code, back.err) == (0, "zotero:user is as it was before\n")
    shown = bibtools("undo", receipt_of(run), "--dry-run")
    assert (shown.code, shown.out, shown.err) == (0, "", "Nothing to take back.\n")
    assert "archiveID" not in web.user.items["ABCD2345"].data
    assert sum(item.is_trashed for item in web.user.items.values()) == 1


def test_what_cannot_be_taken_back_is_told(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    run = bibtools("merge", "new.bib", "--into", "zotero:user", "--write")
    web.user.edit("ABCD2345", DOI="10.1000/mine")
    shown = bibtools("undo", receipt_of(run), "--dry-run")
    assert shown.code == 1
    assert "conflict in ABCD2345: somebody changed it meanwhile" in shown.err
    back = bibtools("undo", receipt_of(run))
    assert back.code == 1
    assert "conflict in ABCD2345: somebody changed it meanwhile" in back.err
    assert back.err.endswith("zotero:user: the rest is as it was before\n")


def test_a_plan_is_carried_out_later(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    plan = bibtools("merge", "new.bib", "--into", "zotero:user", "--json").out
    Path("plan.json").write_text(plan)
    assert json.loads(plan)["fingerprint"] == f"{web.url}/users/1 version 1"
    web.user.edit("ABCD2345", url="https://example.org/mine")
    shown = bibtools("apply", "plan.json", "--dry-run")
    assert shown.code == 0
    assert web.writes == []
    run = bibtools("apply", "plan.json")
    assert run.code == 0, run.err
    assert web.user.items["ABCD2345"].data["url"] == "https://example.org/mine"
    assert web.user.items["ABCD2345"].data["archiveID"] == "arXiv:1901.00001"


def test_what_was_added_meanwhile_is_told(bibtools: Bibtools, web: ZoteroServer) -> None:
    Path("plan.json").write_text(bibtools("merge", "new.bib", "--into", "zotero:user", "--json").out)
    web.user.add("journalArticle", key="EFGH2345", title="A Theory of Wet Stones", DOI="10.1000/moon.7")
    run = bibtools("apply", "plan.json")
    assert run.code == 1
    assert "EFGH2345 was added meanwhile and may be the same work" in run.err
    assert "Written to zotero:user: 1 new entry, 1 conflict." in run.err
    assert len(web.user.items) == 2


def test_a_plan_that_others_carried_out_is_done(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    Path("plan.json").write_text(bibtools("merge", "new.bib", "--into", "zotero:user", "--json").out)
    assert bibtools("apply", "plan.json").code == 0
    again = bibtools("apply", "plan.json")
    assert (again.code, again.out) == (0, "")
    assert again.err.endswith("Nothing written to zotero:user: it was there already.\n")
    web.user.edit("ABCD2345", DOI="10.1000/mine")
    changed = bibtools("apply", "plan.json")
    assert changed.code == 1
    assert "somebody changed it meanwhile" in changed.err
    assert web.user.items["ABCD2345"].data["DOI"] == "10.1000/mine"


def test_a_run_that_was_stopped_goes_on(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    web.faults.writes = {1: close_after(), 2: status(403, "Forbidden")}
    run = bibtools("merge", "new.bib", "--into", "zotero:user", "--write")
    assert run.code == 4
    assert "HTTP 403 for writing: Forbidden" in run.err
    name = run.err.rsplit("bibtools apply --resume ", 1)[1].split()[0]
    more = bibtools("apply", "--resume", name)
    assert more.code == 0, more.err
    assert "Written to zotero:user: 1 new entry, 3 fields." in more.err
    assert bibtools("undo", receipt_of(more)).code == 0
    assert sum(not item.is_trashed for item in web.user.items.values()) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("apply",), "name a PLAN, or a run with --resume"),
        (("apply", "plan.json", "--resume", "x"), "name a PLAN, or a run with --resume"),
        (("apply", "--resume", "x", "--dry-run"), "--resume goes with none of"),
        (("merge", "new.bib", "--into", "zotero:users"), "zotero:users names no Zotero library"),
        (("dedupe", "zotero:user", "--write"), "Duplicate Items"),
        (("check", "zotero:user", "--fix"), "zotero:user is not repaired"),
        (("merge", "new.bib", "--into", "zotero:user/collection/AAAA2222"), "there is no collection AAAA2222"),
    ],
)
def test_calls_that_are_wrong(bibtools: Bibtools, web: ZoteroServer, arguments: tuple[str, ...], told: str) -> None:
    run = bibtools(*arguments)
    assert run.code == 2
    assert told in run.err


def test_there_is_no_such_run(bibtools: Bibtools, web: ZoteroServer) -> None:
    assert bibtools("apply", "--resume", "20260101-120000-ABCD2345").code == 3


def test_without_a_key(bibtools: Bibtools, web: ZoteroServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY")
    run = bibtools("show", "zotero:user")
    assert run.code == 2
    assert "ZOTERO_API_KEY is not set" in run.err
    assert web.requests == []


def test_with_a_key_that_may_only_read(bibtools: Bibtools, web: ZoteroServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", READ_ONLY_KEY)
    assert bibtools("merge", "new.bib", "--into", "zotero:user").code == 0
    run = bibtools("merge", "new.bib", "--into", "zotero:user", "--write")
    assert run.code == 5
    assert "may not write to zotero:user; nothing was written" in run.err


def test_offline_opens_no_socket(bibtools: Bibtools, web: ZoteroServer) -> None:
    run = bibtools("match", "zotero:user", *OFFLINE)
    assert run.code == 4
    assert "--offline forbids it" in run.err
    assert web.requests == []


@pytest.mark.parametrize("address", ["http://zotero.example.org", "https://key@zotero.example.org"])
def test_an_address_that_would_tell_the_key(
    bibtools: Bibtools, web: ZoteroServer, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIBTOOLS_ZOTERO_URL", address)
    assert bibtools("show", "zotero:user").code == 2


def test_libraries_as_input(bibtools: Bibtools, web: ZoteroServer) -> None:
    collection = web.user.collect("Reading")
    web.user.add(key="ABCD2345", citationKey="dove2019", **HELD)
    web.user.add("book", key="EFGH2345", title="Wet Stones", date="2001", publisher="Moon", collections=[collection])
    web.user.add("book", title="Thrown away", deleted=1)
    (shown,) = json.loads(bibtools("show", "zotero:user", "--json").out)["documents"]
    assert [entry["id"] for entry in shown["entries"]] == ["ABCD2345", "EFGH2345"]
    assert "EFGH2345" in bibtools("show", f"zotero:user/collection/{collection}").out
    assert "ABCD2345" not in bibtools("show", f"zotero:user/collection/{collection}").out
    assert "zotero:user:2:1: CHK" in bibtools("check", "zotero:user").out
    exported = bibtools("export", "zotero:user", "--to", "biblatex", "--allow", "CHK104").out
    assert "{dove2019,\n" in exported
    assert "EFGH2345" not in exported
    assert bibtools("merge", "zotero:user", "--into", "mine.bib", "--write", "--allow", "CHK104").code in (0, 1)
    assert "dove2019" in Path("mine.bib").read_text()


def test_from_one_library_into_another(bibtools: Bibtools, web: ZoteroServer) -> None:
    web.user.add(key="ABCD2345", **HELD)
    group = web.group(7)
    assert bibtools("merge", "zotero:user", "--into", "zotero:group/7", "--write").code == 0
    assert [item.data["title"] for item in group.items.values()] == [HELD["title"]]
    assert bibtools("merge", "zotero:user", "--into", "zotero:group/7", "--write").err.startswith("Nothing to write")


def test_the_running_client(bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve_local() as server:
        monkeypatch.setenv("BIBTOOLS_ZOTERO_LOCAL_URL", server.url)
        server.user.add(key="ABCD2345", **HELD)
        run = bibtools("merge", "new.bib", "--into", "zotero+local:user", "--write")
        assert run.code == 0, run.err
        assert len(server.user.items) == 2
        assert bibtools("undo", receipt_of(run)).code == 0
        assert violations(server) == []


def test_the_client_does_not_run(bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIBTOOLS_ZOTERO_LOCAL_URL", "http://127.0.0.1:9/api")
    Path("bibtools.toml").write_text("[zotero]\npatience = 0.5\n")
    run = bibtools("show", "zotero+local:user")
    assert run.code == 4
    assert "start Zotero" in run.err
