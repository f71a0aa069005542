"""Rule CHK102."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.model.document import Entry, Severity

# Works that people sign. A standard, a web page or a data set may well have no named author.
_SIGNED = frozenset(
    ("article", "article-journal", "article-magazine", "book", "chapter", "manuscript", "paper-conference", "thesis")
)


class MissingAuthor(EntryRule):
    """A kind of work that people sign has neither author nor editor.

    Articles, papers, preprints, books, chapters and theses are cited by their authors; classic BibTeX styles warn, and
    author-year styles sort and label such an entry by whatever else they find.
    """

    code: ClassVar[str] = "CHK102"
    slug: ClassVar[str] = "missing-author"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        reference = entry.reference
        if reference.type in _SIGNED and not reference.author and not reference.editor:
            yield Finding(
                "there is neither author nor editor", "add the names, or the organisation that signs the work"
            )
