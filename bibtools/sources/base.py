"""What every source of records offers, and what it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Query:
    """What is known about one entry when candidates for it are wanted.

    `text` is the whole text of an entry whose fields could not be told apart (a reference string).
    `listing` names the document (and its part) that the entry stands in: entries of one listing may share an author.
    """

    ids: tuple[Identifier, ...] = ()
    title: str | None = None
    abstract: str | None = None
    author: tuple[Name, ...] = ()
    issued: PartialDate | None = None
    text: str | None = None
    listing: str | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two texts is shared, where only their fingerprints can be compared.

    `of_query` is the part of the query's fingerprints found in the record, `of_record` the part of the record's found
    in the query (both 0 to 1); `count` is the number of shared fingerprints.
    """

    of_query: float
    of_record: float
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that may answer query number `query` (its position in the sequence asked).

    `abstract` is the overlap of abstracts, given by sources whose records carry no abstract text.
    `alternatives` are titles and abstracts of other versions, where the source knows them.
    """

    query: int
    reference: Reference
    source: str
    abstract: Overlap | None = None
    alternatives: tuple[Reference, ...] = ()


class Source(Protocol):
    """A place that knows records.

    `strategies` are the ways it can be searched, cheapest and surest first. The pipeline asks them in this order and
    leaves out the entries that are settled by then, so a source never sees more queries than are still open.
    """

    @property
    def name(self) -> str:
        """What the source is called in provenance and settings."""
        ...

    @property
    def strategies(self) -> tuple[str, ...]:
        """The ways it can be searched, in the order to ask."""
        ...

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        """The records with these ids, in any order; unknown ids are left out. Raises SourceFailed."""
        ...

    def search(
        self, queries: Sequence[Query], strategy: str, settled: Sequence[tuple[Query, Reference]] = ()
    ) -> Iterator[Hit]:
        """Candidates for the queries. `settled` are pairs already matched: their authors are evidence about the rest.

        Raises SourceFailed, after yielding what worked.
        """
        ...
