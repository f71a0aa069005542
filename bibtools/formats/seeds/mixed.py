"""Anything else: each line is told by its own look, and neighbours are joined where the document repeats an order."""

from __future__ import annotations

from bibtools.formats.seeds.context import settle
from bibtools.formats.seeds.grouping import Group, group
from bibtools.formats.seeds.layout import Layout, Page
from bibtools.formats.seeds.parts import Part, whole
from bibtools.formats.seeds.parts import of as plain_parts
from bibtools.formats.seeds.passages import Passage
from bibtools.formats.seeds.references import reference


def sniff(page: Page) -> float:  # noqa: ARG001 - fits any document
    """Low for every document: no document is unreadable."""
    return 0.3


def _of(passage: Passage) -> tuple[Part, ...]:
    if passage.look.role == "reference":
        return (reference(passage),)
    if passage.look.role == "journal" and passage.mark:
        return (whole(passage, "reference", 0.5),)
    return plain_parts(passage)


def split(page: Page) -> tuple[Group, ...]:
    """Parts in the order in which this document repeats them."""
    return group(settle([part for passage in page for part in _of(passage)]))


LAYOUT = Layout("mixed", "Anything else; each line is told by its own look.", sniff, split)
