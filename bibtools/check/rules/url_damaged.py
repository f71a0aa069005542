r"""Rule CHK207."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_SPACE = re.compile(r"\S\s+\S")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:|\\(?:url|href)\b)", re.IGNORECASE)


class UrlDamaged(FieldRule):
    """An address has a space inside, or lacks its beginning.

    A space ends the link when it is printed, and `www.example.org` without `https://` is taken for a place in the
    document itself. Spaces often come from a line that was broken by hand.
    """

    code: ClassVar[str] = "CHK207"
    slug: ClassVar[str] = "url-damaged"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip()
        if field.name not in ("url", "URL") or not text:
            return
        if not _SCHEME.match(text):
            yield Finding("the address lacks its beginning", f"write https://{text}")
        elif space := _SPACE.search(field.value):
            yield Finding("there is a space in the address", "remove it", at=space.start() + 1)
