"""Identifiers, DOIs or addresses, one a line."""

from __future__ import annotations

from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, share
from bibtools.formats.seeds.telling import of


def sniff(page: Page) -> float:
    """The share of lines with nothing else on them."""
    return 0.98 * share(page, "id")


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is an entry."""
    return tuple(of(passage) for passage in page)


LAYOUT = Layout("identifiers", "One arXiv identifier, DOI or address a line.", sniff, split)
