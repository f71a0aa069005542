"""Rule CHK403."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule, beyond_ascii
from bibtools.check.values import PRINTED, Value
from bibtools.model.document import Severity

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufffd]")


class ControlCharacters(ValueRule):
    """A text has a character that cannot be printed, or the mark of one that was lost.

    Control characters come from PDF files and make LaTeX stop; "�" (U+FFFD) stands where a program met a byte it could
    not read, and the letter is gone. Type the letter again.
    """

    code: ClassVar[str] = "CHK403"
    slug: ClassVar[str] = "control-characters"
    severity: ClassVar[Severity] = "error"
    variables: ClassVar[frozenset[str]] = PRINTED | {"abstract"}
    signs: ClassVar[tuple[Sign, ...]] = (re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]").search, beyond_ascii(_UNWANTED))

    def look(self, value: Value) -> Iterator[Finding]:
        place = value.variable.replace("_", " ")
        for found in filter(None, map(_UNWANTED.search, value.texts)):
            name = unicodedata.name(found[0], "control character").lower()
            what = f"U+{ord(found[0]):04X} ({name})"
            yield Finding(f"{what} in {place}", "remove it, or type the letter", value.variable)
