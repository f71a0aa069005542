"""Whom the tests of Zotero's API ask: the replica, or a real server on this machine.

To ask a real one, name it, a user and a key of theirs, and their library will be emptied:
BIBTOOLS_ZOTERO_SERVER="http://127.0.0.1:8080 1 KEY".
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servers.zotero import KEY, serve
from servers.zotero_client import BareClient
from servers.zotero_facts import FACTS

REAL = os.environ.get("BIBTOOLS_ZOTERO_SERVER", "").split()


FULL = Path(os.environ.get("BIBTOOLS_SHARED", ""), "fixtures", "zotero", "schema.json")


@pytest.fixture(params=["facts", *(["full"] if FULL.is_file() and not REAL else [])])
def zotero_schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The schema the replica validates against: the small one of the tests, and Zotero's own where it is at hand."""
    if request.param == "facts":
        return FACTS
    return json.loads(FULL.read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.fixture
def client(zotero_schema: dict[str, Any]) -> Iterator[BareClient]:
    """A client with a key that may do everything, in an empty library."""
    if REAL:
        origin, user, key = REAL
        with BareClient(origin, f"/users/{user}", **{"Zotero-API-Key": key}) as made:
            versions = made.get("items?format=versions&includeTrashed=1")
            header = {"If-Unmodified-Since-Version": versions.version}
            keys = list(versions.json)
            for start in range(0, len(keys), 50):
                made.send("DELETE", f"items?itemKey={','.join(keys[start : start + 50])}", headers=header)
            yield made
        return
    with (
        serve(schema=zotero_schema) as server,
        BareClient(server.origin, "/users/1", **{"Zotero-API-Key": KEY}) as made,
    ):
        yield made
