"""Titles compared with titles, where votes alone do not decide.

A row of titles has the comparison key of a record's title and, parted by tabs, those of its earlier titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from rapidfuzz import fuzz, process

from bibtools.sources.arxiv_index.rows import Rows

_WEAKEST = 75.0
_MOST_FOUND = 3
_BLOCKS_AT_ONCE = 64


def join(keys: Iterable[str]) -> str:
    """The row of these comparison keys, which have no white space but spaces.

    >>> join(["deep nets", "nets"]).split("\\t")
    ['deep nets', 'nets']
    """
    return "\t".join(keys)


def has(row: str, key: str) -> bool:
    """Whether a row has this title.

    >>> has(join(["deep nets", "nets"]), "nets")
    True
    """
    return key in row.split("\t")


def similarity(asked: str, row: str) -> float:
    """How alike a folded title and the one most like it of a row are, letter by letter, 0 to 1.

    >>> similarity("attention is all you need", "atention is al you need")
    0.95...
    """
    if "\t" not in row:
        return fuzz.ratio(asked, row) / 100
    return max(similarity(asked, title) for title in row.split("\t"))


def within(text: str, row: str) -> float:
    """How much of a folded title, of a row that one, stands in a longer folded text, in one piece, 0 to 1.

    >>> within("vaswani et al attention is all you need nips 2017", "attention is all you need")
    1.0
    """
    if "\t" in row:
        return max(within(text, title) for title in row.split("\t"))
    if len(row) > len(text):
        return similarity(text, row)
    return fuzz.partial_ratio(row, text) / 100


def brute_force(asked: Mapping[int, str], titles: Rows) -> Iterable[tuple[int, int]]:
    """For each query (number, folded title) the few records with the most similar titles, all titles compared.

    Some 50 to 100 ns for each pair: for the rare title that shares too few whole words with its record.
    """
    if not asked:
        return []
    numbers, wanted = list(asked), list(asked.values())
    best: dict[int, list[tuple[float, int]]] = {number: [] for number in numbers}
    for records, block in _gathered(titles):
        scores = process.cdist(wanted, block, scorer=fuzz.ratio, score_cutoff=_WEAKEST, dtype=np.float32)
        for row, column in zip(*np.nonzero(scores), strict=True):
            best[numbers[row]].append((-float(scores[row, column]), records[column]))
    return [(number, record) for number, found in best.items() for record in _first(sorted(found))]


def _first(found: Iterable[tuple[float, int]]) -> Iterable[int]:
    return islice(dict.fromkeys(record for _, record in found), _MOST_FOUND)


def _gathered(rows: Rows) -> Iterator[tuple[Sequence[int], Sequence[str]]]:
    """All titles, many at a time, and the numbers of their records."""
    blocks, first = rows.blocks(), 0
    while gathered := [row.decode() for block in islice(blocks, _BLOCKS_AT_ONCE) for row in block]:
        numbers = range(first, first + len(gathered))
        first = numbers.stop
        if any("\t" in row for row in gathered):
            pairs = [
                (number, title) for number, row in zip(numbers, gathered, strict=True) for title in row.split("\t")
            ]
            yield [number for number, _ in pairs], [title for _, title in pairs]
        else:
            yield numbers, gathered
