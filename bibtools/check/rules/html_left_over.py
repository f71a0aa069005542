"""Rule CHK405."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import printed, without_markup, without_math
from bibtools.model.document import Entry, Severity

_HTML = re.compile(
    r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});|</?(?:[a-z]+:)?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>"
)


class HtmlLeftOver(EntryRule):
    """A text has HTML or XML in it: `&amp;`, `<jats:p>`, `<mml:math>`.

    Publishers' records carry such mark-up, and no style undoes it. CSL knows `<i>`, `<b>`, `<sub>`, `<sup>` and
    `<span class="nocase">`; anything else is printed as it stands.
    """

    code: ClassVar[str] = "CHK405"
    slug: ClassVar[str] = "html-left-over"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable, text in printed(entry.reference):
            if found := _HTML.search(without_markup(without_math(text))):
                yield Finding(f"{found[0]} in {text!r:.60}", "write the character itself, or remove the tag", variable)
