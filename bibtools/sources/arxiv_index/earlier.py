"""Earlier titles: what a record was called by the older records of its id that it replaces.

They are kept beside the record's own title, in its row of facts and in its row of titles. With the fingerprints of the
records replaced, which stay as fingerprints of the one that replaces them, whoever has such a title finds the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bibtools.model.reference import EarlierTitle
from bibtools.sources.arxiv_index import facts
from bibtools.sources.arxiv_index.order import Ordered
from bibtools.sources.arxiv_index.postings import Ints
from bibtools.sources.arxiv_index.titles import join
from bibtools.text.fold import fold


@dataclass(frozen=True, slots=True)
class Retitled:
    """Records in their order, those with earlier titles completed.

    `rows` has the completed rows by kind and number.
    """

    ordered: Ordered
    rows: Mapping[str, Mapping[int, bytes]]

    def many(self, kind: str, numbers: Ints) -> list[bytes]:
        """One row of each of these records."""
        rows, completed = self.ordered.many(kind, numbers), self.rows.get(kind, {})
        return [completed.get(number, row) for number, row in zip(numbers.tolist(), rows, strict=True)]


def retitled(ordered: Ordered) -> Retitled:
    """The records, with the titles of those they replace, and with what those knew of earlier ones.

    A title that differs in case, accents, punctuation or mark-up alone is no other one. Each stands once, where it was
    last seen.
    """
    rows: dict[str, dict[int, bytes]] = {"facts": {}, "titles": {}}
    for number, titles in _earlier(ordered):
        own = ordered.row("titles", number).decode()
        rows["facts"][number] = facts.with_earlier_titles(ordered.row("facts", number), list(titles.values()))
        rows["titles"][number] = join((own, *titles)).encode()
    return Retitled(ordered, rows)


def _earlier(ordered: Ordered) -> Iterator[tuple[int, dict[str, EarlierTitle]]]:
    """The numbers of records that had other titles, and those titles by their comparison keys."""
    for number, older in ordered.replacing():
        own = ordered.row("titles", number)
        # Nearly all that changes is something else: then there is no need to look closer.
        if any(ordered.row_at("titles", place) != own for place in older):
            titles = _titles([ordered.row_at("facts", place) for place in older])
            titles.pop(own.decode(), None)
            if titles:
                yield number, titles


def _titles(rows: Sequence[bytes]) -> dict[str, EarlierTitle]:
    """All titles of these records, the oldest first, each by its comparison key, in the place where it was last."""
    found: dict[str, EarlierTitle] = {}
    for row in rows:
        record = facts.unpack(row)
        own = EarlierTitle(record.title or "", record.ids[0].version, record.updated)
        for title in (*record.earlier_titles, own):
            key = fold(title.title)
            found.pop(key, None)
            found[key] = title
    return found
