"""Rule CHK304."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)


class CollaborationWithAnd(FieldRule):
    """An organisation's name has an "and" that some programs take for the joint between two names.

    Braces protect it from BibTeX and biber, but not from every other reader: `{NVIDIA and Partners}` becomes two
    people. `{NVIDIA {and} Partners}` is read as one everywhere.
    """

    code: ClassVar[str] = "CHK304"
    slug: ClassVar[str] = "collaboration-with-and"
    severity: ClassVar[Severity] = "note"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name not in ("author", "editor"):
            return
        for found in _AND.finditer(field.value):
            before = field.value[: found.start()]
            if before.count("{") > before.count("}"):
                yield Finding("an `and` inside a name", "write {and}", at=found.start())
