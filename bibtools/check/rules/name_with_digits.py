"""Rule CHK306."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_MARK = re.compile(
    r"[\d¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§¶@]|\bORCID\b|\b(?:University|Institute|Department|Laboratory) of\b", re.IGNORECASE
)


class NameWithDigits(EntryRule):
    """A person's name has a digit, a footnote mark, an e-mail address or an institution in it.

    That comes along when names are copied from a paper's first page ("Jane Doe1,2*"). Remove what is not the name.
    Names of organisations may have digits.
    """

    code: ClassVar[str] = "CHK306"
    slug: ClassVar[str] = "name-with-digits"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable in ("author", "editor"):
            for name in getattr(entry.reference, variable):
                text = " ".join(part for part in (name.given, name.particle, name.family) if part)
                if name.literal is None and (found := _MARK.search(text)):
                    yield Finding(f"{found[0]!r} in the name {text!r:.60}", "keep only the name", variable)
