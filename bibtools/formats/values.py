"""The model as JSON and back: every frozen value of `bibtools.model`, without its empty fields."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

_PLAIN = frozenset((str, int, float, bool))


def as_text(body: object) -> str:
    """JSON values as the text of a file, one to a line; UTF-8 can hold all of it.

    A byte that was no character and half a surrogate pair stay what they are, in JSON's own escape.

    >>> as_text({"title": "Gödel \\udcff"}).splitlines()[1]
    ' "title": "Gödel \\\\udcff"'
    """
    text = json.dumps(body, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def to_json(value: object) -> Any:
    """Dictionaries, lists, strings and numbers that say the same; what is unknown or empty is left out.

    >>> from bibtools.model.name import Name
    >>> to_json((Name(family="Doe", given="Jane"),))
    [{'family': 'Doe', 'given': 'Jane'}]
    """
    kind = type(value)
    if value is None or kind in _PLAIN:
        return value
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    names = _fields(cast(type, kind))
    if names is not None:
        told = {}
        for name in names:
            item = getattr(value, name)
            if item is None:
                continue
            if type(item) is str:
                told[name] = item
            elif item not in ((), {}):
                told[name] = to_json(item)
        return told
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    return value


@lru_cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None for any other type. Asked once for each type, not for each value."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def from_json(kind: type[T], data: object) -> T:
    """The value of type `kind` that `to_json` made `data` from.

    Raises ValueError with the name of what does not fit.

    >>> from bibtools.model.name import Name
    >>> from_json(Name, {"family": "Doe"})
    Name(family='Doe', given=None, particle=None, suffix=None, literal=None)
    >>> from_json(Name, {"surname": "Doe"})
    Traceback (most recent call last):
    ...
    ValueError: Name has no field 'surname'
    """
    return cast(T, _decode(kind, data))


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, data: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _decode(next(a for a in arguments if a is not type(None)), data)
    if origin is tuple:
        _expect(isinstance(data, list), "a list", data)
        kinds = [arguments[0]] * len(data) if arguments[-1] is Ellipsis else list(arguments)
        _expect(len(kinds) == len(data), f"a list of {len(kinds)}", data)
        return tuple(_decode(each, item) for each, item in zip(kinds, data, strict=True))
    if origin is Literal:
        _expect(data in arguments, f"one of {', '.join(map(str, arguments))}", data)
        return data
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _expect(isinstance(data, dict), "an object", data)
        return {key: _decode(arguments[1], item) for key, item in data.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        _expect(isinstance(data, dict), f"an object ({kind.__name__})", data)
        hints = _hints(kind)
        for name in data:
            if name not in hints:
                raise ValueError(f"{kind.__name__} has no field {name!r}")
        told = {name: _decode(hints[name], item) for name, item in data.items()}
        # What is empty was left out, also where there is no default for it.
        empty = {name: () for name, hint in hints.items() if get_origin(hint) is tuple and name not in data}
        try:
            return kind(**empty, **told)
        except TypeError as error:
            raise ValueError(f"{kind.__name__}: {error}") from None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is float and type(data) is int:
        return float(data)
    _expect(isinstance(data, kind) and not (kind is int and isinstance(data, bool)), kind.__name__, data)
    return data


def _expect(fits: bool, wanted: str, data: object) -> None:
    if not fits:
        raise ValueError(f"expected {wanted}, found {data!r:.60}")
