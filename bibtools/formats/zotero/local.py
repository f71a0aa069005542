"""What the desktop client's local API does to Extra at every write, and how to keep it from doing so.

It imports the whole item anew: a line such as `DOI: 10.1/x` moves into the field of that name where that is empty, and
a line `type: report` changes the item's type. An empty text sent for each empty field keeps the lines where they are;
against the line about the type nothing helps.
Source: Zotero 10.0.0, `PATCH /api/users/0/items/…`, as observed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bibtools.formats.zotero.extra import EXTRA, keyed, lines
from bibtools.formats.zotero.mapping import TYPES
from bibtools.formats.zotero.schema import Schema

_BETWEEN = re.compile(r"[\s_-]")
# Until 2022 a line `type: article` marked preprints, and the client leaves it alone.
_HARMLESS: Final = "article"


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name).lower()


_TYPE_NAMES = {_plain(name) for pair in TYPES.items() for name in pair} - {_HARMLESS}


def type_line(data: Mapping[str, object]) -> str | None:
    """The line of Extra that would change the item's type at any write; None where there is none.

    >>> type_line({"extra": "read twice\\ntype: report"}), type_line({"extra": "type: article"})
    ('type: report', None)
    """
    for line in lines(_extra(data)):
        told = keyed(line)
        if told and _plain(told[0]) in ("type", "itemtype") and _plain(told[1]) in _TYPE_NAMES:
            return line.strip()
    return None


def complete(data: Mapping[str, object], changes: Mapping[str, object], schema: Schema) -> dict[str, object]:
    """`changes` to an item with an empty text for each other field of its type that the item leaves empty.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> body = complete({"itemType": "preprint", "title": "A"}, {"url": "https://arxiv.org/abs/1706.03762"}, FALLBACK)
    >>> body["url"], body["DOI"], "title" in body
    ('https://arxiv.org/abs/1706.03762', '', False)
    """
    kind = schema.types[str(data["itemType"])]
    return {**changes, **{field: "" for field in kind.fields if field not in changes and not data.get(field)}}


def _extra(data: Mapping[str, object]) -> str:
    value = data.get(EXTRA)
    return value if isinstance(value, str) else ""
