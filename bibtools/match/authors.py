"""Two lists of authors: how much one supports the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from bibtools.match.similarity import spelled_alike
from bibtools.model.name import OTHERS, Name
from bibtools.text.fold import fold, fold_loosely

# Beyond this many names a list is a collaboration's; its head and its length say enough.
LONG_LIST = 60
SPELLING = 0.85
# dblp numbers people of one name ("Wei Wang 0001"), and the number is often taken for the family name.
_NUMBERED = re.compile(r"\s*\b0\d{3}\b\s*")
# Where names have none of these, the words of all are those of each: no mark-up, number or entity spans two.
_SPANNING = re.compile(r"[\\<&,0]")
_GROUP_WORDS = frozenset(
    {"collaboration", "collaborations", "consortium", "group", "team", "the", "on", "behalf", "of"}
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """`similarity` from 0 to 1, how many names of the shorter list were found, and of how many."""

    similarity: float
    found: int
    of: int
    same_first: bool


class Person(NamedTuple):
    """A name, folded: family words, given words (perhaps initials), all words together."""

    family: str
    given: tuple[str, ...]
    words: frozenset[str]
    group: bool = False

    @staticmethod
    def of(name: Name) -> Person:
        """The comparison form of a name."""
        return _person(name)


@lru_cache(maxsize=8192)
def _person(name: Name) -> Person:
    if name.literal is not None:
        words = tuple(word for word in fold(name.literal).split() if word not in _GROUP_WORDS)
        return Person("".join(words), (), frozenset(words), group=True)
    family = fold(f"{name.particle or ''} {_without_number(name.family or '')}").split()
    given = tuple(fold(_without_number(name.given or "").replace(".", " ")).split())
    if given and not family:
        *first, last = given
        family, given = [last], tuple(first)
    return Person("".join(family), given, frozenset((*family, *given)))


def _without_number(text: str) -> str:
    return _NUMBERED.sub("", text) if "0" in text else text


@dataclass(frozen=True, slots=True)
class People:
    """A list of authors, folded: without "others", for which `cut` stands, and no longer than LONG_LIST."""

    persons: tuple[Person, ...]
    words: frozenset[str]
    cut: bool

    @classmethod
    def of(cls, names: Sequence[Name]) -> People:
        """The comparison form of a list."""
        persons = tuple([Person.of(name) for name in _named(names)])
        words = frozenset[str]().union(*[person.words for person in persons])
        return cls(persons, words, len(names) != len(persons) or OTHERS in names)


NOBODY = People((), frozenset(), cut=False)


def _named(names: Sequence[Name]) -> list[Name]:
    return [name for name in names[:LONG_LIST] if name.literal is None or name != OTHERS]


def likeness(left: Person, right: Person) -> float:
    """How surely two names may be one person's: 1 same, 0.5 same family name but other initials, 0 other people.

    >>> def person(family, given=""): return Person.of(Name(family=family, given=given))
    >>> likeness(person("Müller", "Jörg"), person("Mueller", "J.")) > 0.8
    True
    >>> likeness(person("Wei", "Zhang"), person("Zhang", "Wei"))
    1.0
    >>> likeness(person("Smith", "Anna"), person("Smith", "Bob"))
    0.5
    """
    if left.group != right.group:
        return 1.0 if left.words and left.words == right.words else 0.0
    if left.group:
        return 1.0 if left.words <= right.words or right.words <= left.words else 0.0
    if left.family == right.family:
        return _given_agree(left.given, right.given)
    if left.words == right.words:
        return 1.0
    if left.family in right.given and right.family in left.given:
        return 1.0
    core = left.words & right.words
    if len(core) > 1 and len(left.words ^ right.words) == 1 and all(len(word) > 2 for word in core):
        return 0.9  # with a second family name, and without
    if any(len(word) > 2 for word in core) and (core & _family_words(left, right)):
        return 0.9 * _given_agree(left.given, right.given)
    if len(left.family) >= 4 and len(right.family) >= 4 and spelled_alike(left.family, right.family) >= SPELLING:
        return 0.9 * _given_agree(left.given, right.given)
    return 0.0


def _perhaps_like(person: Person, others: Sequence[Person]) -> list[Person]:
    """Of people with other family names those of whom `likeness` may find any."""
    if not person.words:
        return list(others)
    families = [other.family for other in others]
    near = {
        family for family, *_ in extract(person.family, families, scorer=ratio, score_cutoff=100 * SPELLING, limit=None)
    }
    return [
        other
        for other in others
        if not other.words
        or not person.words.isdisjoint(other.words)
        or other.family in near
        or other.family in person.given
    ]


def _family_words(left: Person, right: Person) -> frozenset[str]:
    """Words that belong to the family name on both sides (double names, particles)."""
    return (left.words - frozenset(left.given)) & (right.words - frozenset(right.given))


def _given_agree(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    if not left or not right or left[0][0] == right[0][0]:
        return 1.0
    if any(len(word) > 2 and word in right for word in left):  # "A. Emin", known as "Emin"
        return 1.0
    initials = {word[0] for word in left}, {word[0] for word in right}
    return 0.8 if initials[0] & initials[1] else 0.5


def agreement(ours: Sequence[Name], theirs: Sequence[Name]) -> Agreement | None:
    """How well two lists of authors agree; None when one of them is empty.

    A list that ends in "others" is a beginning, not a whole; a collaboration may stand for all its members, but not for
    the one who speaks for it: two people may report on one experiment.

    >>> def people(*names): return [Name(family=family) for family in names]
    >>> agreement(people("Vaswani", "Shazeer"), people("Vaswani", "Shazeer")).similarity
    1.0
    >>> agreement([*people("Vaswani"), OTHERS], people("Vaswani", "Shazeer", "Parmar")).similarity
    1.0
    >>> agreement(people("Vaswani"), people("Shazeer", "Parmar")).similarity
    0.0
    """
    return agreement_of(People.of(ours), theirs)


def agreement_of(ours: People, theirs: Sequence[Name]) -> Agreement | None:
    """The same for a list that is compared with many others."""
    named = _named(theirs)
    if not ours.persons or not named:
        return None
    if _all_strangers(ours.words, named) and likeness(ours.persons[0], Person.of(named[0])) == 0.0:
        return Agreement(0.0, 0, min(len(ours.persons), len(named)), False)
    return _agreement(ours, People.of(theirs))


def _all_strangers(words: frozenset[str], names: Sequence[Name]) -> bool:
    """Whether it can be told at a glance, as of most lists, that no name has one of these folded words."""
    text = " ".join([part for name in names for part in (name.literal, name.particle, name.family, name.given) if part])
    return not _SPANNING.search(text) and words.isdisjoint(fold_loosely(text).split())


def _agreement(ours: People, theirs: People) -> Agreement:
    left, right = ours.persons, theirs.persons
    if ours.words.isdisjoint(theirs.words) and likeness(left[0], right[0]) == 0.0:
        return Agreement(0.0, 0, min(len(left), len(right)), False)
    by_family: dict[str, list[Person]] = {}
    for person in right:
        by_family.setdefault(person.family, []).append(person)
    used: set[int] = set()
    score = 0.0
    found = 0
    for position, person in enumerate(left):
        partner = right[position] if position < len(right) and right[position].family == person.family else None
        like = likeness(person, partner) if partner else 0.0
        if like < 0.8:
            namesakes = by_family.get(person.family) or _perhaps_like(person, right)
            others = [other for other in namesakes if id(other) not in used]
            scored = ((likeness(person, other), other) for other in others)
            like, partner = max(scored, key=lambda found: found[0], default=(0.0, None))
        if partner is not None and like > 0:
            used.add(id(partner))
            score += like
            found += like >= 0.8
    same_first = likeness(left[0], right[0]) >= 0.8
    other_speakers = not (left[0].group or right[0].group or same_first)
    if any(person.group for person in (*left, *right)) and found and score >= 0.8 and not other_speakers:
        return Agreement(1.0, found, min(len(left), len(right)), same_first)
    bodies = left[0].words == right[0].words and not (left[0].given or right[0].given)
    if bodies and 1 in (len(left), len(right)):  # "OpenAI" for "OpenAI; Josh Achiam; …"
        return Agreement(1.0, 1, 1, same_first)
    of_ours, of_theirs = score / len(left), score / len(right)
    if ours.cut and theirs.cut:
        similarity = max(of_ours, of_theirs)
    elif ours.cut:
        similarity = of_ours
    elif theirs.cut:
        similarity = of_theirs
    else:
        similarity = min(of_ours, of_theirs) * 0.6 + max(of_ours, of_theirs) * 0.4
    return Agreement(min(1.0, similarity), found, min(len(left), len(right)), same_first)
