"""Rule CHK303."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding, problem
from bibtools.check.subject import Subject
from bibtools.model.document import Entry, Problem, Severity
from bibtools.model.name import OTHERS

_ET_AL = re.compile(r"\bet\.?\s+al\b\.?|\b(?:and|&)\s+others\b|…|\.{3}", re.IGNORECASE)
_HINT = "give all names, or end with `and others`"


class EtAlAsName(EntryRule):
    """A list of names has "et al." in it, as if it were a person.

    It is printed as somebody's family name and sorted under it. Give all the names; where they are not known, end the
    list with `and others` in BibTeX, and with `{"literal": "others"}` in CSL-JSON, which the programs translate.
    """

    code: ClassVar[str] = "CHK303"
    slug: ClassVar[str] = "et-al-as-name"
    severity: ClassVar[Severity] = "warning"

    def run(self, subject: Subject) -> Iterator[Problem]:
        return self._source(subject) if subject.document.format == "bib" else super().run(subject)

    def _source(self, subject: Subject) -> Iterator[Problem]:
        """The reader of `.bib` files knows what is meant; BibTeX does not."""
        for entry in subject.raw:
            for field in entry.fields:
                found = _ET_AL.search(field.value) if field.name in ("author", "editor") else None
                if found and found[0].lower() != "and others":
                    place = subject.origin(field.start + found.start(), field.start + found.end())
                    yield problem(self, subject, place, Finding(f"{found[0]!r} is no name", _HINT), entry.key)

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable in ("author", "editor"):
            names = getattr(entry.reference, variable)
            for number, name in enumerate(names):
                early = name == OTHERS and number < len(names) - 1
                if early or (name != OTHERS and _ET_AL.search(name.display())):
                    yield Finding(f"{name.display()!r} is no name", _HINT, variable)
