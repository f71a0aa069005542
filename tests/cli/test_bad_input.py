"""Bad input: a clear problem with its place, the right exit code, never a traceback, nothing lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import Bibtools

ABSTRACT = (
    "We study how librarians of the moon catalogue craters that have no name yet, and we show that a catalogue of "
    "silence can be kept by two people and a lantern. The method needs no instruments beyond patience. Experiments on "
    "three invented moons confirm the theory, and a fourth moon, which does not exist, refutes nothing."
)
OFFLINE = ("--source", "starter", "--offline")


@pytest.mark.parametrize("verb", ["show", "match", "check"])
@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("empty.txt", b"", 1, "empty.txt:1:1: SEED"),
        ("blank.txt", b"\n \n\n", 1, "blank.txt:1:1: SEED"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 3, "image.txt: "),
        ("zeros.txt", bytes(64), 3, "zeros.txt: "),
        ("cut.json", b'[{"id": "a", "title": "T"', 1, "cut.json:1:"),
        ("broken.bib", b"@article{a, title = {T\n", 1, "broken.bib:1:"),
    ],
)
def test_what_cannot_be_read_is_told(
    bibtools: Bibtools, tmp_path: Path, verb: str, name: str, data: bytes, code: int, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    run = bibtools(verb, path, *(OFFLINE if verb == "match" else ()))
    assert run.code == code
    assert said in run.err + run.out
    assert "Traceback" not in run.err


def test_a_folder(bibtools: Bibtools, tmp_path: Path) -> None:
    run = bibtools("show", tmp_path)
    assert (run.code, run.out) == (3, "")
    assert "is a folder" in run.err
    assert f"hint: name the files in it: {tmp_path}/*" in run.err


def test_a_missing_file_does_not_stop_the_others(bibtools: Bibtools, tmp_path: Path) -> None:
    good = tmp_path / "ids.txt"
    good.write_text("arXiv:1706.03762\n")
    run = bibtools("show", tmp_path / "nowhere.txt", good)
    assert run.code == 3
    assert "nowhere.txt: No such file" in run.err
    assert "arxiv:1706.03762" in run.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(bibtools: Bibtools, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.touch(mode=0o000)
    run = bibtools("show", secret)
    assert run.code == 3
    assert "Permission denied" in run.err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read(bibtools: Bibtools, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "seed.txt"
    path.write_bytes(f"{ABSTRACT} Señor Müller agrees.\n".encode(encoding))
    run = bibtools("show", path, "--json")
    assert run.code == 0, run.err
    (entry,) = json.loads(run.out)["documents"][0]["entries"]
    assert entry["reference"]["abstract"].endswith("Señor Müller agrees.")


def test_one_long_line(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(ABSTRACT * 1000)
    run = bibtools("show", path, "--json")
    assert run.code in (0, 1)
    (document,) = json.loads(run.out)["documents"]
    told = [*document.get("entries", []), *document.get("problems", [])]
    assert {one["origin"].get("line", 1) for one in told} == {1}


@pytest.mark.slow
def test_a_line_of_fifty_megabytes(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(ABSTRACT * (50_000_000 // len(ABSTRACT)))
    run = bibtools("show", path)
    assert run.code in (0, 1)
    assert "long.txt" in run.out


def test_standard_input(bibtools: Bibtools) -> None:
    run = bibtools("show", "-", stdin=b"arXiv:hep-th/9711200v3\n")
    assert run.code == 0
    assert "<stdin>: 1 entry" in run.out
    assert "arxiv:hep-th/9711200v3" in run.out


def test_a_paper_that_does_not_exist_is_not_matched(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(ABSTRACT + "\n")
    run = bibtools("match", path, *OFFLINE)
    assert run.code == 1
    assert run.out.startswith("reject")


def test_an_id_that_contradicts_the_text_is_not_accepted(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(f"{ABSTRACT}\n\narXiv:0704.0002\nCreated: 2007-03-31\n")
    run = bibtools("match", path, *OFFLINE, "--explain")
    assert run.code == 1
    assert run.out.startswith("review")
    assert "0704.0002" in run.out


def test_two_papers_in_one_paragraph_are_a_problem(bibtools: Bibtools, tmp_path: Path, root: Path) -> None:
    one, other = (root / "seeds" / "001_8f7331ed3bcf767a.txt").read_text("utf-8").splitlines()[1:3]
    path = tmp_path / "seed.txt"
    path.write_text(f"{one} {other}\n")
    run = bibtools("match", path, *OFFLINE)
    assert run.code == 1
    assert not run.out.startswith("accept")


def test_an_unknown_verb_is_a_usage_error(bibtools: Bibtools) -> None:
    assert bibtools("improve").code == 2


def test_export_wants_a_format(bibtools: Bibtools, tmp_path: Path) -> None:
    run = bibtools("export", tmp_path / "x.bib")
    assert run.code == 2
    assert "hint: say --to with one of bibtex, biblatex, csl-json" in run.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "a.bib", "-o", "nowhere/x.bib"),
        ("match", "a.bib", *OFFLINE, "-o", "nowhere/x.json"),
        ("match", "a.bib", *OFFLINE, "--report", "nowhere/x.md"),
        ("match", "a.bib", *OFFLINE, "--jsonl", "-o", "nowhere/x.jsonl"),
        ("merge", "a.bib", "--into", "nowhere/x.bib", "--write"),
        ("add", "a.bib", *OFFLINE, "--into", "nowhere/x.json"),
        ("dedupe", "a.bib", "--key-map", "nowhere/keys.tsv", "--write"),
        ("index", "build", "a.bib", "-o", "nowhere/x.bibindex"),
    ],
)
def test_a_folder_that_is_not_there_is_told_and_not_made(
    bibtools: Bibtools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.bib").write_text("@misc{a, title = {Tides}, author = {Doe, Jane}, year = 2001}\n")
    run = bibtools(*arguments)
    assert (run.code, run.out) == (5, "")
    assert run.err.endswith(f": there is no folder {tmp_path}/nowhere\nhint: mkdir -p {tmp_path}/nowhere\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


def test_of_two_outputs_none_is_written_where_one_may_not_be(bibtools: Bibtools, tmp_path: Path) -> None:
    source, report, output = tmp_path / "a.bib", tmp_path / "report.md", tmp_path / "decisions.json"
    source.write_text("@misc{a, title = {Tides}, author = {Doe, Jane}, year = 2001}\n")
    output.write_text("mine")
    assert bibtools("match", source, *OFFLINE, "--report", output, "-o", output, "--overwrite").code == 2
    assert bibtools("match", source, *OFFLINE, "--report", report, "-o", output).code == 5
    assert (report.exists(), output.read_text()) == (False, "mine")


def test_where_an_input_cannot_be_read_no_file_is_written_without_it(bibtools: Bibtools, tmp_path: Path) -> None:
    source, output = tmp_path / "a.bib", tmp_path / "all.bib"
    source.write_text("@misc{a, title = {Tides}, author = {Doe, Jane}, year = 2001}\n")
    output.write_text("% mine\n")
    for verb in (("export",), ("match", *OFFLINE)):
        run = bibtools(*verb, source, tmp_path / "nowhere.bib", "-o", output, "--overwrite")
        assert run.code == 3
        assert f"Nothing written to {output}: not all of the input could be read.\n" in run.err
        assert output.read_text() == "% mine\n"
    assert "title = {Tides}" in bibtools("export", source, tmp_path / "nowhere.bib", "--to", "bibtex").out


def test_a_device_stays_one(bibtools: Bibtools, tmp_path: Path) -> None:
    source, pipe = tmp_path / "a.bib", tmp_path / "pipe"
    source.write_text("@misc{a, title = {Tides}, author = {Doe, Jane}, year = 2001}\n")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert bibtools("export", source, "--to", "bibtex", "-o", pipe).code == 0
        assert os.read(reader, 9) == b"@misc{a,\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8:strict"])
def test_data_is_utf8_whatever_the_locale(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(rb'[{"id": "a", "title": "Erd\u0151s, half a pair: \ud83d", "type": "article"}]')
    command = [sys.executable, "-m", "bibtools", "show", path]
    shown = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=True)
    assert "Erdős, half a pair: \\ud83d\n".encode() in shown.stdout
    assert shown.stderr == b""


STRAY = "% Zażółć gęślą jaźń\n@misc{a, title = {Reinforcement \udcffUnlearning}, eprint = {arXiv:2312.15910}}\n"


def test_a_byte_that_is_no_character_is_taken_back_too(bibtools: Bibtools, tmp_path: Path) -> None:
    path, old = tmp_path / "refs.bib", STRAY.encode("utf-8", "surrogateescape")
    path.write_bytes(old)
    run = bibtools("enrich", path, *OFFLINE, "--update", "title", "--write")
    assert b"\xff" not in path.read_bytes()
    assert bibtools("undo", run.err.rsplit("bibtools undo ", 1)[1].split()[0]).code == 0
    assert path.read_bytes() == old


def test_a_byte_that_is_no_character_stays_one_in_decisions(bibtools: Bibtools, tmp_path: Path) -> None:
    path, decisions = tmp_path / "refs.bib", tmp_path / "decisions.json"
    path.write_bytes(STRAY.encode("utf-8", "surrogateescape"))
    assert bibtools("match", path, *OFFLINE, "-o", decisions).code == 0
    (match,) = json.loads(decisions.read_bytes())["matches"]
    assert match["entry"]["reference"]["title"] == "Reinforcement \udcffUnlearning"


def test_half_a_surrogate_pair_is_not_written(bibtools: Bibtools, tmp_path: Path) -> None:
    path, output = tmp_path / "items.json", tmp_path / "refs.bib"
    path.write_bytes(rb'[{"id": "a", "title": "Half a pair: \ud83d", "type": "article"}]')
    run = bibtools("export", path, "-o", output, "--allow", "CHK403")
    assert run.code == 5
    assert f"error: {output}: the encoding utf-8 has no '\\ud83d'" in run.err
    assert not output.exists()


def test_an_existing_file_is_not_overwritten_unasked(bibtools: Bibtools, tmp_path: Path) -> None:
    source, target = tmp_path / "a.bib", tmp_path / "mine.bib"
    source.write_text("@misc{a, title = {Tides}, author = {Doe, Jane}, year = 2001}\n")
    target.write_text("% mine\n")
    run = bibtools("export", source, "-o", target)
    assert run.code == 5
    assert target.read_text() == "% mine\n"
    assert "--overwrite replaces it" in run.err
    assert bibtools("export", source, "-o", target, "--overwrite").code == 0
    assert "title = {Tides}" in target.read_text()


def test_nothing_is_written_that_fails_the_checks(bibtools: Bibtools, tmp_path: Path) -> None:
    source, target = tmp_path / "a.bib", tmp_path / "out.bib"
    source.write_text("@article{a, author = {Doe, Jane}, year = 2001}\n")
    run = bibtools("export", source, "-o", target)
    assert run.code == 5
    assert "hint: --allow CHK101" in run.err
    assert not target.exists()
    assert bibtools("export", source, "-o", target, "--allow", "CHK101").code in (0, 1)
    assert target.exists()


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (None, "bibtools index build"),
        (b"not an index", "bibtools index build"),
        (b"", "bibtools index build"),
    ],
)
def test_an_index_that_cannot_be_used(bibtools: Bibtools, tmp_path: Path, data: bytes | None, hint: str) -> None:
    path, seed = tmp_path / "arxiv.index", tmp_path / "seed.txt"
    seed.write_text("arXiv:0704.0002\n")
    if data is not None:
        path.write_bytes(data)
    run = bibtools("match", seed, "--source", "index", "--index", path)
    assert run.code == 4
    assert hint in run.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    ("arguments", "redirected", "code", "told"),
    [
        ("show -", "<&-", 3, "error: <stdin>: it is closed"),
        ("match --jsonl -", "<&-", 3, "error: <stdin>: it is closed"),
        ("show nowhere.bib", "2>&-", 3, ""),
        ("show nowhere.bib", "2>/dev/full", 3, ""),
        ("show a.bib", ">/dev/full", 5, "error: <stdout>: No space left on device"),
        ("show a.bib", ">&-", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full(tmp_path: Path, arguments: str, redirected: str, code: int, told: str) -> None:
    (tmp_path / "a.bib").write_text("@misc{a, title = {Tides}}\n")
    command = f"{sys.executable} -m bibtools {arguments} {redirected}"
    run = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (code, "")
    assert run.stderr.splitlines()[:1] == ([told] if told else [])
