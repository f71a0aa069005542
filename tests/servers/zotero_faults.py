"""What may go wrong between a client and a replica server of Zotero: faults to order, and the real server's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from servers.zotero_store import Clock

Kind = Literal["close-before", "close-after", "answer", "cut", "slow", "meanwhile", "backoff"]


@dataclass(frozen=True)
class Fault:
    """What happens to one request. `before` is what somebody else does just before it is handled."""

    kind: Kind
    code: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    before: Callable[[], object] | None = None


def close_before() -> Fault:
    """The connection is torn down before the request is looked at: nothing is done."""
    return Fault("close-before")


def close_after() -> Fault:
    """The request is carried out, and the connection is torn down before the answer is sent."""
    return Fault("close-after")


def status(code: int, body: str = "", **headers: str | int) -> Fault:
    """Nothing is done and this is answered; `Retry_After=3` is the header Retry-After."""
    return Fault("answer", code, body, {name.replace("_", "-"): str(value) for name, value in headers.items()})


def server_error() -> Fault:
    """What the real server says when it fails."""
    return status(500, "An error occurred", Content_Type="text/html; charset=UTF-8")


def bad_gateway() -> Fault:
    """A page of the machine in front of the real server."""
    return status(502, "<html><head><title>502 Bad Gateway</title></head></html>", Content_Type="text/html")


def limited(seconds: int | str = 10, *, backoff: int | None = None) -> Fault:
    """Too many requests; `seconds` may be a date."""
    headers = {"Backoff": backoff} if backoff is not None else {}
    return status(429, "Request rate limit exceeded", Retry_After=seconds, **headers)


def maintenance(seconds: int = 30) -> Fault:
    """The server is being worked on: Backoff, and no Retry-After."""
    return status(503, "Sorry, we&#039;re performing scheduled maintenance. Please check back.", Backoff=seconds)


def backoff(seconds: int) -> Fault:
    """The request is answered, with the wish to be left alone for so long."""
    return Fault("backoff", headers={"Backoff": str(seconds)})


def cut() -> Fault:
    """The request is carried out; the answer is JSON that ends in the middle, as long as its header says."""
    return Fault("cut")


def slow(seconds: float) -> Fault:
    """The request is carried out at once and answered late."""
    return Fault("slow", seconds=seconds)


def meanwhile(act: Callable[[], object]) -> Fault:
    """Somebody else acts between the client's last request and this one, which is then handled as usual."""
    return Fault("meanwhile", before=act)


@dataclass
class Faults:
    """Which request meets which fault: counted over all requests, or over those that write; from 1."""

    any: dict[int, Fault] = field(default_factory=dict)
    writes: dict[int, Fault] = field(default_factory=dict)

    def meet(self, number: int, write: int | None) -> Fault | None:
        """The fault of a request; each befalls one request only."""
        if number in self.any:
            return self.any.pop(number)
        return self.writes.pop(write, None) if write is not None else None


class Limiter:
    """The real server's bounds: a bucket of 100 requests that fills by 10 a second, and five at once."""

    def __init__(self, clock: Clock, *, capacity: int = 100, rate: float = 10.0, at_once: int = 5) -> None:
        self._clock = clock
        self._capacity = float(capacity)
        self._rate = rate
        self._at_once = at_once
        self._tokens = self._capacity
        self._last = clock()
        self._random = Random(5)
        self.refused = 0

    def drain(self) -> None:
        """Somebody else of the same user has just used up the bucket."""
        self._tokens, self._last = 0.0, self._clock()

    def refuse(self, busy: int) -> Fault | None:
        """The refusal of a request when `busy` are being answered, this one included; None when it may pass."""
        now = self._clock()
        self._tokens = min(self._capacity, self._tokens + (now - self._last) * self._rate)
        self._last = now
        if busy > self._at_once:
            self.refused += 1
            return status(429, "Concurrent request limit exceeded", Retry_After=self._random.randint(1, 30))
        if self._tokens < 1:
            self.refused += 1
            return limited(10)
        self._tokens -= 1
        return None
