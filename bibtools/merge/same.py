"""Which entry of a library is the same work as another reference: candidates by keys, decided as any match is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from bibtools.match.matcher import match
from bibtools.match.settings import Settings
from bibtools.model.document import Entry
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.match import Match
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit
from bibtools.text.fold import words

# A pair of neighbouring words that stands in more titles than this says nothing about a work.
COMMON_PAIR = 40
MOST_CANDIDATES = 12


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
        self._by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make one more entry known."""
        number = len(self._entries)
        self._entries.append(entry)
        for key in _id_keys(entry.reference):
            self._by_id[key].append(number)
        for pair in _pairs(entry.reference):
            self._by_pair[pair].append(number)

    def find(self, entry: Entry, *, but: Entry | None = None) -> Match:
        """The decision which entry is the same work as `entry`; `but` is left out (itself, in its own library).

        Each candidate's reference is that of an entry of the library; `Works.entry` tells which. An equal identifier
        makes a candidate, never a decision: the titles must agree.
        """
        numbers = [n for n in self._candidates(entry.reference) if self._entries[n] is not but]
        hits = [Hit(0, self._entries[n].reference, "library") for n in numbers]
        return match(entry, hits, self._settings)

    def entry(self, found: Match) -> Entry | None:
        """The library's entry that is the best candidate of a decision; the first of several equal ones."""
        if found.best is None:
            return None
        wanted = found.best.reference
        return next((self._entries[n] for n in self._candidates(found.entry.reference) if self._of(n) is wanted), None)

    def _of(self, number: int) -> Reference:
        return self._entries[number].reference

    def _candidates(self, reference: Reference) -> list[int]:
        """Numbers of entries, those with an equal identifier first, then those that share most of the title."""
        by_id = dict.fromkeys(n for key in _id_keys(reference) for n in self._by_id.get(key, ()))
        shared: dict[int, int] = defaultdict(int)
        for pair in _pairs(reference):
            numbers = self._by_pair.get(pair, ())
            if len(numbers) <= COMMON_PAIR:
                for n in numbers:
                    shared[n] += 1
        by_title = sorted(shared, key=lambda n: (-shared[n], n))
        return list(islice(dict.fromkeys((*by_id, *by_title)), MOST_CANDIDATES))


def _id_keys(reference: Reference) -> Iterator[tuple[str, str]]:
    """The identifiers, an arXiv DOI as the arXiv id it stands for; ISBNs and ISSNs name more than one work."""
    for found in reference.ids:
        if found.scheme in ("isbn", "issn"):
            continue
        plain: Identifier = (arxiv_from_doi(found) if found.scheme == "doi" else None) or found
        yield plain.scheme, plain.value.casefold()


def _pairs(reference: Reference) -> set[tuple[str, str]]:
    title = words(reference.title or "")
    return set(pairwise(title)) or {(word, "") for word in title}
