"""Rule CHK206."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier

_NUMBER = re.compile(r"\d[\d\s\u2010-\u2015-]*[\dXx]")


class WrongCheckDigit(FieldRule):
    """An ISBN or ISSN whose check digit is wrong, or that has a digit too few or too many.

    Its last digit is computed from the others (ISO 2108, ISO 3297), so a slip of the pen shows. Copy it again from the
    book or the journal. (Of `.bib` files, the reader reports this as BIB210.)
    """

    code: ClassVar[str] = "CHK206"
    slug: ClassVar[str] = "wrong-check-digit"
    severity: ClassVar[Severity] = "warning"
    formats: ClassVar[tuple[str, ...]] = ("csl-json",)
    fields: ClassVar[frozenset[str]] = frozenset(("ISBN", "ISSN"))

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        scheme = field.name.lower()
        if _is(scheme, field.value):
            return
        # Several may stand in one field, with commas, spaces or words between them.
        for found in _NUMBER.finditer(field.value):
            parts = [found[0]] if _is(scheme, found[0]) else found[0].split()
            wrong = [part for part in parts if not _is(scheme, part)]
            if wrong:
                yield Finding(f"{wrong[0]} is no {scheme.upper()}", "copy it again; a digit is wrong", at=found.start())


def _is(scheme: str, text: str) -> bool:
    found = parse_identifier(f"{scheme}:{text}")
    return found is not None and found.scheme == scheme
