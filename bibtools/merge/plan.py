"""From references to a plan: what has to change in a library so that it holds them, and what a person must settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bibtools.merge.existing import Amendments, Words, filled
from bibtools.merge.keys import DEFAULT_TEMPLATE, can_stand, citation_keys
from bibtools.merge.policy import Policy, to_fill
from bibtools.merge.same import Works, says_nothing, shares_identifier
from bibtools.model.change import Change, Conflict, Plan
from bibtools.model.document import Document, Entry, Origin
from bibtools.model.match import Enriched, Match, Recommendation

Accept = Literal["exact", "strong"]
EXACT = "the same by title and authors, but no identifier says so; --accept strong writes it"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user asked for: the policy, protected field names and keys (any case), the key template.

    `accept` says what makes an entry the same work, surely enough to change it: "exact", an identifier in common beside
    the title; "strong", whatever convinces the matcher.
    """

    policy: Policy = "fill"
    protect: frozenset[str] = frozenset()
    template: str = DEFAULT_TEMPLATE
    request: frozenset[str] = field(default_factory=frozenset)
    accept: Accept = "strong"


def plan(
    document: Document,
    fingerprint: str,
    items: Sequence[Enriched],
    words: Words,
    choices: Choices = Choices(),
    discarded: Sequence[Entry] = (),
) -> Plan:
    """What must change in the library `document` (whose bytes have `fingerprint`) so that it holds `items`.

    A work that the library has is filled or updated by the policy; another is added under a new key that collides with
    none; where it cannot be told, a conflict names both and nothing is done. Values are in the library's own words.
    Entries that are not clean are never changed; a work that only stands among the `discarded` is not added again.
    Pure, and linear in the number of entries and items.
    """
    return _Planner(document, words, choices, discarded).plan(fingerprint, items)


class _Planner:
    """Goes through the items; what it adds is known to the items that follow."""

    def __init__(self, document: Document, words: Words, choices: Choices, discarded: Sequence[Entry]) -> None:
        self.document, self.choices = document, choices
        self.works = Works(document.entries)
        self.held = {entry.id.lower(): entry for entry in document.entries}
        self.discarded = Works(discarded)
        self.existing = Amendments(document, words, choices.protect, choices.request)
        self.new: dict[str, Enriched] = {}

    def plan(self, fingerprint: str, items: Sequence[Enriched]) -> Plan:
        numbered = [(item, f"\0{number}") for number, item in enumerate(items)]  # no library can have such a key
        # What is in doubt is asked about again when all others stand, as it would be another time.
        for doubtful in [each for each in numbered if not self._place(*each)]:
            self._place(*doubtful, last=True)
        added = list(self.new.values())
        keys = self._keys(added)
        changes = list(self.existing.changes)
        for key, item in zip(keys, added, strict=True):
            why = f"not in the library; from {item.entry.origin.path}:{item.entry.origin.line}"
            own = item.entry.id if not item.entry.roles and item.entry.id != key else None
            changes.append(Change(key, "add-entry", why, old=own, reference=item.reference))
        return Plan(self.document.path, fingerprint, tuple(changes), tuple(self.existing.conflicts))

    def _keys(self, added: Sequence[Enriched]) -> Sequence[str]:
        """A newcomer's own key if it comes from a library and is free, else one by the template."""
        taken = set(_keys_of(self.document))
        own: list[str | None] = []
        for item in added:
            key = item.entry.id if not item.entry.roles and can_stand(item.entry.id) else None
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

    def _place(self, item: Enriched, provisional: str, *, last: bool = False) -> bool:
        """Plan what becomes of an item; False, and nothing is planned, while that is in doubt, unless asked `last`."""
        if says_nothing(item.reference):
            reason = "it says nothing that a work could be told by; it was not added"
            self.existing.conflicts.append(Conflict(item.entry.id, "", "", str(item.entry.origin), reason))
            return True
        asked = replace(item.entry, reference=item.reference, text=None)
        found = self.works.find(asked)
        theirs = self.works.entry(found)
        if theirs is None or found.recommendation is Recommendation.REJECT:
            if not self._was_discarded(asked) and not self._is_held_by_key(item):
                self.new[provisional] = item
                self.works.add(Entry(provisional, item.reference, item.entry.origin))
        elif found.recommendation is Recommendation.REVIEW:
            if not last:
                return False
            self._unsure(theirs, item, found)
        elif theirs.id in self.new:
            first = self.new[theirs.id]  # the same work twice among the newcomers
            more = to_fill(first.reference, item.reference, request=self.choices.request)
            self.new[theirs.id] = replace(first, reference=filled(first.reference, item.reference, more))
        else:
            exact = self.choices.accept == "strong" or shares_identifier(theirs.reference, item.reference)
            self.existing.amend(
                theirs.id, item.reference, _why(item), self.choices.policy, unless=None if exact else EXACT
            )
        return True

    def _was_discarded(self, asked: Entry) -> bool:
        """Whether the work is in the trash, or perhaps; then a conflict says so."""
        found = self.discarded.find(asked)
        theirs = self.discarded.entry(found)
        if theirs is None or found.recommendation is Recommendation.REJECT:
            return False
        reason = "it is in the trash; it is neither changed nor added again"
        told = theirs.reference.title or theirs.id
        self.existing.conflicts.append(Conflict(theirs.id, "", told, asked.reference.title or asked.id, reason))
        return True

    def _is_held_by_key(self, item: Enriched) -> bool:
        """Whether the library has the key of an entry without a title, by which it could be told; a conflict says so.

        Such an entry may read otherwise where it has been merged, in another dialect, and would be added every time.
        """
        theirs = None if item.reference.title or item.entry.roles else self.held.get(item.entry.id.lower())
        if theirs is None:
            return False
        reason = "it has no title to tell it by, and its key is there already; it was not added"
        told = theirs.reference.title or str(theirs.origin)
        self.existing.conflicts.append(Conflict(theirs.id, "", told, str(item.entry.origin), reason))
        return True

    def _unsure(self, theirs: Entry, item: Enriched, found: Match) -> None:
        why = "; ".join(found.why) or "not sure enough"
        told = theirs.reference.title or theirs.id
        reason = f"may be the same work, a person must say ({why}); nothing was planned for it"
        first = self.new.get(theirs.id)  # a newcomer has no key yet but its own
        key = theirs.id if first is None else first.entry.id
        self.existing.conflicts.append(Conflict(key, "", told, item.reference.title or item.entry.id, reason))


def _keys_of(document: Document) -> Iterator[str]:
    """All citation keys, in lower case: also those that biblatex's `ids` gives an entry besides its own."""
    for entry in document.entries:
        yield entry.id.lower()
        yield from (key.strip().lower() for key in entry.reference.extra.get("ids", "").split(","))


def _why(item: Enriched) -> str:
    arxiv = item.reference.id("arxiv")
    origin: Origin = item.entry.origin
    source = next((p.source for p in item.provenance.values() if p.source != origin.path), origin.path)
    return f"from {source} arXiv:{arxiv.value}" if arxiv else f"from {source} ({item.entry.id})"
