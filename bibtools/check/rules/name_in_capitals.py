"""Rule CHK305."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.values import NAMES, Value
from bibtools.model.document import Severity

_SHORTEST = 4


class NameInCapitals(ValueRule):
    """A person's family name is written in capitals throughout.

    No style sets it back to small letters, so it is printed as it stands ("VASWANI, A."). Names of up to three letters
    are left in peace: they may be initials or an acronym.
    """

    code: ClassVar[str] = "CHK305"
    slug: ClassVar[str] = "name-in-capitals"
    severity: ClassVar[Severity] = "warning"
    variables: ClassVar[frozenset[str]] = frozenset(NAMES)
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"[^\x00-@\[-\x7f]{2}").search,)

    def look(self, value: Value) -> Iterator[Finding]:
        for name in value.names:
            family = name.family or ""
            letters = "".join(filter(str.isalpha, family))
            # Scripts without case are neither upper nor lower; an acronym with a given name is a person.
            if name.given and len(letters) >= _SHORTEST and letters.isupper():
                yield Finding(f"{family} is in capitals", f"write {family.title()}", value.variable)
