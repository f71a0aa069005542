"""Rule CHK407."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import without_markup, without_math
from bibtools.model.document import Entry, Severity

_WORD = re.compile(r"[^\W\d_]{2,}")


class TitleInCapitals(EntryRule):
    """A title is written in capitals throughout.

    What is an acronym and what a word cannot be told any more, so no style can set it right. Write it as on the paper's
    first page or in the publisher's record. Titles of one or two words may be acronyms and are left in peace.
    """

    code: ClassVar[str] = "CHK407"
    slug: ClassVar[str] = "title-in-capitals"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        words = _WORD.findall(without_markup(without_math(entry.reference.title or "")))
        if len(words) > 2 and all(word.isupper() for word in words):
            yield Finding("the title is in capitals", "write small letters where the work has them", "title")
