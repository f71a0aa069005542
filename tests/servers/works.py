"""A real HTTP server on 127.0.0.1 that answers as one of five services of metadata does, with faults to order.

::

    with WorksServer("crossref", records, faults=[status(503), None, changed()]) as server:
        Works(service("crossref"), base_url=server.url, …)
        assert [asked.path for asked in server.requests] == ["/works", "/works", "/works"]

`records` are objects in the form that the service gives them. One fault is used up by each request, in order; None
stands for an ordinary answer, and after the last fault all answers are ordinary. A request that names one of `refuses`
is answered by 400, one without `key` (if there is one) by 403.
"""

from __future__ import annotations

import json
import re
import socket
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from servers.arxiv import Fault, cut, html, reset, stall, status
from servers.serving import Serving

__all__ = ["Asked", "Fault", "WorksServer", "changed", "cut", "html", "moved", "nothing", "reset", "stall", "status"]

Record = dict[str, Any]
Reply = tuple[int, Any]
# What Crossref's `select` takes; anything else is answered by 400.
SELECTABLE = set(
    """
    abstract URL resource member posted score created degree update-policy short-title license ISSN container-title
    issued update-to issue prefix approved indexed article-number clinical-trial-number accepted author group-title DOI
    is-referenced-by-count updated-by event chair standards-body original-title funder translator published archive
    published-print alternative-id subject subtitle published-online publisher-location content-domain reference title
    link type publisher volume references-count ISBN issn-type assertion deposited page content-created
    short-container-title relation editor
    """.split()  # noqa: SIM905
)


def changed() -> Fault:
    """JSON, but none that the service has ever sent."""
    return Fault("junk")


def moved(url: str) -> Fault:
    """A redirection to another server."""
    return Fault("status", 302, text=url)


