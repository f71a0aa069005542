"""Harvesting from a real server: every page once, all faults survived, and what was interrupted goes on."""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random

import pytest
from servers.arxiv import Fault, cut, html, reset, stall, status
from servers.invented import invent
from servers.oai import OaiServer

from bibtools.errors import SourceFailed
from bibtools.sources.clock import Clock
from bibtools.sources.gate import Gate
from bibtools.sources.http import Backoff, Timeout, Transport
from bibtools.sources.notice import Notice
from bibtools.sources.oai import Request, Spool, harvest
from bibtools.sources.oai.parse import Page

# Ten records on five days, two each: ids ascend while days do not.
DAYS = ["2024-01-05", "2024-01-01", "2024-01-03", "2024-01-02", "2024-01-04"] * 2
RECORDS = [record | {"update_date": day} for record, day in zip(invent(10), DAYS, strict=True)]


def client(folder: Path, notices: list[Notice] | None = None, *, delay: float = 0.0) -> Transport:
    ahead = [0.0]
    clock = Clock(lambda: time.time() + ahead[0], lambda: time.monotonic() + ahead[0], lambda s: _jump(ahead, s))
    return Transport(
        Gate(folder / "gate", delay, clock=clock if not delay else None),
        "bibtools tests",
        Timeout(connect=2.0, read=0.3, whole=5.0),
        backoff=Backoff(jitter=0.0),
        report=(notices if notices is not None else []).append,
        clock=clock,
        random=Random(1),
    )


def _jump(ahead: list[float], seconds: float) -> None:
    ahead[0] += seconds


def spool_for(folder: Path, server: OaiServer, **more: str | None) -> Spool:
    spool = Spool(folder / "harvest")
    asked = {"format": "arXivRaw", "set": None, "since": None, **more}
    spool.begin(Request(server.url, **asked))  # type: ignore[arg-type]
    return spool


def ids(spool: Spool) -> list[str]:
    return [json.loads(line)["id"] for _, line in spool.lines()]


def read_all(spool: Spool) -> tuple[object, object]:
    return spool.request, ids(spool)


BY_DAY = [record["id"] for record in sorted(RECORDS, key=lambda record: (record["update_date"], record["id"]))]


def test_all_pages_come_once_and_in_order(tmp_path: Path) -> None:
    with OaiServer(RECORDS, page=3) as server:
        spool = spool_for(tmp_path, server)
        harvest(spool, client(tmp_path))
    assert ids(spool) == BY_DAY
    assert [number for number, _ in spool.lines()] == list(range(1, 11))
    assert (spool.complete, spool.newest, spool.ordered) == (True, "2024-01-05", True)
    assert len(server.requests) == 4
    assert server.requests[0].fields == {"verb": "ListRecords", "metadataPrefix": "arXivRaw"}
    assert all(asked.fields.keys() == {"verb", "resumptionToken"} for asked in server.requests[1:])


@pytest.mark.parametrize("page", [1, 2, 4, 5, 9, 10, 11])
def test_any_size_of_page(tmp_path: Path, page: int) -> None:
    with OaiServer(RECORDS, page=page) as server:
        spool = spool_for(tmp_path, server, since="2024-01-02", format="arXiv")
        harvest(spool, client(tmp_path))
    assert ids(spool) == BY_DAY[2:]


def test_a_set_and_a_day(tmp_path: Path) -> None:
    records = [RECORDS[0] | {"categories": "hep-th"}, RECORDS[1] | {"categories": "cs.DL hep-th"}, *RECORDS[2:]]
    with OaiServer(records, deleted={"2101.00099": "2024-01-05"}) as server:
        spool = spool_for(tmp_path, server, set="physics:hep-th")
        harvest(spool, client(tmp_path))
        assert sorted(ids(spool)) == [records[0]["id"], records[1]["id"]]
        spool = spool_for(tmp_path, server, set="cs", since="2024-01-05")
        harvest(spool, client(tmp_path))
    assert (ids(spool), spool.deleted()) == ([records[5]["id"]], {"2101.00099"})


def test_nothing_new_is_a_whole_harvest(tmp_path: Path) -> None:
    with OaiServer(RECORDS) as server:
        spool = spool_for(tmp_path, server, since="2025-01-01")
        harvest(spool, client(tmp_path))
    assert (spool.complete, ids(spool), spool.newest) == (True, [], None)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (status(503, retry_after=20), "HTTP 503; asking again in 20 s"),
        (status(429), "HTTP 429; asking again in 30 s"),
        (status(500), "HTTP 500"),
        (cut(), "cut short"),
        (stall(0.6), "in time"),
        (reset(), "connection broke"),
        (html(), "a web page instead of records"),
    ],
)
def test_faults_in_the_middle_cost_a_request_and_no_record(tmp_path: Path, fault: Fault, told: str) -> None:
    notices: list[Notice] = []
    with OaiServer(RECORDS, faults=[None, fault]) as server:
        spool = spool_for(tmp_path, server)
        harvest(spool, client(tmp_path, notices), report=notices.append)
    assert ids(spool) == BY_DAY
    assert len(server.requests) == 5
    (retry,) = [notice.message for notice in notices if notice.kind == "retry"]
    assert told in retry


