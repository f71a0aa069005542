"""`bibtools check`: what is reported, how, with which exit code; repairs previewed, written and taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.conftest import Bibtools

from bibtools import pipeline
from bibtools.config import load

CLEAN = """\
@article{doe2021lakes,
  author = {Doe, Jane},
  title = {The lakes of the north},
  journal = {Journal of Lakes},
  year = 2021,
}
"""
FAULTY = CLEAN.replace("2021,\n}", "2021,\n  month = {June},\n  doi = {https://doi.org/10.1000/a\\_b},\n}")
MENDED = CLEAN.replace("2021,\n}", "2021,\n  month = jun,\n  doi = {10.1000/a_b},\n}")
DOUBTFUL = CLEAN.replace("2021,\n}", "2021,\n  url = {www.example.org/lakes},\n}")


@pytest.fixture
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("refs.bib")
    path.write_text(FAULTY)
    return path


@pytest.mark.parametrize(
    ("text", "flags", "code"),
    [
        (CLEAN, (), 0),
        (FAULTY, (), 1),
        (FAULTY, ("--exit-zero",), 0),
        (FAULTY, ("--select", "CHK1"), 0),
        (FAULTY, ("--ignore", "CHK2", "--ignore", "CHK8"), 0),
        (FAULTY, ("--severity", "error"), 0),
        (CLEAN.replace("lakes of the north", "lakes."), (), 0),
        (CLEAN.replace("2021,\n}", "2021\n"), ("--select", "BIB"), 1),
        (FAULTY, ("--fix",), 1),
        (FAULTY, ("--fix", "--exit-zero"), 0),
        (CLEAN, ("--fix",), 0),
        (FAULTY, ("--fix", "--write"), 0),
        (DOUBTFUL, ("--fix",), 1),
        (DOUBTFUL, ("--fix", "--write"), 1),
        (DOUBTFUL, ("--fix", "--unsafe-fixes", "--write"), 0),
        (FAULTY, ("--select", "CHK999"), 2),
        (FAULTY, ("--write",), 2),
        (FAULTY, ("--unsafe-fixes",), 2),
    ],
)
def test_exit_codes(bibtools: Bibtools, refs: Path, text: str, flags: tuple[str, ...], code: int) -> None:
    refs.write_text(text)
    assert bibtools("check", refs, *flags).code == code


def test_a_file_that_cannot_be_read_wins_over_problems(bibtools: Bibtools, refs: Path) -> None:
    run = bibtools("check", refs, "nowhere.bib", "--exit-zero", "--format", "sarif")
    assert run.code == 3
    assert json.loads(run.out)["runs"][0]["invocations"] == [{"executionSuccessful": False}]
    assert bibtools("check", "nowhere.bib", "--fix").code == 3
    assert bibtools("check").code == 2


def test_a_preview_writes_nothing(bibtools: Bibtools, refs: Path) -> None:
    run = bibtools("check", refs, "--fix")
    assert [line for line in run.out.splitlines() if re.match(r"[+-] ", line)] == [
        "-  month = {June},",
        "-  doi = {https://doi.org/10.1000/a\\_b},",
        "+  month = jun,",
        "+  doi = {10.1000/a_b},",
    ]
    assert run.err == "Nothing written. Run again with --write (2 fields).\n"
    assert refs.read_text() == FAULTY


def test_a_preview_without_repairs_tells_what_is_wrong_all_the_same(bibtools: Bibtools, refs: Path) -> None:
    Path("doubtful.bib").write_text(DOUBTFUL)
    run = bibtools("check", refs, "doubtful.bib", "nowhere.bib", "--fix")
    assert run.code == 3
    assert re.findall(r"^(\S+\.bib):.*(CHK\d+)", run.out, re.MULTILINE) == [("doubtful.bib", "CHK207")]
    assert run.err == (
        "Nothing written. Run again with --write (2 fields).\n"
        "Nothing to write: doubtful.bib has nothing that can be repaired safely.\n"
        "error: nowhere.bib: No such file or directory\n"
        "1 entry checked: 1 problem\n"
    )


def test_written_and_taken_back(bibtools: Bibtools, refs: Path) -> None:
    run = bibtools("check", refs, "--fix", "--write", "--backup")
    assert refs.read_text() == MENDED
    assert Path("refs.bib.bak").read_text() == FAULTY
    assert "1 entry checked: 0 problems" in run.err
    receipt = run.err.split("bibtools undo ")[1].split()[0]
    assert bibtools("undo", receipt).code == 0
    assert refs.read_text() == FAULTY


@pytest.mark.parametrize("other", ["seeds.txt", "zotero:user", "-"])
def test_what_is_never_repaired_is_refused_before_anything_is_written(
    bibtools: Bibtools, refs: Path, other: str
) -> None:
    run = bibtools("check", refs, other, "--fix", "--write")
    assert (run.code, run.out) == (2, "")
    assert refs.read_text() == FAULTY


def test_done_twice_changes_nothing_more(bibtools: Bibtools, refs: Path) -> None:
    bibtools("check", refs, "--fix", "--write")
    before = refs.stat()
    run = bibtools("check", refs, "--fix", "--write")
    assert (run.code, run.out) == (0, "")
    assert "nothing that can be repaired" in run.err
    assert (refs.stat().st_mtime_ns, refs.read_text()) == (before.st_mtime_ns, MENDED)


def test_several_files_of_which_one_is_refused(bibtools: Bibtools, refs: Path) -> None:
    broken = Path("broken.json")
    broken.write_text('[{"id": "a", "type": "book", "DOI": "doi:10.1000/182"')
    run = bibtools("check", broken, refs, "--fix", "--write")
    assert refs.read_text() == MENDED
    assert run.code == 5
    assert "broken.json" in run.out


def test_what_is_protected_stays(bibtools: Bibtools, refs: Path) -> None:
    refs.write_text(FAULTY.replace("2021,\n", "2021,\n  bibtools = {protect = doi},\n"))
    bibtools("check", refs, "--fix", "--write")
    assert "month = jun" in refs.read_text()
    assert "https://doi.org" in refs.read_text()


def test_csl_json_is_repaired_too(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "refs.json"
    path.write_text('[\n  {"id": "a", "type": "book", "title": "Lakes &amp; rivers", "DOI": "doi:10.1000/182"}\n]\n')
    bibtools("check", path, "--fix", "--write")
    assert path.read_text() == '[\n  {"id": "a", "type": "book", "title": "Lakes & rivers", "DOI": "10.1000/182"}\n]\n'


def test_json_and_github(bibtools: Bibtools, refs: Path) -> None:
    problems = json.loads(bibtools("check", refs, "--json").out)["problems"]
    assert [(problem["code"], problem["origin"]["line"]) for problem in problems] == [
        ("CHK806", 6),
        ("CHK201", 7),
        ("CHK804", 7),
    ]
    first = bibtools("check", refs, "--format", "github").out.splitlines()[0]
    assert first.startswith("::warning file=refs.bib,line=6,col=12,title=CHK806::doe2021lakes: the month is")


def test_settings_by_file(bibtools: Bibtools, refs: Path) -> None:
    Path("drafts").mkdir()
    draft = Path("drafts/mine.bib")
    draft.write_text(FAULTY)
    Path("bibtools.toml").write_text(
        '[check]\nignore = ["month-in-words"]\nper-file-ignores = {"drafts/*.bib" = ["CHK2", "CHK804"]}\n'
    )
    assert bibtools("check", draft).code == 0
    run = bibtools("check", refs)
    assert (run.code, "CHK806" in run.out, "CHK201" in run.out) == (1, False, True)
    # Flags win over settings of the same name.
    assert "CHK806" in bibtools("check", refs, "--ignore", "CHK2").out
    bibtools("check", refs, "--fix", "--write")
    assert "{June}" in refs.read_text()
    Path("bibtools.toml").write_text('[check]\nignore = ["CHK9"]\n')
    assert bibtools("check", refs).code == 2


def test_standard_input(bibtools: Bibtools) -> None:
    run = bibtools("check", "-", stdin=FAULTY.encode())
    assert run.code == 1
    assert "<stdin>:6:12: CHK806" in run.out


def test_many_files_are_shared_out_among_processes(refs: Path) -> None:
    config = load(environ={}, folder=None, user_file=None)
    Path("clean.bib").write_text(CLEAN)
    asked = {name: pipeline.asked_for(name, config) for name in ("refs.bib", "nowhere.bib", "clean.bib")}
    alone = list(pipeline.check_each(asked, config))
    together = list(pipeline.check_each(asked, config, large=0))
    assert [name for name, _ in together] == list(asked)
    assert (together[0], together[2]) == (alone[0], alone[2])
    assert str(together[1][1]) == str(alone[1][1]) == "nowhere.bib: No such file or directory"


COPIED = """\
@misc{stones,
  author = {Reed, Bo},
  title = {A theory of wet stones},
  year = 2024,
  eprint = {2312.15910},
  archiveprefix = {arXiv},
}
"""
CONTRADICTED = """\
refs.bib:5:13: CHK209 stones: arXiv:2312.15910 is “Reinforcement Unlearning”, not what the title says
      eprint = {2312.15910},
                ^
    hint: look up the right identifier
