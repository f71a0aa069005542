"""Where everything stands in a CSL-JSON text: items, their keys and their values, as spans of characters.

The scanner never fails. What is not JSON becomes a `Flaw` with its place, and reading goes on at the next item, so that
one damaged item does not cost the rest. Values are decoded by the standard library; only items and their members are
followed here, because those are what is edited.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_SPACE = re.compile(r"[ \t\n\r]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}]', re.DOTALL)
_NEXT_ITEM = re.compile(r"[{\]]")
_INDENT = re.compile(r"[ \t]*\Z")
WRAPPERS: Final = ("items", "references")
"""Keys of an outer object that hold the list of items: Zotero's API and pandoc's metadata."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not JSON, or no item: its characters `start:end`, what is wrong, and what to do."""

    start: int
    end: int
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A key and its value; the key's span includes its quotes."""

    key: str
    key_start: int
    key_end: int
    start: int
    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Item:
    """An object of the list: characters `start:end`, from brace to brace.

    `flawed` is set where its text is no valid JSON; `whole` is unset where a part of it could not be read. `name` is
    the key under which it stands when the outer object maps ids to items.
    """

    start: int
    end: int
    members: tuple[Member, ...]
    flawed: bool = False
    whole: bool = True
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """All items in order, all flaws, and the span of the list that holds the items (None when there is no list)."""

    items: tuple[Item, ...]
    flaws: tuple[Flaw, ...]
    list_span: tuple[int, int] | None = None


def scan(text: str) -> Scan:
    """Where the items of a text stand. Never raises.

    >>> found = scan('[{"id": "a", "volume": 7}, {"id": "b"}]')
    >>> [(member.key, member.value) for member in found.items[0].members]
    [('id', 'a'), ('volume', 7)]
    >>> scan('[{"id": "a" "volume": 7}]').flaws[0].message
    "expected ',' before the next key"
    """
    return _Scanner(text).run()


