"""A real HTTP server on 127.0.0.1 that answers as arXiv's API does, with its limits, its quirks, and faults to order.

::

    with ArxivServer(records, faults=[status(503), None, cut()]) as server:
        ArxivApi(base_url=server.url, …)
        assert [asked.method for asked in server.requests] == ["POST", "POST", "POST"]

`records` are dicts in the snapshot's form, the path of a .jsonl or .jsonl.zst file, or a Library (which can serve many
servers). One fault is used up by each request, in order; None stands for an ordinary answer, and after the last fault
all answers are ordinary. `posts` is a fault that befalls every POST; ids in `lost` never come back.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from servers.arxiv_atom import Form, error_feed, feed, version_of
from servers.arxiv_search import BadQuery, Exhausted, Library, Record, moments, read_records
from servers.serving import Serving

LONGEST_REQUEST_LINE = 4094
LARGEST_PAGE = 2000
LAST_RESULT = 10_000
_ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request."""

    kind: Literal["status", "stall", "cut", "empty", "error-feed", "html", "reset", "lose", "junk"]
    status: int = 200
    seconds: float = 0.0
    header: str | None = None
    text: str = ""


def status(code: int, *, retry_after: str | int | None = None) -> Fault:
    """An answer without a feed; 429 and 503 may say when to come back."""
    return Fault("status", code, header=None if retry_after is None else str(retry_after))


def stall(seconds: float) -> Fault:
    """Silence, and then an ordinary answer that may be too late."""
    return Fault("stall", seconds=seconds)


def cut() -> Fault:
    """An answer that ends in the middle, though its length says it does not."""
    return Fault("cut")


def empty(*, total: int = 0) -> Fault:
    """A feed without entries, claiming `total` of them."""
    return Fault("empty", text=str(total))


def error(message: str, *, code: int = 400) -> Fault:
    """A feed whose one entry is an error; arXiv has sent it with 400 and with 200."""
    return Fault("error-feed", code, text=message)


def html(code: int = 200) -> Fault:
    """A web page where a feed should be."""
    return Fault("html", code)


def reset() -> Fault:
    """The connection is torn down without an answer."""
    return Fault("reset")