"""


def test_ids_are_looked_up_only_where_a_source_is_named(bibtools: Bibtools, refs: Path) -> None:
    refs.write_text(COPIED)
    assert bibtools("check", "refs.bib").code == 0
    for named, stdin in (("refs.bib", b""), ("-", COPIED.encode())):
        run = bibtools("check", named, "--source", "starter", "--offline", stdin=stdin)
        assert (run.code, run.out.replace("<stdin>", "refs.bib")) == (1, CONTRADICTED)


def test_ids_that_are_looked_up_can_be_ignored(bibtools: Bibtools, refs: Path) -> None:
    refs.write_text(COPIED)
    run = bibtools("check", "refs.bib", "--source", "starter", "--ignore", "id-contradicts-title")
    assert (run.code, run.out) == (0, "")


CITED = """\
@misc{balazs07,
  author = {Bal{\\'a}zs, C. and Berger, E. L. and Nadolsky, P. M. and Yuan, C.-P.},
  title = {Calculation of prompt diphoton production cross sections at Tevatron and LHC energies},
  year = 2007,
  eprint = {0704.0001v1},
  archiveprefix = {arXiv},
}
"""


def test_what_became_of_a_paper_is_told_where_a_source_is_named(bibtools: Bibtools, refs: Path) -> None:
    refs.write_text(CITED)
    run = bibtools("check", "refs.bib", "--source", "starter", "--select", "LIF")
    assert [line.split()[1] for line in run.out.splitlines() if line.startswith("refs.bib")] == ["LIF103", "LIF105"]
    assert run.code == 0, "these are notes"
    assert "LIF" not in bibtools("check", "refs.bib", "--source", "starter", "--ignore", "LIF").out
    assert "LIF" not in bibtools("check", "refs.bib").out
    log = bibtools("check", "refs.bib", "--source", "starter", "--select", "newer-version", "--format", "sarif").out
    assert [rule["name"] for rule in json.loads(log)["runs"][0]["tool"]["driver"]["rules"]] == ["newer-version"]


def test_what_the_file_shows_is_found_with_and_without_a_source(bibtools: Bibtools, refs: Path) -> None:
    alone, beside = bibtools("check", "refs.bib"), bibtools("check", "refs.bib", "--source", "starter")
    assert alone.out
    assert (beside.code, beside.out) == (alone.code, alone.out)


def test_a_source_that_cannot_be_asked_leaves_what_the_file_shows(bibtools: Bibtools, refs: Path) -> None:
    refs.write_text(FAULTY + COPIED)
    run = bibtools("check", "refs.bib", "--source", "api", "--offline")
    assert run.code == 4
    assert "CHK806" in run.out
    assert "--offline" in run.err
