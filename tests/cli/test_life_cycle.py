"""What became of a paper since it was cited, by an index that keeps no text: retitled, withdrawn, superseded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import Bibtools
from servers.arxiv import ArxivServer, Library
from servers.invented import TEAPOT, UMBRELLA, invent
from servers.oai import OaiServer

OTHERS = [record | {"update_date": "2024-01-02"} for record in invent(20)]
FIRST = [UMBRELLA | {"update_date": "2024-01-02"}, TEAPOT | {"update_date": "2024-01-02"}, *OTHERS]
VERSIONS = [{"version": f"v{number}", "created": f"Fri, 2 Feb 20{number + 20} 10:00:00 GMT"} for number in (1, 2, 3)]
RETITLED = TEAPOT | {"title": "How Warm Vessels Compose", "versions": VERSIONS, "update_date": "2024-02-02"}
WITHDRAWN = UMBRELLA | {
    "comments": "4 pages. Withdrawn. It is superseded by arXiv:2402.00007",
    "update_date": "2024-02-02",
}
REFS = f"""\
@misc{{kettles, title = {{{TEAPOT["title"]}}}, author = {{{TEAPOT["authors"].replace(", ", " and ")}}}}}
@misc{{umbrella, title = {{{UMBRELLA["title"]}}}, eprint = {{{UMBRELLA["id"]}}}}}
"""


@pytest.fixture
def asked(tmp_path: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """refs.bib, and the options that ask an index without text, built before the papers changed and updated since."""
    monkeypatch.chdir(tmp_path)
    Path("bibtools.toml").write_text("[api]\ndelay = 0.0\n", "utf-8")
    Path("refs.bib").write_text(REFS, "utf-8")
    Path("snapshot.jsonl").write_text("".join(json.dumps(record) + "\n" for record in FIRST), "utf-8")
    options = ("--source", "index", "--index", "arxiv.index", "--offline")
    assert bibtools("index", "build", "snapshot.jsonl", "--no-abstracts", "-o", "arxiv.index").code == 0
    assert "LIF" not in bibtools("enrich", "refs.bib", *options).err
    with OaiServer([RETITLED, WITHDRAWN, *OTHERS]) as server:
        monkeypatch.setenv("BIBTOOLS_OAI_URL", server.url)
        assert bibtools("index", "update", "arxiv.index", "--from", "2024-02-01").code == 0
    return options


def test_match_says_whose_title_it_is(asked: tuple[str, ...], bibtools: Bibtools) -> None:
    run = bibtools("match", "refs.bib", *asked, "--explain")
    assert run.code == 0
    assert run.out.count("accept") >= 2
    assert "same words (title of version 1)" in run.out
    # Decisions that are kept and fed on keep what is known of the paper.
    assert bibtools("match", "refs.bib", *asked, "-o", "matches.json").code == 0
    best = json.loads(Path("matches.json").read_text("utf-8"))["matches"][0]["candidates"][0]["reference"]
    day = {"year": 2019, "month": 3, "day": 4}
    assert best["earlier_titles"] == [{"title": TEAPOT["title"], "version": 1, "updated": day}]
    assert TEAPOT["id"] in bibtools("export", "matches.json", "--to", "bibtex").out


def test_enrich_tells_what_became_of_each(asked: tuple[str, ...], bibtools: Bibtools) -> None:
    run = bibtools("enrich", "refs.bib", *asked)
    told = [line.partition(" ")[2] for line in run.err.splitlines() if " LIF10" in line]
    assert told == [
        f"LIF104 kettles: has the title of version 1 of arXiv:{TEAPOT['id']};"
        f" version 3 is titled “How Warm Vessels Compose”",
        f"LIF101 umbrella: arXiv:{UMBRELLA['id']} is withdrawn",
        f"LIF102 umbrella: arXiv:{UMBRELLA['id']} is superseded by arXiv:2402.00007",
    ]
    # The title is the entry's own, and no conflict; today's is taken when asked for.
    assert "How Warm Vessels Compose" not in run.out
    assert "How Warm Vessels Compose" in bibtools("enrich", "refs.bib", *asked, "--update", "title").out


def test_verify_takes_an_earlier_title_for_the_papers(asked: tuple[str, ...], bibtools: Bibtools) -> None:
    run = bibtools("verify", "refs.bib", *asked)
    assert run.code == 0
    assert [line.split()[:2] for line in run.out.splitlines() if not line.startswith(" ")][:2] == [
        ["verified", "kettles"],
        ["verified", "umbrella"],
    ]
    assert "; version 3 is titled “How Warm Vessels Compose”" in run.out


def test_an_index_with_texts_tells_it_in_the_authors_words(asked: tuple[str, ...], bibtools: Bibtools) -> None:
    Path("now.jsonl").write_text("".join(json.dumps(record) + "\n" for record in [WITHDRAWN, *OTHERS]), "utf-8")
    assert bibtools("index", "build", "now.jsonl", "-o", "arxiv.index").code == 0
    told = bibtools("enrich", "refs.bib", *asked).err
    assert f"arXiv:{UMBRELLA['id']} is withdrawn: “Withdrawn”" in told
    assert f"arXiv:{UMBRELLA['id']} is superseded by arXiv:2402.00007: “It is superseded by arXiv:2402.00007”" in told


def test_arxiv_itself_is_asked_for_the_version_cited_and_for_the_latest(
    tmp_path: Path, bibtools: Bibtools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bibtools.toml").write_text("[api]\ndelay = 0.0\n", "utf-8")
    first = f"@misc{{kettles, title = {{{TEAPOT['title']}}}, eprint = {{{TEAPOT['id']}v1}}}}\n"
    Path("refs.bib").write_text(first, "utf-8")
    with ArxivServer(Library([RETITLED | {"earlier": {1: {"title": TEAPOT["title"]}}}])) as server:
        monkeypatch.setenv("BIBTOOLS_API_URL", server.url)
        run = bibtools("enrich", "refs.bib", "--source", "api")
        assert [asked.ids for asked in server.requests] == [[f"{TEAPOT['id']}v1", TEAPOT["id"]]]
        told = [line.partition(" ")[2] for line in run.err.splitlines() if " LIF10" in line]
        assert told == [
            f"LIF103 kettles: cites version 1 of arXiv:{TEAPOT['id']}; there is version 3",
            f"LIF104 kettles: has the title of version 1 of arXiv:{TEAPOT['id']};"
            " version 3 is titled “How Warm Vessels Compose”",
        ]
        latest = bibtools("enrich", "refs.bib", "--source", "api", "--version", "latest", "--update", "title").out
        assert f"+@misc{{kettles, title = {{How Warm Vessels Compose}}, eprint = {{{TEAPOT['id']}v3}}" in latest
        assert bibtools("verify", "refs.bib", "--source", "api").out.startswith("verified")
        assert len(server.requests) == 1
