"""Rule CHK305."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_SHORTEST = 4


class NameInCapitals(EntryRule):
    """A person's family name is written in capitals throughout.

    No style sets it back to small letters, so it is printed as it stands ("VASWANI, A."). Names of up to three letters
    are left in peace: they may be initials or an acronym.
    """

    code: ClassVar[str] = "CHK305"
    slug: ClassVar[str] = "name-in-capitals"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable in ("author", "editor"):
            for name in getattr(entry.reference, variable):
                family = name.family or ""
                letters = "".join(filter(str.isalpha, family))
                # Scripts without case are neither upper nor lower; an acronym with a given name is a person.
                if name.given and len(letters) >= _SHORTEST and letters.isupper():
                    yield Finding(f"{family} is in capitals", f"write {family.title()}", variable)
