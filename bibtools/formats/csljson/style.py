"""How a CSL-JSON file is written: what a new item or value must look like to seem its owner's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from bibtools.formats.csljson.render import Hand
from bibtools.formats.csljson.rules import KINDS
from bibtools.formats.csljson.scan import Item, Member, Scan

_BEFORE_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|(,\s*)', re.DOTALL)
_INLINE_OBJECT = re.compile(r"^\s*\{.*\S.*\}", re.MULTILINE)
_SLASH = re.compile(r"(\\?)/")
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[01])[0-9a-fA-F]{4}")
_ENOUGH = 200
"""So many items tell how the rest is written."""


@dataclass(frozen=True, slots=True)
class Habits:
    """A file's hand, what stands between two items and two members, and which numbers it writes as text.

    `depth` is how many steps an item stands in from the left. `numbers` are the number variables whose values are JSON
    numbers; `text_dates` says that parts of dates are text.
    """

    hand: Hand
    between_items: str
    between_members: str
    depth: int = 1
    numbers: frozenset[str] = frozenset()
    text_dates: bool = False


def observe(text: str, found: Scan) -> Habits:
    r"""The habits of a scanned text; for what it does not show, those of a fresh file.

    >>> from bibtools.formats.csljson.scan import scan
    >>> text = '[\n\t{\n\t\t"id" : "a",\n\t\t"volume" : 7\n\t}\n]'
    >>> habits = observe(text, scan(text))
    >>> habits.hand.indent, habits.hand.colon, habits.between_members, habits.numbers
    ('\t', ' : ', ',\n\t\t', frozenset({'volume'}))
    """
    items = [item for item in found.items[:_ENOUGH] if item.members]
    newline = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    hand = replace(_characters(text), newline=newline)
    if items:
        hand = _layout(text, items, hand)
    depth = _depth(text, found, hand)
    inner, outer = (f",{newline}{hand.indent * steps}" if hand.indent else hand.comma for steps in (depth + 1, depth))
    return Habits(
        hand,
        between_items=_between_items(text, found, outer),
        between_members=next(_gaps(text, items), inner),
        depth=depth,
        numbers=_numbers(items),
        text_dates=_has_text_dates(items),
    )


def between_members(text: str, item: Item, habits: Habits) -> str:
    """What stands between two members of an item: its own habit, else its file's."""
    return next(_gaps(text, [item]), habits.between_members)


def in_habit(variable: str, value: object, habits: Habits) -> object:
    """A value with numbers and years as text or as numbers, as the file has them.

    >>> in_habit("volume", "7", Habits(Hand(), ",", ",", numbers=frozenset({"volume"})))
    7
    """
    kind = KINDS.get(variable)
    if kind == "number" and variable in habits.numbers and isinstance(value, str) and _is_number(value):
        return int(value)
    if kind == "date" and habits.text_dates and isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        return {**value, "date-parts": [[str(part) for part in date] for date in value["date-parts"]]}
    return value


def _characters(text: str) -> Hand:
    """Which characters are escaped: all beyond ASCII where one is and none stands plain, and in which case."""
    escapes = _ESCAPED.findall(text) if text.isascii() else []
    letters = "".join(escape[-4:] for escape in escapes)
    slashes = {found[1] for found in _SLASH.finditer(text)}
    return Hand(
        ascii=bool(escapes),
        upper=any(map(str.isupper, letters)) and not any(map(str.islower, letters)),
        slashes=slashes == {"\\"},
    )


def _layout(text: str, items: list[Item], hand: Hand) -> Hand:
    """Indentation, colon, comma and short lists, as the items have them."""
    first = items[0]
    start = text[first.start + 1 : first.members[0].key_start]
    colon = text[first.members[0].key_end : first.members[0].start]
    if "\n" not in start:
        gap = next(_gaps(text, items), "")
        return replace(hand, indent="", colon=colon, comma=gap if gap and "\n" not in gap else hand.comma)
    step = start.rpartition("\n")[2].removeprefix(_indent(text, first.start))
    nested = [text[m.start : m.end] for item in items for m in item.members if isinstance(m.value, list | dict)]
    inline = [value for value in nested if "\n" not in value]
    # Where every list is spread over lines, down to its last object, not even the shortest is put on one.
    spread = bool(nested) and not inline and not any(map(_INLINE_OBJECT.search, nested))
    commas = [comma for value in inline for comma in _BEFORE_COMMA.findall(value) if comma]
    return replace(
        hand, indent=step, colon=colon, short=0 if spread else hand.short, comma=commas[0] if commas else hand.comma
    )


def _gaps(text: str, items: list[Item]) -> Iterator[str]:
    for item in items:
        for one, following in pairwise(item.members):
            gap = text[one.end : following.key_start]
            if gap.strip() == ",":
                yield gap


def _depth(text: str, found: Scan, hand: Hand) -> int:
    if found.items and hand.indent:
        return len(_indent(text, found.items[0].start)) // len(hand.indent)
    # Inside an outer object a list's items stand one step further in.
    return 2 if found.list_span and found.list_span[0] > 0 else 1


def _between_items(text: str, found: Scan, default: str) -> str:
    for one, following in pairwise(found.items):
        gap = text[one.end : following.start]
        if gap.strip() == ",":
            return gap
    if found.list_span and found.items:
        lead = text[found.list_span[0] + 1 : found.items[0].start]
        return "," + lead if "\n" in lead and lead.strip() == "" else default
    return default


def _numbers(items: list[Item]) -> frozenset[str]:
    """The number variables that are JSON numbers at least as often as text."""
    votes: dict[str, int] = {}
    for member in _members(items, "number"):
        if isinstance(member.value, int) or (isinstance(member.value, str) and _is_number(member.value)):
            votes[member.key] = votes.get(member.key, 0) + (1 if isinstance(member.value, int) else -1)
    return frozenset(variable for variable, vote in votes.items() if vote >= 0)


def _has_text_dates(items: list[Item]) -> bool:
    parts = [
        part
        for member in _members(items, "date")
        if isinstance(member.value, dict) and isinstance(member.value.get("date-parts"), list)
        for date in member.value["date-parts"]
        if isinstance(date, list)
        for part in date
    ]
    return sum(1 if isinstance(part, str) else -1 for part in parts) > 0


def _members(items: list[Item], kind: str) -> Iterator[Member]:
    return (member for item in items for member in item.members if KINDS.get(member.key) == kind)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0")) and len(text) < 10


def _indent(text: str, start: int) -> str:
    """The blanks before a position on its line; empty when other characters stand there."""
    lead = text[text.rfind("\n", 0, start) + 1 : start]
    return lead if lead.strip() == "" else ""
