"""Rule CHK304."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_AND_OR_BRACE = re.compile(rf"[{{}}]|{_AND.pattern}", re.IGNORECASE)


class CollaborationWithAnd(FieldRule):
    """An organisation's name has an "and" that some programs take for the joint between two names.

    Braces protect it from BibTeX and biber, but not from every other reader: `{NVIDIA and Partners}` becomes two
    people. `{NVIDIA {and} Partners}` is read as one everywhere, and the
    repair writes it so.
    """

    code: ClassVar[str] = "CHK304"
    slug: ClassVar[str] = "collaboration-with-and"
    severity: ClassVar[Severity] = "note"
    fields: ClassVar[frozenset[str]] = frozenset(("author", "editor"))
    # An `and` behind a brace that opens, or between two that close.
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile(r"\{[^{}]*\s[aA][nN][dD]\s").search,
        re.compile(r"\}[^{}]*\s[aA][nN][dD]\s[^{}]*\}").search,
    )

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        depth = 0
        for found in _AND_OR_BRACE.finditer(field.value):
            if found[0] in "{}":
                depth += 1 if found[0] == "{" else -1
            elif depth > 0:
                text = f"{field.value[: found.start()]}{{{found[0]}}}{field.value[found.end() :]}"
                repairs = (field.repaired(text),)
                yield Finding("an `and` inside a name", "write {and}", at=found.start(), repairs=repairs)
