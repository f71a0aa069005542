"""Rule CHK204."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier

_LOOKS_LIKE_ONE = re.compile(
    r"(?:arxiv\s*:\s*)(?P<told>\d{4}\.\d+|[a-z-]+/\d+)|(?P<bare>\d{4}\.\d{4,5})", re.IGNORECASE
)
_BARE_FIELDS = frozenset(("eprint", "arxivid", "arxiv"))


class ImpossibleArxivId(FieldRule):
    """An arXiv identifier that arXiv cannot have given out.

    `1713.03762` names a thirteenth month; before 2015 there were four digits after the dot, since then there are five
    (arXiv, "Understanding the arXiv identifier"). A digit was lost or swapped: look the paper up again.
    """

    code: ClassVar[str] = "CHK204"
    slug: ClassVar[str] = "impossible-arxiv-id"
    severity: ClassVar[Severity] = "error"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        if field.name not in _BARE_FIELDS | {"number", "note", "journal"}:
            return
        for found in _LOOKS_LIKE_ONE.finditer(field.value):
            bare = field.name in _BARE_FIELDS and _of_arxiv(entry)
            text = found["told"] or (found["bare"] if bare else None)
            if text and parse_identifier(f"arXiv:{text}") is None:
                yield Finding(f"{text} cannot be an arXiv identifier", "look the paper up again", at=found.start())


def _of_arxiv(entry: RawEntry) -> bool:
    """Whether the entry's eprint is arXiv's: said so, or not said at all."""
    archive = entry.get("archiveprefix", "eprinttype")
    return archive is None or archive.value.strip().lower() == "arxiv"
