"""Rule CHK801."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.bibtext import at_depth_zero
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_CAPITALS_INSIDE = re.compile(r"(?<![\w\\$])(?=\w*[^\W\d_])\w*(?:[^\W\d_A-Z][A-Z]|[A-Z]{2}|\d[A-Z]|[A-Z]\d)\w*")


class UnprotectedCapitals(FieldRule):
    """A title has capitals inside a word that styles with sentence case will make small.

    `title = {BERT for QA on WikiData}` is printed as "Bert for qa on wikidata" by plain, unsrt and most others. Put
    braces around such words: `{BERT} for {QA} on {WikiData}`. Ordinary words need none, so that styles can do their
    work; neither does the repair add any.
    """

    code: ClassVar[str] = "CHK801"
    slug: ClassVar[str] = "unprotected-capitals"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("title",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(r"[A-Z](?:(?<=[^\W_][A-Z])|\d)").search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        plain = at_depth_zero(field.value)
        words = list(_CAPITALS_INSIDE.finditer(plain))
        if words and any(letter.islower() for letter in plain):
            listed = ", ".join(dict.fromkeys(word[0] for word in words))
            repair = field.repaired(_protected(field.value, words))
            message, hint = f"unprotected capitals: {listed}", "put braces around each"
            yield Finding(message, hint, at=words[0].start(), repairs=(repair,))


def _protected(value: str, words: Sequence[re.Match[str]]) -> str:
    """The value with braces around some of its words."""
    pieces: list[str] = []
    position = 0
    for word in words:
        pieces += (value[position : word.start()], "{", word[0], "}")
        position = word.end()
    return "".join((*pieces, value[position:]))
