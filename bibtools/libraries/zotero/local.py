"""The local API's own ways: the database that answers, the user's permission, and what a write does besides.

It makes keys itself, so that a new item is found again by what it says; a write token keeps the program, as long as it
runs, from carrying out one request twice. It reads the whole item in anew at every write, which can move lines of the
user's Extra into fields: an empty text is sent for every empty field, and then nothing moves.
Source: Zotero 10.0.0, observed in August 2026.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from bibtools.errors import Refused
from bibtools.formats.zotero.local import complete, type_line
from bibtools.formats.zotero.schema import Schema
from bibtools.libraries.zotero.snapshot import Item, Place
from bibtools.libraries.zotero.target import Target
from bibtools.libraries.zotero.task import Task
from bibtools.libraries.zotero.transport import Client, Unsettled
from bibtools.sources.notice import Notice

_APP: Final = json.dumps({"appName": "bibtools"}).encode()
_DIALOG: Final = 300.0  # seconds that a person may take to press a button


class LocalApi:
    """Libraries in the running desktop client. `schema` gives its schema when it is needed."""

    own_keys = False
    rewrites = True

    def __init__(self, client: Client, target: Target, schema: Callable[[], Schema]) -> None:
        self.client, self._target, self._schema = client, target, schema
        self._token = secrets.token_hex(16)

    @cached_property
    def place(self) -> Place:
        """Where the library is, and in which database."""
        server = self.client.get("/").server
        library = "/users/0" if self._target.group is None else f"/groups/{self._target.group}"
        return Place(self.client.base, library, server)

    def may_see_notes(self) -> bool:
        """Always: the program hides nothing."""
        return True

    def permit(self) -> None:
        """Ask the user, once, in a dialog of Zotero. Raises Refused unless it is allowed always.

        What is allowed once ends with the first request, even with one that fails.
        """
        if self.place.server is None:
            raise Refused("this Zotero can only be read; nothing was written", hint="Zotero 10 can be written to")
        if self.client.key is not None:
            return
        self.client.report(Notice("request", "Zotero asks whether bibtools may write: press “Always Allow” there."))
        usual = self.client.timeout
        self.client.timeout = replace(usual, read=_DIALOG)
        try:
            reply = self.client.post("/local/authorize", _APP, {"Zotero-Server-ID": self.place.server})
        except Unsettled as error:
            raise Refused(f"Zotero did not answer whether bibtools may write: {error}") from None
        finally:
            self.client.timeout = usual
        told = reply.data if reply.status == 200 and isinstance(reply.data, Mapping) else {}
        if not told.get("key"):
            raise Refused("Zotero was not allowed to let bibtools write; nothing was written")
        if told.get("remember") is not True:
            raise Refused(
                "bibtools was allowed to write once, and a merge takes more; nothing was written",
                hint="press “Always Allow” in Zotero; Settings, Advanced takes it back",
            )
        self.client.key = str(told["key"])

    def barred(self, data: Mapping[str, Any]) -> str | None:
        """An item that any write would turn into one of another type."""
        line = type_line(data)
        return f"writing to it would change its type, because its Extra has a line “{line}”" if line else None

    def element(self, task: Task, now: Item | None) -> dict[str, Any]:
        """What is sent of a task, about the item as it is `now`."""
        if now is None:
            return complete(task.properties, task.properties, self._schema())
        return {"key": task.key, "version": now.version, **complete(now.data, task.properties, self._schema())}

    def headers(self, *, creating: bool, version: int) -> dict[str, str]:
        """Which database is meant, and for something new a token and the version after which nobody else wrote."""
        server = {"Zotero-Server-ID": self.place.server or ""}
        if not creating:
            return server
        return {**server, "Zotero-Write-Token": self._token, "If-Unmodified-Since-Version": str(version)}

    def answered(self) -> None:
        """A request was answered: the next one is another."""
        self._token = secrets.token_hex(16)
