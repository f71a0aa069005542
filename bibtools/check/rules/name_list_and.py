"""Rule CHK302."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_TROUBLE = (
    (re.compile(r"\A\s*and\b(?=\s)", re.IGNORECASE), "the list begins with `and`"),
    (re.compile(r"(?<=\s)and\s*\Z", re.IGNORECASE), "the list ends with `and`"),
    (re.compile(r"(?<=\s)and\s+and(?=\s)", re.IGNORECASE), "there is an empty name between two `and`"),
    (re.compile(r",\s*(?=\Z|\sand\s)"), "a name ends with a comma"),
)


class NameListAnd(FieldRule):
    """A list of names has an empty name in it, or a comma at the end of one.

    `A. Doe and and B. Roe`, `and A. Doe` and `A. Doe and` each hold an empty name, which BibTeX reports as an error;
    `Doe, Jane, and Roe, John` gives Jane an empty part, and so does the comma at the end of `Doe, Jane,`.
    """

    code: ClassVar[str] = "CHK302"
    slug: ClassVar[str] = "name-list-and"
    severity: ClassVar[Severity] = "error"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name in ("author", "editor", "translator"):
            for pattern, message in _TROUBLE:
                if found := pattern.search(field.value):
                    yield Finding(message, "put one `and` between two names, and nothing else", at=found.start())
