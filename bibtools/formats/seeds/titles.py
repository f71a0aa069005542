"""Titles, one a line: plain, numbered, in a markdown list, as links, with a year or people beside them."""

from __future__ import annotations

from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, content, share
from bibtools.formats.seeds.parts import ALONE, whole
from bibtools.formats.seeds.title_lines import behind_people, titled


def sniff(page: Page) -> float:
    """The share of titles; remarks below them are part of such a list."""
    if not any(passage.look.role == "title" for passage in content(page)):
        return 0.0
    return 0.9 * share(page, "title") + 0.8 * share(page, "comment")


def split(page: Page) -> tuple[Group, ...]:
    """Each passage is a title, but for remarks, which belong to the title before them.

    "Doe 2019 - Title" has its people in front where most lines have.
    """
    groups: list[Group] = []
    seen = content(page)
    notes = {passage.start: parts for passage in seen if (parts := behind_people(passage))}
    if len(notes) < max(3, 0.6 * len(seen)):
        notes = {}
    for passage in page:
        look = passage.look
        follows = bool(groups) and groups[-1][-1].role not in ALONE and not passage.mark
        if look.role in ALONE:
            groups.append((whole(passage),))
        elif passage.start in notes:
            groups.append(notes[passage.start])
        elif look.role == "comment" and follows and passage.gap == 0:
            groups[-1] = (*groups[-1], whole(passage))
        elif look.labelled or look.role == "id":
            groups.append((whole(passage),))
        elif look.role == "title":
            groups.append(titled(passage))
        else:
            groups.append((whole(passage, "title", 0.5),))
    return tuple(groups)


LAYOUT = Layout(
    "titles", "One title a line: plain, numbered, in a markdown list, as links, with people or a year.", sniff, split
)
