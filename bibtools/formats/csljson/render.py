"""JSON as text, in the hand of a given file: indentation, spaces, escapes, short lists on one line or not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

_LONELY = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")


@dataclass(frozen=True, slots=True)
class Hand:
    """How a file is written.

    `indent` is one step ("" puts everything on one line); `short` is the width up to which a list or an object inside
    an item stays on one line (0: never); `ascii` writes other characters as escapes, in `upper` case or not;
    `slashes` writes `\\/` for a slash, as PHP does.
    """

    indent: str = "  "
    newline: str = "\n"
    colon: str = ": "
    comma: str = ", "
    short: int = 100
    ascii: bool = False
    upper: bool = False
    slashes: bool = False


def to_json(value: object, hand: Hand = Hand(), depth: int = 0, *, spread: bool = False) -> str:
    """A value as JSON; `depth` is the number of steps its first line stands in from the left.

    `spread` puts each part of the outermost list or object on a line of its own, however short it is.

    >>> item = {"issued": {"date-parts": [[2017, 6]]}, "title": "É"}
    >>> print(to_json(item, Hand(ascii=True), spread=True))
    {
      "issued": {"date-parts": [[2017, 6]]},
      "title": "\\u00c9"
    }
    """
    if isinstance(value, Mapping):
        parts = [f"{string(str(key), hand)}{hand.colon}{to_json(item, hand, depth + 1)}" for key, item in value.items()]
        return _enclosed("{", parts, "}", hand, depth, spread=spread)
    if isinstance(value, list | tuple):
        return _enclosed("[", [to_json(item, hand, depth + 1) for item in value], "]", hand, depth, spread=spread)
    return string(value, hand) if isinstance(value, str) else json.dumps(value)


def string(text: str, hand: Hand = Hand()) -> str:
    """A text in quotes, with the escapes it needs and those that the hand prefers."""
    quoted = json.dumps(text, ensure_ascii=hand.ascii)
    if not hand.ascii and _LONELY.search(quoted):
        # Half a surrogate pair cannot be stored as UTF-8.
        quoted = _LONELY.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
    if hand.upper:
        quoted = _ESCAPE.sub(lambda found: _upper(found[0]), quoted)
    return quoted.replace("/", "\\/") if hand.slashes else quoted


def _upper(escape: str) -> str:
    return "\\u" + escape[2:].upper() if escape[1] == "u" else escape


def _enclosed(opening: str, parts: list[str], closing: str, hand: Hand, depth: int, *, spread: bool) -> str:
    """Parts on one line where that is short and nothing asks for more; else each on a line of its own."""
    together = opening + hand.comma.join(parts) + closing
    room = hand.short - len(hand.indent) * depth
    if not parts or not hand.indent or (not spread and "\n" not in together and len(together) <= room):
        return together
    inner, outer = (hand.newline + hand.indent * steps for steps in (depth + 1, depth))
    return opening + inner + ("," + inner).join(parts) + outer + closing