def nothing() -> Fault:
    """An ordinary answer that has no records."""
    return Fault("empty")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in; `headers` have lower-case names."""

    method: str
    path: str
    fields: dict[str, str]
    headers: dict[str, str]
    body: Any


class WorksServer(Serving):
    """Serves while the `with` block lasts; `url` is to be given to clients, `requests` lists what came in."""

    def __init__(
        self,
        name: str,
        records: Sequence[Any],
        *,
        faults: Sequence[Fault | None] = (),
        refuses: Sequence[str] = (),
        key: str | None = None,
    ) -> None:
        super().__init__()
        self.requests: list[Asked] = []
        self._name = name
        self._records = list(records)
        self._faults = list(faults)
        self._refuses = refuses
        self._key = key

    def handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(_Handler):
            works = outer

        return Handler

    @property
    def url(self) -> str:
        return f"{self.origin}/graph/v1" if self._name == "semantic-scholar" else self.origin

    def handle(self, handler: _Handler, asked: Asked) -> None:
        """Notes one request and answers it."""
        with self._lock:
            self.requests.append(asked)
            fault = self._faults.pop(0) if self._faults else None
        kind = fault.kind if fault else None
        if fault is None or kind in ("stall", "cut", "empty"):
            if fault and kind == "stall":
                self._closing.wait(fault.seconds)
            code, payload = self._answer(asked, [] if kind == "empty" else self._records)
            handler.reply(code, json.dumps(payload).encode(), cut=kind == "cut")
        elif kind == "status":
            headers = {"Retry-After": fault.header, "Location": fault.text or None}
            handler.reply(fault.status, b"{}", {name: value for name, value in headers.items() if value is not None})
        elif kind == "junk":
            handler.reply(200, b'{"outcome": {"entities": {"work": 3}}}')
        elif kind == "html":
            handler.reply(fault.status, b"<!DOCTYPE html>\n<html><body>Are you a robot?</body></html>")
        elif kind == "reset":
            # Linger for zero seconds: the kernel sends RST instead of FIN.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    def _answer(self, asked: Asked, records: Sequence[Any]) -> Reply:
        if self._key is not None and self._key not in json.dumps([asked.fields, asked.headers]):
            return 403, {"error": "Forbidden"}
        if any(each in json.dumps([asked.fields, asked.body]) for each in self._refuses):
            return 400, {"error": "Bad request"}
        route = ROUTES[self._name].get((asked.method, asked.path))
        return route(asked, records) if route else (404, {"error": "Route not found"})


def _crossref(asked: Asked, records: Sequence[Any]) -> Reply:
    unknown = set(asked.fields.get("select", "DOI").split(",")) - SELECTABLE
    if unknown:
        return 400, {"status": "failed", "message-type": "validation-failure", "message": [{"value": sorted(unknown)}]}
    if "filter" in asked.fields:
        wanted = [each.partition(":")[2] for each in asked.fields["filter"].split(",")]
        found = [each for each in records if not _is_record(each) or each.get("DOI") in wanted]
    else:
        found = _ranked(asked.fields["query.bibliographic"], records, lambda each: " ".join(each.get("title") or []))
    items = found[: int(asked.fields["rows"])]
    return 200, {"status": "ok", "message-type": "work-list", "message": {"total-results": len(found), "items": items}}


def _dblp(asked: Asked, records: Sequence[Any]) -> Reply:
    words = asked.fields["q"].lower().split()
    found = [
        each
        for each in records
        if not _is_record(each)
        or all(re.search(rf"\b{re.escape(word)}", str(each.get("title")).lower()) for word in words)
    ]
    hits: Record = {"@total": str(len(found)), "@computed": str(len(found)), "@sent": str(len(found)), "@first": "0"}
    if found:
        shown = found[: int(asked.fields["h"])]
        hits["hit"] = [{"@score": "9", "@id": str(at), "info": each} for at, each in enumerate(shown)]
    return 200, {"result": {"query": asked.fields["q"], "status": {"@code": "200", "text": "OK"}, "hits": hits}}


def _openalex(asked: Asked, records: Sequence[Any]) -> Reply:
    if "filter" in asked.fields:
        wanted = asked.fields["filter"].removeprefix("doi:").split("|")
        if len(wanted) > 100:
            return 400, {"error": "Invalid query parameters error.", "message": "Maximum number of values exceeded"}
        found = [each for each in records if not _is_record(each) or str(each.get("doi"))[16:] in wanted]
    else:
        found = _ranked(asked.fields["search"], records, lambda each: each.get("title"))
    return 200, {"meta": {"count": len(found)}, "results": found[: int(asked.fields["per_page"])], "group_by": []}


def _datacite(asked: Asked, records: Sequence[Any]) -> Reply:
    field, _, query = asked.fields["query"].partition(":")
    if field == "doi":
        wanted = re.findall('"([^"]+)"', query)
        found = [each for each in records if not _is_record(each) or each.get("doi") in wanted]
    else:
        found = _ranked(query.strip("()"), records, lambda each: str(each.get("titles")))
    data = [
        {"id": each.get("doi"), "type": "dois", "attributes": each} if _is_record(each) else each
        for each in found[: int(asked.fields["page[size]"])]
    ]
    return 200, {"data": data, "meta": {"total": len(found), "totalPages": 1, "page": 1}}


def _batch(asked: Asked, records: Sequence[Any]) -> Reply:
    ids = asked.body["ids"]
    if len(ids) > 500:
        return 400, {"error": "Too many paper ids"}
    by_id = {
        f"{prefix}{str(each['externalIds'][scheme]).lower()}": each
        for each in records
        if _is_record(each)
        for scheme, prefix in (("ArXiv", "ARXIV:"), ("DOI", "DOI:"))
        if scheme in each.get("externalIds", ())
    }
    strange = [each for each in records if not _is_record(each)]
    found = [by_id.get(each) for each in ids]
    if not any(found):
        return 400, {"error": "No valid paper ids given"}
    return 200, [strange.pop() if each is None and strange else each for each in found]


def _match(asked: Asked, records: Sequence[Any]) -> Reply:
    found = _ranked(asked.fields["query"], records, lambda each: each.get("title"))
    if not found:
        return 404, {"error": "Title match not found"}
    best = found[0]
    return 200, {"data": [{**best, "matchScore": 100.0} if _is_record(best) else best]}


def _is_record(each: object) -> bool:
    return isinstance(each, dict)


def _ranked(query: str, records: Sequence[Any], text: Callable[[Record], object]) -> list[Any]:
    """What has at least half of the words, most of them first; what is no record at all comes along."""
    wanted = set(re.findall(r"\w+", query.lower()))
    shares = [
        (len(wanted & set(re.findall(r"\w+", str(text(each)).lower()))) / max(1, len(wanted)), at)
        for at, each in enumerate(records)
        if _is_record(each)
    ]
    best = sorted((pair for pair in shares if pair[0] >= 0.5), key=lambda pair: (-pair[0], pair[1]))
    return [records[at] for _, at in best] + [each for each in records if not _is_record(each)]


ROUTES: Mapping[str, Mapping[tuple[str, str], Callable[[Asked, Sequence[Any]], Reply]]] = {
    "crossref": {("GET", "/works"): _crossref},
    "dblp": {("GET", "/search/publ/api"): _dblp},
    "openalex": {("GET", "/works"): _openalex},
    "datacite": {("GET", "/dois"): _datacite},
    "semantic-scholar": {
        ("POST", "/graph/v1/paper/batch"): _batch,
        ("GET", "/graph/v1/paper/search/match"): _match,
    },
}


class _Handler(BaseHTTPRequestHandler):
    works: WorksServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle(None)

    def do_POST(self) -> None:
        self._handle(json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0")))))

    def _handle(self, body: Any) -> None:
        parts = urlsplit(self.path)
        fields = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.works.handle(self, Asked(self.command, parts.path, fields, headers, body))

    def reply(self, code: int, body: bytes, headers: dict[str, str] | None = None, *, cut: bool = False) -> None:
        if cut:
            body = body[: len(body) * 2 // 3]
        try:
            self.send_response(code)
            self.send_header("Content-Type", "text/html" if body.startswith(b"<") else "application/json")
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
