"""Updating: what a fresh build would give, for both kinds of index; the old one is safe until the new one is whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from servers.arxiv import status
from servers.oai import OaiServer

from bibtools.config import Config, load
from bibtools.errors import IndexUnusable, SourceFailed, SourceOffline, UsageError
from bibtools.model.document import Problem
from bibtools.model.identifier import Identifier
from bibtools.pipeline import Wanted, update_index
from bibtools.sources.arxiv_index import build, info, open_index, since, starter, update
from bibtools.sources.arxiv_index.container import FORMAT_VERSION, Container, Writer
from bibtools.sources.arxiv_index.postings import Postings, Shape, encode
from bibtools.sources.arxiv_index.rows import Packing, Rows, write_rows
from bibtools.sources.base import Query
from bibtools.sources.oai import Request, Spool
from bibtools.sources.oai.parse import Page

from .conftest import Record, invented_records, write_snapshot

OLD = invented_records(300)
CHANGED = [
    record
    | {"title": f"Newly named {record['title']}", "abstract": other["abstract"], "update_date": "2024-06-02"}
    | {"versions": [*record["versions"], {"version": "v3", "created": "Sat, 1 Jun 2024 09:00:00 GMT"}]}
    for record, other in zip(OLD[40:60], invented_records(20, seed=2), strict=True)
]
NEW = [record | {"update_date": "2024-06-03"} for record in invented_records(330)[300:]]
GONE = {str(record["id"]): "2024-06-01" for record in OLD[::70]}
KEPT = [record for record in OLD if record["id"] not in GONE]


def built(folder: Path, records: Iterable[Record], **choices: Any) -> Path:
    path = folder / "arxiv.index"
    build([write_snapshot(folder / "snapshot.jsonl", list(records))], path, **choices)
    (folder / "snapshot.jsonl").unlink()
    return path


def harvested(folder: Path, records: Iterable[Record], deleted: Iterable[str] = (), day: str = "2024-06-03") -> Spool:
    spool = Spool(folder / "harvest")
    spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", None, "2024-03-01"))
    records = list(records)
    spool.add(Page(tuple(records[::2]), tuple(deleted), (day,), "more"))
    spool.add(Page(tuple(records[1::2]), (), (day,), None))
    return spool


def settings(server: OaiServer | None = None, **more: Any) -> Config:
    flags = {"oai.url": server.url if server else "http://127.0.0.1:9/oai", "api.delay": 0.0, **more}
    return load(environ={}, folder=None, user_file=None, flags=flags)


def sections(path: Path) -> dict[str, bytes]:
    container = Container(path)
    return {name: container.array(name).tobytes() for name in container._sections}


@pytest.mark.parametrize("choices", [{"keep_abstracts": True, "sampling": 2}, {"keep_abstracts": False, "sampling": 4}])
def test_an_updated_index_is_what_a_fresh_build_gives(tmp_path: Path, choices: dict[str, Any]) -> None:
    path = built(tmp_path, OLD, **choices)
    told = update(path, harvested(tmp_path, [*CHANGED, *NEW], GONE))
    assert (told.added, told.changed, told.deleted, told.outdated) == (30, 20, len(GONE), 0)
    (tmp_path / "fresh").mkdir()
    # What was called otherwise, and what it is called now, are one paper to a build that is given both.
    fresh = built(tmp_path / "fresh", [*CHANGED, *NEW, *KEPT], **choices)
    assert sections(path) == sections(fresh)
    expected = info(fresh)
    assert told.info == info(path)
    assert replace(told.info, path="", harvested=(), size=0) == replace(expected, path="", size=0, replaced=0)
    assert told.info.harvested == (("", "2024-06-03"),)
    open_index(path).verify()


def answers(path: Path, records: Iterable[Record]) -> list[Any]:
    """All ways to ask for each of the records, and what comes first."""
    index = open_index(path)
    found: list[Any] = []
    for record in records:
        found.append(list(index.fetch([Identifier("arxiv", record["id"])])))
        found.append(list(index.by_title(record["title"])))
        for query in (Query(title=record["title"]), Query(abstract=record["abstract"])):
            found.append([hit.reference for hit in index.search([query], "text")][:1])
    return found


@pytest.mark.parametrize("keep_abstracts", [True, False])
def test_an_index_may_grow_and_grow_again(tmp_path: Path, keep_abstracts: bool) -> None:
    records = invented_records(300)
    path = built(tmp_path, records[:20], keep_abstracts=keep_abstracts, sampling=1)
    bits = Container(path).facts["shape"]
    for first, last in ((20, 40), (40, 41), (41, 300)):
        told = update(path, harvested(tmp_path, records[first:last]))
        assert (told.added, told.info.records) == (last - first, last)
    assert Container(path).facts["shape"] != bits
    (tmp_path / "fresh").mkdir()
    fresh = built(tmp_path / "fresh", records, keep_abstracts=keep_abstracts, sampling=1)
    assert answers(path, records[::7]) == answers(fresh, records[::7])


def test_an_index_that_would_outgrow_its_fingerprints_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = built(tmp_path, OLD[:20])
    before = path.read_bytes()
    monkeypatch.setattr("bibtools.sources.arxiv_index.assemble._FEWEST_SPARE_BITS", 14)
    with pytest.raises(IndexUnusable, match="far fewer records") as caught:
        update(path, harvested(tmp_path, OLD[20:]))
    assert "index build" in str(caught.value.hint)
    assert path.read_bytes() == before


def test_everything_deleted_leaves_the_old_index(tmp_path: Path) -> None:
    path = built(tmp_path, OLD[:5])
    before = path.read_bytes()
    with pytest.raises(IndexUnusable, match="no record would be left"):
        update(path, harvested(tmp_path, [], [str(record["id"]) for record in OLD[:5]]))
    assert path.read_bytes() == before


def test_a_record_older_than_the_indexs_is_left_out(tmp_path: Path) -> None:
    path = built(tmp_path, CHANGED[:2])
    told = update(path, harvested(tmp_path, [OLD[40], CHANGED[1], NEW[0]]))
    assert (told.added, told.changed, told.outdated) == (1, 1, 1)
    (found,) = open_index(path).fetch([Identifier("arxiv", str(OLD[40]["id"]))])
    assert (found.ids[0].version, found.title) == (3, CHANGED[0]["title"])


def test_the_last_of_several_in_one_harvest_stays(tmp_path: Path) -> None:
    path = built(tmp_path, OLD[:5])
    twice = [NEW[0], NEW[0] | {"title": "What it is called now", "update_date": "2024-06-04"}]
    told = update(path, harvested(tmp_path, twice))
    assert (told.added, told.info.records, told.info.replaced) == (1, 6, 0)
    (found,) = open_index(path).fetch([Identifier("arxiv", str(NEW[0]["id"]))])
    assert found.title == "What it is called now"


def test_what_cannot_be_read_is_told_and_counted(tmp_path: Path) -> None:
    path = built(tmp_path, OLD[:5])
    problems: list[Problem] = []
    records = [{"id": "2406.00001", "update_date": "2024-06-01"}, NEW[0], {"id": "", "title": "Nameless"}]
    told = update(path, harvested(tmp_path, records), on_problem=problems.append)
    assert (told.added, told.info.skipped) == (1, 2)
    assert [problem.code for problem in problems] == ["IDX101", "IDX101"]
    assert "2406.00001 has no title" in problems[0].message


def test_a_damaged_index_is_not_updated(tmp_path: Path) -> None:
    path = built(tmp_path, OLD)
    data = bytearray(path.read_bytes())
    start = Container(path)._sections["facts"]["offset"]
    data[start + 40 : start + 60] = bytes(20)
    path.write_bytes(data)
    with pytest.raises(IndexUnusable, match="damaged"):
        update(path, harvested(tmp_path, NEW))
    assert path.read_bytes() == data


def test_where_an_update_begins(tmp_path: Path) -> None:
    path = built(tmp_path, [record | {"update_date": "2024-03-09"} for record in OLD[:9]])
    assert (since(path, None), since(path, "cs")) == ("2024-03-09", "2024-03-09")
    spool = harvested(tmp_path, NEW[:3])
    shutil.rmtree(spool.folder)
    for name, day in (("cs:cs", "2024-07-01"), ("math", "2024-08-01")):
        spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", name, "2024-03-09"))
        spool.add(Page((NEW[0],), (), (day,), None))
        update(path, spool)
    assert (since(path, "cs:cs:CL"), since(path, "cs:cs")) == ("2024-07-01", "2024-07-01")
    assert (since(path, "cs"), since(path, None), since(path, "math")) == ("2024-03-09", "2024-03-09", "2024-08-01")
    assert since(path, "math:math") == "2024-08-01"
    update(path, harvested(tmp_path, NEW[:1], day="2024-09-01"))
    assert (since(path, None), since(path, "physics")) == ("2024-09-01", "2024-09-01")


def as_first_written(path: Path) -> None:
    """Make a file of what first wrote indexes: format 1, which tells of no update and has nothing rare in a row."""
    container = Container(path)
    with Writer(path) as writer:
        for kind, block in container.facts["blocks"].items():
            rows = [row for each in Rows(container, kind, block).blocks() for row in each]
            if kind == "facts":
                rows = [orjson.dumps(orjson.loads(row)[:10]) for row in rows]
            write_rows(writer, kind, rows, rows[::5], Packing(block, 1 << 15), 3)
        for name in ("grams", "postings", "postings.starts"):
            section = container.array(name)
            writer.add(name, [section], section.dtype.str)
        writer.finish({name: fact for name, fact in container.facts.items() if name not in ("changed", "harvested")})
    data = bytearray(path.read_bytes())
    data[16] = 1
    data[48:64] = blake2b(data[:48], digest_size=16).digest()
    path.write_bytes(data)


def test_an_index_built_before_there_were_updates(tmp_path: Path) -> None:
    path = tmp_path / "arxiv.index"
    shutil.copy(starter(), path)
    as_first_written(path)
    open_index(path).verify()
    assert info(path).format_version == 1
    assert "changed" not in Container(path).facts
    day = since(path, None)
    assert day is not None
    assert day > "2024-01-01"
    index = open_index(path)
    titles = [reference.title for reference in index.fetch([Identifier("arxiv", "2403.14987")])]
    told = update(path, harvested(tmp_path, NEW, ["0704.0001"]))
    assert (told.added, told.deleted, told.info.records) == (30, 1, 19_796 + 29)
    assert info(path).format_version == FORMAT_VERSION
    assert not told.info.abstracts
    new = open_index(path)
    assert [reference.title for reference in new.fetch([Identifier("arxiv", "2403.14987")])] == titles
    hits = list(new.search([Query(abstract=str(record["abstract"])) for record in NEW], "text"))
    first = {hit.query: hit.reference.ids[0].value for hit in reversed(hits)}
    assert [first[number] for number in range(30)] == [record["id"] for record in NEW]
    assert not list(new.fetch([Identifier("arxiv", "0704.0001")]))
    assert since(path, "cs") == "2024-06-03"


# Through the pipeline: harvest and update in one go.


def test_the_whole_way_in_both_formats(tmp_path: Path) -> None:
    records = [*CHANGED, *NEW, *OLD]
    for format in ("arXivRaw", "arXiv"):
        folder = tmp_path / format
        folder.mkdir()
        path = built(folder, OLD, keep_abstracts=True)
        with OaiServer({record["id"]: record for record in reversed(records)}.values(), deleted=GONE, page=9) as server:
            told = update_index(path, Wanted(format, since="2024-03-02"), settings(server))
            assert told is not None
            assert (told.added, told.changed, told.deleted) == (30, 20, len(GONE))
            asked = len(server.requests)
            assert asked == -(-(50 + len(GONE)) // 9)
            # From now on the index knows where to begin.
            again = update_index(path, Wanted(format), settings(server))
            assert server.requests[asked].fields["from"] == "2024-06-03"
            assert again is not None
            assert (again.added, again.changed, again.deleted) == (0, 30, 0)
        assert [each.name for each in folder.iterdir()] == ["arxiv.index"]
        (changed,) = open_index(path).fetch([Identifier("arxiv", str(CHANGED[1]["id"]))])
        (before,) = [record for record in OLD if record["id"] == CHANGED[1]["id"]]
        assert changed.title == CHANGED[1]["title"]
        assert changed.issued is not None
        # The format arXiv does not state the first day; the index knew it.
        assert before["versions"][0]["created"].startswith(f"Mon, {changed.issued.day} ")
        assert changed.ids[0].version == (3 if format == "arXivRaw" else None)
        assert (changed.abstract, changed.comment) == (CHANGED[1]["abstract"], CHANGED[1]["comments"])


def test_one_set_from_one_day_makes_an_index_of_its_own(tmp_path: Path) -> None:
    physics = [record | {"categories": "hep-th"} for record in NEW[:5]]
    path = tmp_path / "new" / "arxiv.index"
    with OaiServer([*physics, *NEW[5:], *OLD], page=10) as server:
        told = update_index(path, Wanted(set="cs", since="2024-06-01"), settings(server))
        assert update_index(path, Wanted(set="physics", since="2025-01-01"), settings(server)) is None
    assert told is not None
    assert (told.added, told.info.records, told.info.abstracts) == (25, 25, True)
    assert told.info.harvested == (("cs", "2024-06-03"),)
    assert since(path, "cs") == "2024-06-03"


def test_an_interrupted_harvest_goes_on_and_another_is_refused(tmp_path: Path) -> None:
    path = built(tmp_path, OLD)
    with OaiServer(NEW, page=10) as server:
        server._faults = [None, status(404)]
        with pytest.raises(SourceFailed):
            update_index(path, Wanted(), settings(server))
        assert (tmp_path / ".arxiv.index.harvest").is_dir()
        with pytest.raises(UsageError, match="asked for something else") as caught:
            update_index(path, Wanted(set="cs"), settings(server))
        assert "--from 2024-03-01" in str(caught.value.hint)
        asked = len(server.requests)
        told = update_index(path, Wanted(), settings(server))
        assert len(server.requests) - asked == 2
        assert told is not None
        assert told.added == 30
        server._faults = [None, status(404)]
        with pytest.raises(SourceFailed):
            update_index(path, Wanted(since="2024-01-01"), settings(server))
        asked = len(server.requests)
        assert update_index(path, Wanted(set="cs", since="2024-06-01", restart=True), settings(server))
        assert len(server.requests) - asked == 3
    assert [each.name for each in tmp_path.iterdir()] == ["arxiv.index"]


def test_nothing_new_leaves_the_file_alone(tmp_path: Path) -> None:
    path = built(tmp_path, OLD)
    before = path.stat()
    with OaiServer(OLD) as server:
        assert update_index(path, Wanted(since="2024-03-02"), settings(server)) is None
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert [each.name for each in tmp_path.iterdir()] == ["arxiv.index"]


def test_offline_asks_nobody(tmp_path: Path) -> None:
    path = built(tmp_path, OLD)
    with OaiServer(NEW) as server:
        with pytest.raises(SourceOffline):
            update_index(path, Wanted(), settings(server, **{"source.offline": True}))
        assert not server.requests


@pytest.mark.parametrize("day", ["yesterday", "2024-02-30", "20240102", "2024-1-2"])
def test_days_that_are_none(tmp_path: Path, day: str) -> None:
    with pytest.raises(UsageError, match="is no day"):
        update_index(tmp_path / "arxiv.index", Wanted(since=day), settings())


def test_no_index_and_no_day(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="no index") as caught:
        update_index(tmp_path / "arxiv.index", Wanted(), settings())
    assert "index build" in str(caught.value.hint)
    (tmp_path / "foreign").write_bytes(b"%PDF-1.4")
    with pytest.raises(IndexUnusable, match="not a bibtools index"):
        update_index(tmp_path / "foreign", Wanted(since="2024-01-01"), settings())
    undated = [record | {"versions": [], "update_date": None} for record in OLD[:3]]
    with pytest.raises(UsageError, match="does not tell how new"):
        update_index(built(tmp_path, undated), Wanted(), settings())


# Killed at any point: the old index works, and the same command finishes the job.

KILLED = """
import os, signal, sys
from pathlib import Path
from bibtools.config import load
from bibtools.pipeline import Wanted, update_index

