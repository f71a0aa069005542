"""One connection that waits when it is asked to, repeats what may be repeated, and never tells the key."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from servers.zotero import KEY, ZoteroServer, serve
from servers.zotero_faults import (
    Fault,
    backoff,
    bad_gateway,
    close_after,
    close_before,
    cut,
    limited,
    maintenance,
    server_error,
    status,
)
from unit.libraries.zotero.desk import Desk, Watch

from bibtools.errors import ConfigError, SourceFailed
from bibtools.libraries.zotero.transport import Answered, Client, Patience, Stopped, Unsettled

ITEM = b'[{"itemType":"book","title":"A"}]'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve() as server:
        yield Desk(server, tmp_path)


def with_faults(desk: Desk, *faults: Fault | None) -> tuple[ZoteroServer, Client, Watch]:
    desk.server.faults.any = {number: fault for number, fault in enumerate(faults, start=1) if fault}
    return desk.server, desk.client(), desk.watch


def test_what_every_request_says(desk: Desk) -> None:
    client = desk.client(user_agent="bibtools/1.0")
    client.get("/keys/current")
    client.post("/users/1/items", ITEM)
    for asked in desk.server.requests:
        assert asked.headers["zotero-api-version"] == "3"
        assert asked.headers["zotero-api-key"] == KEY
        assert asked.headers["user-agent"] == "bibtools/1.0"
        assert "expect" not in asked.headers
        assert KEY not in asked.url
        assert asked.query == {}
    assert desk.server.connections == 1


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (limited(7), 7),
        (limited("Mon, 21 Sep 2026 14:13:50 GMT"), 29),
        (maintenance(30), 30),
        (status(503, "gone for lunch"), 1),
        (status(429, "Request rate limit exceeded"), 1),
    ],
)
def test_not_now_is_waited_for_and_asked_again(desk: Desk, fault: Fault, least: float, write: bool) -> None:
    server, client, watch = with_faults(desk, fault)
    reply = client.post("/users/1/items", ITEM) if write else client.get("/users/1/items")
    assert reply.status == 200
    assert least <= sum(watch.slept) <= least + 2
    assert [asked.body for asked in server.requests] == [ITEM if write else b""] * 2


def test_dates_are_understood(desk: Desk) -> None:
    _, client, watch = with_faults(desk, limited(formatdate(desk.watch.now + 50, usegmt=True)))
    client.get("/users/1/items")
    assert 50 <= sum(watch.slept) <= 52


def test_backoff_on_success_delays_the_next_request(desk: Desk) -> None:
    _, client, watch = with_faults(desk, backoff(12))
    client.get("/users/1/items")
    assert watch.slept == []
    client.get("/users/1/items")
    assert watch.slept == [12]


@pytest.mark.parametrize("fault", [close_before(), close_after(), server_error(), bad_gateway(), cut()])
def test_a_reading_that_broke_is_asked_again(desk: Desk, fault: Fault) -> None:
    desk.server.user.add(title="A")
    server, client, _ = with_faults(desk, fault, fault)
    assert len(client.get("/users/1/items").data) == 1
    assert len(server.requests) == 3


@pytest.mark.parametrize("fault", [close_before(), close_after(), server_error(), bad_gateway(), cut()])
def test_a_writing_that_broke_is_not(desk: Desk, fault: Fault) -> None:
    server, client, _ = with_faults(desk, fault)
    with pytest.raises(Unsettled):
        client.post("/users/1/items", ITEM)
    assert len(server.requests) == 1


def test_patience_ends(desk: Desk) -> None:
    desk.server.faults.any = {number: maintenance(60) for number in range(1, 50)}
    client = desk.client(patience=Patience(total=200))
    with pytest.raises(Stopped, match="HTTP 503"):
        client.get("/users/1/items")
    assert 120 <= sum(desk.watch.slept) <= 200


def test_a_wish_beyond_all_patience_is_not_waited_for(desk: Desk) -> None:
    _, client, watch = with_faults(desk, limited(100_000))
    with pytest.raises(Stopped):
        client.get("/users/1/items")
    _, client, watch = with_faults(desk, None, backoff(100_000))
    client.get("/users/1/items")
    with pytest.raises(Stopped, match="1667 minutes"):
        client.get("/users/1/items")
    assert watch.slept == []


def test_nobody_there_is_told_soon() -> None:
    client = Client("http://127.0.0.1:9", clock=Watch().clock)
    with pytest.raises(Stopped, match="tried 2 times") as stopped:
        client.post("/users/1/items", ITEM)
    assert "start Zotero" in str(stopped.value.hint)


def test_what_the_server_refuses_is_told_in_plain_words(desk: Desk) -> None:
    desk.server.faults.any = {1: status(400, "&#039;q&#039; is <b>bad</b>\n", Content_Type="text/html")}
    with pytest.raises(Answered, match="HTTP 400 for /users/1/items: 'q' is bad") as refused:
        desk.client().get("/users/1/items")
    assert refused.value.status == 400


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirects_are_not_followed(desk: Desk, code: int) -> None:
    server, client, _ = with_faults(desk, status(code, Location=f"{desk.server.url}/keys/current"))
    with pytest.raises(Answered, match="not followed"):
        client.get("/users/1/items")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "fault",
    [
        status(403, f"Invalid key {KEY}"),
        close_before(),
        status(200, f"{{{KEY}", Content_Type="application/json"),
        maintenance(1000),
    ],
)
def test_the_key_is_never_told(desk: Desk, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    desk.server.faults.any = dict.fromkeys(range(1, 20), fault)
    client = desk.client(patience=Patience(total=20))
    with pytest.raises(SourceFailed) as failed:
        client.get("/users/1/items")
    error: BaseException | None = failed.value
    told = [repr(client), str(failed.value.hint), caplog.text]
    while error is not None:
        told += [str(error), repr(error)]
        error = error.__cause__ or error.__context__
    assert KEY not in "".join(told)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "ключ", "a" * 10 + "\r"])
def test_what_cannot_be_a_key_is_refused_without_telling_it(key: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Client("https://api.zotero.org", key)
    assert key not in str(refused.value) + str(refused.value.hint)


@pytest.mark.parametrize(
    "base", ["http://api.zotero.org", "ftp://127.0.0.1/", "api.zotero.org", "http://localhost.example.org", "file:///x"]
)
def test_only_https_or_this_machine(base: str) -> None:
    with pytest.raises(ConfigError, match="over https"):
        Client(base)


@pytest.mark.parametrize("base", ["https://me:secret@api.zotero.org", "https://api.zotero.org/?key=secret"])
def test_no_secret_in_the_address(base: str) -> None:
    with pytest.raises(ConfigError) as refused:
        Client(base)
    assert "secret@" not in str(refused.value)
    assert "key=secret" not in str(refused.value)


def test_this_machine_is_asked_without_proxy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert desk.client().get("/keys/current").status == 200


def test_a_netrc_adds_no_secret(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    client = desk.client()
    monkeypatch.setattr(Client, "on_this_machine", property(lambda _: False))
    client.get("/keys/current")
    assert "authorization" not in desk.server.requests[0].headers


def test_waiting_is_reported(desk: Desk) -> None:
    heard: list[Any] = []
    desk.server.faults.any = {1: limited(7)}
    desk.client(report=heard.append).get("/users/1/items")
    assert [notice.kind for notice in heard] == ["retry"]
    assert "asking again in" in heard[0].message
