"""Rule CHK205."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity


class IdsDisagree(EntryRule):
    """One entry names two different papers on arXiv.

    Its eprint says one and its DOI, number, note or address another, so that following one leads to a different paper
    than following the other. Usually the entry was copied and not changed everywhere. (Of `.bib` files, the reader
    reports this as BIB211.)
    """

    code: ClassVar[str] = "CHK205"
    slug: ClassVar[str] = "ids-disagree"
    severity: ClassVar[Severity] = "error"

    def is_for(self, form: str) -> bool:
        return form != "bib"

    def look(self, entry: Entry) -> Iterator[Finding]:
        values = tuple(dict.fromkeys(i.value for i in entry.reference.ids if i.scheme == "arxiv"))
        if len(values) > 1:
            listed = " and ".join(values)
            yield Finding(
                f"it names {listed}, which are different papers", "keep the one whose title agrees", "ids.arxiv"
            )
