"""Bare abstracts, one a line or one a paragraph, with or without a label glued to the first word."""

from __future__ import annotations

from collections.abc import Iterator

from bibtools.formats.seeds.context import label_alone
from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, share
from bibtools.formats.seeds.parts import ALONE, Part, whole
from bibtools.formats.seeds.telling import of


def sniff(page: Page) -> float:
    """How far abstracts prevail; half of them is no such list."""
    return 0.95 * share(page, "abstract") ** 2


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is an abstract, also a short one; remarks and identifiers belong to the abstract before them."""
    groups: list[Group] = []
    for part in label_alone(tuple(_parts(page))):
        before = groups[-1][-1].role if groups else ""
        below = part.role in ("comment", "id") and not part.mark and before in ("abstract", "comment", "id")
        if part.tied or below:
            groups[-1] = (*groups[-1], part)
        else:
            groups.append((part,))
    return tuple(groups)


def _parts(page: Page) -> Iterator[Part]:
    for passage in page:
        look = passage.look
        sure = (
            look.role in ALONE
            or look.labelled
            or look.role == "id"
            or (look.role == "comment" and look.confidence >= 0.8)
        )
        if sure or look.role == "abstract":
            yield from of(passage)
        else:
            yield whole(passage, "abstract", 0.5)


LAYOUT = Layout("abstracts", "One abstract a line or a paragraph; `Abstract:` may be glued to it.", sniff, split)
