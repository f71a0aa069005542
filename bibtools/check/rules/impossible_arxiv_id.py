"""Rule CHK204."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier

_CALLED_ONE = re.compile(r"arxiv\s*:\s*(?P<id>\d{4}\.\d+|[a-z-]+(?:\.[a-z]{2})?/\d{6,8}(?!\.))", re.IGNORECASE)


class ImpossibleArxivId(FieldRule):
    """An arXiv identifier that arXiv cannot have given out.

    `1713.03762` names a thirteenth month; before 2015 there were four digits after the dot, since then there are five
    (arXiv, "Understanding the arXiv identifier"). A digit was lost or swapped: look the paper up again.
    (Of `eprint` in a `.bib` file, the reader reports this as BIB210.)
    """

    code: ClassVar[str] = "CHK204"
    slug: ClassVar[str] = "impossible-arxiv-id"
    severity: ClassVar[Severity] = "error"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("number", "note", "journal", "howpublished", "container-title"))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile("[aA][rR][xX][iI][vV]").search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        for found in _CALLED_ONE.finditer(field.value):
            if parse_identifier(f"arXiv:{found['id']}") is None:
                message = f"{found['id']} cannot be an arXiv identifier"
                yield Finding(message, "look the paper up again", at=found.start())
