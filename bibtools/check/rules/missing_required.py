"""Rule CHK105."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

# By CSL type: what is missing, and the variables of which one says it ("ids" for any identifier).
REQUIRED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "book": ("publisher", ("publisher",)),
    "chapter": ("publisher", ("publisher",)),
    "thesis": ("university (`school`, in biblatex `institution`)", ("publisher",)),
    "report": ("institution", ("publisher",)),
    "webpage": ("address (`url`)", ("url", "ids")),
    "patent": ("number", ("number", "issue")),
}


class MissingRequired(EntryRule):
    """An entry lacks what its type cannot do without: a book its publisher, a thesis its university.

    Classic styles warn about an empty publisher of `@book` and `@incollection`, school of `@phdthesis` and
    `@mastersthesis`, institution of `@techreport` (btxdoc, section 3.1); biblatex names institution for `@thesis` and
    `@report`, number for `@patent`, and an address for `@online` (manual, section 2.1.1). Author, title, date and venue
    have rules of their own.
    """

    code: ClassVar[str] = "CHK105"
    slug: ClassVar[str] = "missing-required"
    severity: ClassVar[Severity] = "note"

    def look(self, entry: Entry) -> Iterator[Finding]:
        reference = entry.reference
        what, variables = REQUIRED.get(reference.type or "", ("", ()))
        # A cross-reference says it in another entry.
        if what and "crossref" not in reference.extra and not any(getattr(reference, name) for name in variables):
            yield Finding(f"there is no {what}", "add it, or choose another type")
