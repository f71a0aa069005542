r"""Rule CHK207."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_SPACE = re.compile(r"(?<=\S)\s+(?=\S)")
_SCHEME = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|\\(?:url|href)\b)", re.IGNORECASE)
_HOST = re.compile(r"www\.[\w-]+\.\w|(?:[\w-]+\.)+(?:org|com|net|edu|gov|io|info)(?:/|\Z)", re.IGNORECASE)


class UrlDamaged(FieldRule):
    """An address has a space inside, or lacks its beginning.

    A space ends the link when it is printed, and `www.example.org` without `https://` is taken for a place in the
    document itself. Spaces often come from a line that was broken by hand. The repair joins such lines; to remove other
    spaces, or to write `https://`, needs a person's eye.
    """

    code: ClassVar[str] = "CHK207"
    slug: ClassVar[str] = "url-damaged"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("url", "URL"))
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile(r"\s").search,
        re.compile(r"(?!\s*[A-Za-z][A-Za-z0-9+.-]*:)\s*\S").match,
    )

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip()
        space = _SPACE.search(field.value)
        if not _SCHEME.match(text):
            repairs = (field.repaired(f"https://{text}", safe=False),) if _HOST.match(text) and not space else ()
            yield Finding("the address lacks its beginning", f"write https://{text}", repairs=repairs)
        elif space:
            safe = all("\n" in found or "\r" in found for found in _SPACE.findall(field.value))
            joined = field.repaired(_SPACE.sub("", field.value), safe=safe)
            # A second address behind the first is not the rest of it.
            repairs = () if re.search(r"\s\S+:/", field.value) else (joined,)
            yield Finding("there is a space in the address", "remove it", at=space.start(), repairs=repairs)
