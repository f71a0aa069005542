"""How alike queries and candidates are: titles letter by letter, abstracts by the pieces they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.fingerprint import owners_of
from bibtools.sources.arxiv_index.postings import Postings
from bibtools.sources.arxiv_index.rows import Rows
from bibtools.sources.arxiv_index.titles import similarity, within
from bibtools.sources.arxiv_index.votes import Ballot, stable_order
from bibtools.sources.base import Overlap

# With how many shared pieces the part of a record that they are says all it can.
_TELLING = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries as comparison keys and fingerprints."""

    titles: Sequence[str]
    texts: Sequence[str]
    grams: Ballot
    others: tuple[Ballot, ...]

    def __len__(self) -> int:
        return len(self.titles)


class Likeness:
    """How alike queries and records are. A pair that comes up in several rounds is compared once."""

    def __init__(self, asked: Asked, postings: Postings, titles: Rows, grams: npt.NDArray[np.uint16]) -> None:
        self._asked = asked
        self._postings = postings
        self._titles = titles
        self._grams = grams
        self._overlaps: dict[tuple[int, int], Overlap | None] = {}
        self._alike: dict[tuple[int, int], tuple[float | None, float | None]] = {}
        owners = owners_of(asked.grams.prints)
        self._asked_grams = np.bincount(owners, minlength=len(asked))
        # Most pieces of an abstract that is not in the index stand in no record: they need no second look.
        start, end = asked.grams.start, asked.grams.end
        some = np.flatnonzero(start < end)
        order = some[stable_order(owners[some])]
        self._start, self._end = start[order], end[order]
        self._counts = np.bincount(owners[order], minlength=len(asked))
        self._firsts = np.cumsum(self._counts) - self._counts

    def overlap(self, pair: tuple[int, int]) -> Overlap | None:
        """How much of the abstracts of a pair that has its rank is shared."""
        return self._overlaps[pair]

    def ranks(self, weights: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
        """The rank of each pair of query and record, given the weight of its votes."""
        self._compare([pair for pair in weights if pair not in self._overlaps])
        ranks = {}
        for pair, weight in weights.items():
            overlap, (of_titles, of_texts) = self._overlaps[pair], self._alike[pair]
            likeness = [_larger_part(overlap)] if overlap else []
            if of_titles is not None:
                likeness.append(of_titles)
            if of_texts is not None:
                likeness.append(of_texts**2 * weight / (1 + weight))
            ranks[pair] = sum(likeness) / len(likeness) if likeness else weight / (1 + weight)
        return ranks

    def _compare(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Remember how much of the two titles, text and title, and the two abstracts is alike."""
        asked = self._asked
        titles = self._titles.many(record for query, record in pairs if asked.titles[query] or asked.texts[query])
        for query, record in pairs:
            title = titles[record].decode() if record in titles else ""
            self._alike[query, record] = (
                similarity(asked.titles[query], title) if asked.titles[query] else None,
                within(asked.texts[query], title) if asked.texts[query] else None,
            )
        self._overlaps |= dict.fromkeys(pairs)
        self._overlaps |= self._shared([pair for pair in pairs if self._asked_grams[pair[0]]])

    def _shared(self, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Overlap]:
        """How much of each query's abstract and the record's is shared, for queries that have an abstract."""
        if not pairs:
            return {}
        query, record = np.array(pairs).T
        lengths = self._counts[query]
        which = np.repeat(np.arange(len(pairs)), lengths)
        place = np.arange(len(which)) - np.repeat(np.cumsum(lengths) - lengths - self._firsts[query], lengths)
        held = self._postings.hold(self._start[place], self._end[place], record[which])
        shared = np.bincount(which[held], minlength=len(pairs))
        of_query = shared / self._asked_grams[query]
        of_record = np.minimum(1.0, shared / np.maximum(1, self._grams[record]))
        return {
            pair: Overlap(float(part), float(whole), int(count))
            for pair, part, whole, count in zip(pairs, of_query, of_record, shared, strict=True)
        }


def _larger_part(overlap: Overlap) -> float:
    """How much of one abstract the other has; of a record with next to no abstract, one common phrase may be all."""
    return max(overlap.of_query, overlap.of_record * min(1.0, overlap.count / _TELLING) ** 2)
