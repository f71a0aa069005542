"""Rule CHK201."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier


class DoiNotBare(FieldRule):
    """A DOI stands with its address or a "doi:" before it.

    `doi = {https://doi.org/10.1000/182}` is printed by styles as https://doi.org/https://doi.org/10.1000/182, and does
    not compare equal to the same DOI elsewhere. Neither biber nor Zotero complains. Write `10.1000/182`.
    """

    code: ClassVar[str] = "CHK201"
    slug: ClassVar[str] = "doi-not-bare"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip()
        bare = text.find("10.") if field.name in ("doi", "DOI") else 0
        if bare > 0 and parse_identifier(text):
            yield Finding("the DOI is not bare", f"write only {text[bare:]}")
