"""Rule CHK402."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.texts import without_math
from bibtools.check.values import Value
from bibtools.model.document import Severity

_DOLLAR = re.compile(r"(?<!\\)\$(?!\s?\d)")


class UnbalancedMath(ValueRule):
    """A title has a dollar sign that opens a formula which nothing closes.

    LaTeX stops at it ("Missing $ inserted"), and other programs print half a formula. An amount of money ("$5 billion")
    is left in peace.
    """

    code: ClassVar[str] = "CHK402"
    slug: ClassVar[str] = "unbalanced-math"
    severity: ClassVar[Severity] = "error"
    variables: ClassVar[frozenset[str]] = frozenset(("title", "container_title", "note"))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"\$").search,)

    def look(self, value: Value) -> Iterator[Finding]:
        for text in value.texts:
            if _DOLLAR.search(without_math(text)):
                yield Finding(f"a formula in {text!r:.60} is never closed", "add the missing $", value.variable)
