"""Rule CHK404."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule, beyond_ascii
from bibtools.check.raw import RawField, Repair
from bibtools.check.values import Value
from bibtools.model.document import Severity

# The bytes of UTF-8 letters and punctuation, as Windows-1252 or Latin-1 show them.
_SIGNS = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[ÄÅ][\x80-\xbf]|â€[\x80-\xbf™œ“”˜¦¢]|Â[\xa0-\xbf]")


class Mojibake(ValueRule):
    """A text was read in the wrong encoding: "MÃ¼ller" for "Müller".

    The file is UTF-8 and a program took it for Latin-1 or Windows-1252, and wrote what it saw. Type the letters again,
    or export the entry anew from where it came. The repair reads the bytes as they may have been meant, and needs a
    person's eye.
    """

    code: ClassVar[str] = "CHK404"
    slug: ClassVar[str] = "mojibake"
    severity: ClassVar[Severity] = "warning"
    signs: ClassVar[tuple[Sign, ...]] = (beyond_ascii(re.compile("[ÃÄÅâÂ]")),)

    def look(self, value: Value) -> Iterator[Finding]:
        for text in value.texts:
            if (found := _SIGNS.search(text)) and (meant := _repaired(text)):
                message, hint = f"{found[0]!r} in {text!r:.60}", f"it may have been {meant!r:.60}"
                yield Finding(message, hint, value.variable, repairs=tuple(_repairs(value.field)))


def _repairs(field: RawField | None) -> Iterator[Repair]:
    if field and _SIGNS.search(field.value) and (meant := _repaired(field.value)):
        yield field.repaired(meant, safe=False)


def _repaired(text: str) -> str | None:
    """The text with its bytes read as UTF-8, where that is possible at all."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None
