"""The one connection to Zotero's API: sequential, patient, and never sure of a write that was not answered.

What is done with each answer follows the behaviour of zotero/dataserver and of Zotero 10, observed in August 2026:
`Backoff` is obeyed on every answer, `Retry-After` on 429 and 503 (RFC 9110, section 10.2.3); what was refused for its
rate was not done, and is sent again. A reading that broke is sent again. A writing that broke may have been done: that
is the caller's to find out, by reading. Redirects are not followed: the key would go along.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode, urlsplit

from bibtools.errors import ConfigError, SourceFailed
from bibtools.sources.clock import Clock
from bibtools.sources.http import Timeout, retry_after
from bibtools.sources.notice import Notice, Report, ignore

if TYPE_CHECKING:
    import requests

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_BODY = 256 * 1024 * 1024
ATTEMPTS = 5  # at one request that breaks; one that is refused for its rate is tried until patience ends
NOTHING: Mapping[str, str] = {}
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `headers` have lower-case names, `data` is decoded JSON, `said` the text of what is none."""

    status: int
    headers: Mapping[str, str]
    data: Any = None
    said: str = ""

    @property
    def version(self) -> int | None:
        """The version of the library (of a list) or of the one object that was asked for."""
        return _number(self.headers.get("last-modified-version"))

    @property
    def server(self) -> str | None:
        """Which database of the desktop client answered; its versions mean nothing to another."""
        return self.headers.get("zotero-server-id")


