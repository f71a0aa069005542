r"""Rule CHK805."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign, beyond_ascii
from bibtools.check.raw import RawEntry, RawField, Repair
from bibtools.model.document import Severity
from bibtools.text.latex import to_latex

_FIRST_LETTER = re.compile(r"(?<![\w\\{])[^\W\x00-\x7f]\w*")
_LETTER = re.compile("[^\x00-\x7f\u0300-\u036f]|.[\u0300-\u036f]+")


class NonAsciiClassic(FieldRule):
    r"""A file for classic BibTeX has a name that begins with a letter outside ASCII.

    BibTeX counts bytes: a style that shortens given names to initials cuts "Łukasz" in the middle of its first letter,
    and sorts it behind Z. Write `{\L}ukasz`, or use biber with biblatex, which reads UTF-8. The repair spells all
    letters of the field in LaTeX, where LaTeX has spellings for them.
    """

    code: ClassVar[str] = "CHK805"
    slug: ClassVar[str] = "non-ascii-classic"
    severity: ClassVar[Severity] = "note"
    fields: ClassVar[frozenset[str]] = frozenset(("author", "editor"))
    signs: ClassVar[tuple[Sign, ...]] = (beyond_ascii(re.compile(r"[^\x00-\x7f]")),)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        if entry.classic and (found := _FIRST_LETTER.search(field.value)):
            message = f"{found[0]} begins with a letter outside ASCII"
            yield Finding(message, "write it with LaTeX", at=found.start(), repairs=tuple(_repairs(field)))


def _repairs(field: RawField) -> Iterator[Repair]:
    spelled = _LETTER.sub(lambda found: to_latex(found[0]), field.value)
    if spelled.isascii():
        yield field.repaired(spelled)
