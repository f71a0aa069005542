"""Titles with misspelt words: those words, what may have been meant by them, and how the titles read then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, hashes_of
from bibtools.sources.arxiv_index.postings import Postings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
# The part of a title's words, unknown to the index, from which on they are taken for misspelt.
_STRANGE = 0.2
# How many words a misspelt one may be taken for. One that is near to more says little.
_MOST_MEANT = 8


def misspelt(titles: Mapping[int, str], prints: Fingerprinter, postings: Postings) -> dict[int, list[str]]:
    """For those of the folded titles that have many words no title in the index has, these words.

    The other titles would have had their votes.
    """
    parted = {number: sorted(set(title.split())) for number, title in titles.items()}
    known = _known((word for each in parted.values() for word in each), prints, postings)
    unknown = {number: [word for word in each if word not in known] for number, each in parted.items()}
    return {number: each for number, each in unknown.items() if each and len(each) >= _STRANGE * len(parted[number])}


def meant(words: Iterable[str], prints: Fingerprinter, postings: Postings) -> dict[str, list[str]]:
    """What may have been meant by each of the misspelt words: words of the index, the most frequent first.

    A word that lacks a space is taken for two, one of which may be misspelt as well.
    """
    nearby = {word: near(word) for word in words}
    known = _known((part for each in nearby.values() for other in each for part in other.split()), prints, postings)

    def rarest(other: str) -> tuple[int, int]:
        counts = sorted(known.get(part, 0) for part in other.split())
        return -counts[0], -counts[-1]

    found = {word: [other for other in each if rarest(other)[1] < 0] for word, each in nearby.items()}
    return {word: sorted(others, key=rarest)[:_MOST_MEANT] for word, others in found.items()}


def readings(title: str, meant: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The folded title as it reads when its misspelt words are what may have been meant.

    First each is the first of these, then the second, so that every one stands in a reading.

    >>> list(readings("gauge theries on a latice", {"theries": ["theories", "theres"], "latice": ["lattice"]}))
    ['gauge theories on a lattice', 'gauge theres on a lattice']
    """
    words = title.split()
    for turn in range(max((len(meant.get(word, ())) for word in words), default=0)):
        yield " ".join(others[min(turn, len(others) - 1)] if (others := meant.get(word)) else word for word in words)


def near(word: str) -> list[str]:
    """What may have been meant: a letter too many, one wrong, one missing, two swapped, or a space missing.

    Words of fewer than four letters are near to too many others.

    >>> "lattice" in near("latice"), "lattice" in near("lattcie"), "phase space" in near("phasespace")
    (True, True, True)
    >>> len(near("lattcie")), near("ice")
    (389, [])
    """
    if len(word) < _SHORTEST:
        return []
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in parts}
    found |= {left + letter + right[1:] for left, right in parts[:-1] for letter in _LETTERS}
    found |= {left + letter + right for left, right in parts for letter in _LETTERS}
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts[:-2]}
    found |= {f"{left} {right}" for left, right in parts[_SHORTEST - 1 : 1 - _SHORTEST]}
    return sorted(found - {word})


def _known(words: Iterable[str], prints: Fingerprinter, postings: Postings) -> dict[str, int]:
    """Those of the words that titles in the index have, and how many titles that are."""
    asked = list(dict.fromkeys(words))
    start, end = postings.ranges(hashes_of(prints.words(asked, [0] * len(asked))))
    return {word: count for word, count in zip(asked, (end - start).tolist(), strict=True) if count}
