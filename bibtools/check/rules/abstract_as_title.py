"""Rule CHK408."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.values import Value
from bibtools.model.document import Severity

_LONG = 400
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?]\s+[A-Z][a-z]*\s")


class AbstractAsTitle(ValueRule):
    """The title is an abstract: very long, or several sentences.

    An import took the wrong paragraph. The longest titles of real papers have some 300 characters.
    """

    code: ClassVar[str] = "CHK408"
    slug: ClassVar[str] = "abstract-as-title"
    severity: ClassVar[Severity] = "warning"
    variables: ClassVar[frozenset[str]] = frozenset(("title",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(rf"(?s).{{{_LONG // 2}}}").match,)

    def look(self, value: Value) -> Iterator[Finding]:
        for title in value.texts:
            sentences = 1 + len(_SENTENCE_END.findall(title))
            if len(title) > _LONG or (sentences > 2 and len(title) > _LONG / 2):
                told = f"{len(title)} characters"
                size = told if sentences < 2 else f"{sentences} sentences, {told}"
                yield Finding(f"the title has {size}", "move it to the abstract and add the title", "title")
