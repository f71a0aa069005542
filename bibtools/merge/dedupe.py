"""Entries of one library that are the same work: groups with evidence, which entry to go on citing, and aliases.

Nothing is ever deleted. Which entry of a group is kept citing is decided by the first of these that tells two apart:
it can be edited; its key is the one that an earlier run kept; it is the published form, not the preprint; more is known
about it; it stands first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from bibtools.match.settings import Settings
from bibtools.merge.existing import Amendments, Words
from bibtools.merge.policy import is_preprint, other_publication
from bibtools.merge.same import Works, shares_identifier
from bibtools.model.change import Change, Conflict, Plan
from bibtools.model.document import Document, Entry
from bibtools.model.match import Match, Recommendation
from bibtools.model.reference import Reference

# A person who is about to remove the other entries wants to keep these, too.
WHOLE = frozenset({"abstract", "note"})
# From which likeness of the titles, and from which confidence, a pair is worth a person's look.
NEARLY, LIKELY = 0.9, 0.6
_NUMBERED = frozenset({"part-or-number", "model-version"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, and the decision whether they are the same work, as it was made for the first."""

    entry: Entry
    other: Entry
    found: Match


@dataclass(frozen=True, slots=True)
class Group:
    """One work: the entry to go on citing, and for each other entry, in the order of the file, why it is the same."""

    kept: Entry
    pairs: tuple[Pair, ...]

    @property
    def others(self) -> tuple[Entry, ...]:
        """The entries beside the kept one."""
        return tuple(pair.other for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Groups of entries that are one work, pairs of which a person must say it, and entries whose key is taken."""

    groups: tuple[Group, ...] = ()
    unsure: tuple[Pair, ...] = ()
    repeated: tuple[Entry, ...] = ()


def duplicates(entries: Sequence[Entry], kept: Collection[str] = (), settings: Settings | None = None) -> Duplicates:
    """The entries that are the same work as another one, in the order of the file.

    A group holds only entries of which each is, beyond doubt and in both directions, the same work as each other: where
    A is B and B is C but A may not be C, the pair that would join them is left to a person. `kept` are keys that an
    earlier run decided to keep.

    >>> from bibtools.model.document import Origin
    >>> from bibtools.model.name import Name
    >>> def entry(key, **more):
    ...     author = (Name(family="Dove", given="Ceri"),)
    ...     return Entry(key, Reference(title="Lanterns over harbours", author=author, **more), Origin("refs.bib"))
    >>> (group,) = duplicates([entry("dove"), entry("dove20", volume="7")]).groups
    >>> group.kept.id, [other.id for other in group.others]
    ('dove20', ['dove'])
    """
    judge = _Judge(entries, settings)
    place = {id(entry): number for number, entry in enumerate(entries)}
    pairs = sorted(
        {
            (min(n, m), max(n, m))
            for n, entry in enumerate(entries)
            for other in judge.works.resembling(entry)
            if n != (m := place[id(other)])
        }
    )
    cluster = {number: [number] for number in range(len(entries))}
    unsure = []
    for n, m in pairs:
        decision = judge(n, m)
        if decision.recommendation is Recommendation.REJECT or cluster[n] is cluster[m]:
            continue
        if all(judge(a, b).recommendation is Recommendation.ACCEPT for a in cluster[n] for b in cluster[m]):
            joined = sorted(cluster[n] + cluster[m])
            cluster.update(dict.fromkeys(joined, joined))
        else:
            unsure.append((n, m))
    taken = {entry.id for entry in repeated(entries)}
    groups = []
    for members in {id(members): members for members in cluster.values() if len(members) > 1}.values():
        first = min(members, key=lambda n: (*_rank(entries[n], kept, taken), n))
        rest = tuple(Pair(entries[first], entries[n], judge(first, n)) for n in members if n != first)
        groups.append(Group(entries[first], rest))
    return Duplicates(
        tuple(groups),
        tuple(Pair(entries[n], entries[m], judge(n, m)) for n, m in unsure if cluster[n] is not cluster[m]),
        tuple(repeated(entries)),
    )


class _Judge:
    """Decisions about pairs of entries by number, each made once."""

    def __init__(self, entries: Sequence[Entry], settings: Settings | None) -> None:
        self.entries = entries
        self.works = Works(entries, settings)
        self._made: dict[tuple[int, int], Match] = {}

    def __call__(self, n: int, m: int) -> Match:
        """The decision for `n`, or that for `m` if it is the more careful one."""
        if (n, m) not in self._made:
            there = self.works.judge(self.entries[n], self.entries[m])
            back = self.works.judge(self.entries[m], self.entries[n])
            careful = max(there, back, key=lambda found: _CAREFUL.index(found.recommendation))
            if there.recommendation is careful.recommendation:
                careful = there
            self._made[n, m] = self._strictly(careful)
        return self._made[n, m]

    def _strictly(self, found: Match) -> Match:
        """`found`, with what would do for filling one entry, but not for citing one in place of the other.

        Titles have the same words, or an identifier is shared; and it is one publication, not a paper and its reprint.
        A doubt that a person would not share is none: titles that are merely similar belong to two works.
        """
        best = found.best
        if found.recommendation is Recommendation.REJECT or best is None:
            return found
        ours, shared = found.entry.reference, shares_identifier(found.entry.reference, best.reference)
        title = next((each.similarity for each in best.distance.evidence if each.field == "title"), None)
        if found.recommendation is Recommendation.REVIEW:
            alike = (title or 0.0) >= NEARLY and best.confidence >= LIKELY
            numbered = not _NUMBERED.isdisjoint(guard.name for guard in best.guards)
            return found if shared or (alike and not numbered) else replace(found, recommendation=Recommendation.REJECT)
        doubt = other_publication(ours, best.reference)
        if doubt is None and title != 1.0 and not shared:
            doubt = "the titles are not quite the same"
        return replace(found, recommendation=Recommendation.REVIEW, why=(doubt,)) if doubt else found


_CAREFUL = (Recommendation.ACCEPT, Recommendation.REVIEW, Recommendation.REJECT)


def _rank(entry: Entry, kept: Collection[str], taken: Collection[str]) -> tuple[bool, bool, bool, int]:
    """Smaller is better to keep citing."""
    return (
        entry.state != "clean" or entry.id in taken,
        entry.id not in kept,
        is_preprint(entry.reference),
        -richness(entry.reference),
    )


def richness(reference: Reference) -> int:
    """How many things are known about a work.

    >>> richness(Reference(title="T", volume="7", extra={"file": "a.pdf"}))
    3
    """
    plain = sum(bool(getattr(reference, each.name)) for each in fields(reference) if each.name not in ("ids", "extra"))
    return plain + len(reference.ids) + len(reference.extra)


def repeated(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries with a citation key that an entry above has; readers give them an id of their own, `key:L<line>`."""
    above: set[str] = set()
    for entry in entries:
        if key_of(entry).lower() in above and key_of(entry) != entry.id:
            yield entry
        above.add(key_of(entry).lower())


def key_of(entry: Entry) -> str:
    """The citation key as it stands in the file."""
    return entry.id.removesuffix(f":L{entry.origin.line}")


def aliases(found: Duplicates, entries: Iterable[Entry], known: Mapping[str, str]) -> dict[str, str]:
    """Which key to cite instead of which, `known` of earlier runs included, in the order of the keys.

    An earlier alias counts as long as its key is none of the library's own; where its target has an alias by now, the
    two become one step.

    >>> aliases(Duplicates(), [], {"c": "b", "b": "a"})
    {'b': 'a', 'c': 'a'}
    """
    own = {key_of(entry) for entry in entries}
    taken = {entry.id for entry in found.repeated}
    steps = {old: new for old, new in known.items() if old not in own}
    pairs = (pair for group in found.groups for pair in group.pairs)
    steps |= {pair.other.id: pair.entry.id for pair in pairs if pair.other.id not in taken}
    return {old: new for old in sorted(steps) if (new := _last(old, steps)) != old}


def _last(key: str, steps: Mapping[str, str]) -> str:
    """Where following the steps from a key ends; in a circle, at the key itself."""
    seen = {key}
    at = key
    while at in steps:
        at = steps[at]
        if at in seen:
            return key
        seen.add(at)
    return at


def plan(
    document: Document,
    fingerprint: str,
    found: Duplicates,
    words: Words,
    instead: Mapping[str, str],
    protect: frozenset[str] = frozenset(),
) -> Plan:
    """What the kept entries get from the others; what a person must settle; and aliases of keys that are gone.

    A key of `instead` that no entry has any more becomes an alias of the entry to cite, where the library's dialect has
    aliases. One that an entry still has must not: biber would skip it and warn.
    """
    amendments = Amendments(document, words, protect, WHOLE)
    own = {key_of(entry).lower() for entry in document.entries}
    for group in found.groups:
        for other in group.others:
            if other.state == "clean":
                amendments.amend(group.kept.id, other.reference, f"from {other.id}")
    gone: dict[str, list[str]] = {}
    for old, new in instead.items():
        if old.lower() not in own:
            gone.setdefault(new, []).append(old)
    for entry in document.entries:
        if entry.id in gone:
            amendments.alias(entry.id, gone[entry.id], "its keys of before")
    conflicts = (*amendments.conflicts, *map(_unsure, found.unsure), *map(_repeated, found.repeated))
    return Plan(document.path, fingerprint, _one_each(amendments.changes), conflicts)


def _one_each(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Of two changes of one field the first: what several entries offer comes from the first that has it."""
    first: dict[tuple[str, str], Change] = {}
    for change in changes:
        first.setdefault((change.entry_id, (change.field or "").lower()), change)
    return tuple(first.values())


def _unsure(pair: Pair) -> Conflict:
    accepted = pair.found.recommendation is Recommendation.ACCEPT
    doubt = "another entry that is the same as one of them is not the same as both" if accepted else ""
    why = doubt or "; ".join(pair.found.why) or "not sure enough"
    reason = f"may be the same work as {pair.other.id}, a person must say ({why})"
    left, right = pair.entry.reference.title or pair.entry.id, pair.other.reference.title or pair.other.id
    return Conflict(pair.entry.id, "", left, right, reason)


def _repeated(entry: Entry) -> Conflict:
    reason = f"line {entry.origin.line} has the same key as an entry above, and programs see one of them only"
    title = entry.reference.title or ""
    return Conflict(key_of(entry), "", title, f"line {entry.origin.line}: {title}", f"{reason}; rename it")
