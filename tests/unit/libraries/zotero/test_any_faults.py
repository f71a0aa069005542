"""Whatever breaks, in whatever order: in the end all is written, each once, and all of it can be taken back."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers.zotero import serve, serve_local
from servers.zotero_faults import (
    Fault,
    backoff,
    bad_gateway,
    close_after,
    close_before,
    cut,
    limited,
    maintenance,
    server_error,
)
from servers.zotero_invariants import twins, violations
from unit.libraries.zotero.desk import HELD, LANTERNS, STONES, Desk, planned

from bibtools.errors import Refused
from bibtools.libraries.zotero.transport import Stopped
from bibtools.model.change import Plan, Receipt
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

FAULTS: list[Fault] = [
    *(close_before(), close_after(), cut(), server_error(), bad_gateway()),
    *(limited(3), maintenance(5), backoff(4)),
]


def papers() -> list[Reference]:
    third = replace(LANTERNS, title="Voices of Quiet Machines", ids=(Identifier("arxiv", "2001.00003"),), url=None)
    return [LANTERNS, STONES, third]


def patiently(desk: Desk, made: Plan) -> Receipt:
    """The receipt, however often the plan must be begun or gone on with."""
    for _ in range(30):
        try:
            begun = list((desk.folder / "runs").glob("*.jsonl"))
            return desk.open().resume(desk.run) if begun else desk.open().apply(made)
        except (Stopped, Refused):  # refused where the answer to the dialog was lost
            continue
    raise AssertionError("it never came to an end")


@pytest.mark.parametrize("local", [False, True])
@settings(max_examples=12)
@given(faults=st.dictionaries(st.integers(1, 24), st.sampled_from(FAULTS), max_size=12))
def test_all_is_written_once(local: bool, faults: dict[int, Fault]) -> None:
    with (serve_local if local else serve)() as server, tempfile.TemporaryDirectory() as folder:
        server.user.add(**HELD)
        desk = Desk(server, Path(folder))
        made = planned(desk.open(), *papers())
        before = {key: dict(item.data) for key, item in server.user.items.items()}
        server.faults.any = {len(server.requests) + number: fault for number, fault in faults.items()}
        receipt = patiently(desk, made)
        server.faults.any = {}
        assert receipt.left == ()
        assert len(receipt.versions) == len(server.user.items) == 3
        assert twins(server.user) == []
        assert planned(desk.open(), *papers()).changes == ()
        assert desk.open().undo(receipt) == []
        kept = {key: item.data for key, item in server.user.items.items() if not item.is_trashed}
        assert {key: {**data, "dateModified": ""} for key, data in kept.items()} == {
            key: {**data, "dateModified": ""} for key, data in before.items()
        }
        assert violations(server) == []
