"""Pairs of records that resemble one another and are two works: one is told, and hidden; the other must not be taken.

The pairs come from the records themselves: parts of a series, notes about a work, one title by different people, two
papers of one group under resembling titles, titles of few words. A pair is told apart by its titles and authors alone,
so a few are one work submitted twice after all: see each wrong ACCEPT before believing the label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bibtools.match.similarity import word_dice
from bibtools.text.fold import fold

RESEMBLING = 0.6
# A surname with more papers than this belongs to more than one person.
BUSY = 40
_NOTE = re.compile(
    r"(?:a )?(?:comments? on|reply to|response to|erratum(?: to| for)?|corrigendum(?: to)?|addendum to) "
)
_COUNT = re.compile(r"\b(?:\d+|i{1,3}|iv|vi{0,3}|ix|one|two|three|first|second|third|part)\b")
_NAMES = re.compile(r",|\band\b|;")


@dataclass(frozen=True, slots=True)
class Work:
    """A record as far as pairs are sought: `key` is its folded title, `people` the words of its authors' names."""

    paper: str
    key: str
    people: frozenset[str]
    first: str

    @staticmethod
    def of(paper: str, title: str, authors: str) -> Work:
        """From a snapshot record's fields."""
        names = [
            words[-1] for part in _NAMES.split(re.sub(r"\([^()]*\)", "", authors)) if (words := fold(part).split())
        ]
        return Work(paper, fold(title), frozenset(names), names[0] if names else "")


@dataclass(frozen=True, slots=True)
class Lookalike:
    """`told` is the paper an entry describes, `other` the record it may be taken for."""

    kind: str
    told: str
    other: str


def lookalikes(works: Sequence[Work]) -> Iterator[Lookalike]:
    """Every pair found, by kind, both ways round where both are plain works.

    Works whose title stands over another record by one of the same people are left out: nothing in title and authors
    would tell which is meant.
    """
    twice = _twice(works)
    single = [work for work in works if work.paper not in twice]
    yield from _parts(single)
    yield from _notes(single)
    yield from _same_titles(single)
    yield from _same_group(single)
    yield from _generic(single)


def _twice(works: Iterable[Work]) -> frozenset[str]:
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        groups[work.key.replace(" ", "")].append(work)
    return frozenset(
        work.paper
        for group in groups.values()
        for work in group
        if any(work is not other and work.people & other.people for other in group)
    )


def _both(kind: str, one: Work, other: Work) -> Iterator[Lookalike]:
    yield Lookalike(kind, one.paper, other.paper)
    yield Lookalike(kind, other.paper, one.paper)


def _parts(works: Iterable[Work]) -> Iterator[Lookalike]:
    """Titles that differ in a number or part alone, by the same first author."""
    groups: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        bare = " ".join(_COUNT.sub(" ", work.key).split())
        if len(bare.split()) >= 3:
            groups[bare, work.first].append(work)
    for group in groups.values():
        for one, other in pairwise(sorted(group, key=lambda work: work.paper)):
            if one.key != other.key:
                yield from _both("part or number", one, other)


def _notes(works: Iterable[Work]) -> Iterator[Lookalike]:
    """A comment, reply, erratum … and the work it is about."""
    by_title = {work.key: work for work in works}
    for work in by_title.values():
        noted = _NOTE.match(work.key)
        about = by_title.get(work.key[noted.end() :]) if noted else None
        if about is not None:
            yield from _both("comment, reply, erratum", work, about)


def _same_titles(works: Iterable[Work]) -> Iterator[Lookalike]:
    """One title, and no author in common."""
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        groups[work.key].append(work)
    for group in groups.values():
        for one, other in pairwise(sorted(group, key=lambda work: work.paper)):
            if one.people and other.people and one.people.isdisjoint(other.people):
                yield from _both("same title, other people", one, other)


def _same_group(works: Iterable[Work]) -> Iterator[Lookalike]:
    """Titles that share most of their words, by the same first author and at least one other."""
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.first and len(work.people) > 1:
            groups[work.first].append(work)
    for group in groups.values():
        if len(group) > BUSY:
            continue
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                alike = word_dice(frozenset(one.key.split()), frozenset(other.key.split()))
                if alike >= RESEMBLING and one.key != other.key and len(one.people & other.people) > 2:
                    yield from _both("same group's other paper", one, other)


def _generic(works: Iterable[Work]) -> Iterator[Lookalike]:
    """Titles of one or two words that other titles contain; any of those may come up, so `other` is the work itself."""
    for work in works:
        if 1 <= len(work.key.split()) <= 2:
            yield Lookalike("generic title", work.paper, work.paper)
