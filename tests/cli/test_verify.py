"""verify from the command line: against the starter index, and against services on 127.0.0.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from textwrap import dedent

import pytest
from cli.conftest import Bibtools
from servers.invented_works import RECORDS, SHEEP_TITLE
from servers.works import Fault, WorksServer, status

OFFLINE = ("--source", "starter", "--offline")
ASKED = ("--source", "starter", "--source", "crossref", "--source", "openalex")
ON_ARXIV = """\
    @misc{right,
      title = {Reinforcement Unlearning}, author = {Ye, Dayong and others}, year = 2023,
      eprint = {2312.15910}, archivePrefix = {arXiv}}
    @misc{other,
      title = {Reinforcement Unlearning}, author = {Smith, Jane and Doe, Jim}, year = 2019,
      eprint = {2312.15910}, archivePrefix = {arXiv}}
    @misc{retitled,
      title = {A Theory of Wet Stones}, eprint = {2312.15910}, archivePrefix = {arXiv}}
    @book{knuth,
      title = {The Art of Computer Programming}, author = {Donald E. Knuth}, year = 1968, publisher = {Addison-Wesley}}
    """
VERDICTS = """\
    verified         right  refs.bib:1  Reinforcement Unlearning (arxiv-index)
    mismatch         other  refs.bib:4  Reinforcement Unlearning (arxiv-index)
        author: Jane Smith; Jim Doe
        arxiv-index: Dayong Ye; Tianqing Zhu; Congcong Zhu; Derui Wang; Kun Gao; Zewei Shi; Sheng …
        issued: 2019
        arxiv-index: 2023-12-26
    could not check  retitled  refs.bib:7  A Theory of Wet Stones
        arxiv-index has “Reinforcement Unlearning” under its identifier: a second source must say so
    could not check  knuth  refs.bib:9  The Art of Computer Programming
        no source that was asked need know it
    """
PUBLISHED = f"""\
    @article{{sheep,
      title = {{{SHEEP_TITLE}}},
      author = {{Woolsey, Baa B. and van Hoorn, Pieter and {{The Shepherds' Guild}}}},
      journal = {{Journal of Pastoral Computation}}, volume = {{13}}, pages = {{45--67}}, year = 2020}}
    @article{{stones,
      title = {{A Theory of Wet Stones on Dry Evenings}}, author = {{Reed, Bo}},
      journal = {{Journal of Moonlight}}, year = 2021}}
    """


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[dict[str, list[Fault | None]]]:
    """Crossref and OpenAlex on 127.0.0.1; the faults that stand in the lists befall them, in order."""
    faults: dict[str, list[Fault | None]] = {"crossref": [], "openalex": []}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(WorksServer(name, RECORDS[name])) for name in faults}
        for name, server in servers.items():
            server._faults = faults[name]
        urls = "\n".join(f'{name} = "{server.url}"' for name, server in servers.items())
        (tmp_path / "bibtools.toml").write_text(f"[works.url]\n{urls}\n")
        yield faults


def test_offline_against_an_index(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text(dedent(ON_ARXIV))
    run = bibtools("verify", "refs.bib", *OFFLINE)
    assert run.out == dedent(VERDICTS)
    assert run.err == "4 entries: 1 verified, 1 mismatch, 0 not found, 2 could not check\n"
    assert run.code == 1


def test_all_verified_is_done(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text("".join(dedent(ON_ARXIV).splitlines(keepends=True)[:3]))
    run = bibtools("verify", "refs.bib", *OFFLINE)
    assert (run.code, run.err) == (0, "1 entry: 1 verified, 0 mismatch, 0 not found, 0 could not check\n")


def test_two_services(bibtools: Bibtools, services: dict[str, list[Fault | None]]) -> None:
    Path("refs.bib").write_text(dedent(PUBLISHED))
    run = bibtools("verify", "refs.bib", "--json", *ASKED)
    sheep, stones = json.loads(run.out)["verdicts"]
    assert (sheep["verdict"], sheep["sources"]) == ("mismatch", ["crossref", "openalex"])
    assert sheep["mismatches"] == [
        {"variable": "volume", "stated": "13", "found": "12", "sources": ["crossref", "openalex"]}
    ]
    assert (stones["verdict"], stones["why"]) == ("not found", "neither crossref nor openalex knows it")
    assert run.code == 1


def test_a_service_that_fails_leaves_what_the_other_says(
    bibtools: Bibtools, services: dict[str, list[Fault | None]]
) -> None:
    Path("refs.bib").write_text(dedent(PUBLISHED))
    services["crossref"] += [status(403)]
    run = bibtools("verify", "refs.bib", "--json", *ASKED)
    sheep, stones = json.loads(run.out)["verdicts"]
    assert (sheep["verdict"], sheep["sources"]) == ("mismatch", ["openalex"])
    assert stones["verdict"] == "could not check"
    assert stones["why"].startswith("crossref: ")
    assert run.code == 4


def test_nothing_to_verify(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text("% nothing\n")
    run = bibtools("verify", "refs.bib", *OFFLINE)
    assert (run.code, run.out) == (0, "")


def test_two_places_for_arxivs_records_are_one_too_many(bibtools: Bibtools) -> None:
    Path("refs.bib").write_text("% nothing\n")
    run = bibtools("verify", "refs.bib", "--source", "index", "--source", "api")
    assert run.code == 2
    assert "--source index and api exclude each other" in run.err


def test_no_verdict_accuses_anybody(root: Path) -> None:
    told = [
        (root / "bibtools" / path).read_text("utf-8")
        for path in ("merge/verdict.py", "pipeline/verify.py", "cli/verify.py")
    ]
    assert not any(word in text.lower() for text in told for word in ("fake", "fabricat", "hallucin"))
