"""How alike two texts are, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment, ratio
from rapidfuzz.process import extract

from bibtools.match.spelling import MOST_SLIPS, STOP_WORDS, same_word

STOP_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two titles laid side by side.

    `similarity` is the weighted share of words that have a partner (0 to 1, both sides counted, so that a title
    contained in a longer one is not equal to it). `left_only` and `right_only` are words without a partner, `swaps`
    the pairs among them that stand in the same place, `slips` partners that are spelled differently, `moved` words
    that stand elsewhere.
    """

    similarity: float
    left_only: tuple[str, ...] = ()
    right_only: tuple[str, ...] = ()
    swaps: tuple[tuple[str, str], ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    moved: tuple[str, ...] = ()


EQUAL = Alignment(1.0)


def align(left: Sequence[str], right: Sequence[str]) -> Alignment:
    """Two titles (folded words) laid side by side.

    >>> align("image captioning with attention".split(), "video captioning with attention".split()).swaps
    (('image', 'video'),)
    >>> round(align("attention is all you need".split(),
    ...     "channel attention is all you need for video frame interpolation".split()).similarity, 2)
    0.67
    >>> align("multi task learning".split(), "multitask learning".split()).similarity
    1.0
    """
    if left == right or "".join(left) == "".join(right):
        return EQUAL
    matched = 0.0
    swaps: list[tuple[str, str]] = []
    slips: list[tuple[str, str]] = []
    left_rest: list[str] = []
    right_rest: list[str] = []
    for ours, theirs in _changed_blocks(left, right):
        if "".join(ours) == "".join(theirs):
            slips.append((" ".join(ours), " ".join(theirs)))
            continue
        pairs, ours_rest, theirs_rest = _pair_spellings(ours, theirs)
        slips += pairs
        if len(ours_rest) == len(theirs_rest):
            swaps += zip(ours_rest, theirs_rest, strict=True)
        left_rest += ours_rest
        right_rest += theirs_rest
    moved: list[str] = []
    for word in tuple(left_rest):
        if word in right_rest:
            moved.append(word)
            left_rest.remove(word)
            right_rest.remove(word)
            swaps = [pair for pair in swaps if word not in pair]
    unmatched = _weight_of(left_rest) + _weight_of(right_rest)
    total = _weight_of(left) + _weight_of(right)
    slipped = 0.1 * len(moved) + 0.1 * sum(ours.replace(" ", "") != theirs.replace(" ", "") for ours, theirs in slips)
    matched = max(0.0, total - unmatched - slipped)
    rest = tuple(left_rest), tuple(right_rest)
    return Alignment(matched / total if total else 0.0, *rest, tuple(swaps), tuple(slips), tuple(moved))


def _weight_of(words: Sequence[str]) -> float:
    """What words count in a title."""
    return sum([STOP_WEIGHT if word in STOP_WORDS else 1.0 for word in words])


def _changed_blocks(left: Sequence[str], right: Sequence[str]) -> list[tuple[list[str], list[str]]]:
    """Stretches in which two word lists differ; neighbouring changes are one stretch."""
    blocks: list[tuple[list[str], list[str]]] = []
    open_block = False
    for change in Levenshtein.opcodes(left, right):
        if change.tag == "equal":
            open_block = False
            continue
        if not open_block:
            blocks.append(([], []))
            open_block = True
        blocks[-1][0].extend(left[change.src_start : change.src_end])
        blocks[-1][1].extend(right[change.dest_start : change.dest_end])
    return blocks


def _pair_spellings(ours: list[str], theirs: list[str]) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Partners that are spelled differently, and what is left on either side."""
    if not ours or not theirs:
        return [], ours, theirs
    pairs: list[tuple[str, str]] = []
    theirs = list(theirs)
    couples = _couples(theirs)
    rest: list[str] = []
    position = 0
    while position < len(ours):
        word = ours[position]
        joined = word + ours[position + 1] if position + 1 < len(ours) else ""
        partner = _partner(word, theirs)
        if partner is not None:
            pairs.append((word, partner))
            theirs.remove(partner)
            couples = _couples(theirs)
        elif word in couples:
            place = couples[word]
            pairs.append((word, " ".join(theirs[place : place + 2])))
            del theirs[place : place + 2]
            couples = _couples(theirs)
        elif joined and joined in theirs:
            pairs.append((f"{word} {ours[position + 1]}", joined))
            theirs.remove(joined)
            couples = _couples(theirs)
            position += 1
        else:
            rest.append(word)
        position += 1
    return pairs, rest, theirs


def _partner(word: str, others: Sequence[str]) -> str | None:
    """The first of the others that is the same word: one that begins alike, or is at most two slips away."""
    near = {other for other, _, _ in extract(word, others, scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=None)}
    perhaps = (other for other in others if other[0] == word[0] or other in near)
    return next((other for other in perhaps if same_word(word, other)), None)


def _couples(words: Sequence[str]) -> dict[str, int]:
    """Neighbouring words as one word, with the place of the first; of equal ones the first counts."""
    return {words[place] + words[place + 1]: place for place in range(len(words) - 2, -1, -1)}


def word_dice(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of words two titles have in common, order and spelling aside: a cheap first look.

    >>> word_dice(frozenset({"deep", "learning"}), frozenset({"deep", "forest"}))
    0.5
    """
    total = len(left) + len(right)
    return 2 * len(left & right) / total if total else 0.0


def triples(words: Sequence[str]) -> frozenset[tuple[str, str, str]]:
    """All runs of three words.

    >>> sorted(triples(["a", "b", "c", "d"]))
    [('a', 'b', 'c'), ('b', 'c', 'd')]
    """
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def spelled_alike(left: str, right: str) -> float:
    """Likeness of two short strings, letter by letter (0 to 1).

    >>> spelled_alike("muller", "mueller") > 0.9
    True
    """
    return ratio(left, right) / 100


def find_window(needle: str, haystack: str) -> tuple[int, int] | None:
    """Where in `haystack` (folded text) the stretch most like `needle` stands, as character positions; None if nowhere.

    >>> find_window("deep learning", "j doe deep lerning nature 2015")
    (6, 18)
    """
    start = f" {haystack} ".find(f" {needle} ")
    if start >= 0:
        return start, start + len(needle)
    if len(needle) > len(haystack):
        return (0, len(haystack)) if ratio(needle, haystack) >= 60 else None
    found = partial_ratio_alignment(needle, haystack, score_cutoff=60)
    if found is None:
        return None
    begin = haystack.rfind(" ", 0, found.dest_start + 1) + 1
    end = haystack.find(" ", max(found.dest_end - 1, begin))
    return begin, end if end >= 0 else len(haystack)
