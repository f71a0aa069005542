"""Rule CHK201."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier


class DoiNotBare(FieldRule):
    """A DOI stands with its address or a "doi:" before it.

    `doi = {https://doi.org/10.1000/182}` is printed by styles as https://doi.org/https://doi.org/10.1000/182, and does
    not compare equal to the same DOI elsewhere. Neither biber nor Zotero complains. The repair leaves
    `10.1000/182`.
    """

    code: ClassVar[str] = "CHK201"
    slug: ClassVar[str] = "doi-not-bare"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("doi", "DOI"))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"(?!\s*10\.).*10\.", re.DOTALL).match,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip()
        bare = text[text.find("10.") :]
        if found := parse_identifier(text):
            repairs = (field.repaired(bare),) if parse_identifier(bare) == found else ()
            yield Finding("the DOI is not bare", f"write only {bare}", repairs=repairs)
