"""Every layout. To add one: a file with a `LAYOUT`, a line here, a folder in tests/golden/seeds."""

from __future__ import annotations

from bibtools.formats.seeds import (
    abstracts,
    author_page,
    blocks,
    identifiers,
    mixed,
    references,
    tables,
    titles,
)
from bibtools.formats.seeds.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    tables.LAYOUT,
    identifiers.LAYOUT,
    references.LAYOUT,
    abstracts.LAYOUT,
    author_page.LAYOUT,
    blocks.LAYOUT,
    titles.LAYOUT,
    mixed.LAYOUT,
)
"""The most special first: of two that fit a document equally well, the first is taken."""
