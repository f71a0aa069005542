"""Where new entries go: behind the last good entry, or in the place their key has in a sorted file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bibtools.errors import Refused
from bibtools.formats.bib.blocks import Block, Blocks
from bibtools.formats.bib.inspect import inspect_block, left_over, state
from bibtools.formats.bib.parse import raw_fields
from bibtools.formats.bib.safety import check_entry, same_value
from bibtools.formats.bib.style import NewEntry, Style, render
from bibtools.formats.edits import Edit


def same_entry(text: str, block: Block, entry: NewEntry) -> bool:
    """Whether an entry of the file has the type and all the fields of a new one."""
    fields = {name.lower(): value for name, value in raw_fields(text, block)}
    same_type = block.type is not None and block.type.of(text).lower() == entry.type.lower()
    return same_type and all(same_value(fields.get(name.lower(), ""), value) for name, value in entry.fields)


def place_new(blocks: Blocks, entries: Sequence[NewEntry], style: Style) -> list[Edit]:
    """The insertions that add `entries`, none of whose keys the file has. Raises Refused as `edit` does."""
    for entry in entries:
        check_entry(render(entry, style), entry.key)
    numbers = list(blocks.of_kind("entry"))
    last = next((number for number in reversed(numbers) if _may_be_followed(blocks, number)), None)
    if last is None:
        return [_at_the_end(blocks, entries, style)]
    if style.order == "key":
        return _sorted_in(blocks, numbers, last, entries, style)
    return [_behind(blocks, last, entries, style)]


def _may_be_followed(blocks: Blocks, number: int) -> bool:
    """Whether the entry is clean, and what would stand behind a new one does not look like its rest."""
    at, _ = _line_end(blocks, number)
    limit = blocks[number + 1].end if number + 1 < len(blocks) else at
    return state(inspect_block(blocks, number)) == "clean" and left_over(blocks.text, at, limit) is None


def _separator(style: Style) -> str:
    return style.layout.newline * (style.blank_lines + 1)


def _behind(blocks: Blocks, number: int, entries: Sequence[NewEntry], style: Style) -> Edit:
    """Insert behind an entry, at the end of its line if nothing but text stands there."""
    at, ends_line = _line_end(blocks, number)
    added = "".join(_separator(style) + render(entry, style) for entry in entries)
    return Edit(at, at, added if ends_line else added + style.layout.newline)


def _line_end(blocks: Blocks, number: int) -> tuple[int, bool]:
    """The end of the line an entry ends on, and True; the entry's own end, and False, where a block follows on it."""
    text, end = blocks.text, blocks[number].end
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None:
        return end, True
    if following.kind == "text":
        breaks = [at for at in (text.find(c, end, following.end) for c in "\r\n") if at >= 0]
        if breaks or following.end == len(text):
            return min(breaks, default=following.end), True
    return end, False


def _sorted_in(
    blocks: Blocks, numbers: Sequence[int], last: int, entries: Sequence[NewEntry], style: Style
) -> list[Edit]:
    """Insert each entry behind the one whose key comes before its own, or behind the nearest that may be followed."""
    keyed = [(key.of(blocks.text).casefold(), number) for number in numbers if (key := blocks[number].key)]
    keys = [key for key, _ in keyed]
    groups: dict[int | None, list[NewEntry]] = {}
    for entry in sorted(entries, key=lambda each: each.key.casefold()):
        before = (number for _, number in reversed(keyed[: bisect_right(keys, entry.key.casefold())]))
        groups.setdefault(next((n for n in before if _may_be_followed(blocks, n)), None), []).append(entry)
    edits = []
    for number, group in groups.items():
        if number is not None:
            edits.append(_behind(blocks, number, group, style))
        elif state(inspect_block(blocks, numbers[0])) == "clean":
            start = blocks[numbers[0]].start
            edits.append(Edit(start, start, "".join(render(entry, style) + _separator(style) for entry in group)))
        else:
            edits.append(_behind(blocks, last, group, style))
    return edits


def _at_the_end(blocks: Blocks, entries: Sequence[NewEntry], style: Style) -> Edit:
    """Append to a file that has no clean entry."""
    text, newline = blocks.text, style.layout.newline
    before = next((block for block in reversed(blocks) if block.kind != "text"), None)
    if before and (before.kind == "broken" or (before.kind == "comment" and not before.regular)):
        message = "cannot append: the last entry of the file is never closed"
        raise Refused(message, hint="run `bibtools check` on it", at=before.start)
    gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
    return Edit(len(text), len(text), gap + _separator(style).join(render(entry, style) for entry in entries) + newline)
