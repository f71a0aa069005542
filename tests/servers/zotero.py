"""A real HTTP server on 127.0.0.1 that answers as Zotero does: the web API, or the local one of the desktop client.

::

    with serve(faults={3: limited(2)}) as server:
        key = server.user.add(title="A Teapot Calculus", date="2019")
        …                                             # a client works on server.url with the key KEY
        assert [asked.method for asked in server.requests] == ["GET", "GET", "POST", "POST"]
        assert violations(server) == []

`faults` counts all requests from 1, `write_faults` those that may change something. Everything that came in stands in
`requests`; what no client may ever do is told by `servers.zotero_invariants.violations`.
"""

from __future__ import annotations

import socket
import struct
import time
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from servers.serving import Serving
from servers.zotero_api import Api
from servers.zotero_facts import FACTS
from servers.zotero_faults import Fault, Faults, Limiter
from servers.zotero_local import Desktop
from servers.zotero_store import Clock, Data, Library
from servers.zotero_web import Access, ApiKey, Web
from servers.zotero_wire import Answer, Asked, refusal

KEY = "aB3dEf6hIj9lMn2pQr5tUvWx"
READ_ONLY_KEY = "rEaD0nLyKeY9lMn2pQr5tUvW"
NO_NOTES_KEY = "nOnOtEsKeY89lMn2pQr5tUvW"
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def keys() -> dict[str, ApiKey]:
    """A key that may do everything, one that may only read, and one that may not see notes."""
    reader = Access(write=False)
    return {
        KEY: ApiKey(),
        READ_ONLY_KEY: ApiKey(reader, {0: reader}),
        NO_NOTES_KEY: ApiKey(Access(notes=False), {0: Access(notes=False)}),
    }


def serve(
    *,
    schema: Data | None = None,
    clock: Clock = time.time,
    faults: dict[int, Fault] | None = None,
    write_faults: dict[int, Fault] | None = None,
    limiter: Limiter | None = None,
) -> ZoteroServer:
    """The web API of one user, to be used in a `with` block."""
    api = Web(clock, schema or FACTS, keys())
    return ZoteroServer(api, faults=Faults(faults or {}, write_faults or {}), limiter=limiter)


def serve_local(
    *,
    schema: Data | None = None,
    clock: Clock = time.time,
    faults: dict[int, Fault] | None = None,
    write_faults: dict[int, Fault] | None = None,
    **more: Any,
) -> ZoteroServer:
    """The local API of the desktop client; `more` as `servers.zotero_local.Desktop` takes it."""
    api = Desktop(clock, schema or FACTS, **more)
    return ZoteroServer(api, faults=Faults(faults or {}, write_faults or {}))


class ZoteroServer(Serving):
    """Serves while the `with` block lasts; libraries may be filled before and changed meanwhile."""

    def __init__(self, api: Api, *, faults: Faults | None = None, limiter: Limiter | None = None) -> None:
        super().__init__()
        self.api = api
        self.faults = faults or Faults()
        self.limiter = limiter
        self.requests: list[Asked] = []
        self.answers: list[int] = []
        self.broken: list[Exception] = []
        self.connections = 0
        self.most_at_once = 0
        self._writes = 0
        self._busy = 0
        self._open: set[socket.socket] = set()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(_Handler):
            zotero = outer
            protocol_version = "HTTP/1.0" if isinstance(outer.api, Desktop) else "HTTP/1.1"

        return Handler

    def hang_up(self) -> None:
        with self._lock:
            for connection in self._open:
                connection.close()

    @property
    def url(self) -> str:
        """What a client is to be given as the base of all requests."""
        return f"{self.origin}/api" if isinstance(self.api, Desktop) else self.origin

    @property
    def user(self) -> Library:
        return self.api.user

    def group(self, number: int, **more: Any) -> Library:
        return self.api.group(number, **more)

    @property
    def writes(self) -> list[Asked]:
        """The requests that may have changed something."""
        return [asked for asked in self.requests if asked.write is not None]

    def handle(self, handler: _Handler, body: bytes) -> None:
        """Note one request and answer it, or let it meet its fault."""
        with self._lock:
            asked = self._note(handler, body)
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
            fault = self.faults.meet(asked.number, asked.write)
            if fault is None and self.limiter:
                fault = self.limiter.refuse(self._busy)
        try:
            made = self._made(asked, fault)
        finally:
            with self._lock:
                self._busy -= 1
        if fault and fault.kind == "slow":
            self._closing.wait(fault.seconds)
        if made is None or made.hang_up:
            handler.hang_up()
        else:
            self._send(handler, asked, made)

    def refuse_expect(self, handler: _Handler) -> None:
        """Note a request that waits to be told to go on, and do not tell it."""
        with self._lock:
            asked = self._note(handler, b"")
        self._send(handler, asked, refusal(417, "Expectation Failed"))

    def _note(self, handler: _Handler, body: bytes) -> Asked:
        parts = urlsplit(handler.path)
        # Asking the user for permission changes no library.
        writes = handler.command in WRITING and not parts.path.endswith("/authorize")
        self._writes += writes
        asked = Asked(
            number=len(self.requests) + 1,
            write=self._writes if writes else None,
            at=self.api.clock(),
            method=handler.command,
            path=parts.path,
            url=self.origin + parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in handler.headers.items()},
            body=body,
        )
        self.requests.append(asked)
        self.answers.append(0)
        return asked

    def _made(self, asked: Asked, fault: Fault | None) -> Answer | None:
        """What is to be sent; None for nothing. The request is carried out unless its fault forbids it."""
        kind = fault.kind if fault else None
        with self._lock:
            if fault and fault.before:
                fault.before()
            if fault and kind == "answer":
                return Answer(fault.code, fault.body.encode(), dict(fault.headers))
            if kind == "close-before":
                return None
            made = self._answer(asked)
        if fault and kind == "backoff":
            made.headers |= fault.headers
        if kind == "cut":
            made.body = made.body[: len(made.body) * 2 // 3]
        return None if kind == "close-after" else made

    def _answer(self, asked: Asked) -> Answer:
        try:
            return self.api.answer(asked)
        except Exception as error:
            self.broken.append(error)
            raise

    def _send(self, handler: _Handler, asked: Asked, made: Answer) -> None:
        self.answers[asked.number - 1] = made.code
        handler.reply(made)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self.connections += 1
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)


class _Handler(BaseHTTPRequestHandler):
    zotero: ZoteroServer
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.zotero.opened(self.connection)

    def finish(self) -> None:
        self.zotero.closed(self.connection)
        super().finish()

    def handle_expect_100(self) -> bool:
        self.zotero.refuse_expect(self)
        return False

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.zotero.handle(self, body)

    def hang_up(self) -> None:
        """Linger for zero seconds: the kernel sends RST instead of FIN."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def reply(self, made: Answer) -> None:
        try:
            self.send_response(made.code, made.reason)
            for name, value in made.headers.items():
                self.send_header(name, value)
            if made.code not in (204, 304):
                self.send_header("Content-Length", str(len(made.body)))
            # One write, so that no packet waits for the other side's acknowledgement.
            body = made.body if self.command != "HEAD" and made.code not in (204, 304) else b""
            self._headers_buffer.extend((b"\r\n", body))  # type: ignore[attr-defined]
            self.flush_headers()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # The client has given up waiting, as it may.

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, OSError, ValueError):
            self.close_connection = True  # Cut off by either side, as the test ordered.

    def log_message(self, format: str, *args: object) -> None:
        pass


for _method in ("HEAD", *WRITING, "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler.do_GET)
