"""The page of an author: title, people and abstract below one another, perhaps with the page's owner above."""

from __future__ import annotations

from itertools import pairwise

from bibtools.formats.seeds.context import settle
from bibtools.formats.seeds.grouping import Group, group
from bibtools.formats.seeds.layout import Layout, Page, content
from bibtools.formats.seeds.telling import in_order


def sniff(page: Page) -> float:
    """The share of passages in which a title and people, and perhaps an abstract below, stand together."""
    roles = [passage.look.role for passage in content(page)]
    covered: set[int] = set()
    for n, (one, other) in enumerate(pairwise(roles)):
        below = other == "authors" and one in ("title", "comment", "reference")
        if below or (one == "authors" and other == "title"):
            covered |= {n, n + 1}
            if roles[n + 2 : n + 3] == ["abstract"]:
                covered.add(n + 2)
    return len(covered) / len(roles) if covered else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Parts in the order in which this page repeats them."""
    return group(settle(in_order(page)))


LAYOUT = Layout("author-page", "Title, people in any order of names, abstract; the page's owner above.", sniff, split)
