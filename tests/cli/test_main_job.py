"""The main job on the seed documents: every paper found, the same files every time, by index and by API."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli.conftest import Bibtools
from conftest import ROOT
from servers.arxiv import ArxivServer
from servers.arxiv_search import Library, read_records

OUTPUTS = ("matches.json", "references.bib", "references.biblatex.bib", "references.json", "report.md")
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def make_outputs(folder: Path) -> dict[str, bytes]:
    subprocess.run(
        ["make", "-s", "outputs", f"OUT={folder}", f"BIN={Path(sys.executable).parent}"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def test_the_committed_output_is_what_the_demo_makes(tmp_path: Path) -> None:
    first = make_outputs(tmp_path)
    for name in OUTPUTS:
        assert first[name] == (ROOT / "output" / name).read_bytes(), f"output/{name} is stale: make demo"
    assert make_outputs(tmp_path) == first


def decisions(path: Path) -> list[tuple[str, str, str]]:
    """(file and line, decision, arXiv id of the best candidate) of each match."""
    found = []
    for match in json.loads(path.read_text("utf-8"))["matches"]:
        origin = match["entry"]["origin"]
        ids = match["candidates"][0]["reference"]["ids"] if match["candidates"] else []
        place = f"{Path(origin['path']).name}:{origin['line']}"
        found.append((place, match["decision"], next((i["value"] for i in ids if i["scheme"] == "arxiv"), "")))
    return found


def test_forty_of_forty() -> None:
    found = decisions(ROOT / "output" / "matches.json")
    assert len(found) == 40
    assert {decision for _, decision, _ in found} == {"accept"}
    assert len({arxiv for _, _, arxiv in found}) == 40


def test_ids_that_the_seeds_state_themselves_are_the_ones_found() -> None:
    stated = re.findall(r"^arXiv:(\S+)", SEEDS[-1].read_text("utf-8"), re.MULTILINE)
    found = [
        arxiv for place, _, arxiv in decisions(ROOT / "output" / "matches.json") if place.startswith(SEEDS[-1].name)
    ]
    assert found == stated


def records_of_the_seeds() -> list[dict[str, Any]]:
    """Records for a server: what `output/` says about the papers, with the abstracts that stand in the seeds."""
    records = []
    for match in json.loads((ROOT / "output" / "matches.json").read_text("utf-8"))["matches"]:
        origin, known = match["entry"]["origin"], match["candidates"][0]["reference"]
        lines = (ROOT / origin["path"]).read_text("utf-8").splitlines()
        role = next(role for role in match["entry"]["roles"] if role["name"] == "abstract")
        text = lines[role["origin"]["line"] - 1].removeprefix("Abstract:").lstrip("-")
        date = known["issued"]
        day = f"{date['year']:04d}-{date['month']:02d}-{date['day']:02d}"
        records.append(
            {
                "id": next(i["value"] for i in known["ids"] if i["scheme"] == "arxiv"),
                "title": known["title"],
                "authors": ", ".join(f"{a.get('given', '')} {a['family']}".strip() for a in known["author"]),
                "abstract": text,
                "categories": " ".join(known["categories"]),
                "versions": [{"version": "v1", "created": f"{day}T00:00:00Z"}],
                "update_date": day,
                "comments": None,
                "journal-ref": None,
                "doi": None,
            }
        )
    return records


@pytest.fixture(scope="module")
def small_library() -> Library:
    return Library(records_of_the_seeds())


@pytest.fixture
def server(small_library: Library) -> Iterator[ArxivServer]:
    with ArxivServer(small_library) as running:
        yield running


def match_by_api(bibtools: Bibtools, server: ArxivServer, monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[Any]:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("BIBTOOLS_API_URL", server.url)
    monkeypatch.setenv("BIBTOOLS_CACHE", str(folder / "cache"))
    (folder / "bibtools.toml").write_text("[api]\ndelay = 0.05\n")
    seeds = [seed.relative_to(ROOT) for seed in SEEDS]
    with pytest.MonkeyPatch.context() as patch:
        # Settings are read where the command runs; the delay is the only one that the test needs otherwise.
        patch.setattr("bibtools.config.user_file", lambda: folder / "bibtools.toml")
        run = bibtools("match", *seeds, "--source", "api", "-o", folder / "matches.json", "--overwrite")
    assert run.code == 0, run.err
    return decisions(folder / "matches.json")


def test_the_api_finds_the_same_papers(
    bibtools: Bibtools, server: ArxivServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = decisions(ROOT / "output" / "matches.json")
    assert match_by_api(bibtools, server, monkeypatch, tmp_path) == expected
    asked = len(server.requests)
    assert 0 < asked <= 8
    assert match_by_api(bibtools, server, monkeypatch, tmp_path) == expected
    assert len(server.requests) == asked, "a warm second run sends nothing"


def test_offline_asks_nobody(
    bibtools: Bibtools, server: ArxivServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("BIBTOOLS_API_URL", server.url)
    monkeypatch.setenv("BIBTOOLS_CACHE", str(tmp_path / "cache"))
    run = bibtools("match", SEEDS[0], "--source", "api", "--offline")
    assert run.code == 4
    assert not server.requests
    assert "hint:" in run.err


@pytest.mark.slow
def test_the_api_finds_them_among_their_look_alikes(
    bibtools: Bibtools, shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with ArxivServer(read_records(shared / "data" / "arxiv-sample.jsonl.zst")) as server:
        found = match_by_api(bibtools, server, monkeypatch, tmp_path)
        assert found == decisions(ROOT / "output" / "matches.json")
        assert len(server.requests) <= 8


def test_start_up_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom bibtools.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))
    heavy = {"numpy", "requests", "arxiv", "bibtexparser", "rapidfuzz", "orjson", "zstandard", "pylatexenc", "lxml"}
    assert not heavy & set(run.stderr.split())
    assert "platformdirs" not in run.stderr.split()
