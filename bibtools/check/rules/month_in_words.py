"""Rule CHK806."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.formats.bib.dates import MONTHS, month_number
from bibtools.model.document import Severity


class MonthInWords(FieldRule):
    """A month is written as a word in braces.

    `month = {June}` cannot be sorted, translated or shortened, and biber's data model rejects it. Write the macro,
    without braces: `month = jun`.
    """

    code: ClassVar[str] = "CHK806"
    slug: ClassVar[str] = "month-in-words"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name != "month" or field.kind not in ("braced", "quoted") or field.value.strip().isdigit():
            return
        number = month_number(field.value)
        if number:
            yield Finding(f"the month is the word {field.value!r}", f"write month = {MONTHS[number - 1]}")
