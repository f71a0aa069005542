r"""Rule CHK803."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.bibtext import is_text, without_verbatim
from bibtools.check.subject import RawEntry, RawField
from bibtools.check.texts import without_math
from bibtools.model.document import Severity

_SPECIAL = re.compile(r"(?<!\\)[&%#_]")
_PERCENT = re.compile(r"(?<!\\)%")


class UnescapedSpecial(FieldRule):
    r"""A text has a bare `&`, `%`, `#` or `_`, which LaTeX does not print.

    `&` stops LaTeX ("Misplaced alignment tab"), `%` hides the rest of the line, and in a biblatex field it derails the
    whole bibliography. Write `\&`, `\%`, `\#`, `\_`; not in `url`, `doi` and `eprint`, where they are taken as they
    are.
    """

    code: ClassVar[str] = "CHK803"
    slug: ClassVar[str] = "unescaped-special"
    severity: ClassVar[Severity] = "error"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        if field.kind not in ("braced", "quoted") or not is_text(field.name, entry.type):
            return
        # An abstract is seldom printed, but biber hands it to LaTeX, and there a % hides the rest.
        special = _PERCENT if field.name == "abstract" else _SPECIAL
        if found := special.search(without_verbatim(without_math(field.value))):
            yield Finding(f"a bare {found[0]} in {field.name}", f"write \\{found[0]}", at=found.start())
