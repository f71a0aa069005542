"""Rule CHK601."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.raw import RawEntry, RawField
from bibtools.formats.csljson.rules import KINDS
from bibtools.model.date import PartialDate
from bibtools.model.document import Severity


class ImpossibleDate(FieldRule):
    """A date in CSL-JSON that no calendar has.

    The schema allows any numbers in `date-parts`; a thirteenth month or a 30th of February is printed as nonsense or
    dropped. Months count from 1. (Of `.bib` files, the reader reports such dates.)
    """

    code: ClassVar[str] = "CHK601"
    slug: ClassVar[str] = "impossible-date"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("csl-json",)
    fields: ClassVar[frozenset[str]] = frozenset(name for name, kind in KINDS.items() if kind == "date")

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if not isinstance(field.data, Mapping):
            return
        parts = field.data.get("date-parts")
        for date in parts if isinstance(parts, list) else ():
            if isinstance(date, list) and not _exists(date):
                yield Finding(f"{field.name} is {date}, which no calendar has", "check year, month and day")


def _exists(parts: list[object]) -> bool:
    try:
        numbers = [int(str(part)) for part in parts if part not in (None, "")]
        PartialDate(*numbers[:3] or (1,))
    except (ValueError, TypeError):
        return False
    return True
