"""Rule CHK301."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_BRACED = re.compile(r"\{[^{}]*\}")
_AND = re.compile(r"\sand\s", re.IGNORECASE)
_OTHER_JOINT = re.compile(r";|\s\\?&\s")


class NameListCommas(FieldRule):
    """Names are separated by commas, semicolons or "&" instead of `and`.

    BibTeX knows only `and` between names ("BibTeXing", section 4): `author = {A. Doe, B. Roe, C. Low}` is one person
    with a strange name, and four commas are an error.
    """

    code: ClassVar[str] = "CHK301"
    slug: ClassVar[str] = "name-list-commas"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name not in ("author", "editor", "translator"):
            return
        plain = _BRACED.sub(lambda found: "x" * len(found[0]), field.value)
        while plain != (shorter := _BRACED.sub(lambda found: "x" * len(found[0]), plain)):
            plain = shorter
        if joint := _OTHER_JOINT.search(plain):
            yield Finding(f"{joint[0].strip()!r} between names", "put `and` between names", at=joint.start())
            return
        position = 0
        for name in _AND.split(plain):
            if name.count(",") > 2:
                yield Finding("more than two commas in one name", "put `and` between names", at=position)
            elif name.count(",") == 2 and all(" " in part.strip() for part in name.split(",")):
                yield Finding("this looks like three names in one", "put `and` between names", at=position)
            position += len(name) + len(" and ")
