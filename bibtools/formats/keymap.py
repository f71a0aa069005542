"""A key map: a text file that says which citation key to use instead of which, one `old<TAB>kept` on a line, sorted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bibtools.errors import UnreadableInput

_LINE = re.compile(r"([^\t]*[^\t ])[ ]*\t[ \t]*([^\t]*[^\t ])[ ]*\Z")


def write(instead: Mapping[str, str]) -> str:
    r"""The text of a key map.

    >>> write({"vaswani17": "vaswani2017attention", "attn": "vaswani2017attention"})
    'attn\tvaswani2017attention\nvaswani17\tvaswani2017attention\n'
    """
    return "".join(f"{old}\t{new}\n" for old, new in sorted(instead.items()))


def read(text: str, path: str) -> dict[str, str]:
    r"""The key map in a text; blank lines say nothing.

    Raises UnreadableInput, with the line, for anything else and for a key with two successors.

    >>> read("attn\tvaswani2017attention\n", "keys.tsv")
    {'attn': 'vaswani2017attention'}
    >>> read("attn vaswani2017attention\n", "keys.tsv")
    Traceback (most recent call last):
    ...
    bibtools.errors.UnreadableInput: keys.tsv:1:1: expected two keys with a tab between them
    """
    instead: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.match(line.strip())
        if not found:
            raise UnreadableInput(
                f"{path}:{number}:1: expected two keys with a tab between them", hint="write: old<TAB>kept"
            )
        old, new = found[1], found[2]
        if instead.setdefault(old, new) != new:
            raise UnreadableInput(f"{path}:{number}:1: {old} has two successors, {instead[old]} and {new}")
    return instead
