"""`export --to zotero-rdf`, and `--lacking-in`: only what a library has not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import Bibtools
from property.zotero_importer import imported
from servers.zotero import KEY, serve

NEW = """\
@misc{dove2019,
  author        = {van Dove, Ceri and {Harbour Collaboration}},
  title         = {Lanterns over {Silent} Harbours},
  year          = {2019},
  eprint        = {1901.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CL},
}

@article{reed,
  author  = {Reed, Bo},
  title   = {A Theory of Wet Stones},
  journal = {Journal of Moonlight},
  volume  = {7},
  year    = {2021},
  doi     = {10.1000/moon.7},
}
"""


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.bib"
    path.write_text(NEW)
    return path


def test_a_file_for_zotero(bibtools: Bibtools, new: Path) -> None:
    run = bibtools("export", new, "--to", "zotero-rdf")
    assert (run.code, run.err) == (0, "2 references written as zotero-rdf\n")
    preprint, article = imported(run.out)
    assert {
        name: preprint[name] for name in ("itemType", "archiveID", "repository", "DOI", "citationKey", "extra")
    } == {
        "itemType": "preprint",
        "archiveID": "arXiv:1901.00001",
        "repository": "arXiv",
        "DOI": "10.48550/arXiv.1901.00001",
        "citationKey": "dove2019",
        "extra": "arXiv:1901.00001 [cs.CL]",
    }
    assert (article["itemType"], article["publicationTitle"], article["volume"]) == (
        "journalArticle",
        "Journal of Moonlight",
        "7",
    )


def test_the_ending_tells_the_format(bibtools: Bibtools, new: Path, tmp_path: Path) -> None:
    assert bibtools("export", new, "-o", tmp_path / "new.rdf").code == 0
    assert len(imported((tmp_path / "new.rdf").read_text("utf-8"))) == 2
    assert bibtools("export", new, "-o", tmp_path / "new.rdf").code == 0
    (tmp_path / "new.rdf").write_text("mine")
    run = bibtools("export", new, "-o", tmp_path / "new.rdf")
    assert (run.code, run.err.splitlines()[-1]) == (5, "hint: --overwrite replaces it")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.bib", "@misc{x, title = {Lanterns over silent harbours}, author = {C. van Dove}, eprint = {1901.00001},"
                     " archivePrefix = {arXiv}, year = {2019}}\n"),
        ("mine.json", json.dumps([{"id": "x", "type": "article", "title": "Lanterns over Silent Harbours",
                                   "author": [{"family": "van Dove"}], "number": "arXiv:1901.00001"}])),
    ],
)  # fmt: skip
def test_only_what_a_library_lacks(bibtools: Bibtools, new: Path, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    run = bibtools("export", new, "--to", "zotero-rdf", "--lacking-in", tmp_path / name)
    assert run.code == 0
    assert f"{tmp_path / name} has 1 reference already\n1 reference written" in run.err
    assert [item["citationKey"] for item in imported(run.out)] == ["reed"]


def test_what_may_be_there_is_left_out_and_told(bibtools: Bibtools, new: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.bib"
    mine.write_text("@article{sand, title = {A theory of wet stones}, author = {Sand, Cy}, year = {2023}}\n")
    run = bibtools("export", new, "--to", "bibtex", "--lacking-in", mine)
    assert run.code == 1
    assert "conflict in sand: may be the same work" in run.err
    assert "dove2019" in run.out
    assert "reed" not in run.out


def test_what_could_not_be_read_of_the_library_is_told(bibtools: Bibtools, new: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.bib"
    mine.write_text("@misc{cut, title = {Lanterns over")
    run = bibtools("export", new, "--to", "bibtex", "--lacking-in", mine)
    assert run.code == 1
    assert f"{mine}:1:20: BIB101 the value of 'title' is never closed" in run.err
    assert "dove2019" in run.out


def test_a_library_that_is_not_there(bibtools: Bibtools, new: Path, tmp_path: Path) -> None:
    run = bibtools("export", new, "--to", "zotero-rdf", "--lacking-in", tmp_path / "none.bib")
    assert run.code == 3
    assert "No such file or directory" in run.err


def test_only_what_a_zotero_library_lacks(
    bibtools: Bibtools, new: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    with serve() as server:
        (tmp_path / "bibtools.toml").write_text(f'[zotero]\nurl = "{server.url}"\n')
        server.user.add(title="Lanterns over Silent Harbours", extra="arXiv: 1901.00001")
        trashed = server.user.add("journalArticle", title="A Theory of Wet Stones", DOI="10.1000/moon.7")
        server.user.trash(trashed)
        run = bibtools("export", new, "--to", "zotero-rdf", "--lacking-in", "zotero:user")
        assert server.writes == []
    assert run.code == 1
    assert "it is in the trash; it is left out" in run.err
    assert imported(run.out) == []


def test_what_zotero_could_not_sync_is_told(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "long.bib"
    path.write_text(
        f"@misc{{a, title = {{T}}, author = {{Doe, J.}}, year = {{2019}}, abstract = {{{'x ' * 40_000}}}}}\n"
    )
    run = bibtools("export", path, "--to", "zotero-rdf")
    assert run.code == 1
    assert "OUT103 a: 'abstractNote' is 79,999 bytes long, and Zotero stores 65,535" in run.err


def test_a_list_of_items_is_read_as_zoteros(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([{"key": "ABCD2345", "data": {"itemType": "preprint", "title": "T", "citationKey": "doe",
                                                             "extra": "Issue: arXiv:1901.00001"}}]))  # fmt: skip
    run = bibtools("export", path, "--to", "csl-json")
    (item,) = json.loads(run.out)
    assert (item["id"], item["number"], item["type"]) == ("doe", "arXiv:1901.00001", "article")
    assert bibtools("show", path).out.count("ABCD2345") == 1


def test_rdf_is_not_read(bibtools: Bibtools, new: Path, tmp_path: Path) -> None:
    bibtools("export", new, "-o", tmp_path / "new.rdf")
    run = bibtools("show", tmp_path / "new.rdf")
    assert run.code == 1
    assert "ZOT101 this is RDF" in run.err + run.out
