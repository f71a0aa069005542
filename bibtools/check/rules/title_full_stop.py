"""Rule CHK406."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

_STOP = re.compile(r"(?<![.\s])[.,;:]\s*\Z")
_ABBREVIATED = re.compile(r"\b(?:etc|al|ed|eds|vol|no|[A-Z]|[A-Za-z]\.[A-Za-z])\.\s*\Z")


class TitleFullStop(EntryRule):
    """A title ends with a full stop or a comma.

    Styles put their own punctuation after a title, so two stand there. An abbreviation or three dots at the end stay.
    """

    code: ClassVar[str] = "CHK406"
    slug: ClassVar[str] = "title-full-stop"
    severity: ClassVar[Severity] = "note"

    def look(self, entry: Entry) -> Iterator[Finding]:
        title = entry.reference.title or ""
        if (found := _STOP.search(title)) and not _ABBREVIATED.search(title):
            yield Finding(f"the title ends with {found[0].strip()!r}", "remove it", "title")
