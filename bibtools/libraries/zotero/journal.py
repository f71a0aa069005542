"""What a run is about to write, and what came of it, on disk before anything else happens.

One JSON object to a line. The first tells the plan; then, for each request, what is sent (with the items as they were
before), and what the answer was. After a crash it is known what may have been written, and reading tells what was. The
file is the user's alone to read; there is no secret in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from bibtools.errors import Refused, UnreadableInput
from bibtools.formats.values import from_json, to_json
from bibtools.model.change import Plan

_RUN = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9A-Z]{8}")
Verb = Literal["apply", "undo"]
_HEAD: Final = {"format": "bibtools-run", "version": 1}


@dataclass(frozen=True, slots=True)
class Written:
    """Where something that was planned came to stand: the item's key, and its version after that."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Past:
    """What a journal tells: the plan, what was written by the keys that the plan names, and what may have been.

    `attempted` says at which version of the library each item was first sent.
    """

    plan: Plan
    written: Mapping[str, Written] = field(default_factory=dict)
    attempted: Mapping[str, int] = field(default_factory=dict)


class Journal:
    """The journal of one run, at `path`; lines are on disk before the method that writes them returns.

    Raises Refused where it cannot be written: nothing is done that is not on record.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._requests = 0
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._whole()
        except OSError as error:
            raise self._unusable(error) from error

    @property
    def run(self) -> str:
        """The name by which the run goes on."""
        return self.path.stem

    def begin(self, plan: Plan, verb: Verb) -> None:
        """The first line: a plan, and whether it is carried out or taken back."""
        self._add({**_HEAD, "verb": verb, "plan": to_json(plan)})

    def intent(self, version: int, elements: Sequence[Mapping[str, Any]]) -> None:
        """A request is about to be sent to the library as it is at `version`.

        For each element, the `key` in the plan, what is `sent`, and the item `before`.
        """
        self._requests += 1
        self._add({"request": self._requests, "at": version, "sending": list(elements)})

    def result(self, written: Mapping[str, Written], told: str = "") -> None:
        """What is known to stand in the library now, and what the answer said about the rest."""
        body = {key: [found.key, found.version] for key, found in written.items()}
        self._add({"request": self._requests, "written": body, **({"told": told} if told else {})})

    def refusal(self, told: str) -> None:
        """The request was refused as a whole: nothing of it was done."""
        self._add({"request": self._requests, "refused": told})

    def close(self) -> None:
        """No more lines."""
        os.close(self._file)

    def _add(self, value: Mapping[str, Any]) -> None:
        try:
            data = f"{json.dumps(value, ensure_ascii=False)}\n".encode("utf-8", "surrogatepass")
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            raise self._unusable(error) from error

    def _whole(self) -> None:
        """Begin on a line of its own, also after one that was cut short."""
        data = self.path.read_bytes()
        if data and not data.endswith(b"\n"):
            os.write(self._file, b"\n")

    def _unusable(self, error: OSError) -> Refused:
        return Refused(
            f"{self.path}: {error.strerror or error}; what is not on record is not done",
            hint="XDG_STATE_HOME names another place for it",
        )


def journal_path(runs: Path, run: str) -> Path:
    """Where the journal of a run is, in the folder `runs`. Raises UnreadableInput for what is no run's name."""
    if not _RUN.fullmatch(run):
        raise UnreadableInput(f"{run}: no run is called so", hint="its name was printed when it began")
    return runs / f"{run}.jsonl"


def past(path: Path) -> Past:
    """What the journal at `path` tells; a last line that was cut short is left out. Raises UnreadableInput."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UnreadableInput(f"{path.stem}: there is no such run ({error.strerror})") from None
    told = [value for line in lines if isinstance(value := _decoded(line), dict)]
    if not told or {name: told[0].get(name) for name in _HEAD} != _HEAD:
        raise UnreadableInput(f"{path}: not the journal of a run", hint="its first line tells the plan")
    if told[0].get("verb") != "apply":
        raise UnreadableInput(f"{path.stem} took something back", hint="run bibtools undo again with the same receipt")
    try:
        plan = from_json(Plan, told[0]["plan"])
        written = {
            key: Written(str(found[0]), int(found[1]))
            for line in told[1:]
            for key, found in line.get("written", {}).items()
        }
        attempted: dict[str, int] = {}
        first: list[str] = []  # sent for the first time by the latest request
        for line in told[1:]:
            if "sending" in line:
                first = [key for element in line["sending"] if (key := str(element["key"])) not in attempted]
                attempted |= dict.fromkeys(first, int(line["at"]))
            elif "refused" in line:
                for key in first:
                    attempted.pop(key, None)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        hint = "merge again: what is in the library is not written twice"
        raise UnreadableInput(f"{path}: it was changed by hand", hint=hint) from None
    return Past(plan, written, attempted)


def _decoded(line: bytes) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None
