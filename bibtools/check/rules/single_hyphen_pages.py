"""Rule CHK807."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_RANGE = re.compile(r"(?<![-\w.:/])([A-Za-z]?\d+)\s*(?:-|[\u2010-\u2015\u2212])\s*([A-Za-z]?\d+)(?![-\w.:/])")


class SingleHyphenPages(FieldRule):
    """A page range has one hyphen, or a dash that classic BibTeX does not know.

    A range is printed with an en dash, which LaTeX writes as two hyphens: `pages = {12--34}` (btxdoc, section 3.2). The
    standard styles mend one hyphen, many others print it; "–" is two bytes too many for classic BibTeX. The repair
    writes two hyphens.
    """

    code: ClassVar[str] = "CHK807"
    slug: ClassVar[str] = "single-hyphen-pages"
    severity: ClassVar[Severity] = "note"
    fields: ClassVar[frozenset[str]] = frozenset(("pages",))
    signs: ClassVar[tuple[Sign, ...]] = (_RANGE.search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if found := _RANGE.search(field.value):
            repair = field.repaired(_RANGE.sub(r"\1--\2", field.value))
            message = f"the range {found[0]} has no `--`"
            yield Finding(message, f"write {found[1]}--{found[2]}", at=found.start(), repairs=(repair,))
