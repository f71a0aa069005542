"""Edits of a CSL-JSON text that carry out changes and touch nothing else.

Order, unknown keys, indentation, escapes, numbers written as text: all stays, because only the characters of a changed
value are replaced, and what is new is written as the rest of the file is. What cannot be done safely is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from bibtools.errors import Refused
from bibtools.formats.csljson.dates import from_date
from bibtools.formats.csljson.item import read_item
from bibtools.formats.csljson.mapping import ORDER
from bibtools.formats.csljson.read import as_dict, entry_ids
from bibtools.formats.csljson.render import Hand, string, to_json
from bibtools.formats.csljson.rules import KINDS, is_valid
from bibtools.formats.csljson.scan import Item, Member, Scan, scan
from bibtools.formats.csljson.style import Habits, between_members, in_habit, observe
from bibtools.formats.csljson.write import DEFAULT, Options, to_item
from bibtools.formats.edits import Edit, placed
from bibtools.model.change import Change


def edit(text: str, changes: Sequence[Change], options: Options = DEFAULT) -> tuple[Edit, ...]:
    r"""The edits of `text` that carry out all `changes`, in the order of the text; none for what holds already.

    A change names an item by its entry's id (see `bibtools.formats.csljson.read.entry_ids`), `field` is a CSL variable,
    `old` and `new` are JSON: `"A title"`, `7`, `{"date-parts": [[2017]]}`. An add-entry change carries the reference.

    Raises Refused where one change cannot be proven safe: the text is no valid JSON, the item is unknown or its id or
    one of its keys stands twice, the value is not what the change says or not valid in CSL, two changes collide.

    >>> from bibtools.formats.edits import apply_edits
    >>> text = '[\n  {"id": "a", "volume": 7}\n]\n'
    >>> change = Change("a", "set-field", "corrected", "volume", old="7", new="8")
    >>> print(apply_edits(text, edit(text, [change])), end="")
    [
      {"id": "a", "volume": 8}
    ]
    """
    found = scan(text)
    _require_sound(found)
    habits = observe(text, found)
    ids = entry_ids(found)
    edits: list[Edit] = []
    by_entry: dict[str, list[Change]] = {}
    for change in changes:
        by_entry.setdefault(change.entry_id, []).append(change)
    new: list[str] = []
    for entry_id, mine in by_entry.items():
        if mine[0].op == "add-entry":
            item = _new_item(found, ids, mine, options)
            if item is not None:
                values = {name: in_habit(name, value, habits) for name, value in item.items()}
                new.append(to_json(values, habits.hand, habits.depth, spread=True))
        else:
            old = _find(found, ids, entry_id)
            with placed(old.start):
                edits += _edit_item(text, old, mine, habits)
    if new:
        edits.append(_append(found, new, habits))
    return tuple(sorted(edits, key=lambda each: (each.start, each.end)))


def same_value(variable: str, one: object, other: object) -> bool:
    """Whether two values of a variable say the same, though one may be text where the other is a number.

    >>> same_value("volume", 7, "7"), same_value("title", "A", "B")
    (True, False)
    >>> same_value("issued", {"date-parts": [["2012", 8]]}, {"date-parts": [[2012, 8]]})
    True
    """
    if one == other and isinstance(one, bool) == isinstance(other, bool):
        return True
    kind = KINDS.get(variable)
    if kind in ("number", "id"):
        return (
            not isinstance(one, bool | list | dict)
            and not isinstance(other, bool | list | dict)
            and str(one) == str(other)
        )
    if kind == "date":
        first, second = from_date(one), from_date(other)
        return first == second and first[1]
    return False


def _require_sound(found: Scan) -> None:
    if found.flaws:
        flaw = found.flaws[0]
        raise Refused(f"the file is not valid CSL-JSON: {flaw.message}", hint=flaw.hint, at=flaw.start)


def _find(found: Scan, ids: Sequence[str], entry_id: str) -> Item:
    if entry_id not in ids:
        raise Refused(f"there is no item {entry_id!r}", hint="the file may have changed since it was read")
    item = found.items[ids.index(entry_id)]
    if f"{entry_id}#2" in ids or entry_id.rpartition("#")[0] in ids:
        message = f"the id {entry_id!r} stands more than once"
        raise Refused(message, hint="give each item an id of its own", at=item.start)
    names = [member.key for member in item.members]
    if len(set(names)) < len(names):
        raise Refused(f"a key stands twice in {entry_id!r}", hint="keep one of them", at=item.start)
    return item


def _edit_item(text: str, item: Item, changes: Sequence[Change], habits: Habits) -> list[Edit]:
    members = {member.key: member for member in item.members}
    edits: list[Edit] = []
    added: list[tuple[str, str]] = []
    seen: set[str] = set()
    for change in changes:
        if change.op == "add-entry" or change.field is None or change.new is None:
            raise Refused(f"a change of {change.entry_id!r} is incomplete, or collides with another")
        if change.field in seen:
            raise Refused(f"two changes of {change.field!r} in {change.entry_id!r}")
        seen.add(change.field)
        value = _new_value(change)
        member = members.get(change.field)
        if member and same_value(change.field, member.value, value):
            continue
        if member:
            _require_old(change, member)
            edits.append(_replacement(text, item, member, value, habits))
        elif change.op == "set-field":
            raise Refused(f"{change.entry_id!r} has no {change.field!r} to replace")
        else:
            added.append((change.field, _rendered(text, item, change.field, value, None, habits)))
    return edits + _insert(text, item, added, habits)


def _new_value(change: Change) -> object:
    try:
        value = json.loads(change.new or "")
    except (ValueError, RecursionError):
        raise Refused(f"the new {change.field!r} of {change.entry_id!r} is no JSON: {change.new!r:.60}") from None
    if change.field == "id" or not is_valid(change.field or "", value):
        raise Refused(f"{change.field!r} of {change.entry_id!r} cannot be {change.new!r:.60} in CSL-JSON")
    return value


def _require_old(change: Change, member: Member) -> None:
    if change.op == "add-field":
        raise Refused(f"{change.entry_id!r} has another {change.field!r} already")
    try:
        agrees = change.old is not None and same_value(member.key, json.loads(change.old), member.value)
    except (ValueError, RecursionError):
        agrees = False
    if not agrees:
        raise Refused(
            f"{change.field!r} of {change.entry_id!r} is not what the change says", hint="read the file again"
        )


def _replacement(text: str, item: Item, member: Member, value: object, habits: Habits) -> Edit:
    """Another value for a member; text that only grows at its end keeps every character, however it is escaped."""
    if isinstance(value, str) and isinstance(member.value, str) and value.startswith(member.value):
        more = string(value[len(member.value) :], habits.hand)
        return Edit(member.end - 1, member.end - 1, more[1:-1])
    return Edit(member.start, member.end, _rendered(text, item, member.key, value, member, habits))


def _rendered(text: str, item: Item, variable: str, value: object, old: Member | None, habits: Habits) -> str:
    """A value as JSON in the file's hand; a number stays a number, and text stays text, where it was one."""
    if old and KINDS.get(variable) == "number":
        plain = isinstance(old.value, int)
        habits = replace(habits, numbers=frozenset({variable} if plain else ()))
        value = value if plain else str(value)
    return to_json(
        in_habit(variable, value, habits), _hand_of(text, item, habits.hand), _indent_steps(text, item, habits)
    )


