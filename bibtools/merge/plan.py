"""From references to a plan: what has to change in a library so that it holds them, and what a person must settle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bibtools.merge.keys import DEFAULT_TEMPLATE, citation_keys
from bibtools.merge.policy import Policy, differences, to_fill, to_replace
from bibtools.merge.same import Works
from bibtools.model.change import Change, Conflict, Plan
from bibtools.model.document import Document, Entry, Origin
from bibtools.model.match import Enriched, Match, Recommendation
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


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user asked for: the policy, protected field names and keys (any case), the key template."""

    policy: Policy = "fill"
    protect: frozenset[str] = frozenset()
    template: str = DEFAULT_TEMPLATE
    request: frozenset[str] = field(default_factory=frozenset)


def plan(
    document: Document, fingerprint: str, items: Sequence[Enriched], words: Words, choices: Choices = Choices()
) -> Plan:
    """What must change in the library `document` (whose bytes have `fingerprint`) so that it holds `items`.

    A work that the library has is filled or updated by the policy; another is added under a new key that collides with
    none; where it cannot be told, a conflict names both and nothing is done. Values are in the library's own words.
    Entries that are not clean are never changed. Pure, and linear in the number of entries and items.
    """
    return _Planner(document, words, choices).plan(fingerprint, items)


class _Planner:
    """Goes through the items once; what it adds is known to the items that follow."""

    def __init__(self, document: Document, words: Words, choices: Choices) -> None:
        self.document, self.words, self.choices = document, words, choices
        self.works = Works(document.entries)
        self.protect = frozenset(name.lower() for name in choices.protect)
        self.changes: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.current: dict[str, Entry] = {entry.id: entry for entry in document.entries}
        self.new: dict[str, Enriched] = {}

    def plan(self, fingerprint: str, items: Sequence[Enriched]) -> Plan:
        for number, item in enumerate(items):
            self._place(item, f"+{number}")
        added = list(self.new.values())
        keys = self._keys(added)
        for key, item in zip(keys, added, strict=True):
            place = f"{item.entry.origin.path}:{item.entry.origin.line}"
            self.changes.append(Change(key, "add-entry", f"not in the library; from {place}", reference=item.reference))
        return Plan(self.document.path, fingerprint, tuple(self.changes), tuple(self.conflicts))

    def _keys(self, added: Sequence[Enriched]) -> Sequence[str]:
        """A newcomer's own key if it comes from a library and is free, else one by the template."""
        from bibtools.merge.keys import SAFE

        taken = {entry.id.lower() for entry in self.document.entries}
        own: list[str | None] = []
        for item in added:
            key = item.entry.id if not item.entry.roles and SAFE.match(item.entry.id) else None
            own.append(key if key and key.lower() not in taken else None)
            taken |= {key.lower()} if own[-1] and key else set()
        made = iter(
            citation_keys(
                [item.reference for item, key in zip(added, own, strict=True) if key is None],
                self.choices.template,
                existing=taken,
            )
        )
        return [key or next(made) for key in own]

    def _place(self, item: Enriched, provisional: str) -> None:
        asked = replace(item.entry, reference=item.reference, text=None)
        found = self.works.find(asked)
        theirs = self.works.entry(found)
        if theirs is None or found.recommendation is Recommendation.REJECT:
            self.new[provisional] = item
            self.works.add(Entry(provisional, item.reference, item.entry.origin))
        elif found.recommendation is Recommendation.REVIEW:
            self._unsure(theirs, item, found)
        elif theirs.id in self.new:
            first = self.new[theirs.id]  # the same work twice among the newcomers
            more = to_fill(first.reference, item.reference, request=self.choices.request)
            self.new[theirs.id] = replace(first, reference=filled(first.reference, item.reference, more))
        else:
            self._same(self.current[theirs.id], item)

    def _unsure(self, theirs: Entry, item: Enriched, found: Match) -> None:
        why = "; ".join(found.why) or "not sure enough"
        told = theirs.reference.title or theirs.id
        reason = f"may be the same work, a person must say ({why}); nothing was planned for it"
        self.conflicts.append(Conflict(theirs.id, "", told, item.reference.title or item.entry.id, reason))

    def _same(self, theirs: Entry, item: Enriched) -> None:
        guarded = self._protected(theirs)
        ours = item.reference
        lacks = to_fill(theirs.reference, ours, request=self.choices.request)
        replaced = to_replace(theirs.reference, ours) if self.choices.policy == "update" else frozenset()
        told = self._why(item)
        if theirs.state != "clean":
            if lacks or replaced:
                reason = f"the entry is {theirs.state}: `bibtools check` says why; it is not edited"
                self.conflicts.append(Conflict(theirs.id, "", ", ".join(sorted(lacks | replaced)), told, reason))
            return
        changed = set()
        for name, old, new in self.words.replacing(theirs, ours, replaced) if replaced else ():
            if not self._is_protected(name, guarded):
                why = f"version of record, {told}"
                self.changes.append(Change(theirs.id, "add-field" if old is None else "set-field", why, name, old, new))
                changed.add(name.lower())
        for name, new in self.words.lacking(theirs, ours, lacks):
            if name.lower() not in changed and not self._is_protected(name, guarded):
                self.changes.append(Change(theirs.id, "add-field", f"missing, {told}", name, None, new))
        for found in differences(theirs.reference, ours):
            if found.variable not in replaced:
                self.conflicts.append(Conflict(theirs.id, found.variable, found.theirs, found.ours, found.reason))
        # As the entry will be, so that a second reference to the same work adds no field twice.
        self.current[theirs.id] = replace(theirs, reference=filled(theirs.reference, ours, lacks))

    def _protected(self, theirs: Entry) -> frozenset[str]:
        own = self.words.protected(theirs)
        return frozenset({"*"}) if theirs.id.lower() in self.protect else own

    def _is_protected(self, name: str, guarded: frozenset[str]) -> bool:
        return "*" in guarded or name.lower() in guarded or name.lower() in self.protect

    def _why(self, item: Enriched) -> str:
        arxiv = item.reference.id("arxiv")
        origin: Origin = item.entry.origin
        source = next((p.source for p in item.provenance.values() if p.source != origin.path), origin.path)
        return f"from {source} arXiv:{arxiv.value}" if arxiv else f"from {source} ({item.entry.id})"


def filled(theirs: Reference, ours: Reference, variables: frozenset[str]) -> Reference:
    """`theirs` with these variables from `ours`.

    >>> filled(Reference(title="T"), Reference(volume="7"), frozenset({"volume"})).volume
    '7'
    """
    values = {name: getattr(ours, name) for name in variables if not name.startswith("ids.")}
    ids = tuple(found for name in sorted(variables) if name.startswith("ids.") if (found := ours.id(name[4:])))
    extra = {**ours.extra, **theirs.extra} if "extra" in variables else theirs.extra
    return replace(theirs, **{**values, "extra": extra, "ids": (*theirs.ids, *ids)})
