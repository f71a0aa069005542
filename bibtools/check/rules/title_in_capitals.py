"""Rule CHK407."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.texts import without_markup, without_math
from bibtools.check.values import Value
from bibtools.model.document import Severity

_WORD = re.compile(r"[^\W\d_]{2,}")


class TitleInCapitals(ValueRule):
    """A title is written in capitals throughout.

    What is an acronym and what a word cannot be told any more, so no style can set it right. Write it as on the paper's
    first page or in the publisher's record. Titles of one or two words may be acronyms and are left in peace.
    """

    code: ClassVar[str] = "CHK407"
    slug: ClassVar[str] = "title-in-capitals"
    severity: ClassVar[Severity] = "warning"
    variables: ClassVar[frozenset[str]] = frozenset(("title",))
    # Two small letters in a row belong to a word that is not in capitals, unless to a formula, mark-up or a macro.
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"(?![^$<\\]*?[a-z]{2})").match,)

    def look(self, value: Value) -> Iterator[Finding]:
        for title in value.texts:
            words = _WORD.findall(without_markup(without_math(title)))
            if len(words) > 2 and all(word.isupper() for word in words):
                yield Finding("the title is in capitals", "write small letters where the work has them", "title")
