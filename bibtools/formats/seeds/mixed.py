"""Anything else: each line is told by its own look, and neighbours are joined where the document repeats an order."""

from __future__ import annotations

from bibtools.formats.seeds.context import settle
from bibtools.formats.seeds.grouping import Group, group
from bibtools.formats.seeds.layout import Layout, Page
from bibtools.formats.seeds.telling import in_order


def sniff(page: Page) -> float:  # noqa: ARG001 - fits any document
    """Low for every document: no document is unreadable."""
    return 0.3


def split(page: Page) -> tuple[Group, ...]:
    """Parts in the order in which this document repeats them."""
    return group(settle(in_order(page)))


LAYOUT = Layout("mixed", "Anything else; each line is told by its own look.", sniff, split)
