"""What shall become different in a library. There is no deletion: what cannot be expressed cannot be lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bibtools.model.reference import Reference

Operation = Literal["add-entry", "add-field", "set-field"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one entry. Values are in the library's own words (a BibTeX field and its value, say).

    `add-entry` carries `reference`, the new entry, and `old`, its key where it comes from, if that is another one; the
    others carry `field`, `old` (None for add-field) and `new`.
    """

    entry_id: str
    op: Operation
    why: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values for one field, neither of which may be chosen without a person."""

    entry_id: str
    field: str
    theirs: str
    ours: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would change in `target`, on the condition that it still has `fingerprint`.

    That is the SHA-256 of a file's bytes; of a library that others write at the same time, where it is and the version
    that was read: what changed there since is looked at again, entry by entry.
    """

    target: str
    fingerprint: str
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)


Splice = tuple[int, int, str]
"""(start, end, text): what to put back where, in characters of the changed text."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text that cites the library and was changed with it; `before` and `after` are the SHA-256 of its bytes."""

    path: str
    before: str
    after: str
    undo: tuple[Splice, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done: enough to undo it while the library, and each of `texts`, is still as `after` says.

    `plan` is what was carried out, under the keys that new entries got; `left` is what was planned and not done.
    `versions` are those of the entries after that, in a library that counts them.
    """

    target: str
    before: str
    after: str
    plan: Plan
    backup: str | None = None
    undo: tuple[Splice, ...] = ()
    texts: tuple[Rewritten, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    left: tuple[Conflict, ...] = ()
