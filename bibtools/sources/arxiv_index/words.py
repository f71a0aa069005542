"""A 64-bit number for every word, the same on every machine: BLAKE2b of its UTF-8, remembered where that saves time.

A few words are looked up one by one. The words of many texts are found and looked up all at once, as bytes in one
array, which takes a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

# Letters from which on an array pays, and how many texts it takes at a time: what fits a processor's cache.
_MANY_LETTERS = 8_000
_AT_ONCE = 512
_TABLE_BITS = 19
_EIGHT, _LONGEST = 8, 24
_SPACE, _LINE_END = 32, 10
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_EIGHT + 1)], np.uint64)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
# To copy it takes half of the time that a new one takes.
_HASH_OF_NOTHING = blake2b(digest_size=8)


class WordNumbers(dict[str, int]):
    """The number of any word, remembered while there is room."""

    def __missing__(self, word: str) -> int:
        if len(self) >= 1 << _TABLE_BITS:
            self.clear()
        number = self[word] = _number(_bytes(word))
        return number


class Words:
    """Numbers of words, and of all words of many texts; it remembers those it has met.

    >>> words = Words()
    >>> (words.of_texts(["a rose", "", "a"])[0] == words.numbers(["a", "rose", "a"])).all()
    np.True_
    >>> words.of_texts(["a rose", "", "a"])[1].tolist()
    [0, 0, 2]
    """

    def __init__(self) -> None:
        self._known = WordNumbers()
        # Where a word's key leads, its key and number stand; a word with another key may take their place.
        self._keys: Numbers = np.zeros(1 << _TABLE_BITS, np.uint64)
        self._numbers: Numbers = np.zeros(1 << _TABLE_BITS, np.uint64)

    def numbers(self, words: Iterable[str]) -> Numbers:
        """The number of each of `words`, which may be any strings that are likely to be asked for again."""
        return np.fromiter(map(self._known.__getitem__, words), np.uint64)

    def numbers_once(self, texts: Iterable[str]) -> Numbers:
        """The number of each of `texts` without remembering it."""
        return np.frombuffer(b"".join(map(_digest, map(_bytes, texts))), "<u8").astype(np.uint64)

    def of_texts(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The numbers of all words, which spaces divide, text after text; and for each word which text it stands in."""
        if sum(map(len, texts)) < _MANY_LETTERS:
            parted = [text.split() for text in texts]
            owners = np.repeat(np.arange(len(texts), dtype=np.uint64), list(map(len, parted)))
            return self.numbers(word for words in parted for word in words), owners
        numbers, owned = [], []
        for first in range(0, len(texts), _AT_ONCE):
            some, owners = self._all_at_once(texts[first : first + _AT_ONCE])
            numbers.append(some)
            owned.append(owners + np.uint64(first))
        return np.concatenate(numbers), np.concatenate(owned)

    def _all_at_once(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        data = b"\n".join(map(_bytes, texts)) + b"\n" + bytes(_LONGEST)
        letters = np.frombuffer(data, np.uint8, len(data) - _LONGEST)
        ends = np.flatnonzero(letters <= _SPACE)
        starts = np.append(0, ends[:-1] + 1)
        last = letters[ends] == _LINE_END
        owners = (np.cumsum(last) - last).astype(np.uint64)
        kept = ends > starts
        starts, lengths, owners = starts[kept], (ends - starts)[kept], owners[kept]
        keys = _keys(data, starts, lengths)
        return self._look_up(data, starts, lengths, keys), owners

    def _look_up(
        self, data: bytes, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64], keys: Numbers
    ) -> Numbers:
        slots = keys >> np.uint64(64 - _TABLE_BITS)
        numbers: Numbers = self._numbers[slots]
        missed = np.flatnonzero(self._keys[slots] != keys)
        if missed.size:
            new, firsts, which = np.unique(keys[missed], return_index=True, return_inverse=True)
            at = missed[firsts]
            places = zip(starts[at].tolist(), lengths[at].tolist(), strict=True)
            found = np.array([_number(data[start : start + length]) for start, length in places], np.uint64)
            numbers[missed] = found[which]
            self._keys[slots[at]], self._numbers[slots[at]] = new, found
        return numbers


def _keys(data: bytes, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Numbers:
    """What tells words apart quickly: their bytes, eight at a time, mixed; of the few longest ones their number."""
    eight = np.ndarray(len(data) - _EIGHT + 1, "<u8", data, strides=(1,))
    keys = mix(eight[starts] & _MASKS[np.minimum(lengths, _EIGHT)])
    for offset in range(_EIGHT, _LONGEST, _EIGHT):
        longer = np.flatnonzero(lengths > offset)
        more = eight[starts[longer] + offset] & _MASKS[np.minimum(lengths[longer] - offset, _EIGHT)]
        keys[longer] = mix(keys[longer] * _FACTOR + more)
    for place in np.flatnonzero(lengths > _LONGEST).tolist():
        keys[place] = _number(data[starts[place] : starts[place] + lengths[place]])
    return keys


def mix(numbers: Numbers) -> Numbers:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit depends on every bit."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Numbers = numbers ^ (numbers >> np.uint64(31))
    return mixed


def _number(word: bytes) -> int:
    return int.from_bytes(_digest(word), "little")


def _digest(word: bytes) -> bytes:
    hashed = _HASH_OF_NOTHING.copy()
    hashed.update(word)
    return hashed.digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
