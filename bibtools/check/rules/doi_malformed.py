"""Rule CHK202."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier


class DoiMalformed(FieldRule):
    """What stands in the DOI's field is no DOI.

    A DOI is `10.`, a registrant's number, a slash and a name (DOI Handbook, section 2.2). Anything else, like an
    address of a publisher's page or a DOI that lost its beginning, leads nowhere when a style makes it a link.
    (Of `.bib` files, the reader reports this as BIB210.)
    """

    code: ClassVar[str] = "CHK202"
    slug: ClassVar[str] = "doi-malformed"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("csl-json",)
    fields: ClassVar[frozenset[str]] = frozenset(("DOI",))

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip()
        if text and parse_identifier(text) is None:
            yield Finding(f"{text!r:.60} is no DOI", "a DOI looks like 10.1000/182; remove what is none")
