"""What an entry that stands in a library gets from another reference of the same work, and what is left to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from bibtools.merge.policy import Policy, differences, to_fill, to_replace
from bibtools.model.change import Change, Conflict
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference


class Words(Protocol):
    """How a library says things: variables of a reference as its own fields and values."""

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterable[tuple[str, str]]:
        """(field, value) for each field that the entry has not and needs to say these variables of `reference`."""
        ...

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) for each field that would say these variables otherwise."""
        ...

    def protected(self, entry: Entry) -> frozenset[str]:
        """Fields that the entry's own mark protects, in lower case; "*" for all."""
        ...

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) so that the entry also answers to these keys; none if it cannot."""
        ...


class Amendments:
    """Gathers the changes of entries that exist, and the conflicts; each reference sees what those before it brought.

    `protect` are field names and keys, in any case.
    """

    def __init__(self, document: Document, words: Words, protect: frozenset[str], request: frozenset[str]) -> None:
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self._words, self._request = words, request
        self._protect = frozenset(name.lower() for name in protect)
        self._current = {entry.id: entry for entry in document.entries}

    def amend(self, entry_id: str, ours: Reference, told: str, policy: Policy = "fill") -> None:
        """Plan what the entry gets from `ours` by the policy; `told` says where that comes from.

        An entry that is not clean gets nothing: a conflict says what it would have got.
        """
        theirs = self._current[entry_id]
        lacks = to_fill(theirs.reference, ours, request=self._request)
        replaced = to_replace(theirs.reference, ours) if policy == "update" else frozenset()
        if theirs.state != "clean":
            if lacks or replaced:
                reason = f"the entry is {theirs.state}: `bibtools check` says why; it is not edited"
                self.conflicts.append(Conflict(theirs.id, "", ", ".join(sorted(lacks | replaced)), told, reason))
            return
        guarded = self._protected(theirs)
        changed = set()
        for name, old, new in self._words.replacing(theirs, ours, replaced) if replaced else ():
            if not self._is_protected(name, guarded):
                why = f"version of record, {told}"
                self._change(theirs, why, name, old, new)
                changed.add(name.lower())
        for name, new in self._words.lacking(theirs, ours, lacks):
            if name.lower() not in changed and not self._is_protected(name, guarded):
                self._change(theirs, f"missing, {told}", name, None, new)
        for found in differences(theirs.reference, ours):
            if found.variable not in replaced:
                self.conflicts.append(Conflict(theirs.id, found.variable, found.theirs, found.ours, found.reason))
        # As the entry will be, so that a second reference to the same work adds no field twice.
        self._current[theirs.id] = replace(theirs, reference=filled(theirs.reference, ours, lacks))

    def alias(self, entry_id: str, keys: Sequence[str], told: str) -> None:
        """Plan that the entry answers to further keys, where its library can say so."""
        theirs = self._current[entry_id]
        guarded = self._protected(theirs)
        for name, old, new in self._words.aliasing(theirs, keys) if theirs.state == "clean" else ():
            if not self._is_protected(name, guarded):
                self._change(theirs, told, name, old, new)

    def _change(self, entry: Entry, why: str, field: str, old: str | None, new: str) -> None:
        self.changes.append(Change(entry.id, "add-field" if old is None else "set-field", why, field, old, new))

    def _protected(self, theirs: Entry) -> frozenset[str]:
        own = self._words.protected(theirs)
        return frozenset({"*"}) if theirs.id.lower() in self._protect else own

    def _is_protected(self, name: str, guarded: frozenset[str]) -> bool:
        return "*" in guarded or name.lower() in guarded or name.lower() in self._protect


def filled(theirs: Reference, ours: Reference, variables: frozenset[str]) -> Reference:
    """`theirs` with these variables from `ours`.

    >>> filled(Reference(title="T"), Reference(volume="7"), frozenset({"volume"})).volume
    '7'
    """
    values = {name: getattr(ours, name) for name in variables if not name.startswith("ids.")}
    ids = tuple(found for name in sorted(variables) if name.startswith("ids.") if (found := ours.id(name[4:])))
    extra = {**ours.extra, **theirs.extra} if "extra" in variables else theirs.extra
    return replace(theirs, **{**values, "extra": extra, "ids": (*theirs.ids, *ids)})
