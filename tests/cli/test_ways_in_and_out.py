"""Pipes, `-`, folders that cannot be written, and what is said when there is nothing to do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Bibtools

ENTRY = "@misc{doe2020,\n  title = {On Tests},\n  author = {Doe, Jane},\n  year = {2020},\n}\n"


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    path = tmp_path / "new.bib"
    path.write_text(ENTRY)
    return path


def test_a_reader_that_has_seen_enough_is_no_failure(entry: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run(
        [sys.executable, "-m", "bibtools", "show", str(entry)], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (run.returncode, run.stderr) == (0, b"")


def test_dash_is_standard_output(
    bibtools: Bibtools, entry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = bibtools("export", entry, "--to", "bibtex", "-o", "-")
    assert (run.code, run.out.splitlines()[0]) == (0, "@misc{doe2020,")
    run = bibtools("match", entry, "--source", "starter", "--offline", "-o", "-")
    assert json.loads(run.out)["format"] == "bibtools-matches"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.bib"]


@pytest.mark.parametrize("name", ["out.BIB", "out.bibtex", "out.biblatex", "out.csljson"])
def test_the_ending_of_the_output_says_its_format(bibtools: Bibtools, entry: Path, tmp_path: Path, name: str) -> None:
    assert bibtools("export", entry, "-o", tmp_path / name).code == 0
    told = "date = {2020}" if name == "out.biblatex" else '"issued"' if name == "out.csljson" else "year = {2020}"
    assert told in (tmp_path / name).read_text()


def test_the_way_back_can_be_pasted_whatever_the_library_is_called(
    bibtools: Bibtools, entry: Path, tmp_path: Path
) -> None:
    library = tmp_path / "my refs.bib"
    run = bibtools("merge", entry, "--into", library, "--write")
    command = shlex.split(run.err.rpartition("To take it back: ")[2])
    assert bibtools(*command[1:]).code == 0
    assert library.read_text() == ""


def test_what_could_not_be_taken_back_is_not_done(
    bibtools: Bibtools, entry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where the folder of receipts would be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    run = bibtools("merge", entry, "--into", tmp_path / "refs.bib", "--write")
    assert run.code == 5
    assert "receipt" in run.err
    assert not (tmp_path / "refs.bib").exists()


def test_a_folder_that_cannot_be_made_is_told(bibtools: Bibtools, tmp_path: Path) -> None:
    records = tmp_path / "records.json"
    records.write_text('{"id": "2001.00001", "title": "On Tests", "authors": "J. Doe"}\n')
    run = bibtools("index", "build", records, "-o", records / "arxiv.index", "--workers", 1)
    assert run.code == 5
    assert "records.json" in run.err
    assert "Traceback" not in run.err


def test_nothing_to_write_is_not_said_to_be_there_already(bibtools: Bibtools, tmp_path: Path) -> None:
    run = bibtools("merge", tmp_path / "nowhere.bib", "--into", tmp_path / "refs.bib")
    assert run.code == 3
    assert "already" not in run.err
    assert "Nothing to write: there is no reference to merge." in run.err


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_a_missing_plan_is_named_once(bibtools: Bibtools, tmp_path: Path, verb: str) -> None:
    path = tmp_path / "nowhere.json"
    assert bibtools(verb, path).err == f"error: {path}: No such file or directory\n"


def test_no_file_name_at_all(bibtools: Bibtools) -> None:
    run = bibtools("show", "")
    assert (run.code, run.err) == (3, "error: the name of a file is empty\n")


def test_an_index_that_was_named_must_be_there(bibtools: Bibtools, entry: Path, tmp_path: Path) -> None:
    run = bibtools("match", entry, "--index", tmp_path / "nowhere.index", "--offline")
    assert run.code == 4
    assert f"{tmp_path / 'nowhere.index'}: No such file" in run.err


def test_what_an_index_cannot_be_built_from(bibtools: Bibtools, tmp_path: Path) -> None:
    missing, text = tmp_path / "nowhere.json", tmp_path / "notes.txt"
    run = bibtools("index", "build", missing, "-o", tmp_path / "x")
    assert (run.code, run.err) == (3, f"error: {missing}: No such file or directory\n")
    text.write_text('{"id": "2001.00001", "title": "On Tests", "authors": "J. Doe"}\nA title\n')
    run = bibtools("index", "build", text, "-o", tmp_path / "x", "--workers", 1)
    assert (run.code, run.err.count("no record:")) == (1, 1)
    assert "build one with" in bibtools("index", "info", tmp_path / "y").err


def test_documents_always_have_lists_of_entries_and_problems(bibtools: Bibtools, tmp_path: Path) -> None:
    (tmp_path / "empty.bib").touch()
    (document,) = json.loads(bibtools("show", "--json", tmp_path / "empty.bib").out)["documents"]
    assert (document["entries"], document["problems"]) == ([], [])


def test_an_empty_line_is_not_shown_with_a_caret(bibtools: Bibtools, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert [line.strip()[:5] for line in bibtools("show", tmp_path / "empty.txt").err.splitlines()[1:]] == ["hint:"]


def test_a_rejected_entry_is_shown_by_what_it_says(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "titles.txt"
    path.write_text("Zzyzx quumbles of the frobnicated wuzzle\n")
    run = bibtools("match", path, "--source", "starter", "--offline")
    assert run.out.split() == ["reject", run.out.split()[1], "-", f"{path}:1", *path.read_text().split()]


def test_codes_of_seed_documents_are_explained(bibtools: Bibtools) -> None:
    run = bibtools("check", "--explain", "SEED102")
    assert (run.code, run.out.splitlines()[0]) == (0, "SEED102 (warning): These lines could not be given to an entry.")


def test_a_mistyped_verb(bibtools: Bibtools) -> None:
    run = bibtools("exprot")
    assert run.code == 2
    assert "did you mean 'export'?" in run.err.casefold()


def test_what_could_not_be_asked_about_is_not_taken_for_missing(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{a, title = {Reinforcement Unlearning}, eprint = {2312.15910}, archivePrefix = {arXiv}}\n")
    run = bibtools("match", path, "--source", "api", "--offline")
    assert run.code == 4
    assert run.err.endswith("1 entry could not be asked about: rejected only for want of an answer\n")


@pytest.mark.parametrize("named", ["2312.15910", "arXiv:2312.15910v2", "https://arxiv.org/pdf/2312.15910.pdf"])
def test_an_identifier_in_place_of_a_file(bibtools: Bibtools, named: str) -> None:
    run = bibtools("match", named, "--source", "starter", "--offline")
    accepted = run.out.split()
    assert (run.code, accepted[0], accepted[2:4]) == (0, "accept", ["2312.15910", f"{named}:1"])
    (line,) = bibtools("match", "--jsonl", named, "--source", "starter").out.splitlines()
    assert json.loads(line)["decision"] == "accept"


def test_identifiers_are_added_like_any_entry(bibtools: Bibtools, tmp_path: Path) -> None:
    refs, asked = tmp_path / "refs.bib", ("2312.15910", "10.1103/PhysRevD.90.124022")
    assert bibtools("add", *asked, "--into", refs, "--source", "starter", "--write").code == 0
    assert refs.read_text().startswith("@misc{ye2023reinforcement,")
    assert "@article{armas2014black," in refs.read_text()
    assert "Nothing to write" in bibtools("add", *asked, "--into", refs, "--source", "starter", "--write").err


def test_a_file_comes_before_an_identifier(bibtools: Bibtools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2312.15910").write_text("Black Holes and Biophysical (Mem)-branes\n")
    assert "1402.6330" in bibtools("match", "2312.15910", "--source", "starter", "--offline").out


def test_a_missing_copy_of_a_paper_is_a_missing_file(bibtools: Bibtools) -> None:
    assert bibtools("match", "2312.15910.pdf", "--source", "starter").code == 3
