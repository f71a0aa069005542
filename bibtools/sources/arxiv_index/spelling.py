"""Titles with misspelt words: those words, what may have been meant by them, and how the titles read then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress

import numpy as np

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter
from bibtools.sources.arxiv_index.postings import Ints, Postings

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

    Then come two words that lack their space: at least one is of the index, the other may be misspelt as well.
    """
    asked = list(dict.fromkeys(words))
    tried = [[*near(word), *chain.from_iterable(parts(word))] for word in asked]
    counts = _counts([*chain.from_iterable(tried)], prints, postings)
    found = {}
    for word, tries, end in zip(asked, tried, accumulate(map(len, tried)), strict=True):
        own = counts[end - len(tries) : end]
        known = {tries[place]: int(own[place]) for place in np.flatnonzero(own).tolist()}
        found[word] = [*_best(known, parts(word))][:_MOST_MEANT]
    return found


def _best(known: Mapping[str, int], pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Of what was tried and is known those that are no half of a pair, then the pairs that have such a half."""

    def rarest(pair: tuple[str, str]) -> tuple[int, ...]:
        return tuple(sorted((known.get(word, 0) for word in pair), reverse=True))

    halves = set(chain.from_iterable(pairs))
    yield from sorted(known.keys() - halves, key=lambda one: (-known[one], one))
    some = [pair for pair in pairs if not known.keys().isdisjoint(pair)]
    yield from map(" ".join, sorted(some, key=rarest, reverse=True))


def readings(title: str, meant: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The folded title as it reads when its misspelt words are what may have been meant.

    First each is the first of these, then the second, so that every one stands in a reading.

    >>> list(readings("gauge theries on a latice", {"theries": ["theories", "theres"], "latice": ["lattice"]}))
    ['gauge theories on a lattice', 'gauge theres on a lattice']
    """
    words = title.split()
    for turn in range(max((len(meant.get(word, ())) for word in words), default=0)):
        yield " ".join(others[min(turn, len(others) - 1)] if (others := meant.get(word)) else word for word in words)


def near(word: str) -> set[str]:
    """All that has one letter less, another one, or one more, and what has two letters swapped.

    Words of fewer than four letters are near to too many others.

    >>> "lattice" in near("latice"), "lattice" in near("lattcie"), len(near("lattcie")), near("ice")
    (True, True, 387, set())
    """
    if len(word) < _SHORTEST:
        return set()
    cuts = [(word[:at], word[at:], word[at + 1 :]) for at in range(len(word) + 1)]
    found = {left + rest for left, _, rest in cuts}
    found.update([left + letter + rest for left, _, rest in cuts[:-1] for letter in _LETTERS])
    found.update([left + letter + right for left, right, _ in cuts for letter in _LETTERS])
    found.update([left + right[1] + right[0] + right[2:] for left, right, _ in cuts[:-2]])
    return found - {word}


def parts(word: str) -> list[tuple[str, str]]:
    """The two words that one is when a space is missing, neither of them too short to tell much.

    >>> parts("phasespace")[2]
    ('phase', 'space')
    """
    return [(word[:at], word[at:]) for at in range(_SHORTEST - 1, len(word) - _SHORTEST + 2)]


def _known(words: Iterable[str], prints: Fingerprinter, postings: Postings) -> frozenset[str]:
    """Those of the words that titles in the index have."""
    asked = list(dict.fromkeys(words))
    return frozenset(compress(asked, _counts(asked, prints, postings).tolist()))


def _counts(words: Sequence[str], prints: Fingerprinter, postings: Postings) -> Ints:
    """How many titles in the index have each of the words."""
    start, end = postings.ranges(prints.words(words))
    return end - start
