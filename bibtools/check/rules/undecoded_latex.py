r"""Rule CHK401."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule, macro
from bibtools.check.raw import RawField, Repair
from bibtools.check.texts import without_math
from bibtools.check.values import Value
from bibtools.model.document import Severity
from bibtools.text.latex import to_unicode

_LATEX = re.compile(r"\\[A-Za-z]+|\\[\"'`^~=.&%$#_{}]|[{}]")


class UndecodedLatex(ValueRule):
    r"""A text still has LaTeX in it: a macro, an escape or a brace outside a formula.

    CSL-JSON and Zotero print it as it stands ("M{\"u}ller"), and in a fresh `.bib` file it is escaped once more. In a
    `.bib` file only macros that stand for no character are reported, which other programs print as they stand. The
    repair, for CSL-JSON, writes the characters where all of the LaTeX is known.
    """

    code: ClassVar[str] = "CHK401"
    slug: ClassVar[str] = "undecoded-latex"
    severity: ClassVar[Severity] = "warning"
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"[\\{}]").search,)
    signs_in_source: ClassVar[tuple[Sign, ...] | None] = (macro,)

    def look(self, value: Value) -> Iterator[Finding]:
        for text in value.texts:
            if found := _LATEX.search(without_math(text)):
                repairs = tuple(_repairs(value.field))
                message = f"LaTeX in {text!r:.60}: {found[0]}"
                yield Finding(message, "write the character itself", value.variable, repairs=repairs)


def _repairs(field: RawField | None) -> Iterator[Repair]:
    if field and field.kind == "json" and field.value:
        plain = to_unicode(field.value)
        if plain != field.value and not _LATEX.search(without_math(plain)):
            yield field.repaired(plain)
