"""The page of an author: title, people and abstract below one another, perhaps with the page's owner above."""

from __future__ import annotations

from itertools import pairwise

from bibtools.formats.seeds.context import settle
from bibtools.formats.seeds.grouping import Group, group
from bibtools.formats.seeds.layout import Layout, Page, content
from bibtools.formats.seeds.telling import in_order


def sniff(page: Page) -> float:
    """The share of passages in which a title, people below it, and an abstract below them stand together."""
    seen = content(page)
    covered = set()
    for n, (above, below) in enumerate(pairwise(seen)):
        if below.look.role == "authors" and above.look.role in ("title", "comment", "reference"):
            covered |= {n, n + 1}
            if n + 2 < len(seen) and seen[n + 2].look.role == "abstract":
                covered.add(n + 2)
    owners = sum(passage.look.role == "authors" for passage in seen[:1])
    return min(1.0, (len(covered) + owners) / len(seen)) if covered else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Parts in the order in which this page repeats them."""
    return group(settle(in_order(page)))


LAYOUT = Layout("author-page", "Title, people in any order of names, abstract; the page's owner above.", sniff, split)
