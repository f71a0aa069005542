"""The barest client of a Zotero server: one connection of http.client, no retries, nothing interpreted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """What came back."""

    code: int
    headers: dict[str, str]
    text: str
    reason: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def version(self) -> int | None:
        """The number in Last-Modified-Version."""
        text = self.headers.get("last-modified-version")
        return int(text) if text is not None else None

    def failed(self, index: int = 0) -> tuple[int, str]:
        """Code and message of an element of a POST that failed."""
        problem = self.json["failed"][str(index)]
        return problem["code"], problem["message"]


class BareClient:
    """Sends what it is told to `origin`, below `prefix`, with `headers`."""

    def __init__(self, origin: str, prefix: str, **headers: str) -> None:
        self._connection = HTTPConnection(urlsplit(origin).netloc, timeout=10)
        self.prefix = prefix
        self.headers = {"Zotero-API-Version": "3", "User-Agent": "bibtools/0 (tests)", **headers}

    def __enter__(self) -> BareClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, method: str, path: str, body: object = None, headers: dict[str, Any] | None = None) -> Reply:
        """One request; `path` from the root if it starts with "/", else below the prefix; None as header: without."""
        sent = {name: str(value) for name, value in {**self.headers, **(headers or {})}.items() if value is not None}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        where = path if path.startswith("/") else f"{self.prefix}/{path}"
        self._connection.request(method, where, data, sent)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, text, answer.reason)

    def get(self, path: str, headers: dict[str, Any] | None = None) -> Reply:
        return self.send("GET", path, headers=headers)

    def post(self, *elements: object, headers: dict[str, Any] | None = None) -> Reply:
        return self.send("POST", "items", list(elements), headers)

    def patch(self, key: str, element: object, headers: dict[str, Any] | None = None) -> Reply:
        return self.send("PATCH", f"items/{key}", element, headers)

    def make(self, item_type: str = "book", **data: Any) -> dict[str, Any]:
        """The `data` of a new item."""
        reply = self.post({"itemType": item_type, **data})
        made: dict[str, Any] = reply.json["successful"]["0"]["data"]
        return made

    def data(self, key: str) -> dict[str, Any]:
        """The `data` of an item that is there."""
        found: dict[str, Any] = self.get(f"items/{key}").json["data"]
        return found
