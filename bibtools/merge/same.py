"""Which entry of a library is the same work as another reference: candidates by keys, decided as any match is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, pairwise

from bibtools.match.guards import EVIDENCE_GUARDS
from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.model.document import Entry
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.match import Candidate, Distance, Evidence, Match, Recommendation
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit
from bibtools.text.fold import words

# A pair of neighbouring words that stands in more titles than this says nothing about a work.
COMMON_PAIR = 40
MOST_CANDIDATES = 12
# A candidate shares at least this part of the shorter title's pairs of words; two slips of the pen leave more.
SHARED = 1 / 5
# Titles of one work share more of their pairs of words than this, unless both are very short.
ALIKE = 1 / 3
# From which likeness of the titles a doubt is worth a person's while.
RESEMBLING = 0.8
_NOT_ABOUT_TITLES = frozenset(guard.__name__.replace("_", "-") for guard in EVIDENCE_GUARDS)


class Works:
    """The works of a library, found by identifier and by the words of their titles; entries may be added.

    A look-up costs the same however large the library is.

    >>> from bibtools.model.document import Origin
    >>> from bibtools.model.name import Name
    >>> place = Origin("refs.bib")
    >>> theirs = Entry("streinu08", Reference(title="Sparsity-certifying graph decompositions",
    ...                                       author=(Name(family="Streinu"), Name(family="Theran"))), place)
    >>> ours = Entry("L1", Reference(title="Sparsity-certifying Graph Decompositions",
    ...                              author=(Name(family="Streinu", given="I."), Name(family="Theran"))), place)
    >>> found = Works([theirs]).find(ours)
    >>> found.recommendation.value, Works([theirs]).entry(found).id
    ('accept', 'streinu08')
    """

    def __init__(self, entries: Iterable[Entry] = (), settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._entries: list[Entry] = []
        self._by_id: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_content: dict[Reference, list[int]] = defaultdict(list)
        self._by_title: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._pair_counts: list[int] = []
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make one more entry known."""
        number = len(self._entries)
        self._entries.append(entry)
        for key in _id_keys(entry.reference):
            self._by_id[key].append(number)
        if not says_nothing(entry.reference):
            self._by_content[_content(entry.reference)].append(number)
        for title in _title_keys(entry.reference):
            self._by_title[title].append(number)
        pairs = _pairs(entry.reference)
        self._pair_counts.append(len(pairs))
        for pair in pairs:
            self._by_pair[pair].append(number)

    def find(self, entry: Entry, *, but: Entry | None = None) -> Match:
        """The decision which entry is the same work as `entry`; `but` is left out (itself, in its own library).

        Each candidate's reference is that of an entry of the library; `Works.entry` tells which. An equal identifier
        makes a candidate, never a decision: the titles must agree. An entry that says the very same is the same, even
        where it says too little to tell a work.
        """
        for n in self._by_content.get(_content(entry.reference), ()):
            if self._entries[n] is not but:
                return self._identical(entry, self._entries[n])
        numbers = [n for n in self._candidates(entry.reference) if self._entries[n] is not but]
        hits = [Hit(0, self._entries[n].reference, "library") for n in numbers]
        found = _unless_another(match(entry, hits, self._settings))
        if found.recommendation is Recommendation.REVIEW and len(found.candidates) > 1:
            found = self._despite_doubles(found)
        return self._unless_claimed(_unless_identified(found))

    def judge(self, entry: Entry, other: Entry) -> Match:
        """The decision whether `other` is the same work as `entry`, whatever else there is."""
        found = _unless_another(match(entry, [Hit(0, other.reference, "library")], self._settings))
        return _unless_identified(found)

    def resembling(self, entry: Entry) -> Iterator[Entry]:
        """The entries that share an identifier or much of the title with `entry`; never itself."""
        pairs = _pairs(entry.reference)
        for n in self._candidates(entry.reference):
            other = self._entries[n]
            if other is entry:
                continue
            theirs = _pairs(other.reference)
            alike = len(pairs & theirs) > ALIKE * min(len(pairs), len(theirs))
            if alike or shares_identifier(entry.reference, other.reference):
                yield other

    def _identical(self, entry: Entry, other: Entry) -> Match:
        evidence = Distance((Evidence("all", 1.0, 1.0, "every field is the same"),))
        candidate = Candidate(other.reference, "library", evidence, confidence=1.0)
        return Match(entry, (candidate,), Recommendation.ACCEPT, 1.0, ("every field is the same",))

    def _despite_doubles(self, found: Match) -> Match:
        """`found`, decided for its best candidate where the only rivals are that same work once more."""
        best, *rest = (self._alone(found, candidate) for candidate in found.candidates)
        if best.recommendation is not Recommendation.ACCEPT or best.best is None:
            return found
        for rival in rest:
            if rival.recommendation is not Recommendation.REJECT and rival.best and not rival.best.guards:
                asked = replace(found.entry, reference=best.best.reference)
                if self._alone(replace(found, entry=asked), rival.best).recommendation is not Recommendation.ACCEPT:
                    return found
        return replace(best, candidates=(*best.candidates, *found.candidates[1:]))

    def _unless_claimed(self, found: Match) -> Match:
        """`found`, left to a person where the accepted work lacks an identifier of the entry that another work has.

        Were it given to the accepted work, two works would have it.
        """
        if found.recommendation is not Recommendation.ACCEPT or found.best is None:
            return found
        new = set(_id_keys(found.entry.reference)) - set(_id_keys(found.best.reference))
        for other in found.candidates if new else ():
            claimed = not new.isdisjoint(_id_keys(other.reference))
            if claimed and self._alone(found, other).recommendation is not Recommendation.ACCEPT:
                why = (f"its identifier is that of another work, “{other.reference.title}”",)
                return replace(found, recommendation=Recommendation.REVIEW, why=why)
        return found

    def _alone(self, found: Match, candidate: Candidate) -> Match:
        return _unless_another(match(found.entry, [Hit(0, candidate.reference, "library")], self._settings))

    def entry(self, found: Match) -> Entry | None:
        """The library's entry that is the best candidate of a decision; the first of several equal ones."""
        if found.best is None:
            return None
        wanted = found.best.reference
        return next((self._entries[n] for n in self._candidates(found.entry.reference) if self._of(n) is wanted), None)

    def _of(self, number: int) -> Reference:
        return self._entries[number].reference

    def _candidates(self, reference: Reference) -> list[int]:
        """Numbers of entries: of equal content, of an equal identifier, of the same title, then of much the same."""
        same = self._by_content.get(_content(reference), ())
        by_id = (n for key in _id_keys(reference) for n in self._by_id.get(key, ()))
        same_title = (n for key in _title_keys(reference) for n in self._by_title.get(key, ()))
        shared: dict[int, int] = defaultdict(int)
        pairs = _pairs(reference)
        for pair in pairs:
            numbers = self._by_pair.get(pair, ())
            if len(numbers) <= COMMON_PAIR:
                for n in numbers:
                    shared[n] += 1
        alike = (n for n, count in shared.items() if count >= SHARED * min(len(pairs), self._pair_counts[n]))
        by_title = sorted(alike, key=lambda n: (-shared[n], n))
        return list(islice(dict.fromkeys(chain(same, by_id, same_title, by_title)), MOST_CANDIDATES))


