"""What an index holds, as its table says: cheap to ask, and equal for equal inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bibtools.model.date import PartialDate


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """`issued` are the first and last known day of a version 1; `categories` count primary categories, largest first.

    `abstracts` tells whether abstracts and comments are kept as text; one in `sampling` fingerprints of abstracts is
    kept. `skipped` lines were no records and `replaced` records gave way to a newer one of the same id. `size` is in
    bytes. `harvested` tells for each set that was updated ("" is all of arXiv) the day of the newest record that came.
    There is no date of building: equal inputs make equal files.
    """

    path: str
    format_version: int
    records: int
    issued: tuple[PartialDate, PartialDate] | None
    categories: tuple[tuple[str, int], ...]
    abstracts: bool
    sampling: int
    fingerprints: int
    skipped: int
    replaced: int
    size: int
    harvested: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON: dates as ISO strings.

        >>> IndexInfo("x", 1, 0, None, (("cs.CL", 2),), False, 4, 0, 0, 0, 64).as_dict()["categories"]
        {'cs.CL': 2}
        """
        issued = [date.iso() for date in self.issued] if self.issued else None
        named = {"categories": dict(self.categories), "harvested": dict(self.harvested)}
        return asdict(self) | {"issued": issued} | named

    @classmethod
    def of(cls, path: str, size: int, format_version: int, facts: Mapping[str, Any]) -> IndexInfo:
        """From the facts in an index file's table."""
        issued = [PartialDate.parse(text) for text in facts["issued"]]
        first, last = issued if len(issued) == 2 else (None, None)
        return cls(
            path=path,
            format_version=format_version,
            records=facts["records"],
            issued=(first, last) if first and last else None,
            categories=tuple((name, count) for name, count in facts["categories"]),
            abstracts=facts["abstracts"],
            sampling=facts["sampling"],
            fingerprints=facts["fingerprints"],
            skipped=facts["skipped"],
            replaced=facts["replaced"],
            size=size,
            harvested=tuple(sorted(facts.get("harvested", {}).items())),
        )


def day_of(number: int) -> str:
    """A day that is written YYYYMMDD, in ISO form; 0 is no day.

    >>> day_of(20240131), day_of(0)
    ('2024-01-31', '')
    """
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}" if number else ""
