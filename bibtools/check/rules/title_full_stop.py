"""Rule CHK406."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.raw import RawField, Repair
from bibtools.check.values import Value
from bibtools.model.document import Severity

_STOP = re.compile(r"(?<![.\s])[.,;:]\s*\Z")
_ABBREVIATED = re.compile(r"\b(?:etc|al|ed|eds|vol|no|[A-Z]|[A-Za-z]\.[A-Za-z])\.\s*\Z")
_IN_SOURCE = re.compile(r"(?<![.\s\\])([.,;:])(\s*\}*\s*)\Z")


class TitleFullStop(ValueRule):
    """A title ends with a full stop or a comma.

    Styles put their own punctuation after a title, so two stand there. An abbreviation or three dots at the end stay.
    The repair removes it; a full stop may belong to an abbreviation that is not known here, so that needs a person's
    eye.
    """

    code: ClassVar[str] = "CHK406"
    slug: ClassVar[str] = "title-full-stop"
    severity: ClassVar[Severity] = "note"
    variables: ClassVar[frozenset[str]] = frozenset(("title",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"[.,;:][\s}]*\Z").search,)

    def look(self, value: Value) -> Iterator[Finding]:
        for title in value.texts:
            if (found := _STOP.search(title)) and not _ABBREVIATED.search(title):
                repairs = tuple(_repairs(value.field))
                yield Finding(f"the title ends with {found[0].strip()!r}", "remove it", "title", repairs=repairs)


def _repairs(field: RawField | None) -> Iterator[Repair]:
    if field and (found := _IN_SOURCE.search(field.value)):
        yield field.repaired(field.value[: found.start()] + found[2], safe=found[1] != ".")
