"""From words to fingerprints: 40-bit hashes of what two descriptions of one work have in common.

Seven kinds of thing are hashed, each with its own salt, so that all live in one table:
three words of an abstract in a row (of these only one in `sampling`, chosen by the hash itself, so that every text
chooses alike) · a title's words, neighbouring words, and words with one between · the whole title ·
an author's family name · an identifier.

A *packed* fingerprint is a 64-bit number: the hash in the upper 40 bits, its owner (record or query) in the lower 24.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

HASH_BITS = 40
OWNER_BITS = 24
MOST_OWNERS = 1 << OWNER_BITS
SAMPLINGS = (1, 2, 4, 8, 16)

_SHIFT = np.uint64(OWNER_BITS)
_FACTORS = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93))
_GRAM, _WORD, _PAIR, _SKIP, _TITLE, _FAMILY, _ID = (
    np.uint64(kind * 0xA0761D6478BD642F & (2**64 - 1)) for kind in range(1, 8)
)
_MOST_KNOWN_WORDS = 1 << 19


class WordNumbers(dict[str, int]):
    """A 64-bit number for every word: the same on every machine, remembered while there is room."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_KNOWN_WORDS:
            self.clear()
        number = int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = number
        return number


class Fingerprinter:
    """Turns many texts at once into packed, sorted, distinct fingerprints; text number i of a call is owner i.

    Every text is given as its comparison key (`fold`), words separated by single spaces; an empty one has none.

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
        self._words = WordNumbers()

    def abstracts(self, texts: Sequence[str]) -> Numbers:
        """Of the sampled runs of three words."""
        words, owners = self._number([text.split() for text in texts])
        hashes = _mix(_combine(_GRAM, words[:-2], words[1:-1], words[2:]))
        return _pack(hashes, owners[:-2], (owners[2:] == owners[:-2]) & (hashes & np.uint64(self.sampling - 1) == 0))

    def titles(self, texts: Sequence[str]) -> Numbers:
        """Of the words, the pairs of neighbours, and the pairs with one word between: for what may be misspelt."""
        words, owners = self._number([text.split() for text in texts])
        return union(
            _pack(_mix(_combine(_WORD, words)), owners),
            _pack(_mix(_combine(_PAIR, words[:-1], words[1:])), owners[:-1], owners[1:] == owners[:-1]),
            _pack(_mix(_combine(_SKIP, words[:-2], words[2:])), owners[:-2], owners[2:] == owners[:-2]),
        )

    def words(self, texts: Sequence[str]) -> Numbers:
        """Of the words of titles alone, which `titles` has too."""
        words, owners = self._number([text.split() for text in texts])
        return _pack(_mix(_combine(_WORD, words)), owners)

    def whole_titles(self, texts: Sequence[str]) -> Numbers:
        """Of each title as a whole: one fingerprint each."""
        return self._wholes(_TITLE, [[text] if text else [] for text in texts])

    def families(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """Of each family name of each owner."""
        return self._wholes(_FAMILY, texts)

    def ids(self, texts: Sequence[Sequence[str]]) -> Numbers:
        """Of each identifier (`scheme:value`) of each owner."""
        return self._wholes(_ID, texts)

    def _wholes(self, salt: np.uint64, texts: Sequence[Sequence[str]]) -> Numbers:
        words, owners = self._number(texts)
        return _pack(_mix(_combine(salt, words)), owners)

    def _number(self, texts: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers]:
        lengths = [len(words) for words in texts]
        total = sum(lengths)
        numbers = np.fromiter(map(self._words.__getitem__, chain.from_iterable(texts)), np.uint64, total)
        return numbers, np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)


def hashes_of(packed: Numbers) -> Numbers:
    """The hashes of packed fingerprints."""
    return packed >> _SHIFT


def owners_of(packed: Numbers) -> npt.NDArray[np.int64]:
    """The owners of packed fingerprints."""
    return (packed & np.uint64(MOST_OWNERS - 1)).astype(np.int64)


def union(*packed: Numbers) -> Numbers:
    """All of them in one sorted array without repetitions."""
    return distinct(np.concatenate(packed))


def distinct(numbers: Numbers) -> Numbers:
    """Sorted and without repetitions: what `numpy.unique` gives, which takes a slower way since NumPy 2.3."""
    numbers = np.sort(numbers)
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _combine(salt: np.uint64, *words: Numbers) -> Numbers:
    total = words[0] * _FACTORS[0] + salt
    for factor, numbers in zip(_FACTORS[1:], words[1:], strict=False):
        total = (total ^ (total >> np.uint64(29))) * factor + numbers
    return total


def _mix(numbers: Numbers) -> Numbers:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every bit."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _pack(hashes: Numbers, owners: Numbers, keep: npt.NDArray[np.bool_] | None = None) -> Numbers:
    packed = hashes >> _SHIFT << _SHIFT | owners
    return distinct(packed if keep is None else packed[keep])
