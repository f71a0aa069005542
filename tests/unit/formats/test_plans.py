"""Plans and receipts as files: what is written reads back, and what somebody broke is told, not raised."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bibtools.errors import UnreadableInput
from bibtools.formats.plans import read_plan, read_receipt, write_plan, write_receipt
from bibtools.model.change import Change, Plan, Receipt
from bibtools.model.reference import Reference

PLAN = Plan(
    "refs.bib",
    "00",
    (
        Change("a", "add-field", "missing", "year", new="{2001}"),
        Change("b", "add-entry", "new", reference=Reference(type="book", title="Half a pair \ud83d, a byte \udcff")),
    ),
)
RECEIPT = Receipt("refs.bib", "00", "01", PLAN, None, ((0, 1, "\udcff"),))


def test_what_is_written_reads_back_and_is_utf8() -> None:
    assert read_plan(write_plan(PLAN).encode("utf-8").decode("utf-8"), "plan.json") == PLAN
    assert read_receipt(write_receipt(RECEIPT).encode("utf-8").decode("utf-8"), "receipt.json") == RECEIPT


@pytest.mark.parametrize(
    ("number", "fields", "said"),
    [
        (0, {"field": None}, "add-field of 'a' has no 'field'"),
        (0, {"new": None, "op": "set-field"}, "set-field of 'a' has no 'new'"),
        (0, {"op": "add-entry"}, "add-entry of 'a' has no 'reference'"),
        (1, {"op": "set-field"}, "set-field of 'b' has no 'field'"),
        (1, {"op": "delete"}, "expected one of add-entry, add-field, set-field, found 'delete'"),
    ],
)
def test_a_change_that_does_not_say_what_to_do(number: int, fields: dict[str, Any], said: str) -> None:
    for written, read in ((write_plan(PLAN), read_plan), (write_receipt(RECEIPT), read_receipt)):
        body = json.loads(written)
        body.get("plan", body)["changes"][number].update(fields)
        with pytest.raises(UnreadableInput) as told:
            read(json.dumps(body), "edited.json")
        assert told.value.message.startswith(f"edited.json: {said}")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"format": "bibtools-plan", "version": 1, "x": ' + "[" * 100_000])
def test_a_text_that_is_nested_too_deeply(text: str) -> None:
    with pytest.raises(UnreadableInput, match=r"plan\.json: nested too deeply"):
        read_plan(text, "plan.json")
