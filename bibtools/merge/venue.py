"""Whether two names of a journal or of proceedings are one name, spelled out and abbreviated."""

from __future__ import annotations

from bibtools.text.fold import words

_SMALL = frozenset(
    {"a", "an", "and", "de", "der", "des", "die", "du", "et", "for", "in", "la", "le", "of", "on", "the", "und"}
)


def same_venue(left: str, right: str) -> bool:
    """Whether one name is the other, word for word or abbreviated: by the starts of its words, or by their initials.

    >>> same_venue("Phys. Rev. Lett.", "Physical Review Letters"), same_venue("PRL", "Physical Review Letters")
    (True, True)
    >>> same_venue("Physical Review A", "Physical Review Letters")
    False
    """
    one, other = (tuple(word for word in words(name) if word not in _SMALL) for name in (left, right))
    if len(one) == len(other):
        return all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)
