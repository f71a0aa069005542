"""Extra, the field in which Zotero keeps what has no field: `key: value`, one to a line, between a person's remarks.

Source: Zotero's manual, "Citing fields from Extra": a line under the name of a CSL variable counts as that variable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bibtools.formats.csljson.rules import KINDS
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

EXTRA: Final = "extra"
# Of a line without white space at its ends; the length of a key is limited, so that no line takes long to refuse.
_LINE = re.compile(r"(?P<braced>\{:)?\s*(?P<key>[A-Za-z_][\w. -]{0,60}?)\s*:(?!//)\s*(?P<value>\S.*?)(?(braced)\})\Z")
_BRACED = re.compile(r"(\{:[\w.-]+:[^{}]*\})")
_VARIABLES: Final = {name.lower(): name for name, kind in KINDS.items() if kind in ("string", "number")}


def lines(extra: str) -> list[str]:
    r"""The lines of Extra; the older `{:key: value}` of citeproc stands alone in one, wherever it was written.

    >>> lines("read twice {:number:arXiv:1706.03762} on paper")
    ['read twice ', '{:number:arXiv:1706.03762}', ' on paper']
    """
    return (_BRACED.sub(r"\n\1\n", extra) if "{:" in extra else extra).splitlines()


def keyed(line: str) -> tuple[str, str] | None:
    """A line of Extra as its key, in lower case, and its value; None for any other text.

    >>> keyed("Citation Key: doe2021"), keyed("read this")
    (('citation key', 'doe2021'), None)
    """
    found = _LINE.match(line.strip())
    return (found["key"].lower(), found["value"]) if found else None


def variables(remarks: str) -> Iterator[tuple[str, str, str]]:
    r"""(line, CSL variable, value) for each line that stands for a variable of CSL which is a text or a number.

    >>> list(variables("Container Title: Nature\nread twice\nvolume: 7"))
    [('Container Title: Nature', 'container-title', 'Nature'), ('volume: 7', 'volume', '7')]
    """
    for line in remarks.splitlines():
        told = keyed(line)
        name = _VARIABLES.get(told[0].replace(" ", "-")) or _VARIABLES.get(told[0].replace(" ", "_")) if told else None
        if told and name:
            yield line, name, told[1]


def with_line(extra: str, line: str) -> str:
    r"""Extra with one more line at its end, and every other byte as it is.

    >>> with_line("a\n", "b"), with_line("a\nb", "c"), with_line("", "c")
    ('a\nb', 'a\nb\nc', 'c')
    """
    return f"{extra}{line}" if not extra or extra.endswith("\n") else f"{extra}\n{line}"


def arxiv_line(arxiv: Identifier, reference: Reference) -> str:
    """The line that Zotero's own translator writes for a paper.

    >>> arxiv_line(Identifier("arxiv", "1706.03762"), Reference(categories=("cs.CL", "cs.LG")))
    'arXiv:1706.03762 [cs.CL]'
    """
    return f"arXiv:{arxiv.value}" + (f" [{reference.categories[0]}]" if reference.categories else "")
