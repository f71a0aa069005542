"""Rule CHK208."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.formats.bib.values import decode_url
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier

_RESOLVER = re.compile(r"(?:\\url\{)?\s*https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


class DoiContradictsUrl(FieldRule):
    """The address leads to another DOI than the entry states.

    One of the two belongs to another work, usually because an entry was copied and not changed everywhere. Follow both
    and keep the right one. (Two arXiv papers in one entry are reported as CHK205 and BIB211.)
    """

    code: ClassVar[str] = "CHK208"
    slug: ClassVar[str] = "doi-contradicts-url"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("url", "URL"))
    signs: ClassVar[tuple[Sign, ...]] = (_RESOLVER.match,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        doi = entry.get("doi", "DOI")
        if doi is None or _RESOLVER.sub("", field.value) == doi.value:
            return
        stated, led_to = (parse_identifier(decode_url(each.value)) for each in (doi, field))
        if stated and led_to and stated != led_to:
            yield Finding(f"the address leads to {led_to.value}, the DOI is {stated.value}", "keep the right one")
