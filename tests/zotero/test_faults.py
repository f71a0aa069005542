"""Merging papers over a bad line to a busy server: patience as asked for, every write once, and a clear stop."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from servers.watch import START, Watch
from servers.zotero_faults import (
    Fault,
    Limiter,
    backoff,
    bad_gateway,
    close_after,
    close_before,
    cut,
    limited,
    maintenance,
    server_error,
    slow,
    status,
)
from servers.zotero_invariants import contents, twins
from zotero.conftest import Clerk, Hire
from zotero.papers import held, papers

from bibtools.errors import BibtoolsError
from bibtools.libraries.zotero.transport import Patience, Stopped
from bibtools.sources.http import Timeout


def filled(clerk: Clerk) -> None:
    """All of papers 1 to 4 stand in the library, once and whole."""
    items = clerk.server.user.items.values()
    assert len(items) == 4
    assert all(item.data["date"].startswith("2020-01-") for item in items)
    assert twins(clerk.server.user) == []


def merged(clerk: Clerk) -> None:
    """Two papers fill items, two are new; whatever happens to the requests, all are written."""
    for number in (1, 2):
        clerk.server.user.add(**held(number))
    receipt = clerk.merge(papers(1, 2, 3, 4))
    assert receipt.left == ()
    assert len(receipt.versions) == 4
    filled(clerk)


WRITES = [1, 2]
READS = [1, 2, 3, 4]


@pytest.mark.parametrize("number", WRITES)
@pytest.mark.parametrize("seconds", [7, 120])
def test_too_many_requests(hire: Hire, number: int, seconds: int) -> None:
    clerk = hire(write_faults={number: limited(seconds)})
    merged(clerk)
    assert len(clerk.server.writes) == 3
    first, second = clerk.server.writes[number - 1 : number + 1]
    assert second.at - first.at >= seconds
    assert first.body == second.body


def test_too_many_requests_until_a_date(hire: Hire) -> None:
    clerk = hire(write_faults={1: limited(formatdate(START + 90, usegmt=True))})
    merged(clerk)
    assert 89 <= clerk.server.writes[1].at - clerk.server.writes[0].at <= 95


@pytest.mark.parametrize("number", READS)
def test_too_many_requests_while_reading(hire: Hire, number: int) -> None:
    clerk = hire(faults={number: limited(7)})
    merged(clerk)
    assert sum(clerk.watch.slept) >= 7


@pytest.mark.parametrize("number", WRITES)
def test_the_wish_to_be_left_alone_is_obeyed_also_after_success(hire: Hire, number: int) -> None:
    clerk = hire(write_faults={number: backoff(30)})
    merged(clerk)
    served = clerk.server.writes[number - 1]
    following = next((asked for asked in clerk.server.requests if asked.number == served.number + 1), None)
    assert following is None or following.at - served.at >= 30
    assert len(clerk.server.writes) == 2


@pytest.mark.parametrize("number", READS)
def test_so_it_is_after_a_reading(hire: Hire, number: int) -> None:
    clerk = hire(faults={number: backoff(30)})
    merged(clerk)
    served, following = clerk.server.requests[number - 1 : number + 1]
    assert following.at - served.at >= 30


def test_maintenance_without_a_date(hire: Hire) -> None:
    clerk = hire(write_faults={1: maintenance(60)})
    merged(clerk)
    assert clerk.server.writes[1].at - clerk.server.writes[0].at >= 60


def test_an_endless_maintenance_stops_the_run_and_it_goes_on_later(hire: Hire) -> None:
    clerk = hire(write_faults={number: maintenance(60) for number in range(2, 100)})
    for number in (1, 2):
        clerk.server.user.add(**held(number))
    with pytest.raises(Stopped) as stopped:
        clerk.merge(papers(1, 2, 3, 4))
    (run,) = clerk.runs
    assert run in str(stopped.value.hint)
    assert sum(clerk.watch.slept) <= clerk.patience.total + 130
    clerk.server.faults.writes.clear()
    receipt = clerk.library().resume(run)
    assert len(receipt.versions) == 4
    filled(clerk)


def test_the_real_limits(hire: Hire) -> None:
    watch = Watch()
    limiter = Limiter(watch, capacity=3, rate=0.1)
    clerk = hire(watch=watch, limiter=limiter)
    merged(clerk)
    assert limiter.refused > 0


LOST: dict[str, Fault] = {
    "before": close_before(),
    "after": close_after(),
    "500": server_error(),
    "502": bad_gateway(),
    "504": status(504, "<html>Gateway Time-out</html>", Content_Type="text/html"),
    "cut": cut(),
}


@pytest.mark.parametrize("number", WRITES)
@pytest.mark.parametrize("fault", LOST)
def test_a_write_whose_answer_never_came_is_done_once(hire: Hire, fault: str, number: int) -> None:
    clerk = hire(write_faults={number: LOST[fault]})
    merged(clerk)
    is_done = fault in ("after", "cut")
    assert len(clerk.server.writes) == (2 if is_done else 3)


@pytest.mark.parametrize("number", READS)
@pytest.mark.parametrize("fault", LOST)
def test_a_reading_that_broke_is_repeated(hire: Hire, fault: str, number: int) -> None:
    clerk = hire(faults={number: LOST[fault]})
    merged(clerk)


REPORTS = {
    "nothing is accounted for": '{"successful": {}, "success": {}, "unchanged": {}, "failed": {}}',
    "no report": "{}",
    "a list": "[]",
    "null": "null",
    "another shape": '{"successful": [1], "failed": "no"}',
    "an unknown failure": '{"successful": {}, "failed": {"0": {"code": 500, "message": "?"}, "1": {"code": 503}}}',
}


@pytest.mark.parametrize("number", WRITES)
@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_tells_nothing_is_not_believed(hire: Hire, report: str, number: int) -> None:
    clerk = hire(write_faults={number: status(200, REPORTS[report], Content_Type="application/json")})
    merged(clerk)
    assert len(clerk.server.writes) == 3


@pytest.mark.parametrize("number", [2, 3, 4])
@pytest.mark.parametrize(
    "body", ["null", "7", '[{"key": 1}]', "[[]]", '[{"key": "A", "version": "x", "data": {}}]', '{"ABCDEFGH": "x"}']
)
def test_a_reading_that_makes_no_sense_stops_before_anything_is_written(hire: Hire, body: str, number: int) -> None:
    clerk = hire(faults={number: status(200, body, Content_Type="application/json", Last_Modified_Version=9)})
    clerk.server.user.add(**held(1))
    try:
        clerk.merge(papers(1, 2))
    except BibtoolsError:
        assert clerk.server.writes == []
    else:
        assert len(clerk.server.user.items) == 2


def test_several_faults_in_a_row(hire: Hire) -> None:
    faults = {1: close_after(), 2: limited(3), 3: close_before(), 4: server_error(), 5: backoff(2), 6: cut()}
    clerk = hire(write_faults=faults)
    merged(clerk)


@pytest.mark.parametrize("number", WRITES)
def test_an_answer_that_comes_too_late(hire: Hire, number: int) -> None:
    clerk = hire(write_faults={number: slow(5.0)})
    clerk.timeout = Timeout(connect=1.0, read=0.2)
    merged(clerk)
    assert len(clerk.server.writes) == 2


def test_a_server_that_only_breaks_is_given_up(hire: Hire) -> None:
    clerk = hire(faults={number: server_error() for number in range(1, 200)})
    clerk.patience = Patience(first=1.0, longest=10.0, total=60.0)
    before = contents(clerk.server.user)
    with pytest.raises(BibtoolsError):
        clerk.merge(papers(1))
    assert len(clerk.server.requests) < 20
    assert contents(clerk.server.user) == before


def test_a_redirect_is_not_followed(hire: Hire) -> None:
    elsewhere = status(302, Location="http://127.0.0.1:9/users/1/items")
    clerk = hire(faults={2: elsewhere})
    with pytest.raises(BibtoolsError, match="redirect"):
        clerk.merge(papers(1))
    assert len(clerk.server.requests) == 2


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_write_that_is_forbidden_stops_the_run(hire: Hire, code: int) -> None:
    clerk = hire(write_faults={1: status(code, "Forbidden", Content_Type="text/html")})
    with pytest.raises(BibtoolsError):
        clerk.merge(papers(*range(60)))
    assert len(clerk.server.writes) == 1
    assert clerk.server.user.items == {}


def test_too_much_at_once_is_halved(hire: Hire) -> None:
    clerk = hire(write_faults={1: status(413, "Request Entity Too Large")})
    receipt = clerk.merge(papers(*range(20)))
    assert len(receipt.versions) == 20
    assert [len(asked.elements) for asked in clerk.server.writes] == [20, 10, 10]
