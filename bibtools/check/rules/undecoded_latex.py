r"""Rule CHK401."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import EntryRule, Finding
from bibtools.check.texts import printed, without_math
from bibtools.model.document import Entry, Severity

_LATEX = re.compile(r"\\[A-Za-z]+|\\[\"'`^~=.&%$#_{}]|[{}]")


class UndecodedLatex(EntryRule):
    r"""A text still has LaTeX in it: a macro, an escape or a brace outside a formula.

    CSL-JSON and Zotero print it as it stands ("M{\"u}ller"), and in a fresh `.bib` file it is escaped once more. In a
    `.bib` file only macros that stand for no character are reported, which other programs print as they stand.
    """

    code: ClassVar[str] = "CHK401"
    slug: ClassVar[str] = "undecoded-latex"
    severity: ClassVar[Severity] = "warning"

    def look(self, entry: Entry) -> Iterator[Finding]:
        for variable, text in printed(entry.reference):
            if found := _LATEX.search(without_math(text)):
                yield Finding(f"LaTeX in {text!r:.60}: {found[0]}", "write the character itself", variable)
