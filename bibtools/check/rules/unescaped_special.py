r"""Rule CHK803."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.bibtext import is_text, without_verbatim
from bibtools.check.raw import RawEntry, RawField
from bibtools.check.texts import without_math
from bibtools.model.document import Severity

_SPECIAL = re.compile(r"(?<!\\)[&%#_]")
_COMMENT = re.compile(r"(?<!\\)%[ \t]*[\r\n]")
_PERCENT = re.compile(r"(?<!\\)%")


class UnescapedSpecial(FieldRule):
    r"""A text has a bare `&`, `%`, `#` or `_`, which LaTeX does not print.

    `&` stops LaTeX ("Misplaced alignment tab"), `%` hides the rest of the line, and in a biblatex field it derails the
    whole bibliography. Write `\&`, `\%`, `\#`, `\_`; not in `url`, `doi` and `eprint`, where they are taken as they
    are. The repair does so throughout the field; where a `%` ends a line, and seems to begin a comment, it needs a
    person's eye.
    """

    code: ClassVar[str] = "CHK803"
    slug: ClassVar[str] = "unescaped-special"
    severity: ClassVar[Severity] = "error"
    signs: ClassVar[tuple[Sign, ...]] = (re.compile("[&%#_<]").search,)

    def concerns(self, field: str, entry_type: str) -> bool:
        return is_text(field, entry_type)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        # An abstract is seldom printed, but biber hands it to LaTeX, and there a % hides the rest.
        special = _PERCENT if field.name == "abstract" else _SPECIAL
        plain = without_verbatim(without_math(field.value))
        if found := special.search(plain):
            # A % at the end of a line was meant for a comment, which BibTeX does not know.
            safe = not _COMMENT.search(plain)
            repair = field.repaired(_escaped(field.value, special.finditer(plain)), safe=safe)
            message, hint = f"a bare {found[0]} in {field.name}", f"write \\{found[0]}"
            yield Finding(message, hint, at=found.start(), repairs=(repair,))


def _escaped(value: str, places: Iterable[re.Match[str]]) -> str:
    """The value with a backslash at each of some places."""
    pieces: list[str] = []
    position = 0
    for place in places:
        pieces += (value[position : place.start()], "\\")
        position = place.start()
    return "".join((*pieces, value[position:]))