path, url, where = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
seen = []
def progress(step, done, total):
    seen.append(step)
    if where == f"{step} {seen.count(step)}":
        die()
replace = Path.replace
def counted(self, target):
    if where == f"before {Path(target).name}":
        die()
    replace(self, target)
    if where == f"after {Path(target).name}":
        die()
    return target
Path.replace = counted
config = load(environ={}, folder=None, user_file=None, flags={"oai.url": url, "api.delay": 0.0})
import bibtools.sources.arxiv_index.builder as builder
builder._CHUNK_LINES = 20
update_index(path, Wanted(since="2024-03-02"), config, progress=progress)
"""


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("uninterrupted")
    path = built(folder, OLD, keep_abstracts=True)
    update(path, harvested(folder, [*CHANGED, *NEW], GONE))
    return sections(path)


@pytest.mark.parametrize(
    "where",
    [
        "before page-00001.json",
        pytest.param("after page-00001.json", marks=pytest.mark.slow),
        "before page-00002.jsonl.gz",
        pytest.param("after page-00003.json", marks=pytest.mark.slow),
        "reading 2",
        pytest.param("packing facts 1", marks=pytest.mark.slow),
        "packing texts 2",
        pytest.param("sorting fingerprints 1", marks=pytest.mark.slow),
        "before arxiv.index",
        "after arxiv.index",
    ],
)
def test_killed_at_any_point(tmp_path: Path, root: Path, where: str, expected: dict[str, bytes]) -> None:
    path = built(tmp_path, OLD, keep_abstracts=True)
    before = path.read_bytes()
    records = {record["id"]: record for record in reversed([*CHANGED, *NEW, *OLD])}
    environ = {**os.environ, "PYTHONPATH": str(root), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def run(where: str) -> int:
        command = [sys.executable, "-c", KILLED, str(path), server.url, where]
        return subprocess.run(command, env=environ, check=False, capture_output=True).returncode

    with OaiServer(records.values(), deleted=GONE, page=20) as server:
        assert run(where) == -signal.SIGKILL
        if where != "after arxiv.index":
            assert path.read_bytes() == before
        open_index(path).verify()
        assert list(open_index(path).by_title(str(OLD[40]["title"])))
        assert run("") == 0
        # No page was asked for twice, but the one under way.
        assert len(server.requests) <= 4
    assert sections(path) == expected
    (now,) = open_index(path).by_title(str(OLD[40]["title"]))
    assert now.title == CHANGED[0]["title"]
    assert {each.name for each in tmp_path.iterdir()} == {"arxiv.index", "cache"}


@given(st.integers(1, 1 << 22), st.integers(0, 600), st.integers(1, 64), st.integers(1, 10))
@example(old=300, prints=0, times=1, part=300)
@example(old=1 << 22, prints=1, times=1, part=1 << 22)
def test_a_larger_index_looks_at_no_more_of_a_hash_than_is_known(old: int, prints: int, times: int, part: int) -> None:
    known = Shape.fitting(old, old * prints).hash_bits
    new = max(1, old * times // part)
    shape = Shape.fitting(new, new * prints, known)
    assert shape.hash_bits <= known
    assert shape.bucket_bits >= 1
    assert 1 << shape.record_bits >= new
    assert shape.rest_bits > 0


@pytest.mark.parametrize("shape", [Shape(9, 8, 3), Shape(9, 12, 3), Shape(12, 14, 4), Shape(20, 16, 4)])
def test_postings_are_read_back_as_far_as_they_are_kept(shape: Shape) -> None:
    random = np.random.default_rng(4)
    hashes = random.integers(0, 1 << 40, 5000, dtype=np.uint64)
    records = random.integers(0, 1 << 9, 5000, dtype=np.uint64)
    buckets, sizes, data = encode(hashes, records, shape)
    counts = np.zeros((1 << shape.bucket_bits) + 1, np.int64)
    counts[buckets + 1] = sizes
    postings = Postings(shape, np.cumsum(counts).astype("<u4"), data, 1 << 9)
    unknown = np.uint64(40 - shape.hash_bits)
    expected = set(zip((hashes >> unknown << unknown).tolist(), records.tolist(), strict=True))
    for bits in range(4):
        found: set[tuple[int, int]] = set()
        for number in range(1 << bits):
            step = shape.bucket_bits - bits
            some, owners = postings.entries(number << step, (number + 1) << step)
            assert (some >> np.uint64(40 - bits) == number).all() if bits else True
            found |= set(zip(some.tolist(), owners.tolist(), strict=True))
        assert found == expected
