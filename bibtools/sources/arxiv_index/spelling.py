"""Titles with misspelt words: those words, and what may have been meant by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, Numbers, hashes_of
from bibtools.sources.arxiv_index.postings import Postings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
# The part of a title's words, unknown to the index, from which on they are taken for misspelt.
_STRANGE = 0.2


def misspelt(titles: Mapping[int, str], prints: Fingerprinter, postings: Postings) -> dict[int, list[str]]:
    """For those of the folded titles that have many words no title in the index has, these words.

    The other titles would have had their votes.
    """
    parted = {number: sorted(set(title.split())) for number, title in titles.items()}
    words = [word for each in parted.values() for word in each]
    start, end = postings.ranges(hashes_of(prints.words(words, [0] * len(words))))
    known = {word for word, found in zip(words, (start < end).tolist(), strict=True) if found}
    unknown = {number: [word for word in each if word not in known] for number, each in parted.items()}
    return {number: each for number, each in unknown.items() if each and len(each) >= _STRANGE * len(parted[number])}


def meant(words: Mapping[int, Sequence[str]], prints: Fingerprinter) -> Numbers:
    """Packed fingerprints of all that may have been meant by each title's misspelt words."""
    pairs = [(word, number) for number, each in words.items() for wrong in each for word in near(wrong)]
    return np.sort(prints.words([word for word, _ in pairs], [number for _, number in pairs]))


def near(word: str) -> list[str]:
    """What may have been meant: a letter too many, one wrong, one missing, two swapped, or a space missing.

    Both parts of a word that is taken apart are given. Words of fewer than four letters are near to too many others.

    >>> "lattice" in near("latice"), "lattice" in near("lattcie"), {"phase", "space"} <= set(near("phasespace"))
    (True, True, True)
    >>> len(near("lattcie")), near("ice")
    (391, [])
    """
    if len(word) < _SHORTEST:
        return []
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in parts}
    found |= {left + letter + right[1:] for left, right in parts[:-1] for letter in _LETTERS}
    found |= {left + letter + right for left, right in parts for letter in _LETTERS}
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts[:-2]}
    found |= {part for pair in parts[_SHORTEST - 1 : 1 - _SHORTEST] for part in pair}
    return sorted(found - {word})
