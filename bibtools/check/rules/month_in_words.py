"""Rule CHK806."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField, Repair
from bibtools.formats.bib.dates import MONTHS, month_number
from bibtools.model.document import Severity


class MonthInWords(FieldRule):
    """A month is written as a word in braces.

    `month = {June}` cannot be sorted, translated or shortened, and biber's data model rejects it. Write the macro,
    without braces, as the repair does: `month = jun`.
    """

    code: ClassVar[str] = "CHK806"
    slug: ClassVar[str] = "month-in-words"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("month",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"[^\W\d_]").search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if number := month_number(field.value):
            macro = MONTHS[number - 1]
            repair = Repair(field.name, field.written(), macro)
            yield Finding(f"the month is the word {field.value!r}", f"write month = {macro}", repairs=(repair,))