def _hand_of(text: str, item: Item, hand: Hand) -> Hand:
    """The file's hand; for an item that stands on one line, without line breaks."""
    return hand if "\n" in text[item.start : item.end] else replace(hand, indent="")


def _indent_steps(text: str, item: Item, habits: Habits) -> int:
    """How many steps the item's members stand in from the left."""
    lead = text[item.start + 1 : item.members[0].key_start].rpartition("\n")[2] if item.members else ""
    return len(lead) // len(habits.hand.indent) if habits.hand.indent else 0


def _insert(text: str, item: Item, added: Sequence[tuple[str, str]], habits: Habits) -> list[Edit]:
    """New members, each before the member that follows it in the usual order, but never behind the last one.

    A member behind the last would put a comma on a line that is none of its own.
    """
    edits = []
    gap = between_members(text, item, habits)
    for name, value in added:
        written = f"{string(name, habits.hand)}{habits.hand.colon}{value}"
        if not item.members:
            raise Refused("an item without members cannot be edited")
        if len(item.members) == 1:
            end = item.members[0].end
            edits.append(Edit(end, end, gap + written))
            continue
        following = next((m for m in item.members[1:] if _place(m.key) > _place(name)), item.members[-1])
        edits.append(Edit(following.key_start, following.key_start, written + gap))
    return edits


def _place(variable: str) -> int:
    return ORDER.index(variable) if variable in ORDER else len(ORDER)


def _new_item(found: Scan, ids: Sequence[str], changes: Sequence[Change], options: Options) -> dict[str, object] | None:
    """The item that an add-entry change adds; None when the file has just that."""
    change = changes[0]
    if len(changes) > 1 or change.reference is None:
        raise Refused(f"the changes that add {change.entry_id!r} collide, or lack its reference")
    item = to_item(change.reference, change.entry_id, options)
    taken = [number for number, known in enumerate(ids) if known.casefold() == change.entry_id.casefold()]
    if not taken:
        return item
    if ids[taken[0]] == change.entry_id and read_item(as_dict(found.items[taken[0]])) == read_item(item):
        return None
    at = found.items[taken[0]].start
    raise Refused(f"the id {change.entry_id!r} is taken", hint="ids are compared without case; choose another", at=at)


def _append(found: Scan, new: Sequence[str], habits: Habits) -> Edit:
    """New items behind the last one, or in the empty list."""
    if found.list_span is None:
        raise Refused("the file holds no list to which an item could be added", hint="put [ and ] around the item")
    if found.items:
        end = found.items[-1].end
        return Edit(end, end, "".join(habits.between_items + item for item in new))
    start, end = found.list_span
    hand = habits.hand
    inner, outer = (hand.newline + hand.indent * steps for steps in (habits.depth, habits.depth - 1))
    return Edit(start + 1, end - 1, inner + ("," + inner).join(new) + outer)
