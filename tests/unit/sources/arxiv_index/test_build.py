"""Building: the same bytes for the same records, nothing dropped silently, the old index safe."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import zstandard
from filelock import FileLock

from bibtools.errors import IndexUnusable, UnreadableInput
from bibtools.model.document import Problem
from bibtools.model.identifier import Identifier
from bibtools.sources.arxiv_index import build, info, open_index
from bibtools.sources.base import Query

Records = list[dict[str, object]]


def lines(records: Records) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_equal_records_give_equal_bytes(tmp_path: Path, snapshot: Path, records: Records, index_path: Path) -> None:
    again = tmp_path / "again"
    build([snapshot], again, keep_abstracts=False, sampling=1)
    assert again.read_bytes() == index_path.read_bytes()
    shuffled = tmp_path / "shuffled.jsonl"
    shuffled.write_bytes(lines(records[::-1]))
    build([shuffled], tmp_path / "other", keep_abstracts=False, sampling=1)
    assert (tmp_path / "other").read_bytes() == index_path.read_bytes()


@pytest.mark.parametrize(
    "pack",
    [gzip.compress, zstandard.compress, lambda data: zstandard.compress(data[:999]) + zstandard.compress(data[999:])],
)
def test_compressed_inputs(tmp_path: Path, records: Records, index_path: Path, pack: object) -> None:
    path = tmp_path / "packed"
    path.write_bytes(pack(lines(records)))  # type: ignore[operator]
    build([path], tmp_path / "out", keep_abstracts=False, sampling=1)
    assert (tmp_path / "out").read_bytes() == index_path.read_bytes()


def test_two_processes_give_the_same_bytes(
    tmp_path: Path, snapshot: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bibtools.sources.arxiv_index.builder._CHUNK_LINES", 100)
    build([snapshot], tmp_path / "out", keep_abstracts=False, sampling=1, workers=2)
    assert (tmp_path / "out").read_bytes() == index_path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_info_tells_what_is_inside(index_path: Path) -> None:
    told = info(index_path)
    assert (told.records, told.abstracts, told.sampling, told.skipped, told.replaced) == (300, False, 1, 0, 0)
    assert told.issued is not None
    assert [date.iso() for date in told.issued] == ["2024-01-01", "2024-01-28"]
    assert told.categories == (("cs.CL", 150), ("math.AG", 150))
    assert told.size == index_path.stat().st_size
    assert json.dumps(told.as_dict())


def test_lines_that_are_no_records_are_told_with_their_place(tmp_path: Path, records: Records) -> None:
    path = tmp_path / "damaged.jsonl"
    good = [json.dumps(record).encode() for record in records[:3]]
    bad = [b"{not json", b"[1, 2]", b'{"id": "1706.03762"}', b'{"id": "nonsense", "title": "T"}', b"\xff\xfe\x00"]
    path.write_bytes(b"\n".join([good[0], b"", *bad, good[1], good[2]]))
    problems: list[Problem] = []
    told = build([path], tmp_path / "out", on_problem=problems.append)
    assert (told.records, told.skipped) == (3, 5)
    assert [(problem.code, problem.origin.line, problem.severity) for problem in problems] == [
        ("IDX101", line, "warning") for line in (3, 4, 5, 6, 7)
    ]
    assert "has no title" in problems[2].message
    assert str(problems[0].origin).startswith(str(path))


def test_of_one_id_the_record_changed_last_stays(tmp_path: Path, records: Records) -> None:
    old = records[1] | {"title": "The older title of it", "update_date": "2024-01-05"}
    new = records[1] | {"title": "The newest title of it", "update_date": "2025-01-05"}
    same = records[1] | {"title": "An equally new title", "update_date": "2025-01-05"}
    path = tmp_path / "twice.jsonl"
    problems: list[Problem] = []
    for given, kept in (([new, old, records[0]], new), ([old, new], new), ([new, old, same], same)):
        path.write_bytes(lines(given))
        problems.clear()
        told = build([path], tmp_path / "out", keep_abstracts=True, on_problem=problems.append)
        assert (told.records, told.replaced) == (len({record["id"] for record in given}), len(problems))
        (found,) = open_index(tmp_path / "out").fetch([Identifier("arxiv", str(records[1]["id"]))])
        assert found.title == kept["title"]
    assert {problem.code for problem in problems} == {"IDX102"}
    assert [problem.origin.line for problem in problems] == [2, 1]


def test_abstracts_are_kept_on_request(tmp_path: Path, snapshot: Path, records: Records, index_path: Path) -> None:
    build([snapshot], tmp_path / "full", keep_abstracts=True, sampling=1)
    wanted = Identifier("arxiv", str(records[7]["id"]))
    (full,), (bare,) = open_index(tmp_path / "full").fetch([wanted]), open_index(index_path).fetch([wanted])
    assert (full.abstract, full.comment) == (records[7]["abstract"], "7 pages")
    assert (bare.abstract, bare.comment) == (None, None)
    query = [Query(abstract=str(records[7]["abstract"]))]
    (with_text,), (without,) = (
        list(open_index(path).search(query, "text")) for path in (tmp_path / "full", index_path)
    )
    assert with_text.abstract == without.abstract
    assert b"7 pages" not in index_path.read_bytes()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no line"),
        (b"\n \n", "no line"),
        (b"%PDF-1.4\n%\xe2\xe3\nno record here\n", "no line is a record"),
        (gzip.compress(b'{"id": "1706.03762", "title": "T"}\n' * 99)[:-9], "after line"),
        (zstandard.compress(b'{"id": "1706.03762", "title": "T"}\n' * 99)[:-3], "ends early"),
        (b"\x28\xb5\x2f\xfd rubbish", "after line 0"),
    ],
)  # fmt: skip
def test_unreadable_inputs_leave_the_old_index(tmp_path: Path, index_path: Path, data: bytes, told: str) -> None:
    out, path = tmp_path / "out", tmp_path / "input"
    out.write_bytes(index_path.read_bytes())
    path.write_bytes(data)
    with pytest.raises(UnreadableInput, match=told):
        build([path], out)
    assert out.read_bytes() == index_path.read_bytes()


def test_missing_input_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(UnreadableInput):
            build([path], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_endless_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bibtools.sources.arxiv_index.snapshot._LONGEST_LINE", 1 << 20)
    (tmp_path / "long").write_bytes(b"x" * (6 << 20))
    with pytest.raises(UnreadableInput, match="a line of more than"):
        build([tmp_path / "long"], tmp_path / "out")


def test_an_interrupted_build_goes_on(
    tmp_path: Path, snapshot: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bibtools.sources.arxiv_index.builder._CHUNK_LINES", 100)
    made: list[int] = []

    def interrupt_third(step: str, done: int, of: int | None) -> None:
        if step == "reading" and done == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([snapshot], tmp_path / "out", keep_abstracts=False, sampling=1, progress=interrupt_third)
    assert not (tmp_path / "out").exists()
    from bibtools.sources.arxiv_index import chunk

    real = chunk.make
    monkeypatch.setattr(
        chunk,
        "make",
        lambda path, lines, *rest, **choices: made.append(len(lines)) or real(path, lines, *rest, **choices),
    )  # type: ignore[func-returns-value]
    build([snapshot], tmp_path / "out", keep_abstracts=False, sampling=1)
    assert made == [100]
    assert (tmp_path / "out").read_bytes() == index_path.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_build_that_is_under_way_is_left_alone(
    tmp_path: Path, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[Path] = []

    def seen(*_: object) -> None:
        locks.extend(tmp_path.glob(".*.lock"))
        with pytest.raises(IndexUnusable, match="another process"):
            build([snapshot], tmp_path / "out")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([snapshot], tmp_path / "out", progress=seen)
    assert locks
    assert FileLock(locks[0], timeout=0).acquire()


def test_wrong_sampling(tmp_path: Path, snapshot: Path) -> None:
    with pytest.raises(ValueError, match="sampling"):
        build([snapshot], tmp_path / "out", sampling=3)


def test_many_chunks_need_few_open_files(
    tmp_path: Path, snapshot: Path, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr("bibtools.sources.arxiv_index.builder._CHUNK_LINES", 1)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    try:
        build([snapshot], tmp_path / "out", keep_abstracts=False, sampling=1)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (tmp_path / "out").read_bytes() == index_path.read_bytes()
