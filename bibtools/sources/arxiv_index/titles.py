"""Titles compared with titles, where votes alone do not decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bibtools.sources.arxiv_index.rows import Rows

_WEAKEST = 75.0
_MOST_FOUND = 3
_BLOCKS_AT_ONCE = 64


def similarity(asked: str, title: str) -> float:
    """How alike two folded titles are, letter by letter, 0 to 1.

    >>> similarity("attention is all you need", "atention is al you need")
    0.95...
    """
    return fuzz.ratio(asked, title) / 100


def within(text: str, title: str) -> float:
    """How much of a folded title stands in a longer folded text, in one piece, 0 to 1.

    >>> within("vaswani et al attention is all you need nips 2017", "attention is all you need")
    1.0
    """
    if len(title) > len(text):
        return similarity(text, title)
    return fuzz.partial_ratio(title, text) / 100


def brute_force(asked: Mapping[int, str], titles: Rows) -> Iterable[tuple[int, int]]:
    """For each query (number, folded title) the few records with the most similar titles, all titles compared.

    Some 50 to 100 ns for each pair: for the rare title that shares too few whole words with its record.
    """
    if not asked:
        return []
    numbers, wanted = list(asked), list(asked.values())
    best: dict[int, list[tuple[float, int]]] = {number: [] for number in numbers}
    first = 0
    for block in _gathered(titles):
        scores = process.cdist(wanted, block, scorer=fuzz.ratio, score_cutoff=_WEAKEST, dtype=np.float32)
        for row, column in zip(*np.nonzero(scores), strict=True):
            best[numbers[row]].append((-float(scores[row, column]), first + int(column)))
        first += len(block)
    return [(number, record) for number, found in best.items() for _, record in sorted(found)[:_MOST_FOUND]]


def _gathered(titles: Rows) -> Iterable[Sequence[str]]:
    gathered: list[str] = []
    for number, block in enumerate(titles.blocks(), start=1):
        gathered += map(bytes.decode, block)
        if number % _BLOCKS_AT_ONCE == 0:
            yield gathered
            gathered = []
    if gathered:
        yield gathered
