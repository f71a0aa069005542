"""Rule CHK503."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import DocumentRule, Finding, problem
from bibtools.check.subject import Subject
from bibtools.model.document import Problem, Severity

_UNSAFE = re.compile(r"[\s,{}()\"'#%~\\=\x00-\x1f\x7f]")


class UnsafeKey(DocumentRule):
    """A citation key has a character that ends it, or that LaTeX reads as something else.

    A space, comma, brace, quote, `#`, `%`, `~`, `=` or backslash in a key breaks the entry or the citation of it
    (BibTeX's own rule: bibtex.web, "Scanning an item"). Use letters, digits and `-_:.+/`.
    (Of `.bib` files, the reader reports this as BIB107.)
    """

    code: ClassVar[str] = "CHK503"
    slug: ClassVar[str] = "unsafe-key"
    severity: ClassVar[Severity] = "error"

    def run(self, subject: Subject) -> Iterator[Problem]:
        if subject.document.format in ("bib", "seeds"):
            return
        for entry in subject.document.entries:
            # The reader's mark on a repeated key is not the user's.
            key = re.sub(r"#\d+\Z", "", entry.id)
            if found := _UNSAFE.search(key):
                finding = Finding(f"the key has {found[0]!r} in it", "use letters, digits and -_:.+/")
                yield problem(self, subject, subject.place(entry, "id"), finding, entry.id)
