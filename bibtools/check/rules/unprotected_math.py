"""Rule CHK802."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.bibtext import exposed_formulas
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity


class UnprotectedMath(FieldRule):
    r"""A title has a formula whose capitals styles with sentence case will make small.

    `$SU(N)$` is printed as su(n), and `$\Gamma$` as a small gamma, without any warning. Put braces outside the dollars:
    `{$SU(N)$}`. Braces inside the dollars do not help before a macro: `${\mathcal{N}=4}$` is printed as
    garbage. The repair puts braces outside.
    """

    code: ClassVar[str] = "CHK802"
    slug: ClassVar[str] = "unprotected-math"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("title",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"\$").search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        for start, formula in exposed_formulas(field.value):
            text = field.value[:start] + f"{{{formula}}}" + field.value[start + len(formula) :]
            message, hint = f"the formula {formula} is not protected", f"write {{{formula}}}"
            yield Finding(message, hint, at=start, repairs=(field.repaired(text),))
