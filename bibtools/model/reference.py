"""The hub of bibtools: one bibliographic reference, named as CSL names things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Relation:
    """Another work, named by `id`: "published-as" is the published form of this preprint, "preprint-of" a preprint of
    this published work.
    """

    kind: str
    id: Identifier


@dataclass(frozen=True, slots=True)
class EarlierTitle:
    """A title that a preprint had; `version` is the last one known to have had it, `updated` the day of that one."""

    title: str
    version: int | None = None
    updated: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A work, as far as it is known.

    `type` is a CSL 1.0.2 type or None while unknown. Text is Unicode; a title keeps math as `$…$` and may hold CSL's
    `<span class="nocase">`, `<sub>`, `<sup>`, `<i>`. `ids` is the only home of arXiv ids, DOIs, ISBNs and PMIDs.
    `categories` are arXiv's, the primary one first. `issued` is the first version's day for a preprint, `updated` the
    latest version's. `journal_ref` is what arXiv says about the published version, unparsed. `standing` is what comment
    and abstract say became of a preprint, `earlier_titles` are other titles that it had, the oldest first. `extra`
    carries fields that are not modelled, under the name their own format gives them.

    >>> Reference(type="article", title="Attention Is All You Need").title
    'Attention Is All You Need'
    """

    type: str | None = None
    title: str | None = None
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    issued: PartialDate | None = None
    updated: PartialDate | None = None
    container_title: str | None = None
    collection_title: str | None = None
    publisher: str | None = None
    publisher_place: str | None = None
    event_title: str | None = None
    edition: str | None = None
    volume: str | None = None
    issue: str | None = None
    number: str | None = None
    page: str | None = None
    genre: str | None = None
    language: str | None = None
    abstract: str | None = None
    note: str | None = None
    url: str | None = None
    ids: tuple[Identifier, ...] = ()
    categories: tuple[str, ...] = ()
    journal_ref: str | None = None
    comment: str | None = None
    related: tuple[Relation, ...] = ()
    standing: tuple[Standing, ...] = ()
    earlier_titles: tuple[EarlierTitle, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)

    def id(self, scheme: str) -> Identifier | None:
        """The first identifier of a scheme ("arxiv", "doi", …).

        >>> Reference(ids=(Identifier("doi", "10.1000/182"),)).id("doi").value
        '10.1000/182'
        """
        return next((found for found in self.ids if found.scheme == scheme), None)

    @property
    def titles(self) -> tuple[str, ...]:
        """Every title that it is known to have or to have had, today's first.

        >>> Reference(title="B", earlier_titles=(EarlierTitle("A", 1),)).titles
        ('B', 'A')
        """
        return (*filter(None, [self.title]), *(each.title for each in self.earlier_titles))
