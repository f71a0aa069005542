"""Parts of a JSON answer, whatever it turned out to be: what has another shape than it should counts as not stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_NOTHING: Mapping[str, Any] = {}


def text(value: object) -> str | None:
    """A string that says something, or a number as one, with single spaces.

    >>> text("  Physical\\n Review "), text(12), text(""), text(["a"]), text(True)
    ('Physical Review', '12', None, None, None)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    # Half of a surrogate pair is no character, and nothing could be written that holds one.
    whole = value if value.isascii() else value.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(whole.split()) or None


def first(value: object) -> str | None:
    """The first string of a list, or the string that stands in its place.

    >>> first(["", "Nature"]), first("Nature"), first({"name": "Nature"})
    ('Nature', 'Nature', None)
    """
    return next(iter(texts(value)), None)


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list, or the one string that stands in its place."""
    found = [text(each) for each in (value if isinstance(value, list) else [value])]
    return tuple(each for each in found if each)


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def mappings(value: object) -> Sequence[Mapping[str, Any]]:
    """The objects of a list, or the one object that stands in its place.

    >>> mappings([{"a": 1}, None, "b"]), mappings({"a": 1}), mappings(3)
    ([{'a': 1}], [{'a': 1}], [])
    """
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict)]