class _Broken(Exception):
    """An item cannot be followed further; `at` is where."""

    def __init__(self, at: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.flaw = Flaw(at, at, message, hint)


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_STRICT = json.JSONDecoder(parse_constant=_no_constant)
_LENIENT = json.JSONDecoder(parse_constant=_no_constant, strict=False)


@dataclass(slots=True)
class _Scanner:
    text: str
    flaws: list[Flaw] = field(default_factory=list)

    def run(self) -> Scan:
        start = self._skip(0)
        opening = self.text[start : start + 1]
        span: tuple[int, int] | None = None
        items: list[Item] = []
        if opening == "[":
            items, end = self._list(start)
            span = (start, end)
        elif opening == "{":
            items, end, span = self._outer_object(start)
        elif opening:
            self._flaw(start, "expected '[' or '{'", "CSL-JSON is a list of items", end=len(self.text.rstrip()))
            end = len(self.text)
        else:
            self._flaw(start, "there is nothing in this file", "an empty bibliography is written []")
            end = start
        if (rest := self._skip(end)) < len(self.text):
            self._flaw(rest, "text after the end of the list", end=len(self.text.rstrip()))
        return Scan(tuple(items), tuple(sorted(set(self.flaws), key=lambda flaw: (flaw.start, flaw.end))), span)

    def _list(self, start: int) -> tuple[list[Item], int]:
        """The items of the list that opens at `start`, and where it ends."""
        text = self.text
        items: list[Item] = []
        position = self._skip(start + 1)
        comma: int | None = None
        while position < len(text):
            if text[position] == "]":
                if comma is not None:
                    self._flaw(comma, "a comma before the closing bracket", "remove the comma")
                return items, position + 1
            if items and comma is None:
                self._flaw(position, "expected ',' before the next item")
            if text[position] == "{":
                item = self._item(position)
                items.append(item)
                position = item.end
            else:
                position = self._not_an_item(position)
            position = self._skip(position)
            comma = position if text[position : position + 1] == "," else None
            if comma is not None:
                position = self._skip(position + 1)
        self._flaw(len(text.rstrip()), "the list is never closed", "the file may have been cut off; expected ']'")
        return items, len(text)

    def _not_an_item(self, start: int) -> int:
        """Where a value that is no object, or no JSON at all, ends."""
        try:
            _, end = self._value(start)
            self._flaw(start, "an item is an object", end=end)
        except _Broken as broken:
            found = _NEXT_ITEM.search(self.text, start + 1)
            end = found.start() if found else len(self.text)
            self._flaw(start, broken.flaw.message, end=max(self._trim(end), start))
        return max(end, start + 1)

    def _item(self, start: int, name: str | None = None) -> Item:
        members: list[Member] = []
        before = len(self.flaws)
        try:
            position = start + 1
            for member in self._members(start):
                members.append(member)
                position = member.end
            end = self.text.index("}", position) + 1
        except _Broken as broken:
            self.flaws.append(broken.flaw)
            end = self._resume(start, broken.flaw.start)
            return Item(start, end, tuple(members), flawed=True, whole=False, name=name)
        return Item(start, end, tuple(members), flawed=len(self.flaws) > before, name=name)

    def _members(self, start: int) -> Iterator[Member]:
        """The members of the object that opens at `start`. Raises _Broken where they cannot be followed."""
        text = self.text
        position = self._skip(start + 1)
        comma: int | None = None
        first = True
        while True:
            letter = text[position : position + 1]
            if letter == "}":
                if comma is not None:
                    self._flaw(comma, "a comma before the closing brace", "remove the comma")
                return
            if letter == "":
                raise _Broken(len(text.rstrip()), "the item is never closed", "the file may have been cut off")
            if letter != '"':  # a key without quotes, or another bracket
                raise _Broken(position, "expected a key in double quotes")
            if not first and comma is None:
                self._flaw(position, "expected ',' before the next key")
            key, key_end = self._value(position)
            colon = self._skip(key_end)
            if text[colon : colon + 1] != ":":
                raise _Broken(colon, f"expected ':' after the key {key!r:.40}")
            value_start = self._skip(colon + 1)
            value, end = self._value(value_start)
            yield Member(str(key), position, key_end, value_start, end, value)
            first = False
            position = self._skip(end)
            comma = position if text[position : position + 1] == "," else None
            if comma is not None:
                position = self._skip(position + 1)

    def _value(self, start: int) -> tuple[object, int]:
        """A value of any kind and where it ends. Raises _Broken."""
        try:
            return _STRICT.raw_decode(self.text, start)
        except json.JSONDecodeError as error:
            if not error.msg.startswith("Invalid control character"):
                raise _Broken(error.pos, _worded(error.msg)) from None
            place = error.pos
        except RecursionError:
            raise _Broken(start, "lists or objects inside each other too deeply") from None
        except ValueError as error:
            raise _Broken(start, str(error).partition(":")[0]) from None
        try:
            found = _LENIENT.raw_decode(self.text, start)
        except (ValueError, RecursionError):
            raise _Broken(place, "a text in quotes runs over the end of its line") from None
        self._flaw(place, "a line break, tab or control character inside a text", r"write \n or \t instead")
        return found

    def _outer_object(self, start: int) -> tuple[list[Item], int, tuple[int, int] | None]:
        """An object around the list, an object of items by id, or a single item."""
        head = re.compile(r'\{\s*"(?:' + "|".join(WRAPPERS) + r')"\s*:\s*(?=\[)').match(self.text, start)
        if head:
            items, list_end = self._list(head.end())
            closing = self._skip(list_end)
            if self.text[closing : closing + 1] == "}":
                return items, closing + 1, (head.end(), list_end)
            if self.text[closing : closing + 1] == ",":
                # Other members of the outer object; they are none of ours.
                rest = _Scanner("{" + self.text[closing + 1 :])._item(0)
                if rest.flawed:
                    self._flaw(closing, "the object around the list is damaged after it", end=closing + rest.end)
                return items, closing + rest.end, (head.end(), list_end)
            self._flaw(closing, "the object around the list is never closed", "expected '}'")
            return items, closing, (head.end(), list_end)
        item = self._item(start)
        for member in item.members:
            if member.key in WRAPPERS and isinstance(member.value, list):
                items, list_end = self._list(member.start)
                return items, item.end, (member.start, list_end)
        if item.members and all(isinstance(member.value, dict) for member in item.members) and _no_item(item):
            return [self._item(member.start, name=member.key) for member in item.members], item.end, None
        return [item], item.end, None

    def _resume(self, start: int, failed_at: int) -> int:
        """Where a broken item ends: before the next item with the same indentation, or at its own closing brace."""
        text = self.text
        line_start = text.rfind("\n", 0, start) + 1
        if (indent := text[line_start:start]) == "" or _INDENT.match(indent):
            following = re.compile(r"\n" + re.escape(indent) + r"\{").search(text, failed_at)
            if following:
                return self._trim(following.start())
        still_open: list[str] = []
        for token in _TOKEN.finditer(text, start):
            if token[0] in ("{", "["):
                still_open.append(token[0])
            elif token[0] == "}":
                # A bracket left open inside an object ends with it.
                while still_open.pop() != "{":
                    pass
            elif token[0] == "]" and still_open[-1] == "[":
                still_open.pop()
            if not still_open:
                return max(token.end(), failed_at)
        return self._trim(len(text))

    def _skip(self, position: int) -> int:
        found = _SPACE.match(self.text, position)
        return found.end() if found else position

    def _trim(self, end: int) -> int:
        """`end`, moved before the spaces and commas that stand there."""
        while end > 0 and self.text[end - 1] in " \t\r\n,":
            end -= 1
        return end

    def _flaw(self, start: int, message: str, hint: str | None = None, *, end: int | None = None) -> None:
        self.flaws.append(Flaw(start, start if end is None else end, message, hint))


def _no_item(item: Item) -> bool:
    """Whether an object of objects cannot be an item itself: its first member has what only an item has."""
    first = item.members[0].value
    return isinstance(first, dict) and ("type" in first or "title" in first)


def _worded(message: str) -> str:
    """The standard library's message, in the words used here."""
    return {
        "Expecting value": "expected a value",
        "Expecting property name enclosed in double quotes": "expected a key in double quotes",
        "Expecting ',' delimiter": "expected ','",
        "Expecting ':' delimiter": "expected ':'",
        "Unterminated string starting at": "a text whose closing quote is missing",
    }.get(message, message[:1].lower() + message[1:])
