"""Whether two names of a journal or of proceedings are one's: spelled out, abbreviated, with place, year, letters."""

from __future__ import annotations

import re
from functools import lru_cache

from bibtools.merge.venue import same_venue
from bibtools.text.fold import fold
from bibtools.text.journal_names import is_meeting

# Words that proceedings have around the name of their meeting.
_AROUND = frozenset(
    {"proceedings", "proc", "advances", "annual", "international", "conference", "conferences", "meeting"}
    | {"of", "the", "in", "on", "for", "and", "ieee", "cvf", "acm", "poster", "oral", "spotlight"}
)
_SMALL = frozenset({"of", "the", "in", "on", "for", "and", "at", "a", "an"})
# A meeting that has changed its letters; its name still begins with the old ones.
_RENAMED = {"nips": "neurips"}
_FORMER = {new: old for old, new in _RENAMED.items()}
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_COUNTS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_YEAR_OR_COUNT = re.compile(
    rf"\b(?:\d+(?:st|nd|rd|th)?|(?:{_TENS})(?: (?:{_ONES}|{_COUNTS}))?|{_COUNTS}|tenth|eleventh|twelfth|\w+teenth"
    r"|\w+tieth)\b"
)
_LETTERS = re.compile(r"\(([A-Za-z][\w-]+)(?:[ '’]*\d+)?\)")
_PARTS = re.compile(r"[,:;]| - ")


def same_container(left: str, right: str) -> bool:
    """Whether two names of a journal or of proceedings are one name, as far as names tell.

    A workshop is not the conference it was held at.

    >>> same_container("Proceedings of the 35th International Conference on Machine Learning", "ICML 2018")
    True
    >>> same_container("CVPR Workshops", "IEEE/CVF Conference on Computer Vision and Pattern Recognition, CVPR 2018")
    False
    >>> same_container("Phys. Rev. Lett.", "Physical Review Letters")
    True
    """
    if same_venue(left, right):
        return True
    if ("workshop" in left.lower()) != ("workshop" in right.lower()):
        return False
    return any(_one_name(a, b) or _one_name(b, a) for a in _names(left) for b in _names(right))


@lru_cache(maxsize=4096)
def _names(container: str) -> tuple[tuple[str, ...], ...]:
    """The names that one text may hold, each as its words: the meeting's, its letters, the whole."""
    found = [_LETTERS.sub(" ", container), *_LETTERS.findall(container)]
    if is_meeting(container):
        found += [part for part in _PARTS.split(_LETTERS.sub(" ", container)) if is_meeting(part)]
    said = (_YEAR_OR_COUNT.sub(" ", fold(name)).split() for name in found)
    return tuple(tuple(_RENAMED.get(word, word) for word in words) for words in said if words)


def _one_name(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether two names are one but for the words around them, or `short` is letters that stand for `long`."""
    one, other = _core(short), _core(long)
    if one == other or same_venue(" ".join(one), " ".join(other)):
        return True
    if len(one) != 1 or len(one[0]) < 3:
        return False
    initials = "".join(word[0] for word in long if word not in _SMALL)
    return one[0] in long or initials.endswith(_FORMER.get(one[0], one[0]))


def _core(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in name if word not in _AROUND) or name
