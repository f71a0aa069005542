"""Rule CHK303."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.raw import RawField, Repair
from bibtools.check.values import NAMES, Value
from bibtools.model.document import Severity
from bibtools.model.name import OTHERS

_ET_AL = re.compile(r"\bet\.?\s+al\b\.?|\b(?:and|&)\s+others\b|…|\.{3}", re.IGNORECASE)
_AT_THE_END = re.compile(r"(?<=[^\s,])[\s,]+(?:and\s+)?\{?(?:et\.?\s+al\b\.?|…|\.{3})\}?\s*\Z", re.IGNORECASE)
_HINT = "give all names, or end with `and others`"


class EtAlAsName(ValueRule):
    """A list of names has "et al." in it, as if it were a person.

    It is printed as somebody's family name and sorted under it. Give all the names; where they are not known, end the
    list with `and others` in BibTeX, and with `{"literal": "others"}` in CSL-JSON, which the programs translate. The
    repair does so in a `.bib` file where the list ends there.
    """

    code: ClassVar[str] = "CHK303"
    slug: ClassVar[str] = "et-al-as-name"
    severity: ClassVar[Severity] = "warning"
    variables: ClassVar[frozenset[str]] = frozenset(NAMES)
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile(r"[eE][tT]\.?\s+[aA][lL]\b").search,
        re.compile("thers|THERS").search,
        re.compile("…").search,
        re.compile(r"\.\.\.").search,
    )

    def look(self, value: Value) -> Iterator[Finding]:
        if value.field and value.field.kind != "json":
            # The reader of `.bib` files knows what is meant; BibTeX does not.
            yield from _in_source(value.field)
            return
        for number, name in enumerate(value.names):
            early = name == OTHERS and number < len(value.names) - 1
            if early or (name != OTHERS and _ET_AL.search(name.display())):
                yield Finding(f"{name.display()!r} is no name", _HINT, value.variable)


def _in_source(field: RawField) -> Iterator[Finding]:
    found = _ET_AL.search(field.value)
    if found and found[0].lower() != "and others":
        yield Finding(f"{found[0]!r} is no name", _HINT, at=found.start(), repairs=tuple(_repairs(field)))


def _repairs(field: RawField) -> Iterator[Repair]:
    if found := _AT_THE_END.search(field.value):
        yield field.repaired(f"{field.value[: found.start()]} and others")
