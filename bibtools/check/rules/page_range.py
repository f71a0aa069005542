"""Rule CHK409."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_RANGE = re.compile(r"(?<![\w.:/])(\d{1,7})\s*[-\u2010-\u2015\u2212]+\s*(\d{1,7})(?![\w.:/-])")


class PageRange(EntryRule):
    """A page range runs backwards.

    `1205-1195` is a slip of the pen, and nobody finds the work by it. A shortened end is none: `1195-205` means 1195 to
    1205.
    """

    code: ClassVar[str] = "CHK409"
    slug: ClassVar[str] = "page-range"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for first, last in _RANGE.findall(entry.reference.page or ""):
            # A shortened end repeats the digits it leaves out.
            whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
            if int(whole) < int(first):
                yield Finding(f"the pages run backwards, from {first} to {last}", "check both numbers", "page")
