"""Rule CHK410."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule, beyond_ascii
from bibtools.check.raw import RawField, Repair
from bibtools.check.values import Value
from bibtools.model.document import Severity

_JOINED = "[\ufb00-\ufb06]"
_INVISIBLE = "[\u00ad\u200b\u2060\ufeff]"
_BREAK = "[\u2028\u2029]"
_LEFT_OVER = re.compile(f"{_JOINED}|{_INVISIBLE}|{_BREAK}|[\ufffc\ue000-\uf8ff]")


class CopyArtefacts(ValueRule):
    """A text has characters that copying from a PDF file leaves: joined letters, soft hyphens, invisible spaces.

    "ﬁ" in one character is not found by a search for "fi", and many fonts have no sign for it. The repair writes plain
    letters; what stood for a private character nobody can tell.
    """

    code: ClassVar[str] = "CHK410"
    slug: ClassVar[str] = "copy-artefacts"
    severity: ClassVar[Severity] = "warning"
    signs: ClassVar[tuple[Sign, ...]] = (beyond_ascii(_LEFT_OVER),)

    def look(self, value: Value) -> Iterator[Finding]:
        for text in value.texts:
            if found := _LEFT_OVER.search(text):
                name = unicodedata.name(found[0], "private character").lower()
                around = text[max(0, found.start() - 12) : found.end() + 12]
                repairs = tuple(_repairs(value.field))
                yield Finding(f"a {name} in {around!r}", "type plain letters", value.variable, repairs=repairs)


def _repairs(field: RawField | None) -> Iterator[Repair]:
    if field:
        plain = re.sub(_INVISIBLE, "", field.value)
        plain = re.sub(_BREAK, " ", re.sub(_JOINED, lambda found: unicodedata.normalize("NFKC", found[0]), plain))
        if plain != field.value:
            yield field.repaired(plain)
