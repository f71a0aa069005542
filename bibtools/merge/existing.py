"""What an entry that stands in a library gets from another reference of the same work, and what is left to a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bibtools.merge.differences import differences
from bibtools.merge.policy import Policy, to_fill, to_replace, to_update
from bibtools.model.change import Change, Conflict
from bibtools.model.document import Document, Entry
from bibtools.model.reference import Reference


class Words(Protocol):
    """How a library says things: variables of a reference as its own fields and values."""

    def lacking(self, entry: Entry, reference: Reference, variables: frozenset[str]) -> Iterable[tuple[str, str]]:
        """(field, value) for each field that the entry lacks, or must have more in, to say these variables."""
        ...

    def replacing(
        self, entry: Entry, reference: Reference, variables: frozenset[str]
    ) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) for each field that would say these variables otherwise."""
        ...

    def fields(self, entry: Entry) -> Mapping[str, str]:
        """The entry's fields, as they stand."""
        ...

    def protected(self, entry: Entry) -> frozenset[str]:
        """Fields that the entry's own mark protects, in lower case; "*" for all."""
        ...

    def barred(self, entry: Entry) -> str | None:
        """Why the entry is never edited; None where it may be."""
        ...

    def aliasing(self, entry: Entry, keys: Sequence[str]) -> Iterable[tuple[str, str | None, str]]:
        """(field, old value or None, new value) so that the entry also answers to these keys; none if it cannot."""
        ...


class Amendments:
    """Gathers the changes of entries that exist, and the conflicts; each reference sees what those before it brought.

    `protect` are field names and keys, in any case. `request` are variables that are filled only when asked for,
    `only` all that may change at all (None: any), `update` those that are replaced where the values differ.
    """

    def __init__(
        self,
        document: Document,
        words: Words,
        protect: frozenset[str],
        request: frozenset[str],
        only: frozenset[str] | None = None,
        update: frozenset[str] = frozenset(),
    ) -> None:
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self._words, self._request, self._only, self._update = words, request, only, update
        self._protect = frozenset(name.lower() for name in protect)
        self._current = {entry.id: entry for entry in document.entries}
        self._planned: set[tuple[str, str]] = set()

    def amend(
        self, entry_id: str, ours: Reference, told: str, policy: Policy = "fill", unless: str | None = None
    ) -> None:
        """Plan what the entry gets from `ours` by the policy; `told` says where that comes from.

        An entry that may not be edited, or about which `unless` says why not, gets nothing: a conflict says what it
        would have got.
        """
        theirs = self._current[entry_id]
        better = to_replace(theirs.reference, ours) if policy == "update" else frozenset()
        replaced = self._among(better | to_update(theirs.reference, ours, self._update))
        # Replaced first: a preprint that becomes its version of record lacks what that one has.
        lacks = self._among(to_fill(filled(theirs.reference, ours, replaced), ours, request=self._request))
        if reason := self._words.barred(theirs):
            if lacks or replaced:
                self.conflicts.append(Conflict(theirs.id, "", ", ".join(sorted(lacks | replaced)), told, reason))
            return
        guarded = self._protected(theirs)
        wanted: list[tuple[str, str, str | None, str]] = []
        if replaced:
            why = f"{'version of record' if better else 'asked for'}, {told}"
            wanted += [(why, *found) for found in self._words.replacing(theirs, ours, replaced)]
        present = self._words.fields(theirs)
        for name, new in self._words.lacking(theirs, ours, lacks):
            wanted.append((f"missing, {told}", name, present.get(name), new))
        wanted = [found for found in wanted if not self._is_protected(found[1], guarded)]
        if unless and wanted:
            fields = ", ".join(dict.fromkeys(name for _, name, _, _ in wanted))
            self.conflicts.append(Conflict(theirs.id, "", fields, told, unless))
            return
        for why, name, old, new in wanted:
            self._change(theirs, why, name, old, new)
        for found in differences(theirs.reference, ours):
            conflict = Conflict(theirs.id, found.variable, found.theirs, found.ours, found.reason)
            if found.variable not in replaced and self._among({found.variable}) and conflict not in self.conflicts:
                self.conflicts.append(conflict)
        # As the entry will be, so that a second reference to the same work adds no field twice.
        self._current[theirs.id] = replace(theirs, reference=filled(theirs.reference, ours, lacks | replaced))

    def alias(self, entry_id: str, keys: Sequence[str], told: str) -> None:
        """Plan that the entry answers to further keys, where its library can say so."""
        theirs = self._current[entry_id]
        guarded = self._protected(theirs)
        for name, old, new in self._words.aliasing(theirs, keys) if not self._words.barred(theirs) else ():
            if not self._is_protected(name, guarded):
                self._change(theirs, told, name, old, new)

    def restate(self, entry_id: str, fields: Iterable[tuple[str, str, str]], why: str) -> None:
        """Plan (field, old value, new value) as they are, but for what is protected."""
        theirs = self._current[entry_id]
        guarded = self._protected(theirs)
        for name, old, new in fields if not self._words.barred(theirs) else ():
            if not self._is_protected(name, guarded):
                self._change(theirs, why, name, old, new)

    def _change(self, entry: Entry, why: str, field: str, old: str | None, new: str) -> None:
        if (entry.id, field.lower()) not in self._planned:  # an earlier reference has said it
            self._planned.add((entry.id, field.lower()))
            self.changes.append(Change(entry.id, "add-field" if old is None else "set-field", why, field, old, new))

    def _among(self, names: Collection[str]) -> frozenset[str]:
        return frozenset(names) if self._only is None else self._only.intersection(names)

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