def test_a_harvest_that_was_given_up_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with OaiServer(RECORDS, faults=[None, None, *[status(503)] * 4]) as server:
        spool = spool_for(tmp_path, server)
        with pytest.raises(SourceFailed, match="HTTP 503"):
            harvest(spool, client(tmp_path))
        assert (spool.complete, ids(spool)) == (False, BY_DAY[:6])
        asked = len(server.requests)
        again = Spool(spool.folder)
        harvest(again, client(tmp_path))
        assert len(server.requests) - asked == 2
    assert ids(again) == BY_DAY


def test_a_forgotten_token_costs_one_day_twice(tmp_path: Path) -> None:
    notices: list[Notice] = []
    with OaiServer(RECORDS, page=3, forgets=[2]) as server:
        spool = spool_for(tmp_path, server)
        harvest(spool, client(tmp_path), report=notices.append)
    # Six records had come, to the third day's end.
    assert ids(spool) == BY_DAY[:6] + BY_DAY[4:]
    assert server.requests[3].fields["from"] == "2024-01-03"
    assert [notice.kind for notice in notices if notice.kind == "fallback"] == ["fallback"]


def test_where_days_do_not_ascend_a_forgotten_token_costs_the_whole_list(tmp_path: Path) -> None:
    with OaiServer(RECORDS, page=4, forgets=[1], ordered=False) as server:
        spool = spool_for(tmp_path, server, since="2024-01-01")
        harvest(spool, client(tmp_path))
    by_id = sorted(BY_DAY)
    assert ids(spool) == by_id[:4] + by_id
    assert server.requests[2].fields["from"] == "2024-01-01"


def test_tokens_that_are_always_forgotten_end_it(tmp_path: Path) -> None:
    with OaiServer(RECORDS, page=1, forgets=range(1, 99)) as server:
        spool = spool_for(tmp_path, server)
        with pytest.raises(SourceFailed, match="again and again"):
            harvest(spool, client(tmp_path))
    assert len(server.requests) < 6


def test_a_list_in_a_circle_ends(tmp_path: Path) -> None:
    with OaiServer(RECORDS[:1], endless=True) as server:
        spool = spool_for(tmp_path, server)
        with pytest.raises(SourceFailed, match="circles"):
            harvest(spool, client(tmp_path))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"set": "alchemy"}, "badArgument: Set does not exist"),
        ({"since": "yesterday"}, "badArgument: date format"),
        ({"format": "marc"}, "cannotDisseminateFormat"),
    ],
)
def test_what_arxiv_refuses_is_not_asked_again(tmp_path: Path, more: dict[str, str], told: str) -> None:
    with OaiServer(RECORDS) as server:
        spool = spool_for(tmp_path, server, **more)
        with pytest.raises(SourceFailed, match=told) as caught:
            harvest(spool, client(tmp_path))
    assert caught.value.hint
    assert len(server.requests) == 1


def test_a_wrong_address(tmp_path: Path) -> None:
    with OaiServer(RECORDS) as server:
        spool = Spool(tmp_path / "harvest")
        spool.begin(Request(f"{server.url}2", "arXivRaw", None, None))
        with pytest.raises(SourceFailed, match="HTTP 404"):
            harvest(spool, client(tmp_path))


def test_requests_start_apart(tmp_path: Path) -> None:
    with OaiServer(RECORDS, page=4) as server:
        spool = spool_for(tmp_path, server)
        harvest(spool, client(tmp_path, delay=0.3))
    gaps = [after - before for before, after in zip(server.starts, server.starts[1:], strict=False)]
    assert len(gaps) == 2
    assert min(gaps) >= 0.3
    assert server.most_at_once == 1


def test_a_page_that_was_not_whole_when_the_machine_stopped_is_asked_again(tmp_path: Path) -> None:
    with OaiServer(RECORDS, faults=[None, None, *[status(503)] * 4]) as server:
        spool = spool_for(tmp_path, server)
        with pytest.raises(SourceFailed):
            harvest(spool, client(tmp_path))
        (spool.folder / "page-00002.json").rename(spool.folder / "page-00002.json.unfinished")
        (spool.folder / "page-00002.jsonl.gz").write_bytes(b"\x1f\x8b half")
        again = Spool(spool.folder)
        harvest(again, client(tmp_path))
    assert ids(again) == BY_DAY


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"token": null}', b"\xff"])
@pytest.mark.parametrize("file", ["page-00001.json", "request.json", "page-00001.jsonl.gz"])
def test_damaged_pages_are_an_error_with_a_hint(tmp_path: Path, file: str, damage: bytes) -> None:
    spool = Spool(tmp_path / "harvest")
    spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", None, None))
    spool.add(Page(({"id": "2401.00001"},), (), ("2024-01-01",), None))
    (spool.folder / file).write_bytes(damage)
    with pytest.raises(SourceFailed, match="damaged") as caught:
        read_all(Spool(spool.folder))
    assert "--restart" in str(caught.value.hint)


def test_the_last_word_about_a_deletion_counts(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "harvest")
    spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", None, None))
    spool.add(Page(({"id": "a"}, {"id": "b"}), ("c", "d"), ("2024-01-01",), "1"))
    spool.add(Page(({"id": "c"}, {"id": "e"}), ("b",), ("2024-01-02",), "2"))
    spool.add(Page((), ("e",), (), None))
    assert spool.deleted() == {"b", "d", "e"}
    assert (spool.newest, spool.ordered, spool.complete) == ("2024-01-02", True, True)


def test_two_processes_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        Spool(tmp_path / "harvest").alone(),
        pytest.raises(SourceFailed, match="another process"),
        Spool(tmp_path / "harvest").alone(),
    ):
        pass
    with Spool(tmp_path / "harvest").alone():
        pass
