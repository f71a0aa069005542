"""Rule CHK409."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_RANGE = re.compile(r"(?<![\w.:/])(\d{1,7})\s*[-\u2010-\u2015\u2212]+\s*(\d{1,7})(?![\w.:/-])")


def _backwards(pages: str) -> Iterator[tuple[str, str]]:
    for first, last in _RANGE.findall(pages):
        # A shortened end repeats the digits it leaves out.
        whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        if int(whole) < int(first):
            yield first, last


def _runs_backwards(pages: str) -> bool:
    return any(True for _ in _backwards(pages))


class PageRange(FieldRule):
    """A page range runs backwards.

    `1205-1195` is a slip of the pen, and nobody finds the work by it. A shortened end is none: `1195-205` means 1195 to
    1205.
    """

    code: ClassVar[str] = "CHK409"
    slug: ClassVar[str] = "page-range"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("bib", "csl-json")
    fields: ClassVar[frozenset[str]] = frozenset(("pages", "page"))
    signs: ClassVar[tuple[Sign, ...]] = (_runs_backwards,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        for first, last in _backwards(field.value):
            yield Finding(f"the pages run backwards, from {first} to {last}", "check both numbers")