def _unless_another(found: Match) -> Match:
    """`found`, rejected where the titles differ as those of two works do and the identifiers say that they are two.

    What is left to a person in a search, where the entry may state a wrong identifier, is sure in a library that has
    "Part I" under one identifier and is offered "Part II" under another.
    """
    best = found.best
    if found.recommendation is not Recommendation.REVIEW or best is None:
        return found
    if _unlike(best) and not shares_identifier(found.entry.reference, best.reference):
        return replace(found, recommendation=Recommendation.REJECT, why=("the titles are not alike",))
    by_title = [guard for guard in best.guards if guard.name not in _NOT_ABOUT_TITLES]
    if not by_title or not _other_ids(found.entry.reference, best.reference):
        return found
    why = (*(guard.note for guard in by_title), "the identifiers are different ones")
    return replace(found, recommendation=Recommendation.REJECT, why=why)


def _unlike(candidate: Candidate) -> bool:
    """Whether the titles differ so much that nobody would take them for one work's."""
    title = next((each.similarity for each in candidate.distance.evidence if each.field == "title"), None)
    return title is not None and title < RESEMBLING


def _unless_identified(found: Match) -> Match:
    """`found`, left to a person where a work that is rejected has an identifier of the entry: one of them is wrong."""
    if found.recommendation is not Recommendation.REJECT:
        return found
    named = [c for c in found.candidates if shares_identifier(found.entry.reference, c.reference)]
    if not named:
        return found
    rest = tuple(candidate for candidate in found.candidates if candidate is not named[0])
    why = ("the identifier is the same, but the works seem to be different ones",)
    return replace(found, candidates=(named[0], *rest), recommendation=Recommendation.REVIEW, why=why)


def _other_ids(left: Reference, right: Reference) -> bool:
    """Whether two references have identifiers of one scheme, and none in common."""
    ours, theirs = dict(_id_keys(left)), dict(_id_keys(right))
    return bool(ours.keys() & theirs.keys()) and not shares_identifier(left, right)


def shares_identifier(left: Reference, right: Reference) -> bool:
    """Whether two references have an identifier of a work (no ISBN, no ISSN) in common.

    >>> ours = Reference(ids=(Identifier("doi", "10.48550/arXiv.1706.03762"),))
    >>> shares_identifier(ours, Reference(ids=(Identifier("arxiv", "1706.03762", 5),)))
    True
    """
    return not set(_id_keys(left)).isdisjoint(_id_keys(right))


def _id_keys(reference: Reference) -> Iterator[tuple[str, str]]:
    """The identifiers, an arXiv DOI as the arXiv id it stands for; ISBNs and ISSNs name more than one work."""
    for found in reference.ids:
        if found.scheme in ("isbn", "issn"):
            continue
        plain: Identifier = (arxiv_from_doi(found) if found.scheme == "doi" else None) or found
        yield plain.scheme, plain.value.casefold()


def says_nothing(reference: Reference) -> bool:
    """Whether a reference has no field but perhaps a type, an abstract, and fields that are not modelled.

    >>> says_nothing(Reference(type="book")), says_nothing(Reference(note="in preparation"))
    (True, False)
    """
    return _content(reference) == _NOTHING


def _content(reference: Reference) -> Reference:
    """What a reference says of a work, as something that can be looked up."""
    return replace(reference, type=None, abstract=None, extra=_NO_EXTRA)


class _NoExtra(dict[str, str]):
    """No fields; can be part of a key, as a plain dictionary cannot."""

    def __hash__(self) -> int:  # type: ignore[override]
        return 0


_NO_EXTRA = _NoExtra()
_NOTHING = _content(Reference())


def _title_keys(reference: Reference) -> Iterator[tuple[str, ...]]:
    """The title with the first author's name, then the title: in a list of editorials the author tells more."""
    title = words(reference.title or "")
    if title:
        first = next(iter(reference.author), None)
        yield (*title, "\n", *words((first.family or first.literal or "") if first else ""))
        yield title


def _pairs(reference: Reference) -> set[tuple[str, str]]:
    title = words(reference.title or "")
    return set(pairwise(title)) or {(word, "") for word in title}
