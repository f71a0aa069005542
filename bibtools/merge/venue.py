"""Whether two names of a journal or of proceedings are one name, spelled out and abbreviated; letters of series."""

from __future__ import annotations

import re
from dataclasses import replace

from bibtools.model.reference import Reference
from bibtools.text.fold import words

_SERIES = re.compile(r"([A-Z])(\d+)")
_SMALL = frozenset(
    {"a", "an", "and", "de", "der", "des", "die", "du", "et", "for", "in", "la", "le", "of", "on", "the", "und"}
)


def same_venue(left: str, right: str) -> bool:
    """Whether one name is the other, word for word or abbreviated: by the starts of its words, in one word or more.

    >>> same_venue("Phys. Rev. Lett.", "Physical Review Letters"), same_venue("PRL", "Physical Review Letters")
    (True, True)
    >>> same_venue("JINST", "Journal of Instrumentation")
    True
    >>> same_venue("Physical Review A", "Physical Review Letters")
    False
    """
    one, other = (tuple(word for word in words(name) if word not in _SMALL) for name in (left, right))
    if len(one) == len(other):
        return all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and len(long) > 1 and _made_of_starts(short[0], long)


def _made_of_starts(letters: str, said: tuple[str, ...]) -> bool:
    """Whether `letters` are the starts of all these words, in their order, one letter or more of each."""
    if not said:
        return not letters
    first, rest = said[0], said[1:]
    return any(
        letters.startswith(first[:length]) and _made_of_starts(letters[length:], rest)
        for length in range(1, min(len(first), len(letters) - len(rest)) + 1)
    )


def with_series(reference: Reference) -> Reference:
    """The reference with the letter of a journal's series in its name, where INSPIRE has it before the volume.

    >>> found = with_series(Reference(container_title="Phys. Lett.", volume="B674"))
    >>> found.container_title, found.volume
    ('Phys. Lett. B', '674')
    """
    found = _SERIES.fullmatch(reference.volume or "")
    name = reference.container_title
    if not found or not name:
        return reference
    named = name if name.endswith(f" {found[1]}") else f"{name} {found[1]}"
    return replace(reference, container_title=named, volume=found[2])
