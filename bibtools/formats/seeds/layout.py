"""What a layout is: a way to tell from the shape of its lines how a document is laid out, and to read it so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.parts import ALONE
from bibtools.formats.seeds.passages import Passage

Page = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """`sniff` says how well a document fits (0 to 1), `split` gives its parts entry by entry; `means` is its manual."""

    name: str
    means: str
    sniff: Callable[[Page], float]
    split: Callable[[Page], tuple[Group, ...]]


def content(page: Page) -> Sequence[Passage]:
    """The passages that describe papers: no headings, rules and the like."""
    return [passage for passage in page if passage.look.role not in ALONE]


def share(page: Page, *roles: str) -> float:
    """How many of the passages that describe papers look like one of `roles`: 0 to 1."""
    seen = content(page)
    return sum(passage.look.role in roles for passage in seen) / len(seen) if seen else 0.0
