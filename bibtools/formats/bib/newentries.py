"""Where new entries go: behind the last good entry, or in the place their key has in a sorted file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from bibtools.errors import Refused
from bibtools.formats.bib.blocks import Blocks, Parts
from bibtools.formats.bib.inspect import inspect_block, state
from bibtools.formats.bib.safety import check_entry, same_value
from bibtools.formats.bib.style import NewEntry, Style, render
from bibtools.formats.edits import Edit


def same_entry(text: str, parts: Parts, entry: NewEntry) -> bool:
    """Whether an entry of the file has the type and all the fields of a new one."""
    fields = {field.name.of(text).lower(): field.value.of(text) for field in parts.fields}
    return parts.type.of(text).lower() == entry.type.lower() and all(
        name.lower() in fields and same_value(fields[name.lower()], value) for name, value in entry.fields
    )


def place_new(blocks: Blocks, entries: Sequence[NewEntry], style: Style) -> list[Edit]:
    """The insertions that add `entries`, none of whose keys the file has. Raises Refused as `edit` does."""
    for entry in entries:
        check_entry(render(entry, style), entry.key)
    numbers = list(blocks.of_kind("entry"))
    last = next((n for n in reversed(numbers) if state(inspect_block(blocks, n)) == "clean"), None)
    if last is None:
        return [_at_the_end(blocks, entries, style)]
    if style.order == "key":
        return _sorted_in(blocks, numbers, entries, style)
    return [_behind(blocks, last, entries, style)]


def _separator(style: Style) -> str:
    return style.layout.newline * (style.blank_lines + 1)


def _behind(blocks: Blocks, number: int, entries: Sequence[NewEntry], style: Style) -> Edit:
    """Insert behind an entry, at the end of its line if nothing but text stands there."""
    text, end = blocks.text, blocks[number].end
    added = "".join(_separator(style) + render(entry, style) for entry in entries)
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None:
        return Edit(end, end, added)
    if following.kind == "text":
        breaks = [at for at in (text.find(c, end, following.end) for c in "\r\n") if at >= 0]
        if breaks or following.end == len(text):
            at = min(breaks, default=following.end)
            return Edit(at, at, added)
    return Edit(end, end, added + style.layout.newline)


def _sorted_in(blocks: Blocks, numbers: Sequence[int], entries: Sequence[NewEntry], style: Style) -> list[Edit]:
    """Insert each entry behind the clean one whose key comes before its own."""
    clean = [n for n in numbers if (b := blocks[n]).key and (b.regular or state(inspect_block(blocks, n)) == "clean")]
    keys = [key.of(blocks.text).casefold() for n in clean if (key := blocks[n].key)]
    groups: dict[int, list[NewEntry]] = {}
    for entry in sorted(entries, key=lambda each: each.key.casefold()):
        groups.setdefault(bisect_right(keys, entry.key.casefold()), []).append(entry)
    edits = []
    for rank, group in groups.items():
        if rank:
            edits.append(_behind(blocks, clean[rank - 1], group, style))
        else:
            start = blocks[clean[0]].start
            edits.append(Edit(start, start, "".join(render(entry, style) + _separator(style) for entry in group)))
    return edits


def _at_the_end(blocks: Blocks, entries: Sequence[NewEntry], style: Style) -> Edit:
    """Append to a file that has no clean entry."""
    text, newline = blocks.text, style.layout.newline
    before = next((block for block in reversed(blocks) if block.kind != "text"), None)
    if before and (before.kind == "broken" or (before.kind == "comment" and not before.regular)):
        raise Refused("cannot append: the last entry of the file is never closed", hint="run `bibtools check` on it")
    gap = "" if not text else newline if text.endswith(("\n", "\r")) else newline * 2
    return Edit(len(text), len(text), gap + _separator(style).join(render(entry, style) for entry in entries) + newline)