class Answered(SourceFailed):
    """Zotero answered, and the answer is no: `status` says which one."""

    def __init__(self, message: str, *, status: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class Stopped(SourceFailed):
    """No use in going on now. What was written stays, what was not can be done later."""


class Unsettled(Exception):
    """A writing was sent and not answered: it may have been done."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: the first pause after a request that broke, doubled up to `longest`; `total` until giving up."""

    first: float = 1.0
    longest: float = 120.0
    total: float = 900.0


@dataclass(slots=True)
class Client:
    """Asks the API at `base`, with `key` in a header if there is one.

    `schema_version` is what the last answer said about it. Raises ConfigError for an address that is neither https nor
    on this machine, and for a key that cannot be one.
    """

    base: str
    key: str | None = field(default=None, repr=False)
    user_agent: str = "bibtools"
    clock: Clock = field(default_factory=Clock)
    random: Random = field(default_factory=Random)
    patience: Patience = field(default_factory=Patience)
    timeout: Timeout = field(default_factory=Timeout)
    report: Report = ignore
    schema_version: str | None = None
    _session: requests.Session | None = field(default=None, repr=False)
    _not_before: float = 0.0

    def __post_init__(self) -> None:
        address = urlsplit(self.base)
        if address.scheme != "https" and not (address.scheme == "http" and self.on_this_machine):
            raise ConfigError(f"{_shown(self.base)}: Zotero is asked over https, or over http on this machine only")
        if address.username or address.query:
            raise ConfigError(f"{_shown(self.base)}: no secret belongs into an address")
        if self.key is not None and not _KEY.fullmatch(self.key):
            raise ConfigError("the key for Zotero has characters that no key has", hint="copy it again, all of it")
        self.base = self.base.rstrip("/")

    @property
    def on_this_machine(self) -> bool:
        """Whether what is asked runs on this machine."""
        return urlsplit(self.base).hostname in LOOPBACK

    def get(self, path: str, fields: Mapping[str, str] = NOTHING, *, unless: int | None = None) -> Reply:
        """A reading: status 200, or 304 where nothing is newer than version `unless`. Raises Answered, Stopped."""
        headers = {} if unless is None else {"If-Modified-Since-Version": str(unless)}
        reply = self._send("GET", f"{path}?{urlencode(fields)}" if fields else path, headers, None)
        if reply.status not in (200, 304):
            raise self.refusal(reply, path)
        return reply

    def post(self, path: str, body: bytes, headers: Mapping[str, str] = NOTHING) -> Reply:
        """A writing: any status but those that say "not now".

        Raises Unsettled when nobody knows whether it was done, Stopped when it was not and will not be soon.
        """
        return self._send("POST", path, {"Content-Type": "application/json", **headers}, body)

    def refusal(self, reply: Reply, about: str) -> Answered:
        """An answer as the error that it is."""
        told = f"{self._host}: HTTP {reply.status} for {about}" + (f": {reply.said}" if reply.said else "")
        return Answered(told, status=reply.status, hint=_hint(reply, self.on_this_machine))

    def close(self) -> None:
        """Hang up."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @property
    def _host(self) -> str:
        return urlsplit(self.base).netloc

    def _send(self, method: Literal["GET", "POST"], path: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        attempt, since = 0, self.clock.monotonic()
        while True:
            self._wait()
            try:
                reply = self._once(method, path, headers, body)
            except _Broke as error:
                if body is not None and error.sent:
                    raise Unsettled(f"{self._host}: {error}") from error
                attempt += 1
                why, pause, over = str(error), self._pause(attempt), attempt >= (ATTEMPTS if error.sent else 2)
            else:
                if reply.status not in (429, 503):
                    return reply
                attempt += 1
                told = retry_after(reply.headers.get("retry-after"), self.clock.wall())
                pause = self._pause(attempt) if told is None else told + self.random.random()
                why, over = f"HTTP {reply.status} {reply.said}".rstrip(), False
            now = self.clock.monotonic()
            self._not_before = max(self._not_before, now + pause)
            if over or self._not_before - since > self.patience.total:
                raise Stopped(f"{self._host}: {why}; {_tried(attempt)}", hint=self._later())
            self.report(Notice("retry", f"{self._host}: {why}; asking again in {self._not_before - now:.0f} s"))

    def _pause(self, attempt: int) -> float:
        pause = min(self.patience.longest, self.patience.first * 2.0 ** (attempt - 1))
        return pause * (1 + self.random.random() / 4)

    def _wait(self) -> None:
        """Until the moment before which the server wants to hear nothing."""
        left = self._not_before - self.clock.monotonic()
        if left > self.patience.total:
            raise Stopped(f"{self._host} asked to be left alone for {left / 60:.0f} minutes", hint="come back later")
        if left > 0:
            self.clock.sleep(left)

    def _once(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        import requests

        try:
            status, told, content = self._exchange(method, path, headers, body)
        except requests.exceptions.SSLError as error:
            raise SourceFailed(f"{self._host}: no secure connection", hint="check clock and proxy") from error
        except requests.exceptions.ConnectTimeout as error:
            raise _Broke(f"no connection within {self.timeout.connect:g} s", sent=False) from error
        except (requests.exceptions.Timeout, TimeoutError) as error:
            raise _Broke("no complete answer in time") from error
        except requests.exceptions.ConnectionError as error:
            reason = type(getattr(error.args[0], "reason", None) if error.args else None).__name__
            raise _Broke("the connection broke", sent=reason not in _NOBODY_THERE) from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise _Broke("the answer broke off") from error
        except requests.exceptions.RequestException as error:
            raise SourceFailed(f"{self._host}: cannot ask for {path}: {type(error).__name__}") from error
        self.schema_version = told.get("zotero-schema-version", self.schema_version)
        if (seconds := _number(told.get("backoff"))) is not None:
            self._not_before = self.clock.monotonic() + seconds
        if status >= 500 and status != 503:
            raise _Broke(f"HTTP {status}")
        if 300 <= status < 400 and status != 304:
            raise Answered(f"{self._host}: HTTP {status}, a redirect, is not followed", status=status)
        if status != 200:
            return Reply(status, told, said=self._plain(content))
        if "json" not in told.get("content-type", ""):
            return Reply(status, told, said=self._plain(content))
        try:
            return Reply(status, told, json.loads(content))
        except ValueError as error:
            raise _Broke("the answer is no whole JSON") from error

    def _exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, Mapping[str, str], bytes]:
        deadline = self.clock.monotonic() + self.timeout.whole
        with self._connection().request(
            method,
            self.base + path,
            data=body,
            headers={**headers, **({"Zotero-API-Key": self.key} if self.key else {})},
            timeout=(self.timeout.connect, self.timeout.read),
            allow_redirects=False,
            stream=True,
        ) as response:
            content = bytearray()
            for chunk in response.iter_content(65536):
                content += chunk
                if self.clock.monotonic() > deadline:
                    raise TimeoutError
                if len(content) > LARGEST_BODY:
                    raise SourceFailed(f"{self._host}: an answer of more than {LARGEST_BODY >> 20} MB")
            return response.status_code, {n.lower(): v for n, v in response.headers.items()}, bytes(content)

    def _connection(self) -> requests.Session:
        if self._session is None:
            import requests

            session = requests.Session()
            # A proxy cannot reach this machine's own programs; and no .netrc may add a secret of its own.
            session.trust_env = not self.on_this_machine
            session.auth = _as_it_is
            session.headers.update({"User-Agent": self.user_agent, "Zotero-API-Version": "3"})
            self._session = session
        return self._session

    def _plain(self, content: bytes) -> str:
        """What an answer that is no JSON says, on one line, and never the key."""
        text = html.unescape(_TAG.sub(" ", content[:4000].decode("utf-8", "replace")))
        text = text.replace(self.key, "…") if self.key else text
        return " ".join(text.split())[:300]

    def _later(self) -> str:
        if self.on_this_machine:
            return "start Zotero, and allow other applications to talk to it: Settings, Advanced"
        return "come back later"


class _Broke(Exception):
    """No usable answer; `sent` unless it is certain that the request never arrived."""

    def __init__(self, why: str, *, sent: bool = True) -> None:
        super().__init__(why)
        self.sent = sent


_NOBODY_THERE = frozenset({"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError"})


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None


def _shown(address: str) -> str:
    """An address without what may be a secret in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _tried(attempts: int) -> str:
    return "tried once" if attempts == 1 else f"tried {attempts} times"


def _hint(reply: Reply, local: bool) -> str | None:
    if local and reply.status == 403:
        return "allow other applications to talk to Zotero: Settings, Advanced"
    if local and reply.status == 401:
        return "unset ZOTERO_LOCAL_API_KEY, and Zotero asks anew whether bibtools may write"
    if reply.status in (401, 403):
        return "ZOTERO_API_KEY must be a key that may do this here (https://www.zotero.org/settings/keys)"
    return "a private library looks like one that is not there" if reply.status == 404 else None
