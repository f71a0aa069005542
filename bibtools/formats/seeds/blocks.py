"""Blocks of parts, in any order, any of them missing: abstract, remark, identifier, dates, labelled lines."""

from __future__ import annotations

from bibtools.formats.seeds.context import settle
from bibtools.formats.seeds.grouping import Group, group
from bibtools.formats.seeds.layout import Layout, Page, content, share
from bibtools.formats.seeds.telling import in_order

_FACTS = ("id", "date", "updated", "categories", "journal")
_TEXTS = ("abstract", "title", "authors", "comment")


def sniff(page: Page) -> float:
    """The share of known parts, when texts and facts (identifiers, dates, labels) stand together."""
    seen = content(page)
    facts = any(
        passage.look.role in _FACTS or (passage.look.labelled and passage.look.role != "abstract") for passage in seen
    )
    texts = any(passage.look.role in _TEXTS for passage in seen)
    return 0.97 * share(page, *_FACTS, *_TEXTS) if facts and texts else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Parts in the order in which this document repeats them."""
    return group(settle(in_order(page)))


LAYOUT = Layout(
    "blocks",
    "Abstract, remark, `arXiv:ID - doi: …`, `Created:`, `Updated:`, `Title:`, `Authors:` … in any order, any missing.",
    sniff,
    split,
)
