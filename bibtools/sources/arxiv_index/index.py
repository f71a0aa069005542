"""An open index: a Source of arXiv's records that sends no request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bibtools.errors import IndexUnusable
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.canary import canary
from bibtools.sources.arxiv_index.container import Container
from bibtools.sources.arxiv_index.fingerprint import Fingerprinter, Numbers, hashes_of, owners_of
from bibtools.sources.arxiv_index.info import IndexInfo
from bibtools.sources.arxiv_index.keys import family_key, id_key
from bibtools.sources.arxiv_index.postings import Ints, Postings, Shape
from bibtools.sources.arxiv_index.rows import Rows
from bibtools.sources.arxiv_index.search import Searcher
from bibtools.sources.arxiv_index.titles import has
from bibtools.sources.base import Hit, Query
from bibtools.text.fold import fold

_AT_ONCE = 2048


def open_index(path: Path) -> ArxivIndex:
    """The index in the file `path`, mapped rather than read. Raises IndexUnusable, with a hint."""
    return ArxivIndex(Container(path))


class ArxivIndex:
    """Look-ups by id, and by all that a query tells of title, abstract, authors or whole text.

    Hits carry the reference (its arXiv id with the latest version known), what earlier versions were called and, where
    the query has an abstract, how much of the abstracts overlaps, estimated from the fingerprints kept, those of
    earlier versions among them. The same file may be open in many processes.
    """

    name = "arxiv-index"
    strategies = ("id", "text")

    def __init__(self, container: Container) -> None:
        self._container = container
        about = container.facts
        if about["canary"] != canary():
            raise IndexUnusable(
                f"{container.path}: the index was built with another way of comparing text",
                hint="build it again with `bibtools index build`",
            )
        self._size: int = about["records"]
        blocks: Mapping[str, int] = about["blocks"]
        self._facts = Rows(container, "facts", blocks["facts"])
        self._titles = Rows(container, "titles", blocks["titles"])
        self._texts = Rows(container, "texts", blocks["texts"]) if "texts" in blocks else None
        self._postings = Postings(
            Shape(*about["shape"]), container.array("postings.starts"), container.array("postings"), self._size
        )
        self._prints = Fingerprinter(about["sampling"])
        self._searcher = Searcher(self._postings, self._titles, container.array("grams"), self._prints)

    def __len__(self) -> int:
        return self._size

    @property
    def info(self) -> IndexInfo:
        """What the index holds."""
        return IndexInfo.of(
            str(self._container.path), self._container.size, self._container.version, self._container.facts
        )

    def verify(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read the whole file and check it. Raises IndexUnusable."""
        self._container.verify(progress)

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        """The records with these arXiv ids or DOIs; the version asked for does not matter, the record tells its own."""
        for _, reference in self._by_ids([[id] for id in ids]):
            yield reference

    def search(
        self, queries: Sequence[Query], strategy: str, settled: Sequence[tuple[Query, Reference]] = ()
    ) -> Iterator[Hit]:
        """Candidates, best first for each query. `settled` is not needed here: asking costs nothing."""
        del settled
        if strategy == "id":
            for query, reference in self._by_ids([query.ids for query in queries]):
                yield Hit(query, reference, self.name, alternatives=_earlier(reference))
            return
        for first in range(0, len(queries), _AT_ONCE):
            found = list(self._searcher.search(queries[first : first + _AT_ONCE]))
            references = self._references(each.record for each in found)
            for each in found:
                reference = references[each.record]
                yield Hit(first + each.query, reference, self.name, each.overlap, _earlier(reference))

    def by_author(self, author: Name) -> Iterator[Reference]:
        """All records that have an author of this family name (or this collaboration), in the order of their ids."""
        key = family_key(author)
        for reference in self._references(self._records(self._prints.families([[key]]))[0].tolist()).values():
            if any(family_key(name) == key for name in reference.author):
                yield reference

    def by_title(self, title: str) -> Iterator[Reference]:
        """All records that have, or had, a title with the same comparison key."""
        key = fold(title)
        titles = self._titles.many(self._records(self._prints.whole_titles([key]))[0].tolist())
        yield from self._references(record for record, title in titles.items() if has(title.decode(), key)).values()

    def _records(self, prints: Numbers) -> tuple[Ints, Ints]:
        """Records that have one of the fingerprints, and the owner of that fingerprint."""
        records, which = self._postings.records(*self._postings.ranges(hashes_of(prints)))
        return records, owners_of(prints)[which]

    def _by_ids(self, ids: Sequence[Sequence[Identifier]]) -> Iterator[tuple[int, Reference]]:
        keys = [[id_key(id) for id in each] for each in ids]
        records, owners = self._records(self._prints.ids(keys))
        references = self._references(records.tolist())
        for record, owner in zip(records.tolist(), owners.tolist(), strict=True):
            if any(id_key(id) in keys[owner] for id in references[record].ids):
                yield owner, references[record]

    def _references(self, records: Iterable[int]) -> dict[int, Reference]:
        """The records' references in the order of their numbers, each block of the file read once."""
        numbers = list(records)
        texts = self._texts.many(numbers) if self._texts else {}
        return {record: facts.unpack(row, texts.get(record)) for record, row in self._facts.many(numbers).items()}


def _earlier(reference: Reference) -> tuple[Reference, ...]:
    """What is known of earlier versions of a record: their titles."""
    if not reference.earlier_titles:
        return ()
    own = reference.ids[0]
    return tuple(
        Reference(title=each.title, updated=each.updated, ids=(replace(own, version=each.version),))
        for each in reference.earlier_titles
    )
