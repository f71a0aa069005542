"""Tables of papers: markdown rows between bars, columns between tabs, or CSV with a line of column names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bibtools.formats.seeds import marks
from bibtools.formats.seeds.grouping import Group
from bibtools.formats.seeds.layout import Layout, Page, content
from bibtools.formats.seeds.looks import look
from bibtools.formats.seeds.parts import ALONE, Part
from bibtools.formats.seeds.passages import Passage
from bibtools.formats.seeds.telling import of
from bibtools.formats.seeds.title_lines import titled
from bibtools.model.identifier import Identifier
from bibtools.text.identifiers import find_identifiers

_BARS = re.compile(r"\|?(?P<cell>(?:[^|\\]|\\.)*)(?:\||\Z)")
_TABS = re.compile(r"(?P<cell>[^\t]*)(?:\t|\Z)")
_CSV = {mark: re.compile(rf'\s*(?:"(?P<quoted>(?:[^"]|"")*)"\s*|(?P<cell>[^{mark}]*))(?:{mark}|\Z)') for mark in ",;"}
_RULE = re.compile(r"[\s|:+-]+\Z")
_NAMES = {
    "title": ("paper", "papers", "name", "work", "titles", "reference"),
    "number": ("#", "no", "no.", "nr", "number"),
    "id": ("preprint", "paper link", "links", "arxiv link", "paper url"),
    "journal": ("source", "venue/year", "conf", "conf.", "journal/conference", "published at", "where"),
    "date": ("published", "when"),
    "comment": ("remark", "remarks", "notes", "why", "tags", "topic", "topics"),
}
_ROLE = {name: role for role, names in _NAMES.items() for name in names}
_MOST = 40  # columns
Cell = tuple[int, int]
Cells = Callable[[Passage], tuple[Cell, ...]]


def sniff(page: Page) -> float:
    """The share of passages that are rows with as many cells as most, at least two."""
    seen, cells_of = content(page), _reader(page)
    widths = Counter(len(cells_of(passage)) for passage in seen if _is_row(passage, cells_of))
    if not widths:
        return 0.0
    width, _ = widths.most_common(1)[0]
    # Empty cells at a row's end may be missing.
    rows = sum(count for cells, count in widths.items() if 2 <= cells <= width)
    return 0.97 * rows / len(seen) if rows >= 2 or any(_is_rule(passage) for passage in page) else 0.0


def split(page: Page) -> tuple[Group, ...]:
    """Each row is an entry; the row above the rule, or one that only names columns, is a heading."""
    groups: list[Group] = []
    columns: tuple[str, ...] | None = None
    cells_of = _reader(page)
    for number, passage in enumerate(page):
        if not _is_row(passage, cells_of) or passage.look.role in ALONE:
            groups.append(of(passage))
            continue
        cells = cells_of(passage)
        above_rule = number + 1 < len(page) and _is_rule(page[number + 1])
        named = tuple(_named(passage.text[slice(*cell)]) for cell in cells)
        if above_rule or (columns is None and sum(name is not None for name in named) >= max(2, len(cells) // 2)):
            columns = tuple(name or "" for name in named)
            groups.append((Part("heading", passage.start, passage.end, passage.text, 0.9, passage.gap),))
        else:
            groups.append(tuple(_row(passage, cells, columns or ())))
    return tuple(groups)


def _row(passage: Passage, cells: Sequence[Cell], columns: Sequence[str]) -> Iterator[Part]:
    """The parts of a row: by the names of its columns, else by the looks of its cells."""
    for number, (start, end) in enumerate(cells):
        text = passage.text[start:end]
        if not re.search(r"\w", text):
            continue
        role = columns[number] if number < len(columns) else ""
        seen = look(text)
        inside = replace(passage, start=passage.words + start, end=passage.words + end, words=passage.words + start,
                         text=text, mark="", look=seen)  # fmt: skip
        parts = _cell(inside, role)
        for place, part in enumerate(parts):
            yield replace(part, tied=number + place > 0, gap=0)


def _cell(cell: Passage, role: str) -> tuple[Part, ...]:
    if role == "title" or (not role and cell.look.role == "title"):
        return titled(replace(cell, look=replace(cell.look, role="title", labelled=False)))
    ids = tuple(found.identifier for found in find_identifiers(cell.text))
    if role == "id" or (not role and ids):
        return (_part(cell, "id" if ids else "link" if "://" in cell.text else "comment", ids),)
    if role == "number" or (not role and cell.text.strip(".").isdigit() and len(cell.text) < 4):
        return (_part(cell, "number"),)
    return (
        _part(
            cell, role or (cell.look.role if cell.look.role not in ALONE else "comment"), ids if role == "id" else ()
        ),
    )


def _part(cell: Passage, role: str, ids: tuple[Identifier, ...] = ()) -> Part:
    text = cell.text[cell.look.value :] if cell.look.labelled and cell.look.role == role else cell.text
    return Part(role, cell.start, cell.end, text, 0.8, ids=ids)


def _is_row(passage: Passage, cells_of: Cells) -> bool:
    return len(passage.lines) == 1 and not _is_rule(passage) and len(cells_of(passage)) >= 2


def _reader(page: Page) -> Cells:
    """What takes this page's rows apart: commas or semicolons part cells where the first line names columns by them."""
    first = next((passage.text for passage in content(page)), "")
    for form in _CSV.values():
        cells = _parted(first, form)
        if len(cells) >= 2 and all(_named(first[slice(*cell)]) for cell in cells):
            return lambda passage: _parted(passage.text, form)
    return _cells


def _is_rule(passage: Passage) -> bool:
    return bool(_RULE.match(passage.text)) and "-" in passage.text and "|" in passage.text


def _cells(passage: Passage) -> tuple[Cell, ...]:
    """The cells' characters, without the blanks around them."""
    text = passage.text
    if len(text) > 20_000 or ("|" not in text and "\t" not in text):
        return ()
    form = _TABS if "\t" in text and not text.startswith("|") else _BARS
    if form is _BARS and not (text.startswith("|") or " | " in text):
        return ()
    return _parted(text, form)


def _parted(text: str, form: re.Pattern[str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for found in form.finditer(text[:20_000]):
        start, end = found.span("quoted" if found.groupdict().get("quoted") is not None else "cell")
        if found.start() == len(text) and cells:
            break
        body = text[start:end]
        left = start + len(body) - len(body.lstrip())
        cells.append((left, max(left, start + len(body.rstrip()))))
    return tuple(cells[:_MOST])


def _named(text: str) -> str | None:
    """The role that a column's name announces."""
    plain = text.strip(" *_:").lower()
    if plain in _ROLE:
        return _ROLE[plain]
    found = marks.label(plain + ":")
    return found.role if found and found.value == len(plain) + 1 else None


LAYOUT = Layout(
    "tables", "Rows of a markdown table, columns between tabs, or CSV below a line of column names.", sniff, split
)
