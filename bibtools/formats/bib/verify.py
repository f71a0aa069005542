"""Proof, by reading the result anew, that an edited file holds the changes and otherwise what it held before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bibtools.errors import Refused
from bibtools.formats.bib.blocks import Block, Blocks
from bibtools.formats.bib.edit import ENTRY_TYPE, edit
from bibtools.formats.bib.inspect import inspect_block, state
from bibtools.formats.bib.newentries import same_entry
from bibtools.formats.bib.parse import parts_of
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
    new = {change.key.lower() for change in changes if isinstance(change, NewEntry)} - before.keys().keys()
    touched = {change.entry_id.lower() for change in changes if isinstance(change, Change)}
    old_blocks, old_gaps = _without_text(before, set())
    new_blocks, new_gaps = _without_text(found, new)
    if len(old_blocks) != len(new_blocks):
        raise _unproven(f"it has {len(new_blocks)} blocks beside new entries, not {len(old_blocks)}")
    for old, now in zip(old_blocks, new_blocks, strict=True):
        key = old.key.of(before.text).lower() if old.key else None
        if before.source(old) == found.source(now) and old.kind == now.kind:
            continue
        if key not in touched or old.kind != "entry" or now.kind != "entry":
            raise _unproven(f"the block at character {old.start} would change")
        _same_but(before, old, found, now, [c for c in changes if isinstance(c, Change) and c.entry_id.lower() == key])
    if not all(now.grew_from(old) for old, now in zip(old_gaps, new_gaps, strict=True)):
        raise _unproven("text between the entries would change")
    _read_back(found, changes)
    if edit(found, changes, encoding=encoding):
        raise _unproven("the same changes would be made again")
    return found


def _unproven(reason: str) -> Refused:
    return Refused(f"the edited file would not read back: {reason}")


def _without_text(blocks: Blocks, new: set[str]) -> tuple[list[Block], list[_Gap]]:
    """All blocks but free text and new entries, and the free text between each two of them."""
    kept: list[Block] = []
    gaps = [_Gap()]
    for block in blocks:
        if block.kind == "text":
            gaps[-1].text += blocks.source(block)
        elif block.kind == "entry" and block.key and block.key.of(blocks.text).lower() in new:
            gaps[-1].split = True
        else:
            kept.append(block)
            gaps.append(_Gap())
    return kept, gaps


@dataclass(slots=True)
class _Gap:
    """Free text between two blocks; `split` by new entries or not."""

    text: str = ""
    split: bool = False

    def grew_from(self, old: _Gap) -> bool:
        """Whether this is the old text, with white space added around new entries only."""
        return "".join(self.text.split()) == "".join(old.text.split()) if self.split else self.text == old.text


def _same_but(before: Blocks, old: Block, found: Blocks, now: Block, changes: Sequence[Change]) -> None:
    """Everything of an entry is as it was, but for the fields that are changed."""
    changed = {str(change.field).lower() for change in changes}
    was, is_now = parts_of(before.text, old), parts_of(found.text, now)
    entry = old.key.of(before.text) if old.key else ""
    if was.type.of(before.text) != is_now.type.of(found.text) and ENTRY_TYPE not in changed:
        raise _unproven(f"the type of '{entry}' would change")
    if not now.key or now.key.of(found.text) != entry:
        raise _unproven(f"the key '{entry}' would change")
    if before.text[was.opening] != found.text[is_now.opening]:
        raise _unproven(f"the delimiters of '{entry}' would change")
    left = [(field.name.of(before.text), field.value.of(before.text)) for field in was.fields]
    right = [(field.name.of(found.text), field.value.of(found.text)) for field in is_now.fields]
    kept = [pair for pair in left if pair[0].lower() not in changed]
    still = [pair for pair in right if pair[0].lower() not in changed]
    if kept != still:
        names = {name for name, _ in {*kept} ^ {*still}} or {"order"}
        raise _unproven(f"field '{min(names)}' of '{entry}' would change")
    if {name.lower() for name, _ in left} - {name.lower() for name, _ in right}:
        raise _unproven(f"'{entry}' would lose a field")


def _read_back(found: Blocks, changes: Sequence[Change | NewEntry]) -> None:
    keys = found.keys()
    for change in changes:
        key = change.key if isinstance(change, NewEntry) else change.entry_id
        number = keys.get(key.lower())
        if number is None or state(inspect_block(found, number)) != "clean":
            raise _unproven(f"'{key}' would not be a clean entry")
        parts = parts_of(found.text, found[number])
        if isinstance(change, NewEntry):
            intended = same_entry(found.text, parts, change)
        elif change.field == ENTRY_TYPE:
            intended = parts.type.of(found.text).lower() == str(change.new).lower()
        else:
            values = [
                f.value.of(found.text)
                for f in parts.fields
                if f.name.of(found.text).lower() == str(change.field).lower()
            ]
            intended = len(values) == 1 and same_value(values[0], str(change.new))
        if not intended:
            raise _unproven(f"a change of '{key}' is not in it")
