"""Rule CHK404."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import printed
from bibtools.model.document import Entry, Severity

# The bytes of UTF-8 letters and punctuation, as Windows-1252 or Latin-1 show them.
_SIGNS = re.compile("Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[ÄÅ][\x80-\xbf]|â€[\x80-\xbf™œ“”˜¦¢]|Â[\xa0-\xbf]")


class Mojibake(EntryRule):
    """A text was read in the wrong encoding: "MÃ¼ller" for "Müller".

    The file is UTF-8 and a program took it for Latin-1 or Windows-1252, and wrote what it saw. Type the letters again,
    or export the entry anew from where it came.
    """

    code: ClassVar[str] = "CHK404"
    slug: ClassVar[str] = "mojibake"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable, text in printed(entry.reference):
            if (found := _SIGNS.search(text)) and (meant := _repaired(text)):
                yield Finding(f"{found[0]!r} in {text!r:.60}", f"it may have been {meant!r:.60}", variable)


def _repaired(text: str) -> str | None:
    """The text with its bytes read as UTF-8, where that is possible at all."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return None
