"""Text as Zotero stores it: the server trims it and takes characters out, so they are taken out before it is sent."""

from __future__ import annotations

import re
from typing import Final

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither the server nor any XML holds: C0 without tab and line ends, DEL, halves of pairs, non-characters."""

KEY_CHARACTERS: Final = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""What the keys of items and collections are made of, eight to a key."""


def word_set(text: str) -> frozenset[str]:
    """The words of a table.

    >>> sorted(word_set("url DOI"))
    ['DOI', 'url']
    """
    return frozenset(text.split())


def storable(text: str) -> str:
    r"""`text` without characters that cannot be stored, and trimmed; every line ends in a line feed.

    >>> storable(" A\x00 title\u2028 with 🙂\r\n")
    'A title\u2028 with 🙂'
    """
    return UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    r"""The same on one line, with single spaces, for fields that show one line.

    >>> one_line("A title\n   over two lines")
    'A title over two lines'
    """
    return " ".join(storable(text).split())
