"""Rule CHK410."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import printed
from bibtools.model.document import Entry, Severity

_LEFT_OVER = re.compile("[\ufb00-\ufb06\u00ad\u200b\u2060\ufeff\u2028\u2029\ufffc\ue000-\uf8ff]")


class CopyArtefacts(EntryRule):
    """A text has characters that copying from a PDF file leaves: joined letters, soft hyphens, invisible spaces.

    "ﬁ" in one character is not found by a search for "fi", and many fonts have no sign for it.
    """

    code: ClassVar[str] = "CHK410"
    slug: ClassVar[str] = "copy-artefacts"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable, text in printed(entry.reference):
            if found := _LEFT_OVER.search(text):
                name = unicodedata.name(found[0], "private character").lower()
                around = text[max(0, found.start() - 12) : found.end() + 12]
                yield Finding(f"a {name} in {around!r}", "type plain letters", variable)