def lose(id: str) -> Fault:
    """An ordinary answer in which one id is missing, this once."""
    return Fault("lose", text=id)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in: when (monotonic seconds), how, and with which parameters."""

    at: float
    method: str
    fields: dict[str, str]
    headers: dict[str, str]

    @property
    def ids(self) -> list[str]:
        return [id for id in self.fields.get("id_list", "").split(",") if id]

    @property
    def query(self) -> str:
        return self.fields.get("search_query", "")


class ArxivServer(Serving):
    """Serves while the `with` block lasts; `url` is to be given to clients, `requests` lists what came in."""

    def __init__(
        self,
        records: Library | Iterable[Record] | Path,
        *,
        faults: Sequence[Fault | None] = (),
        posts: Fault | None = None,
        lost: Collection[str] = (),
        form: Form = "2026-04",
        latency: float = 0.0,
    ) -> None:
        super().__init__()
        if isinstance(records, Path):
            records = read_records(records)
        self.library = records if isinstance(records, Library) else Library(records)
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._busy = 0
        self._faults = list(faults)
        self._posts = posts
        self._lost = lost
        self._form: Form = form
        self._latency = latency

    def handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(_Handler):
            arxiv = outer

        return Handler

    @property
    def url(self) -> str:
        return f"{self.origin}/api/query"

    @property
    def starts(self) -> list[float]:
        """When each request came in, in monotonic seconds."""
        return [asked.at for asked in self.requests]

    def handle(self, handler: _Handler, fields: dict[str, str]) -> None:
        """Notes one request and answers it."""
        with self._lock:
            self.requests.append(Asked(time.monotonic(), handler.command, fields, dict(handler.headers)))
            fault = self._faults.pop(0) if self._faults else None
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        if handler.command == "POST" and self._posts is not None:
            fault = self._posts
        try:
            self._closing.wait(self._latency)
            self._respond(handler, fields, fault)
        finally:
            with self._lock:
                self._busy -= 1

    def _respond(self, handler: _Handler, fields: dict[str, str], fault: Fault | None) -> None:
        kind = fault.kind if fault else None
        if fault is None or kind in ("stall", "lose", "cut"):
            if fault and kind == "stall":
                self._closing.wait(fault.seconds)
            code, body = self.answer(handler, fields, lost=fault.text if fault and kind == "lose" else None)
            handler.reply(code, body, cut=kind == "cut")
        elif kind == "status":
            headers = {"Retry-After": fault.header} if fault.header is not None else {}
            handler.reply(fault.status, f"{fault.status}\n".encode(), content="text/plain", headers=headers)
        elif kind == "empty":
            handler.reply(200, feed((), int(fault.text), fields, self._form))
        elif kind == "error-feed":
            handler.reply(fault.status, error_feed(fault.text))
        elif kind == "html":
            page = b"<!DOCTYPE html>\n<html><head><title>arXiv</title></head><body>Come back later.</body></html>"
            handler.reply(fault.status, page, content="text/html")
        elif kind == "reset":
            # Linger for zero seconds: the kernel sends RST instead of FIN.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    def answer(self, handler: _Handler, fields: dict[str, str], lost: str | None = None) -> tuple[int, bytes]:
        """Status and body of an ordinary answer."""
        if len(handler.requestline) > LONGEST_REQUEST_LINE:
            return 414, b"<html><body><h1>414 Request-URI Too Long</h1></body></html>"
        if urlsplit(handler.path).path != "/api/query":
            return 404, b"<html><body><h1>404 Not Found</h1></body></html>"
        try:
            start, size = (_number(fields, name, default) for name, default in (("start", 0), ("max_results", 10)))
            entries = self._entries(fields, lost)
        except BadQuery as problem:
            return 400, error_feed(str(problem))
        except Exhausted:
            return 500, b"<html><body><h1>Internal Server Error</h1></body></html>"
        if start + min(size, LARGEST_PAGE) > LAST_RESULT:
            return 400, error_feed("start + max_results must not be more than 10000")
        page = entries[start : start + min(size, LARGEST_PAGE)]
        return 200, feed(page, len(entries), fields, self._form)

    def _entries(self, fields: dict[str, str], lost: str | None) -> list[tuple[Record, int]]:
        query, ids = fields.get("search_query", "").strip(), fields.get("id_list", "")
        by_id = self._by_ids(ids, lost) if ids else None
        if not query:
            if by_id is None:
                raise BadQuery("either a search_query or id_list must be specified")
            return by_id
        scores = self.library.search(query)
        records = self.library.records
        order = _order(fields, scores, records)
        found = [entry for number in order if (entry := version_of(records[number], None))]
        if by_id is not None:
            wanted = {record["id"] for record, _ in by_id}
            found = [(record, version) for record, version in found if record["id"] in wanted]
        return found

    def _by_ids(self, ids: str, lost: str | None) -> list[tuple[Record, int]]:
        found = []
        for text in ids.split(","):
            parsed = _ID.fullmatch(text)
            if parsed is None:
                raise BadQuery(f"incorrect id format for {text}")
            number = self.library.by_id.get(re.sub(r"\.[A-Z]{2}/", "/", parsed["id"]))
            if number is None or parsed["id"] == lost or parsed["id"] in self._lost:
                continue
            entry = version_of(self.library.records[number], int(parsed["version"]) if parsed["version"] else None)
            if entry is not None:
                found.append(entry)
        # The order asked for is not the order of the answer.
        return sorted(found, key=lambda entry: entry[0]["id"][::-1])


def _order(fields: dict[str, str], scores: dict[int, float], records: Sequence[Record]) -> list[int]:
    by = fields.get("sortBy", "relevance")
    if by not in ("relevance", "lastUpdatedDate", "submittedDate"):
        raise BadQuery("sortBy must be in: relevance, lastUpdatedDate, submittedDate")
    keys = {
        "relevance": lambda number: (scores[number], number),
        "submittedDate": lambda number: (moments(records[number])[0], number),
        "lastUpdatedDate": lambda number: (moments(records[number])[1], number),
    }
    return sorted(scores, key=keys[by], reverse=fields.get("sortOrder", "descending") == "descending")


def _number(fields: dict[str, str], name: str, default: int) -> int:
    text = fields.get(name, str(default))
    if not re.fullmatch(r"-?\d+", text):
        raise BadQuery(f"{name} must be an integer")
    if int(text) < 0:
        raise BadQuery(f"{name} must be non-negative")
    return int(text)


class _Handler(BaseHTTPRequestHandler):
    arxiv: ArxivServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.arxiv.handle(self, dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.arxiv.handle(self, dict(parse_qsl(body.decode(), keep_blank_values=True)))

    def reply(
        self,
        code: int,
        body: bytes,
        *,
        content: str | None = None,
        headers: dict[str, str] | None = None,
        cut: bool = False,
    ) -> None:
        is_feed = body.startswith(b"<?xml")
        if cut:
            body = body[: len(body) * 2 // 3]
        try:
            self.send_response(code)
            self.send_header("Content-Type", content or ("application/atom+xml" if is_feed else "text/html"))
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The client has given up waiting, as it should.
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass
