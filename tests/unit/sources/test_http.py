"""The transport against a real server: what is asked again, how long it waits, what it gives up on."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from random import Random

import pytest
from servers.arxiv import ArxivServer, Fault, cut, html, reset, stall, status
from servers.invented import HAND_WRITTEN
from servers.works import WorksServer, moved

from bibtools.errors import SourceFailed
from bibtools.sources.clock import Clock
from bibtools.sources.gate import Gate
from bibtools.sources.http import Answer, Backoff, Timeout, Transport, Unanswered, Unusable, retry_after
from bibtools.sources.notice import Notice

FIELDS = {"search_query": 'ti:"teapot calculus"', "max_results": "2"}


class Waits:
    """A clock whose sleeping takes no time and is noted."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.ahead = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 2))
        self.ahead += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: time.time() + self.ahead, lambda: time.monotonic() + self.ahead, self.sleep)


def transport(folder: Path, waits: Waits, notices: list[Notice], **more: object) -> Transport:
    defaults: dict[str, object] = {
        "timeout": Timeout(connect=2.0, read=0.3, whole=5.0),
        "backoff": Backoff(jitter=0.0),
        "report": notices.append,
        "clock": waits.clock,
        "random": Random(1),
    }
    return Transport(Gate(folder, 0.0, clock=waits.clock), "bibtools tests", **{**defaults, **more})  # type: ignore[arg-type]


def whole(answer: Answer) -> bytes:
    if not answer.body.endswith(b"</feed>\n"):
        raise Unusable("cut short")
    return answer.body


def status_of(answer: Answer) -> int:
    return answer.status


def test_get_and_post_ask_the_same(tmp_path: Path) -> None:
    with ArxivServer(HAND_WRITTEN) as server:
        sender = transport(tmp_path, Waits(), [])
        got = sender.send("GET", server.url, FIELDS, whole)
        posted = sender.send("POST", server.url, FIELDS, whole)
    assert b"A Teapot Calculus" in got
    assert got == posted
    assert [asked.method for asked in server.requests] == ["GET", "POST"]
    assert server.requests[0].fields == server.requests[1].fields == FIELDS
    assert all(asked.headers["User-Agent"] == "bibtools tests" for asked in server.requests)


@pytest.mark.parametrize(
    ("fault", "waited", "reason"),
    [
        pytest.param(status(500), 5.0, "HTTP 500", id="500"),
        pytest.param(status(502), 5.0, "HTTP 502", id="502"),
        pytest.param(status(503), 5.0, "HTTP 503", id="503"),
        pytest.param(status(504), 5.0, "HTTP 504", id="504"),
        pytest.param(status(429), 30.0, "HTTP 429", id="429 means longer"),
        pytest.param(status(429, retry_after=7), 7.0, "HTTP 429", id="429 with Retry-After"),
        pytest.param(status(503, retry_after=120), 120.0, "HTTP 503", id="503 with Retry-After"),
        pytest.param(stall(0.6), 5.0, "no complete answer in time", id="stall"),
        pytest.param(cut(), 5.0, "cut short", id="cut"),
        pytest.param(reset(), 5.0, "the connection broke", id="reset"),
        pytest.param(html(), 5.0, "cut short", id="web page"),
    ],
)
def test_asked_again_after(tmp_path: Path, fault: Fault, waited: float, reason: str) -> None:
    waits, notices = Waits(), list[Notice]()
    with ArxivServer(HAND_WRITTEN, faults=[fault]) as server:
        body = transport(tmp_path, waits, notices).send("POST", server.url, FIELDS, whole)
    assert b"A Teapot Calculus" in body
    assert len(server.requests) == 2
    assert sum(waits.slept) == pytest.approx(waited, abs=0.1)
    assert [(notice.kind, reason in notice.message) for notice in notices] == [("retry", True)]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 410, 414, 418])
def test_other_refusals_are_not_repeated(tmp_path: Path, code: int) -> None:
    with ArxivServer(HAND_WRITTEN, faults=[status(code)]) as server:
        assert transport(tmp_path, Waits(), []).send("GET", server.url, FIELDS, status_of) == code
    assert len(server.requests) == 1


def test_pauses_double_and_end(tmp_path: Path) -> None:
    waits = Waits()
    with ArxivServer(HAND_WRITTEN, faults=[status(503)] * 9) as server:
        sender = transport(tmp_path, waits, [])
        with pytest.raises(Unanswered, match=r"HTTP 503 \(asked 4 times\)") as failure:
            sender.send("GET", server.url, FIELDS, whole)
    assert failure.value.status == 503
    assert failure.value.hint
    assert waits.slept == pytest.approx([5.0, 10.0, 20.0], abs=0.1)
    assert len(server.requests) == 4


