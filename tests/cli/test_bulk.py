"""`bibtools match --jsonl`: as `match`, for any number of entries; killed, it goes on where it stopped."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.conftest import Bibtools
from hypothesis import given, settings
from hypothesis import strategies as st

from bibtools import config as configuration
from bibtools.formats import matches
from bibtools.pipeline import bulk
from bibtools.pipeline.batches import batches
from bibtools.sources import arxiv_index

# Three titles of the starter index, and one that is nowhere (which takes many times as long to be sure of).
TITLES = ("Reinforcement Unlearning", "Segment Anything in 3D Gaussians", "Visual Prompt Tuning in Null Space")
NOWHERE = "A title that nobody has given to a paper so far"
MANY = 2300
STARTER = ("--source", "starter", "--offline")


def write_entries(path: Path, count: int) -> Path:
    """So many entries, all different."""
    lines = []
    for number in range(count):
        title = NOWHERE if number % 100 == 3 else TITLES[number % len(TITLES)]
        entry = {"id": f"e{number}", "title": title, "year": 2000 + number % 20, "n": number}
        lines.append(json.dumps(entry))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "bibtools", "match", *map(str, arguments), "--jsonl", *STARTER]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_entries(tmp_path_factory.mktemp("many") / "entries.jsonl", MANY)


@pytest.fixture(scope="module")
def whole(many: Path) -> bytes:
    """What an uninterrupted run of one process makes of `many`."""
    run = subprocess.run(command(many, "--workers", 1), capture_output=True, check=False)
    assert run.returncode == 1, run.stderr.decode()
    return run.stdout


def test_one_line_for_each_entry_in_order(whole: bytes) -> None:
    found = [json.loads(line) for line in whole.splitlines()]
    assert [each["entry"]["id"] for each in found] == [f"e{number}" for number in range(MANY)]
    assert {each["decision"] for each in found} >= {"accept", "reject"}


def test_two_workers_make_the_same_bytes(many: Path, whole: bytes) -> None:
    run = subprocess.run(command(many, "--workers", 2), capture_output=True, check=False)
    assert run.stdout == whole


def test_the_lines_are_the_elements_of_a_matches_file(bibtools: Bibtools, tmp_path: Path) -> None:
    entries = write_entries(tmp_path / "few.jsonl", 9)
    lines = bibtools("match", entries, "--jsonl", "-o", tmp_path / "m.jsonl", *STARTER)
    file = bibtools("match", entries, "-o", tmp_path / "m.json", *STARTER)
    assert (lines.code, lines.err) == (file.code, file.err)
    body = json.loads((tmp_path / "m.json").read_bytes())
    assert [json.loads(line) for line in (tmp_path / "m.jsonl").read_bytes().splitlines()] == body["matches"]


def test_export_takes_the_lines(bibtools: Bibtools, tmp_path: Path, root: Path) -> None:
    seeds = sorted((root / "seeds").glob("*.txt"))
    assert bibtools("match", *seeds, "--jsonl", "-o", tmp_path / "m.jsonl", *STARTER).code == 0
    bibtools("match", *seeds, "-o", tmp_path / "m.json", *STARTER)
    exported = [bibtools("export", tmp_path / name, "--to", "bibtex") for name in ("m.jsonl", "m.json")]
    assert exported[0].code == 0
    assert exported[0].out == exported[1].out
    assert exported[0].out.count("@") >= 40


def test_a_reader_that_has_seen_enough_ends_it(many: Path) -> None:
    with subprocess.Popen(
        command(many, "--workers", 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["entry"]["id"] == "e0"
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def wait_for_lines(output: Path, process: subprocess.Popen[bytes]) -> None:
    """Until a part of the output is written, but not all."""
    until = time.monotonic() + 60
    while not (output.exists() and output.stat().st_size):
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_killed_it_goes_on_where_it_stopped(many: Path, whole: bytes, tmp_path: Path, workers: int) -> None:
    output = tmp_path / "m.jsonl"
    line = command(many, "--workers", workers, "-o", output)
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        wait_for_lines(output, process)
        process.kill()
    there = output.read_bytes()
    assert whole.startswith(there)
    if len(there) < len(whole):
        assert json.loads(output.with_name("m.jsonl.job").read_bytes())["finished"] is False
    again = subprocess.run(line, capture_output=True, check=False)
    assert again.returncode == 1
    assert f"{there.count(bytes([10])):,} entries had a line already" in again.stderr.decode()
    assert output.read_bytes() == whole
    assert json.loads(output.with_name("m.jsonl.job").read_bytes())["finished"] is True


def test_workers_of_a_killed_run_end_too(many: Path, tmp_path: Path) -> None:
    output = tmp_path / "m.jsonl"
    line = command(many, "--workers", 2, "-o", output)
    with subprocess.Popen(line, stderr=subprocess.PIPE, start_new_session=True) as process:
        wait_for_lines(output, process)
        group = os.getpgid(process.pid)
        process.kill()
        process.wait()
        until = time.monotonic() + 30
        while members(group):
            assert time.monotonic() < until, "processes are left over"
            time.sleep(0.05)


def members(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, its_group = (place / "stat").read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(its_group) == group and state != "Z":
            found.append(int(place.name))
    return found


def test_interrupted_it_says_so_and_goes_on(many: Path, whole: bytes, tmp_path: Path) -> None:
    output = tmp_path / "m.jsonl"
    line = command(many, "--workers", 2, "-o", output)
    with subprocess.Popen(line, stderr=subprocess.PIPE, start_new_session=True) as process:
        wait_for_lines(output, process)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
    if output.read_bytes() != whole:
        assert process.returncode == 130
        assert told.decode().splitlines()[-1] == "interrupted"
        assert "Traceback" not in told.decode()
    subprocess.run(line, capture_output=True, check=False)
    assert output.read_bytes() == whole


@pytest.mark.parametrize("cut", [0, 1, 500, -1, -2])
def test_a_cut_last_line_is_dropped(bibtools: Bibtools, tmp_path: Path, cut: int) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 12), tmp_path / "m.jsonl"
    call = ("match", entries, "--jsonl", "-o", output, *STARTER)
    first = bibtools(*call)
    complete = output.read_bytes()
    output.write_bytes(complete[:cut])
    again = bibtools(*call)
    assert output.read_bytes() == complete
    assert (again.code, again.err.splitlines()[-1]) == (first.code, first.err.splitlines()[-1])


def test_a_finished_job_does_nothing_twice(bibtools: Bibtools, tmp_path: Path) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    call = ("match", entries, "--jsonl", "-o", output, *STARTER)
    first = bibtools(*call)
    edited = output.read_bytes().replace(b'"decision":"accept"', b'"decision":"review"')
    output.write_bytes(edited)
    again = bibtools(*call)
    assert again.code == first.code
    assert "5 entries had a line already" in again.err
    assert output.read_bytes() == edited
    assert bibtools(*call, "--overwrite").code == first.code
    assert output.read_bytes() != edited


def test_another_input_is_refused(bibtools: Bibtools, tmp_path: Path) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    call = ("match", entries, "--jsonl", "-o", output, *STARTER)
    bibtools(*call)
    before = output.read_bytes()
    write_entries(entries, 6)
    refused = bibtools(*call)
    assert refused.code == 5
    assert "exists and was made from other inputs" in refused.err
    assert "--overwrite begins anew" in refused.err
    assert output.read_bytes() == before
    bibtools(*call, "--overwrite")
    assert output.read_bytes().count(b"\n") == 6


def test_another_source_is_refused(bibtools: Bibtools, tmp_path: Path) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    bibtools("match", entries, "--jsonl", "-o", output, *STARTER)
    records = tmp_path / "records.jsonl"
    records.write_text('{"id": "1706.03762", "title": "Attention Is All You Need", "authors": "A. Vaswani"}\n', "utf-8")
    arxiv_index.build([records], tmp_path / "own.index")
    refused = bibtools(
        "match", entries, "--jsonl", "-o", output, "--source", "index", "--index", tmp_path / "own.index"
    )
    assert refused.code == 5
    assert "was made from another source of records" in refused.err


def test_a_file_that_is_no_output_of_a_job_is_left_alone(bibtools: Bibtools, tmp_path: Path) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    output.write_text("precious\n", "utf-8")
    refused = bibtools("match", entries, "--jsonl", "-o", output, *STARTER)
    assert refused.code == 5
    assert "is not the output of an unfinished job" in refused.err
    assert output.read_text("utf-8") == "precious\n"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda lines: lines[1:], "m.jsonl:1: it is not about"),
        (lambda lines: [*lines[:2], b"{}\n", *lines[3:]], "m.jsonl:3: it is not about"),
        (lambda lines: [*lines[:2], b"oops\n"], "m.jsonl:3: it is not a match"),
        (lambda lines: [*lines, lines[-1]], "m.jsonl:6: the inputs have no such entry"),
    ],
)
def test_lines_about_other_entries_are_not_mixed_up(
    bibtools: Bibtools, tmp_path: Path, spoil: object, why: str
) -> None:
    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    call = ("match", entries, "--jsonl", "-o", output, *STARTER)
    bibtools(*call)
    spoiled = b"".join(spoil(output.read_bytes().splitlines(keepends=True)))  # type: ignore[operator]
    output.write_bytes(spoiled)
    refused = bibtools(*call)
    assert refused.code == 5
    assert why in refused.err
    assert output.read_bytes() == spoiled


def test_only_one_at_a_time(bibtools: Bibtools, tmp_path: Path) -> None:
    from bibtools.libraries.files import locked

    entries, output = write_entries(tmp_path / "few.jsonl", 5), tmp_path / "m.jsonl"
    with locked(output):
        refused = bibtools("match", entries, "--jsonl", "-o", output, *STARTER)
    assert refused.code == 5
    assert "another bibtools is working on it" in refused.err


def test_standard_input_streams_too(bibtools: Bibtools, tmp_path: Path) -> None:
    entries = write_entries(tmp_path / "few.jsonl", 7).read_bytes()
    call = ("match", "-", "--jsonl", "-o", tmp_path / "m.jsonl", *STARTER)
    bibtools(*call, stdin=entries)
    whole = (tmp_path / "m.jsonl").read_bytes()
    assert whole.count(b"\n") == 7
    (tmp_path / "m.jsonl").write_bytes(whole[:-5])
    assert "6 entries had a line already" in bibtools(*call, stdin=entries).err
    assert (tmp_path / "m.jsonl").read_bytes() == whole
    assert bibtools(*call, stdin=entries.replace(b"Unlearning", b"Learning")).code == 5


def test_bad_lines_are_told_and_left_out(bibtools: Bibtools, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"title": "Attention Is All You Need"}\r\n\n[1]\n{"title": }\n{"title": "\xff"}\n{}')
    run = bibtools("match", path, "--jsonl", *STARTER)
    assert [json.loads(line)["entry"]["id"] for line in run.out.splitlines()] == ["L1", "L6"]
    assert run.code == 1
    for place in (":3:1: JSL101", ":4:11: JSL101", ":5:1: JSL101"):
        assert f"{path}{place}" in run.err


def test_other_formats_and_files_of_matches(bibtools: Bibtools, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@misc{a, title = {Attention Is All You Need}}\n", "utf-8")
    (tmp_path / "refs.json").write_text(
        '[{"id": "b", "type": "article", "title": "Attention Is All You Need"}]', "utf-8"
    )
    (tmp_path / "m.jsonl").write_bytes(b"")
    run = bibtools("match", tmp_path / "refs.bib", tmp_path / "refs.json", "--jsonl", *STARTER)
    assert [json.loads(line)["entry"]["id"] for line in run.out.splitlines()] == ["a", "b"]
    (tmp_path / "m.jsonl").write_text(run.out, "utf-8")
    refused = bibtools("match", tmp_path / "m.jsonl", "--jsonl", *STARTER)
    assert refused.code == 2
    assert "holds decisions" in refused.err


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_inputs_that_cannot_be_read(bibtools: Bibtools, tmp_path: Path, name: str) -> None:
    for more in ((), ("-o", tmp_path / "m.jsonl")):
        assert bibtools("match", tmp_path / name, "--jsonl", *STARTER, *more).code == 3
    assert not (tmp_path / "m.jsonl").exists()


@pytest.mark.parametrize("extra", [("--jsonl", "--json"), ("--jsonl", "--explain"), ("--workers", "2")])
def test_options_that_do_not_go_together(bibtools: Bibtools, tmp_path: Path, extra: tuple[str, ...]) -> None:
    assert bibtools("match", write_entries(tmp_path / "few.jsonl", 1), *extra, *STARTER).code == 2


def test_a_damaged_index_is_told_by_whichever_process_meets_it(many: Path, tmp_path: Path) -> None:
    data = bytearray(arxiv_index.starter().read_bytes())
    data[1000 : len(data) // 2] = bytes(len(data) // 2 - 1000)
    (tmp_path / "bad.index").write_bytes(data)
    line = [sys.executable, "-m", "bibtools", "match", many, "--jsonl", "--source", "index"]
    run = subprocess.run(
        [*line, "--index", tmp_path / "bad.index", "--workers", "2"], capture_output=True, check=False, timeout=60
    )
    assert run.returncode == 4
    assert "damaged" in run.stderr.decode()
    assert "Traceback" not in run.stderr.decode()


def test_progress_is_for_terminals_only(many: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    line = command(many, "--workers", 1, "-o", tmp_path / "m.jsonl")
    with subprocess.Popen(line, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            shown += data
        process.wait()
    os.close(ours)
    assert b"matched 1,000 entries" in shown
    assert b"/s" in shown
    assert b" left" in shown


@settings(max_examples=5)
@given(
    entries=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "title": st.sampled_from((*TITLES, NOWHERE)) | st.text(max_size=40),
                "text": st.sampled_from([f"A. Author, {title}, 2017." for title in TITLES]) | st.text(max_size=60),
                "authors": st.lists(st.text(max_size=15), max_size=3),
                "year": st.integers(1900, 2030),
            },
        ),
        min_size=1,
        max_size=12,
    ),
    size=st.integers(1, 5),
)
def test_any_entries_give_the_same_in_batches_of_any_size(
    entries: list[dict[str, object]], size: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    path.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries), "utf-8")
    config = configuration.load(environ={}, folder=None, user_file=None, flags={"source.use": "starter"})

    def lines(size: int, workers: int = 1) -> bytes:
        return b"".join(done.lines for done in bulk.matched(batches([str(path)], size), config, workers=workers))

    whole = lines(1000)
    assert lines(size) == whole
    found = matches.read(whole.decode(), "m.jsonl") if whole else ()
    assert len(found) == len(entries)


def test_batches_shared_out_among_workers_stay_in_order(tmp_path: Path) -> None:
    path = write_entries(tmp_path / "entries.jsonl", 40)
    config = configuration.load(environ={}, folder=None, user_file=None, flags={"source.use": "starter"})

    def lines(workers: int) -> bytes:
        return b"".join(done.lines for done in bulk.matched(batches([str(path)], 3), config, workers=workers))

    assert lines(1) == lines(2) == lines(3)
