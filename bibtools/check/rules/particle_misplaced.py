"""Rule CHK307."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.values import NAMES, Value
from bibtools.model.document import Severity

_PARTICLE = re.compile(
    r"\s((?:(?:van|von|vom|zum|zur|de|del|della|der|den|des|di|da|das|do|dos|du|la|le|ter|ten|te|af|av)\s?)+)\Z"
)


class ParticleMisplaced(ValueRule):
    """A name's particle stands behind the given name: "Beethoven, Ludwig van".

    Programs take "van" for a second given name there: they shorten it to an initial ("L. v. Beethoven") and leave it
    out of the label. Write `van Beethoven, Ludwig`, and in CSL-JSON `"non-dropping-particle": "van"` or the family name
    "van Beethoven" (btxdoc, section 4; CSL 1.0.2, "Name-part order").
    """

    code: ClassVar[str] = "CHK307"
    slug: ClassVar[str] = "particle-misplaced"
    severity: ClassVar[Severity] = "note"
    variables: ClassVar[frozenset[str]] = frozenset(NAMES)
    # Display puts the given name before the family name, source behind it.
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"\s[vdztal][aeiou]\w{0,3}\b").search,)

    def look(self, value: Value) -> Iterator[Finding]:
        for name in value.names:
            if name.family and (found := _PARTICLE.search(name.given or "")):
                particle = found[1].strip()
                message = f"the particle {particle!r} of {name.display()} stands behind the given name"
                yield Finding(message, f"write {particle} {name.family}", value.variable)
