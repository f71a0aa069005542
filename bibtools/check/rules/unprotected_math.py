"""Rule CHK802."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.bibtext import at_depth_zero
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_FORMULA = re.compile(r"\$[^$]*[A-Z][^$]*\$")
_COMMAND = re.compile(r"\$[^$]*\\[a-zA-Z]*[A-Z][^$]*\$")


class UnprotectedMath(FieldRule):
    r"""A title has a formula whose capitals styles with sentence case will make small.

    `$SU(N)$` is printed as su(n), and `$\Gamma$` as a small gamma, without any warning. Put braces outside the dollars:
    `{$SU(N)$}`. Braces inside the dollars do not help.
    """

    code: ClassVar[str] = "CHK802"
    slug: ClassVar[str] = "unprotected-math"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name != "title" or field.kind not in ("braced", "quoted"):
            return
        plain = at_depth_zero(field.value, math=True)
        for found in _FORMULA.finditer(plain):
            yield Finding(f"the formula {found[0]} is not protected", f"write {{{found[0]}}}", at=found.start())
