"""Rule CHK402."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import without_math
from bibtools.model.document import Entry, Severity

_DOLLAR = re.compile(r"(?<!\\)\$(?!\s?\d)")


class UnbalancedMath(EntryRule):
    """A title has a dollar sign that opens a formula which nothing closes.

    LaTeX stops at it ("Missing $ inserted"), and other programs print half a formula. An amount of money ("$5 billion")
    is left in peace.
    """

    code: ClassVar[str] = "CHK402"
    slug: ClassVar[str] = "unbalanced-math"
    severity: ClassVar[Severity] = "error"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable in ("title", "container_title", "note"):
            text = getattr(entry.reference, variable) or ""
            if _DOLLAR.search(without_math(text)):
                yield Finding(f"a formula in {text!r:.60} is never closed", "add the missing $", variable)
