"""Whether two names of proceedings are one meeting's: spelled out, abbreviated, with or without the year."""

from __future__ import annotations

import re

from bibtools.merge.venue import same_venue
from bibtools.text.fold import words

# Words that proceedings have around the name of their meeting.
_AROUND = frozenset(
    {"proceedings", "proc", "of", "the", "in", "on", "for", "and", "annual", "international", "conference", "meeting"}
    | {"ieee", "cvf", "acm", "poster", "oral", "spotlight"}
)
_SMALL = frozenset({"of", "the", "in", "on", "for", "and", "at", "a", "an"})
# A meeting that has changed its letters; its name still begins with the old ones.
_RENAMED = {"nips": "neurips"}
_FORMER = {new: old for old, new in _RENAMED.items()}
_YEAR_OR_COUNT = re.compile(
    r"\d+(?:st|nd|rd|th)?|(?:\w+ty)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|\w*(?:teenth|tieth)"
    r"|tenth|eleventh|twelfth"
)


def same_container(left: str, right: str) -> bool:
    """Whether two names of a journal or of proceedings are one name, as far as names tell.

    >>> same_container("Proceedings of the 35th International Conference on Machine Learning", "ICML 2018")
    True
    >>> same_container("CVPR Workshops", "IEEE/CVF Conference on Computer Vision and Pattern Recognition")
    False
    >>> same_container("Phys. Rev. Lett.", "Physical Review Letters")
    True
    """
    if same_venue(left, right):
        return True
    one, other = _plain(left), _plain(right)
    if ("workshop" in one) != ("workshop" in other) or not one or not other:
        return False
    if same_venue(" ".join(one), " ".join(other)) or _core(one) == _core(other):
        return True
    return _stands_for(one, other) or _stands_for(other, one)


def _plain(name: str) -> tuple[str, ...]:
    """The words of a name without years and counts; one form of a name that has changed; "workshops" as "workshop"."""
    said = (word for word in words(name) if not _YEAR_OR_COUNT.fullmatch(word))
    return tuple("workshop" if word == "workshops" else _RENAMED.get(word, word) for word in said)


def _core(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in name if word not in _AROUND) or name


def _stands_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether `short` is letters alone, and `long` has them as a word or as the initials of its last words."""
    letters = _core(short)
    if len(letters) != 1 or len(letters[0]) < 3:
        return False
    initials = "".join(word[0] for word in long if word not in _SMALL)
    return letters[0] in long or initials.endswith(_FORMER.get(letters[0], letters[0]))
