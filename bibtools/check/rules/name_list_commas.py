"""Rule CHK301."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField, Repair
from bibtools.model.document import Severity

_BRACED = re.compile(r"\{[^{}]*\}")
_AND = re.compile(r"\sand\s", re.IGNORECASE)
_OTHER_JOINT = re.compile(r";|\s\\?&\s")
_SEMICOLON = re.compile(r"\s*;\s*(?:and\s+)?", re.IGNORECASE)


class NameListCommas(FieldRule):
    """Names are separated by commas, semicolons or "&" instead of `and`.

    BibTeX knows only `and` between names ("BibTeXing", section 4): `author = {A. Doe, B. Roe, C. Low}` is one person
    with a strange name, and four commas are an error. The repair writes `and` for semicolons; what commas part only a
    person can tell.
    """

    code: ClassVar[str] = "CHK301"
    slug: ClassVar[str] = "name-list-commas"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("author", "editor", "translator"))
    # Two commas without an `and` between them.
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile("[;&]").search,
        re.compile(r",[^,a]*+(?:(?:(?<!\s)a|a(?!nd\s))[^,a]*+)*+,").search,
    )

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        plain = _BRACED.sub(lambda found: "x" * len(found[0]), field.value)
        while plain != (shorter := _BRACED.sub(lambda found: "x" * len(found[0]), plain)):
            plain = shorter
        if joint := _OTHER_JOINT.search(plain):
            message, repairs = f"{joint[0].strip()!r} between names", tuple(_repairs(field, plain))
            yield Finding(message, "put `and` between names", at=joint.start(), repairs=repairs)
            return
        position = 0
        for name in _AND.split(plain):
            if name.count(",") > 2:
                yield Finding("more than two commas in one name", "put `and` between names", at=position)
            elif name.count(",") == 2 and all(" " in part.strip() for part in name.split(",")):
                yield Finding("this looks like three names in one", "put `and` between names", at=position)
            position += len(name) + len(" and ")


def _repairs(field: RawField, plain: str) -> Iterator[Repair]:
    """`and` for each semicolon outside braces, where each then stands between two names of at most one comma."""
    names, position = [], 0
    for found in _SEMICOLON.finditer(plain):
        names.append(field.value[position : found.start()])
        position = found.end()
    names = [name.strip() for name in (*names, field.value[position:])]
    if len(names) > 1 and all(name and name.count(",") < 2 and not _OTHER_JOINT.search(name) for name in names):
        yield field.repaired(" and ".join(names))
