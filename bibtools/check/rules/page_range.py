"""Rule CHK409."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_RANGE = re.compile(r"(?<![\w.:/])(\d{1,7})\s*[-\u2010-\u2015\u2212]+\s*(\d{1,7})(?![\w.:/-])")


class PageRange(FieldRule):
    """A page range runs backwards.

    `1205-1195` is a slip of the pen, and nobody finds the work by it. A shortened end is none: `1195-205` means 1195 to
    1205.
    """

    code: ClassVar[str] = "CHK409"
    slug: ClassVar[str] = "page-range"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("pages", "page"))
    sign: ClassVar[re.Pattern[str] | None] = _RANGE

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        for found in _RANGE.finditer(field.value):
            first, last = found.groups()
            # A shortened end repeats the digits it leaves out.
            whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
            if int(whole) < int(first):
                yield Finding(f"the pages run backwards, from {first} to {last}", "check both numbers")
