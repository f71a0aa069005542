"""Proof, by reading the result anew, that an edited file holds the changes and otherwise what it held before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from bibtools.errors import Refused
from bibtools.formats.bib.blocks import Block, Blocks, Kind, Span
from bibtools.formats.bib.edit import ENTRY_TYPE, edit
from bibtools.formats.bib.inspect import inspect_block, state
from bibtools.formats.bib.newentries import same_entry
from bibtools.formats.bib.parse import raw_fields
from bibtools.formats.bib.safety import same_value
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.style import NewEntry
from bibtools.model.change import Change


def verify(before: Blocks, after: str, changes: Sequence[Change | NewEntry], *, encoding: str = "utf-8") -> Blocks:
    r"""The blocks of `after`, if it is `before` with exactly these changes; else Refused.

    All other blocks are textually equal and in the same order, a changed entry keeps its other fields to the letter,
    each change reads back as intended, and the same changes again give no edits.

    >>> before = scan("@misc{a, title = {A}}")
    >>> change = Change("a", "add-field", "missing", "year", new="{2001}")
    >>> len(verify(before, "@misc{a, title = {A}, year = {2001}}", [change]))
    1
    >>> verify(before, "@misc{a, title = {B}, year = {2001}}", [change])
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: the edited file would not read back: field 'title' of 'a' would change
    """
    found = scan(after)
    new = {change.key.lower() for change in changes if isinstance(change, NewEntry)}
    new = new and new - before.keys().keys()
    touched: dict[str, list[Change]] = {}
    for change in changes:
        if isinstance(change, Change):
            touched.setdefault(change.entry_id.lower(), []).append(change)
    stood, stands = _apart(before, set()), _apart(found, new)
    if len(stood) != len(stands):
        raise _unproven(f"it has {len(stands)} blocks beside new entries, not {len(stood)}")
    for old, now in zip(stood, stands, strict=True):
        if before.text[old.start : old.end] != after[now.start : now.end] or old.kind != now.kind:
            if old.key not in touched or old.kind != "entry" or now.kind != "entry":
                raise _unproven(f"the block at character {old.start} would change")
            _same_but(before, before[old.number], found, found[now.number], touched[old.key])
        if not _same_free_text(old, now):
            raise _unproven(f"the text before character {old.start} would change")
    _read_back(found, changes)
    if edit(found, changes, encoding=encoding):
        raise _unproven("the same changes would be made again")
    return found


def _unproven(reason: str) -> Refused:
    return Refused(f"the edited file would not read back: {reason}")


class _Stand(NamedTuple):
    """A block that is no free text (at last: the file's end) and the free text before it, `split` by new entries."""

    kind: Kind
    start: int
    end: int
    key: str
    number: int
    free: str
    split: bool


def _apart(blocks: Blocks, new: set[str]) -> list[_Stand]:
    """All blocks but free text and new entries."""
    found: list[_Stand] = []
    free, split = "", False
    end_of_file: tuple[Kind, int, int, str] = ("broken", len(blocks.text), len(blocks.text), "")
    for number, (kind, start, stop, key) in enumerate(chain(blocks.outline(), [end_of_file])):
        if kind == "text":
            free += blocks.text[start:stop]
        elif key in new and kind == "entry":
            split = True
        else:
            found.append(_Stand(kind, start, stop, key, number, free, split))
            free, split = "", False
    return found


def _same_free_text(old: _Stand, now: _Stand) -> bool:
    """Whether it is the old text, with white space added around new entries only."""
    return "".join(now.free.split()) == "".join(old.free.split()) if now.split else now.free == old.free


def _same_but(before: Blocks, old: Block, found: Blocks, now: Block, changes: Sequence[Change]) -> None:
    """Everything of an entry is as it was, but for the fields that are changed."""
    changed = {str(change.field).lower() for change in changes}
    entry = old.key.of(before.text) if old.key else ""
    if ENTRY_TYPE not in changed and not _same(before, old.type, found, now.type):
        raise _unproven(f"the type of '{entry}' would change")
    if not _same(before, old.key, found, now.key):
        raise _unproven(f"the key '{entry}' would change")
    if before.text[old.end - 1] != found.text[now.end - 1]:
        raise _unproven(f"the delimiters of '{entry}' would change")
    left, right = raw_fields(before.text, old), raw_fields(found.text, now)
    kept = [pair for pair in left if pair[0].lower() not in changed]
    still = [pair for pair in right if pair[0].lower() not in changed]
    if kept != still:
        names = {name for name, _ in {*kept} ^ {*still}} or {"order"}
        raise _unproven(f"field '{min(names)}' of '{entry}' would change")
    if {name.lower() for name, _ in left} - {name.lower() for name, _ in right}:
        raise _unproven(f"'{entry}' would lose a field")


def _same(before: Blocks, old: Span | None, found: Blocks, now: Span | None) -> bool:
    return old is not None and now is not None and old.of(before.text) == now.of(found.text)


def _read_back(found: Blocks, changes: Sequence[Change | NewEntry]) -> None:
    keys = found.keys()
    for change in changes:
        key = change.key if isinstance(change, NewEntry) else change.entry_id
        number = keys.get(key.lower())
        if number is None or state(inspect_block(found, number)) != "clean":
            raise _unproven(f"'{key}' would not be a clean entry")
        block = found[number]
        if isinstance(change, NewEntry):
            intended = same_entry(found.text, block, change)
        elif change.field == ENTRY_TYPE:
            intended = block.type is not None and block.type.of(found.text).lower() == str(change.new).lower()
        else:
            name = str(change.field).lower()
            values = [value for each, value in raw_fields(found.text, block) if each.lower() == name]
            intended = len(values) == 1 and same_value(values[0], str(change.new))
        if not intended:
            raise _unproven(f"a change of '{key}' is not in it")
