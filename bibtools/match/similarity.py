"""How alike two texts are, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment, ratio

from bibtools.match.spelling import STOP_WORDS, same_word

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


def weight(word: str) -> float:
    """What a word counts in a title.

    >>> weight("of") < weight("quantum")
    True
    """
    return STOP_WEIGHT if word in STOP_WORDS else 1.0


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
    unmatched = sum(map(weight, left_rest)) + sum(map(weight, right_rest))
    total = sum(map(weight, left)) + sum(map(weight, right))
    slipped = 0.1 * len(moved) + 0.1 * sum(ours.replace(" ", "") != theirs.replace(" ", "") for ours, theirs in slips)
    matched = max(0.0, total - unmatched - slipped)
    rest = tuple(left_rest), tuple(right_rest)
    return Alignment(matched / total if total else 0.0, *rest, tuple(swaps), tuple(slips), tuple(moved))


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
    pairs: list[tuple[str, str]] = []
    theirs = list(theirs)
    rest: list[str] = []
    position = 0
    while position < len(ours):
        word = ours[position]
        joined = word + ours[position + 1] if position + 1 < len(ours) else ""
        partner = next((other for other in theirs if same_word(word, other)), None)
        halves = next((k for k in range(len(theirs) - 1) if theirs[k] + theirs[k + 1] == word), None)
        if partner is not None:
            pairs.append((word, partner))
            theirs.remove(partner)
        elif halves is not None:
            pairs.append((word, " ".join(theirs[halves : halves + 2])))
            del theirs[halves : halves + 2]
        elif joined and joined in theirs:
            pairs.append((f"{word} {ours[position + 1]}", joined))
            theirs.remove(joined)
            position += 1
        else:
            rest.append(word)
        position += 1
    return pairs, rest, theirs


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
