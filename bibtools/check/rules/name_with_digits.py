"""Rule CHK306."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.values import NAMES, Value
from bibtools.model.document import Severity
from bibtools.model.name import Name

_MARK = re.compile(
    r"[\d¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§¶@]|\bORCID\b|\b(?:University|Institute|Department|Laboratory) of\b", re.IGNORECASE
)


class NameWithDigits(ValueRule):
    """A person's name has a digit, a footnote mark, an e-mail address or an institution in it.

    That comes along when names are copied from a paper's first page ("Jane Doe1,2*"). Remove what is not the name.
    Names of organisations may have digits.
    """

    code: ClassVar[str] = "CHK306"
    slug: ClassVar[str] = "name-with-digits"
    severity: ClassVar[Severity] = "warning"
    variables: ClassVar[frozenset[str]] = frozenset(NAMES)
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile(r"[\d¹²³⁴⁵⁶⁷⁸⁹⁰*†‡§¶@]").search,
        re.compile(r"\s[oO][fF]\s").search,
        re.compile(r"[oO](?i:rcid)").search,
    )

    def look(self, value: Value) -> Iterator[Finding]:
        marked = [text for text in map(_personal, value.names) if _MARK.search(text)]
        if marked:
            more = f" and {len(marked) - 1} more" if len(marked) > 1 else ""
            yield Finding(f"{marked[0]!r:.60}{more}: more than a name", "keep only the name", value.variable)


def _personal(name: Name) -> str:
    """A person's name without its suffix ("3rd"); nothing of an organisation's."""
    return " ".join(part for part in (name.given, name.particle, name.family) if part)