def test_server_errors_can_be_given_up_sooner(tmp_path: Path) -> None:
    with ArxivServer(HAND_WRITTEN, faults=[status(500)] * 9) as server, pytest.raises(Unanswered):
        transport(tmp_path, Waits(), []).send("POST", server.url, FIELDS, whole, attempts_at_server_errors=2)
    assert len(server.requests) == 2


def test_a_retry_after_beyond_patience_ends_it_now_and_for_the_next_process(tmp_path: Path) -> None:
    waits = Waits()
    with ArxivServer(HAND_WRITTEN, faults=[status(429, retry_after=7200)]) as server:
        for _ in range(2):
            with pytest.raises(SourceFailed, match="120 minutes"):
                transport(tmp_path, waits, []).send("GET", server.url, FIELDS, whole)
    assert len(server.requests) == 1
    assert waits.slept == []


def test_a_trickle_does_not_outwit_the_time_out(tmp_path: Path) -> None:
    """Each byte comes within the read time-out, all of them together never do."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        import threading

        stop = threading.Event()

        def trickle() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while not stop.wait(0.05):
                    try:
                        connection.sendall(b"1\r\n \r\n")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle, daemon=True)
        thread.start()
        sender = transport(tmp_path, Waits(), [], attempts=1, timeout=Timeout(read=0.5, whole=0.4))
        start = time.monotonic()
        with pytest.raises(Unanswered, match="in time"):
            sender.send("GET", f"http://127.0.0.1:{listening.getsockname()[1]}/", {}, whole)
        stop.set()
        thread.join()
    assert time.monotonic() - start < 3


def test_nobody_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    waits = Waits()
    sender = transport(tmp_path, waits, [])
    with pytest.raises(Unanswered, match="cannot connect"):
        sender.send("GET", f"http://127.0.0.1:{port}/", {}, whole)
    assert len(waits.slept) == 1, "asked once more, and no more than that"


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/x", "http://"])
def test_a_wrong_address_fails_at_once(tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceFailed):
        transport(tmp_path, Waits(), []).send("GET", url, {}, whole)


def test_jitter_only_lengthens() -> None:
    pauses = [Backoff().pause(0, crowded=False, random=Random(seed)) for seed in range(50)]
    assert min(pauses) >= 5.0
    assert max(pauses) <= 6.25
    assert len(set(pauses)) > 40


def test_pauses_have_a_limit() -> None:
    assert Backoff(jitter=0.0).pause(30, crowded=True, random=Random(1)) == 300.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 15 ", 15.0),
        ("-3", None),
        ("Thu, 01 Jan 1970 00:00:05 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:02:00 GMT", 110.0),
        ("1.5", None),
        ("²", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=10.0) == seconds


def test_headers_and_a_json_body(tmp_path: Path) -> None:
    """With `json` the fields of a POST stand in the address; headers go along with every request."""
    with WorksServer("semantic-scholar", [], key="s3cret") as server:
        sender = transport(tmp_path, Waits(), [], headers={"x-api-key": "s3cret"})
        url = f"{server.url}/paper/batch"
        assert sender.send("POST", url, {"fields": "title"}, status_of, json={"ids": ["DOI:10.5555/7"]}) == 400
    (asked,) = server.requests
    assert (asked.method, asked.fields, asked.body) == ("POST", {"fields": "title"}, {"ids": ["DOI:10.5555/7"]})
    assert asked.headers["x-api-key"] == "s3cret"
    assert asked.headers["user-agent"] == "bibtools tests"


@pytest.mark.parametrize(("headers", "expected"), [({}, 404), ({"x-api-key": "s3cret"}, 302)])
def test_headers_go_nowhere_else(tmp_path: Path, headers: dict[str, str], expected: int) -> None:
    with WorksServer("crossref", []) as elsewhere, WorksServer("crossref", [], faults=[moved(elsewhere.url)]) as server:
        sender = transport(tmp_path, Waits(), [], headers=headers)
        assert sender.send("GET", f"{server.url}/works", {}, status_of) == expected
    assert len(elsewhere.requests) == (0 if headers else 1)


@pytest.mark.parametrize("url", ["nonsense", "https://127.0.0.1:{port}/", "http://127.0.0.1:{port}/x"])
def test_no_message_tells_the_fields(tmp_path: Path, url: str) -> None:
    """They may hold a key: not for a wrong address, not where there is no secure connection, not after failures."""
    notices = list[Notice]()
    with WorksServer("crossref", [], faults=[status(503)] * 4) as server:
        port = server.url.rpartition(":")[2]
        with pytest.raises(SourceFailed) as failure:
            transport(tmp_path, Waits(), notices).send("GET", url.format(port=port), {"api_key": "s3cret"}, whole)
    assert "s3cret" not in f"{failure.value} {failure.value.hint} {notices}"
