"""Bare abstracts, one a line or one a paragraph, with or without a label glued to the first word."""

from __future__ import annotations

from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, share
from bibtools.formats.seeds.parts import ALONE, whole


def sniff(page: Page) -> float:
    """The share of abstracts."""
    return 0.95 * share(page, "abstract")


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is an abstract, also one that is short; a remark belongs to the abstract before it."""
    groups: list[Group] = []
    for passage in page:
        look = passage.look
        before = groups[-1][-1].role if groups else ""
        if look.role in ALONE:
            groups.append((whole(passage),))
        elif look.role == "comment" and look.confidence >= 0.8 and before in ("abstract", "comment"):
            groups[-1] = (*groups[-1], whole(passage))
        elif look.role == "abstract" or look.labelled:
            groups.append((whole(passage),))
        else:
            groups.append((whole(passage, "abstract", 0.5),))
    return tuple(groups)


LAYOUT = Layout("abstracts", "One abstract a line or a paragraph; `Abstract:` may be glued to it.", sniff, split)
