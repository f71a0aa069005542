"""Rule CHK303."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity
from bibtools.model.name import OTHERS

_ET_AL = re.compile(r"\bet\.?\s+al\b\.?|\b(?:and|&)\s+others\b|…|\.{3}", re.IGNORECASE)


class EtAlAsName(EntryRule):
    """ "et al." stands in a list of names as if it were a person.

    It is printed as somebody's family name and sorted under it. Give all the names; where they are not known, end the
    list with `and others` in BibTeX, and with `{"literal": "others"}` in CSL-JSON, which the programs translate.
    """

    code: ClassVar[str] = "CHK303"
    slug: ClassVar[str] = "et-al-as-name"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable in ("author", "editor"):
            names = getattr(entry.reference, variable)
            for number, name in enumerate(names):
                early = name == OTHERS and number < len(names) - 1
                if early or (name != OTHERS and _ET_AL.search(name.display())):
                    yield Finding(
                        f"{name.display()!r} is no name", "give all names, or end with `and others`", variable
                    )
