"""Plans and receipts as files: reviewed, carried out later, undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, TypeVar

from bibtools.errors import UnreadableInput
from bibtools.formats.values import as_text, from_json, to_json
from bibtools.model.change import Change, Plan, Receipt

VERSION = 1
Kind = Literal["bibtools-plan", "bibtools-receipt"]
V = TypeVar("V", Plan, Receipt)


def write_plan(plan: Plan) -> str:
    """A plan as JSON text.

    >>> read_plan(write_plan(Plan("refs.bib", "00")), "plan.json")
    Plan(target='refs.bib', fingerprint='00', changes=(), conflicts=())
    """
    return _write("bibtools-plan", plan)


def write_receipt(receipt: Receipt) -> str:
    """A receipt as JSON text."""
    return _write("bibtools-receipt", receipt)


def read_plan(text: str, path: str) -> Plan:
    """The plan in a file's text. Raises UnreadableInput."""
    return _read("bibtools-plan", Plan, text, path)


def read_receipt(text: str, path: str) -> Receipt:
    """The receipt in a file's text. Raises UnreadableInput."""
    return _read("bibtools-receipt", Receipt, text, path)


def _write(kind: Kind, value: Plan | Receipt) -> str:
    return as_text({"format": kind, "version": VERSION, **to_json(value)})


def _read(kind: Kind, wanted: type[V], text: str, path: str) -> V:
    hint = "merge --json prints a plan; a receipt is written when something is done"
    try:
        body: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"{path}:{error.lineno}:{error.colno}: {error.msg}", hint=hint) from None
    except RecursionError:
        raise UnreadableInput(f"{path}: nested too deeply", hint=hint) from None
    if not isinstance(body, dict) or body.get("format") != kind or body.get("version") != VERSION:
        raise UnreadableInput(f"{path}: not a {kind} of version {VERSION}", hint=hint)
    try:
        read = from_json(wanted, {name: item for name, item in body.items() if name not in ("format", "version")})
        _require_whole((read if isinstance(read, Plan) else read.plan).changes)
    except ValueError as error:
        raise UnreadableInput(f"{path}: {error}", hint=hint) from None
    return read


def _require_whole(changes: Iterable[Change]) -> None:
    """Raise ValueError for a change that does not say what to do."""
    for change in changes:
        lacks = (
            {"reference": change.reference} if change.op == "add-entry" else {"field": change.field, "new": change.new}
        )
        for name, value in lacks.items():
            if value is None:
                raise ValueError(f"{change.op} of {change.entry_id!r} has no {name!r}")
