"""Proof, by reading the result anew, that an edited CSL-JSON text holds the changes and otherwise what it held."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise

from bibtools.errors import Refused
from bibtools.formats.csljson.edit import edit, same_value
from bibtools.formats.csljson.read import entry_ids
from bibtools.formats.csljson.scan import Item, scan
from bibtools.formats.csljson.write import DEFAULT, Options
from bibtools.model.change import Change


def verify(before: str, after: str, changes: Sequence[Change], options: Options = DEFAULT) -> None:
    r"""Nothing, if `after` is `before` with exactly these changes; else Refused.

    All other items and the text between items are equal to the letter, a changed item keeps its other members to the
    letter and in order, every change reads back, and the same changes again give no edits.

    >>> change = Change("a", "set-field", "corrected", "volume", old="7", new="8")
    >>> verify('[{"id": "a", "volume": 7}]', '[{"id": "a", "volume": 8}]', [change])
    >>> verify('[{"id": "a", "volume": 7}]', '[{"id": "b", "volume": 8}]', [change])
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: the edited file would not read back: the item 'a' would become 'b'
    """
    stood, stands = scan(before), scan(after)
    if stands.flaws:
        raise _unproven(stands.flaws[0].message)
    old_ids, new_ids = entry_ids(stood), entry_ids(stands)
    fields: dict[str, dict[str, Change]] = {}
    for change in changes:
        if change.field:
            fields.setdefault(change.entry_id, {})[change.field] = change
    for number, item in enumerate(stood.items):
        if number >= len(stands.items) or new_ids[number] != old_ids[number]:
            now = new_ids[number] if number < len(new_ids) else "nothing"
            raise _unproven(f"the item {old_ids[number]!r} would become {now!r}")
        _same_but(before, item, after, stands.items[number], fields.get(old_ids[number], {}))
    _same_around(before, stood.items, after, stands.items)
    expected = {change.entry_id for change in changes if change.op == "add-entry"} - set(old_ids)
    if set(new_ids[len(old_ids) :]) != expected:
        raise _unproven("other items than the new ones would be added")
    if edit(after, changes, options):
        raise _unproven("the same changes would be made again")


def _same_but(before: str, old: Item, after: str, new: Item, changes: dict[str, Change]) -> None:
    """One item: the members that no change names are equal to the letter, the others are as the changes say."""
    if not changes and before[old.start : old.end] != after[new.start : new.end]:
        raise _unproven("an item would change that no change names")
    edges = [
        (text[item.start : item.members[0].key_start], text[item.members[-1].end : item.end])
        for text, item in ((before, old), (after, new))
        if item.members
    ]
    if len(set(edges)) > 1:
        raise _unproven("text inside an item would change")
    kept = [before[m.key_start : m.end] for m in old.members if m.key not in changes]
    keeps = [after[m.key_start : m.end] for m in new.members if m.key not in changes]
    if kept != keeps:
        raise _unproven("a member would change that no change names")
    values = {member.key: member.value for member in new.members}
    for name, change in changes.items():
        if name not in values or not same_value(name, values[name], json.loads(change.new or "null")):
            raise _unproven(f"{name!r} of {change.entry_id!r} would not be as it should")
    spelt = {member.key: after[member.start : member.end] for member in new.members}
    for member in old.members:
        same_letters = spelt[member.key].startswith(before[member.start : member.end - 1])
        if _continues(member.value, values[member.key]) and not same_letters:
            raise _unproven(f"the text of {member.key!r} would be spelt anew")


def _continues(text: object, longer: object) -> bool:
    return isinstance(text, str) and isinstance(longer, str) and longer.startswith(text)


def _same_around(before: str, old: Sequence[Item], after: str, new: Sequence[Item]) -> None:
    """The text before, between and behind the items that stood there."""
    if not old:
        return
    gaps = [before[: old[0].start], *(before[a.end : b.start] for a, b in pairwise(old))]
    now = new[: len(old)]
    stay = [after[: now[0].start], *(after[a.end : b.start] for a, b in pairwise(now))]
    if gaps != stay or before[old[-1].end :] != after[new[-1].end :]:
        raise _unproven("text outside the items would change")


def _unproven(reason: str) -> Refused:
    return Refused(f"the edited file would not read back: {reason}")
