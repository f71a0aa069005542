"""Filled values: a field is hidden from entries that have it, and what is filled in its place is held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy.cases import without_ids
from benchmarks.enrich.truth import Label
from bibtools.enrich.fill import complete
from bibtools.match.authors import agreement
from bibtools.match.settings import Settings
from bibtools.match.similarity import align
from bibtools.merge.existing import filled
from bibtools.merge.policy import SAME_PEOPLE, to_fill
from bibtools.model.match import Recommendation
from bibtools.model.reference import Reference
from bibtools.pipeline.match import match
from bibtools.sources.base import Source
from bibtools.text.fold import words

ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Hidden:
    """A field: how it is hidden from an entry, what it was, and whether a filled value is what it was."""

    name: str
    hide: Callable[[Reference], Reference]
    value: Callable[[Reference], object]
    same: Callable[[Reference, Reference], bool]


@dataclass(frozen=True, slots=True)
class Filling:
    """One entry with a hidden field: what was filled, whether for the right paper, whether it is what was hidden."""

    label: Label
    filled: Reference
    right_paper: bool
    as_written: bool


def _same_people(one: Reference, other: Reference) -> bool:
    found = agreement(one.author, other.author)
    return found is not None and found.similarity >= SAME_PEOPLE


def _same_title(one: Reference, other: Reference) -> bool:
    return align(words(one.title or ""), words(other.title or "")).similarity >= ALIKE


def _same_year(one: Reference, other: Reference) -> bool:
    return bool(one.issued and other.issued and one.issued.year == other.issued.year)


def _same_id(one: Reference, other: Reference) -> bool:
    return one.id("arxiv") is not None and one.id("arxiv").value == other.id("arxiv").value  # type: ignore[union-attr]


FIELDS = (
    Hidden("arXiv id", without_ids, lambda found: found.id("arxiv"), _same_id),
    Hidden("authors", lambda found: replace(found, author=()), lambda found: found.author, _same_people),
    Hidden("title", lambda found: replace(found, title=None), lambda found: found.title, _same_title),
    Hidden("year", lambda found: replace(found, issued=None), lambda found: found.issued, _same_year),
)


def having(field: Hidden, labels: Sequence[Label]) -> list[Label]:
    """The entries that have a field and can be edited."""
    return [label for label in labels if field.value(label.entry.reference) and label.entry.state == "clean"]


def fillings(field: Hidden, labels: Sequence[Label], source: Source, settings: Settings) -> Iterator[Filling]:
    """What is filled for every entry that is accepted without the field it has."""
    entries = [replace(label.entry, reference=field.hide(label.entry.reference)) for label in labels]
    found = match(entries, [source], settings, on_failure=_fail)
    for label, entry, each in zip(labels, entries, found, strict=True):
        if each.recommendation is not Recommendation.ACCEPT or each.best is None:
            continue
        record = complete(each.best.reference)
        made = filled(entry.reference, record, to_fill(entry.reference, record))
        if field.value(made):
            own = record.id("arxiv")
            right = own is not None and own.value == label.paper
            yield Filling(label, made, right, field.same(made, label.entry.reference))


def _fail(error: Exception) -> None:
    raise error
