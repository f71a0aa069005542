"""From words to fingerprints: 40-bit hashes of what two descriptions of one work have in common.

Seven kinds of thing are hashed, each with its own salt, so that all live in one table:
three words of an abstract in a row (of these only one in `sampling`, chosen by the hash itself, so that every text
chooses alike) · a title's words, neighbouring words, and words with one between · the whole title ·
an author's family name · an identifier.

A *packed* fingerprint is a 64-bit number: the hash in the upper 40 bits, its owner (record or query) in the lower 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from bibtools.sources.arxiv_index.words import Words, mix

Numbers = npt.NDArray[np.uint64]

HASH_BITS = 40
OWNER_BITS = 24
MOST_OWNERS = 1 << OWNER_BITS
SAMPLINGS = (1, 2, 4, 8, 16)

# How many abstracts at a time; a power of two. Their arrays fit a processor's cache.
_AT_ONCE = 512
_SHIFT = np.uint64(OWNER_BITS)
_FACTORS = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93))
_GRAM, _WORD, _PAIR, _SKIP, _TITLE, _FAMILY, _ID = (
    np.uint64(kind * 0xA0761D6478BD642F & (2**64 - 1)) for kind in range(1, 8)
)


class Fingerprinter:
    """Turns many texts at once into packed, sorted, distinct fingerprints; text number i of a call is owner i.

    Every text is given as its comparison key (`fold`, or `fold_loosely` where it is parted into words).

    >>> prints = Fingerprinter(sampling=1)
    >>> len(prints.abstracts(["we show that it holds"])), len(prints.titles(["attention is all you need"]))
    (3, 12)
    >>> prints.titles(["all you need", "you need"]).size - prints.titles(["all you need"]).size
    3
    """

    def __init__(self, sampling: int) -> None:
        if sampling not in SAMPLINGS:
            raise ValueError(f"sampling is one of {SAMPLINGS}, not {sampling}")
        self.sampling = sampling
        self._words = Words()

    def __reduce__(self) -> tuple[type[Fingerprinter], tuple[int]]:
        """Another process gets one that has learned no words yet."""
        return Fingerprinter, (self.sampling,)

    def abstracts(self, texts: Sequence[str]) -> Numbers:
        """Of the sampled runs of three words."""
        firsts = range(0, len(texts), _AT_ONCE)
        return union(*(self._grams(texts[first : first + _AT_ONCE]) | np.uint64(first) for first in firsts))

    def _grams(self, texts: Sequence[str]) -> Numbers:
        words, owners = self._words.of_texts(texts)
        hashes = mix(_combine(_GRAM, words[:-2], words[1:-1], words[2:]))
        kept = np.flatnonzero((owners[2:] == owners[:-2]) & (hashes & np.uint64(self.sampling - 1) == 0))
        return _packed(hashes[kept], owners[:-2][kept])

    def titles(self, texts: Sequence[str]) -> Numbers:
        """Of the words, the pairs of neighbours, and the pairs with one word between: for what may be misspelt."""
        words, owners = self._words.of_texts(texts)
        return union(
            _pack(mix(_combine(_WORD, words)), owners),
            _pack(mix(_combine(_PAIR, words[:-1], words[1:])), owners[:-1], owners[1:] == owners[:-1]),
            _pack(mix(_combine(_SKIP, words[:-2], words[2:])), owners[:-2], owners[2:] == owners[:-2]),
        )

    def words(self, words: Sequence[str]) -> Numbers:
        """The bare hash of each of these words of titles, in this order: those that `titles` packs, too."""
        return hashes_of(mix(_combine(_WORD, self._words.numbers_once(words))))

    def whole_titles(self, texts: Sequence[str]) -> Numbers:
        """Of each title as a whole: one fingerprint each."""
        present = np.array([at for at, text in enumerate(texts) if text], np.uint64)
        return _pack(mix(_combine(_TITLE, self._words.numbers_once(filter(None, texts)))), present)

    def families(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """Of each family name of each owner."""
        return _pack(mix(_combine(_FAMILY, self._words.numbers(chain.from_iterable(texts)))), _owners(texts))

    def ids(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """Of each identifier (`scheme:value`) of each owner."""
        return _pack(mix(_combine(_ID, self._words.numbers_once(chain.from_iterable(texts)))), _owners(texts))


def hashes_of(packed: Numbers) -> Numbers:
    """The hashes of packed fingerprints."""
    return packed >> _SHIFT


def owners_of(packed: Numbers) -> npt.NDArray[np.int64]:
    """The owners of packed fingerprints."""
    return (packed & np.uint64(MOST_OWNERS - 1)).astype(np.int64)


def owned_by(owners: npt.NDArray[np.int64], packed: Numbers) -> Numbers:
    """The same fingerprints, whose owner `n` is now `owners[n]`."""
    return distinct(_packed(packed, owners[owners_of(packed)].astype(np.uint64)))


def union(*packed: Numbers) -> Numbers:
    """All of them in one sorted array without repetitions."""
    return distinct(np.concatenate([np.empty(0, np.uint64), *packed]))


def distinct(numbers: Numbers) -> Numbers:
    """Sorted and without repetitions: what `numpy.unique` gives, which takes a slower way since NumPy 2.3."""
    numbers = np.sort(numbers)
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _owners(texts: Sequence[Sequence[str]]) -> Numbers:
    return np.repeat(np.arange(len(texts), dtype=np.uint64), [len(each) for each in texts])


def _combine(salt: np.uint64, *words: Numbers) -> Numbers:
    total = words[0] * _FACTORS[0] + salt
    for factor, numbers in zip(_FACTORS[1:], words[1:], strict=False):
        total = (total ^ (total >> np.uint64(29))) * factor + numbers
    return total


def _pack(hashes: Numbers, owners: Numbers, keep: npt.NDArray[np.bool_] | None = None) -> Numbers:
    packed = _packed(hashes, owners)
    return distinct(packed if keep is None else packed[keep])


def _packed(hashes: Numbers, owners: Numbers) -> Numbers:
    return hashes >> _SHIFT << _SHIFT | owners
