"""Rule CHK801."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.bibtext import at_depth_zero
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_CAPITALS_INSIDE = re.compile(r"(?<![\w\\$])(?=\w*[^\W\d_])\w*(?:[^\W\d_A-Z][A-Z]|[A-Z]{2}|\d[A-Z]|[A-Z]\d)\w*")


class UnprotectedCapitals(FieldRule):
    """A title has capitals inside a word that styles with sentence case will make small.

    `title = {BERT for QA on WikiData}` is printed as "Bert for qa on wikidata" by plain, unsrt and most others. Put
    braces around such words: `{BERT} for {QA} on {WikiData}`. Ordinary words need none, so that styles can do their
    work.
    """

    code: ClassVar[str] = "CHK801"
    slug: ClassVar[str] = "unprotected-capitals"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name != "title" or field.kind not in ("braced", "quoted"):
            return
        plain = at_depth_zero(field.value)
        words = list(_CAPITALS_INSIDE.finditer(plain))
        if words and any(letter.islower() for letter in plain):
            listed = ", ".join(dict.fromkeys(word[0] for word in words))
            yield Finding(f"unprotected capitals: {listed}", "put braces around each", at=words[0].start())
