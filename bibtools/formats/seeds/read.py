"""Reads a seed document: any text that names papers, in whatever layout."""

from __future__ import annotations

import re

from bibtools.formats.seeds import problems
from bibtools.formats.seeds.build import Reading, build, unread
from bibtools.formats.seeds.layout import Layout, Page
from bibtools.formats.seeds.layouts import LAYOUTS
from bibtools.formats.seeds.lines import Places
from bibtools.formats.seeds.passages import passages
from bibtools.model.document import Document, Role

_SURE = 0.5
_SURROGATES = re.compile("[\ud800-\udfff]+")


def read(text: str, path: str) -> Document:
    """The entries of a seed document, each with its roles, and everything that is wrong with it.

    Never raises for any text. Each line that is not blank belongs to one entry, to one of the document's roles, or to a
    problem. The first of the document's roles is `layout: NAME` and says how surely the layout was recognised. An
    entry's `id` is `L` and the number of its first line.

    >>> found = read("Abstract:We study graphs and show that all are blue.\\n\\narXiv:2101.00001\\n", "notes.txt")
    >>> [(entry.id, entry.reference.abstract, entry.reference.ids[0].value) for entry in found.entries]
    [('L1', 'We study graphs and show that all are blue.', '2101.00001')]
    >>> found.roles[0].name
    'layout: blocks'
    """
    places = Places(text, path)
    page = passages(text)
    if not page:
        problem = problems.EMPTY.at(places, 0, 0, "this document is empty")
        return Document(path, "seeds", text, problems=(problem,))
    layout, score = choose(page)
    reading = build(layout.split(page), places)
    reading.problems += unread([line for passage in page for line in passage.lines], reading)
    _damaged(text, reading)
    if layout is LAYOUTS[-1] and len(reading.entries) > 1:
        message = "no layout fits this document well"
        reading.problems.append(problems.UNCLEAR.at(places, page[0].start, page[0].end, message))
    told = Role(f"layout: {layout.name}", places.origin(0, len(text)), round(score, 2))
    return Document(
        path,
        "seeds",
        text,
        tuple(reading.entries),
        tuple(sorted(reading.problems, key=lambda problem: (problem.origin.start, problem.code))),
        (told, *reading.roles),
    )


def choose(page: Page) -> tuple[Layout, float]:
    """The layout that fits a page best, and how well (0 to 1)."""
    scores = [(layout.sniff(page), layout) for layout in LAYOUTS]
    score, layout = max(scores, key=lambda one: one[0])
    return layout, score


def _damaged(text: str, reading: Reading) -> None:
    found = list(_SURROGATES.finditer(text))
    if found:
        first = found[0]
        lines = len({reading.places.line(one.start()) for one in found})
        message = f"{sum(len(one.group()) for one in found)} damaged characters in {lines} lines"
        reading.problems.append(problems.DAMAGED.at(reading.places, first.start(), first.end(), message))
