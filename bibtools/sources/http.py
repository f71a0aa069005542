"""The one way to the network: a polite, patient HTTP client that knows what is worth asking again.

Retried: 429, 500, 502, 503, 504, time-outs, broken connections, and answers that their reader finds unusable.
Never retried: any other 4xx, which would be answered in the same way. `Retry-After` (RFC 9110, section 10.2.3) is
obeyed; without it the pause doubles, with some jitter so that two programs do not keep step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from random import Random
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urlencode

from bibtools.errors import SourceFailed
from bibtools.sources.clock import Clock
from bibtools.sources.gate import Gate
from bibtools.sources.notice import Notice, Report, ignore

if TYPE_CHECKING:
    import requests

T = TypeVar("T")
Method = Literal["GET", "POST"]
RETRIED = frozenset({429, 500, 502, 503, 504})
LARGEST_BODY = 64 * 1024 * 1024
HINT = "try again later, use a local index (bibtools index build), or work from the cache with --offline"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unusable(Exception):
    """Raised by the reader of an answer that is worth asking for again (cut short, not what was asked for)."""


class Unanswered(SourceFailed):
    """All attempts failed; `status` is the last one's, None where there was no answer."""

    def __init__(self, message: str, *, hint: str | None = None, status: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses before the next attempt, in seconds: `first` doubles each time up to `longest`.

    `crowded` stands for `first` after a 429 without Retry-After: arXiv's limits last minutes, not seconds.
    """

    first: float = 5.0
    crowded: float = 30.0
    longest: float = 300.0
    jitter: float = 0.25

    def pause(self, attempt: int, *, crowded: bool, random: Random) -> float:
        """The pause after attempt number `attempt` (from 0).

        >>> [Backoff(jitter=0).pause(n, crowded=False, random=Random(1)) for n in range(3)]
        [5.0, 10.0, 20.0]
        """
        pause = min(self.longest, (self.crowded if crowded else self.first) * 2.0**attempt)
        return pause * (1 + self.jitter * random.random())


@dataclass(frozen=True, slots=True)
class Timeout:
    """Seconds until a connection must stand, until the next bytes must come, and until all of them must have come."""

    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends requests through `gate` and hands each answer to a reader.

    `headers` go along with every request. They may hold a key, so with them no redirection is followed.
    One connection at a time, closed after each answer: with several processes, an idle one would be one too many.
    """

    gate: Gate
    user_agent: str
    timeout: Timeout = field(default_factory=Timeout)
    attempts: int = 4
    backoff: Backoff = field(default_factory=Backoff)
    report: Report = ignore
    clock: Clock = field(default_factory=Clock)
    random: Random = field(default_factory=Random)
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(
        self,
        method: Method,
        url: str,
        fields: Mapping[str, str],
        read: Callable[[Answer], T],
        *,
        json: Any = None,
        attempts_at_server_errors: int | None = None,
    ) -> T:
        """What `read` makes of the answer; it sees every status that is not retried, and may raise Unusable.

        `fields` are sent form-encoded: in the URL of a GET, in the body of a POST, or in its URL where `json` is the
        body. `attempts_at_server_errors`, for callers who know another way, ends it after so many answers of 5xx
        without Retry-After. Raises Unanswered after the last attempt, and SourceFailed at once where another could not
        help (a wrong address, a certificate, too long a pause). No message tells the fields: they may hold a key.
        """
        # Loaded before the turn begins: in the middle of it, it would delay the request but not the next one's.
        import requests  # noqa: F401

        attempt = 0
        while True:
            with self.gate.turn() as prolong:
                try:
                    return self._once(method, url, fields, json, read)
                except _Failed as error:
                    failed = error
                attempt += 1
                most = min(self.attempts, failed.most)
                if attempts_at_server_errors and failed.retry_after is None and (failed.status or 0) >= 500:
                    most = min(most, attempts_at_server_errors)
                last = attempt >= most
                pause = failed.retry_after
                if pause is None:
                    pause = self.backoff.pause(attempt - 1, crowded=failed.status == 429, random=self.random)
                if failed.retry_after is not None or not last:
                    prolong(pause)
            if last:
                raise Unanswered(f"{_host(url)}: {failed} ({_times(attempt)})", hint=HINT, status=failed.status)
            self.report(Notice("retry", f"{failed}; asking again in {pause:.0f} s", (url,)))

    def _once(self, method: Method, url: str, fields: Mapping[str, str], json: Any, read: Callable[[Answer], T]) -> T:
        import requests

        try:
            answer = self._exchange(method, url, fields, json)
        except requests.exceptions.SSLError as error:
            reason = getattr(error.args[0], "reason", None) if error.args else None
            told = f"{_host(url)}: no secure connection: {reason or 'the handshake failed'}"
            raise SourceFailed(told, hint="check clock and proxy") from error
        except requests.exceptions.ConnectTimeout as error:
            raise _Failed(f"no connection within {self.timeout.connect:g} s", most=2) from error
        except (requests.exceptions.Timeout, TimeoutError) as error:
            raise _Failed("no complete answer in time") from error
        except requests.exceptions.ConnectionError as error:
            # Nobody there (no network, no such host) will not change within seconds; a broken connection may.
            reason = getattr(error.args[0], "reason", None) if error.args else None
            if reason is not None:
                raise _Failed(f"cannot connect: {type(reason).__name__}", most=2) from error
            raise _Failed("the connection broke") from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise _Failed("the answer broke off") from error
        except requests.exceptions.RequestException as error:
            raise SourceFailed(f"cannot ask {url}: {type(error).__name__}") from error
        if answer.status in RETRIED:
            after = retry_after(answer.headers.get("retry-after"), self.clock.wall())
            raise _Failed(f"HTTP {answer.status}", status=answer.status, retry_after=after)
        try:
            return read(answer)
        except Unusable as error:
            raise _Failed(str(error), status=answer.status) from error

    def _exchange(self, method: Method, url: str, fields: Mapping[str, str], json: Any) -> Answer:
        import requests

        is_form = method == "POST" and json is None
        deadline = self.clock.monotonic() + self.timeout.whole
        with (
            requests.Session() as session,
            session.request(
                method,
                url if is_form else address(url, fields),
                data=dict(fields) if is_form else None,
                json=json,
                headers={"User-Agent": self.user_agent, "Connection": "close", **self.headers},
                timeout=(self.timeout.connect, self.timeout.read),
                # A redirected POST would become a GET without its body; headers of ours would go along anywhere.
                allow_redirects=method == "GET" and not self.headers,
                stream=True,
            ) as response,
        ):
            return Answer(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                self._body(response, deadline),
            )

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        """The whole body; a server that sends a byte now and then does not outwit the time-out."""
        body = bytearray()
        for chunk in response.iter_content(65536):
            body += chunk
            if self.clock.monotonic() > deadline:
                raise TimeoutError
            if len(body) > LARGEST_BODY:
                raise SourceFailed(f"{_host(response.url)}: an answer of more than {LARGEST_BODY >> 20} MB")
        return bytes(body)


class _Failed(Exception):
    """An attempt that failed and may be repeated, `most` times in all."""

    def __init__(
        self, reason: str, *, status: int | None = None, retry_after: float | None = None, most: int = 1_000
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.retry_after = retry_after
        self.most = most


def address(url: str, fields: Mapping[str, str]) -> str:
    """The URL of a GET, with as few escapes as arXiv's front end needs: its length is limited.

    >>> address("https://x.org/query", {"id_list": "hep-th/9901001,0704.0001", "max_results": "2"})
    'https://x.org/query?id_list=hep-th/9901001,0704.0001&max_results=2'
    """
    return f"{url}?{urlencode(fields, safe=',:/()')}"


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds to wait, from a Retry-After header (seconds or an HTTP date); None where it says nothing.

    >>> retry_after("120", now=0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=20.0), retry_after("soon", 0.0)
    (120.0, 40.0, None)
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now)


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") >= 2 else url


def _times(attempts: int) -> str:
    return "asked once" if attempts == 1 else f"asked {attempts} times"
