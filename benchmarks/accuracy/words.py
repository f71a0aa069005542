"""Writes `bibtools/match/vocabulary.py`: real words that one slip turns into another real word."""

from __future__ import annotations

import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from bibtools.match.spelling import one_word
from bibtools.text.fold import fold

AT_LEAST = 10
HEAD = '''"""Words that a slip of one letter turns into another word, so that such a difference is no typing error.

From the titles of {titles:,} arXiv records: words of four to fourteen letters that stand in at least {at_least} titles
and are one letter (exchanged, added, missing, or swapped with its neighbour) away from another such word.
Written by `python -m benchmarks.accuracy words`.
"""

from __future__ import annotations

_WORDS = """
'''


def confusable(titles: Iterable[str]) -> list[str]:
    """The words, in order."""
    count = Counter(word for title in titles for word in set(fold(title).split()))
    known = [word for word, often in count.items() if often >= AT_LEAST and word.isalpha() and 4 <= len(word) <= 14]
    return sorted({word for pair in _neighbours(known) if not one_word(*pair) for word in pair})


def _neighbours(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words one edit apart: they share a form with one letter left out."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            sharing[form].append(word)
    for group in sharing.values():
        yield from (pair for pair in combinations(sorted(group), 2) if OSA.distance(*pair) == 1)


def write(titles: list[str], place: Path) -> int:
    """Writes the module; returns the number of words."""
    words = confusable(titles)
    body = "\n".join(textwrap.wrap(" ".join(words), 118))
    head = HEAD.format(titles=len(titles), at_least=AT_LEAST)
    place.write_text(f'{head}{body}\n"""\nREAL_WORDS = frozenset(_WORDS.split())\n', "utf-8")
    return len(words)
