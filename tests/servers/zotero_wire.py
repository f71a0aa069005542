"""A request as it came in and an answer as it goes out, without sockets."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from servers.zotero_rules import Rejected, invalid

JSON = "application/json"
TEXT = "text/html; charset=UTF-8"


@dataclass(frozen=True)
class Asked:
    """One request; header names are in lower case. `write` counts the requests that may change something."""

    number: int
    write: int | None
    at: float
    method: str
    path: str
    url: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def version(self, header: str) -> int | None:
        """The number in a header about versions. Raises Rejected."""
        text = self.headers.get(header.lower())
        if text is None:
            return None
        if not text.isdigit():
            raise invalid(f"Invalid {header} value '{text}'")
        return int(text)

    @property
    def elements(self) -> list[Any]:
        """The items a POST carries; none for everything else."""
        if self.method != "POST" or not self.path.rstrip("/").endswith("/items"):
            return []
        try:
            value = json.loads(self.body)
        except ValueError:
            return []
        return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


@dataclass
class Answer:
    """Status, body and headers; `hang_up` sends nothing at all. `reason` is the text beside the status."""

    code: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    reason: str | None = None
    hang_up: bool = False


def as_json(value: Any, code: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(code, body, {"Content-Type": JSON, **(headers or {})})


def as_text(text: str, code: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(code, text.encode(), {"Content-Type": "text/plain; charset=UTF-8", **(headers or {})})


def refusal(code: int, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """An error of the server: its text, escaped as for a web page."""
    text = html.escape(message).replace("&#x27;", "&#039;")
    return Answer(code, text.encode(), {"Content-Type": TEXT, **(headers or {})})


def refused(problem: Rejected) -> Answer:
    return refusal(problem.code, problem.message)
