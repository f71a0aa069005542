"""Rule CHK302."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.model.document import Severity

_TROUBLE = (
    (re.compile(r"\A\s*and\b(?=\s)\s*", re.IGNORECASE), "the list begins with `and`"),
    (re.compile(r"(?<=\s)and\s*\Z", re.IGNORECASE), "the list ends with `and`"),
    (re.compile(r"(?<=\s)and\s+(?=and\s)", re.IGNORECASE), "there is an empty name between two `and`"),
    (re.compile(r",\s*(?=\Z|\sand\s)"), "a name ends with a comma"),
)


class NameListAnd(FieldRule):
    """A list of names has an empty name in it, or a comma at the end of one.

    `A. Doe and and B. Roe`, `and A. Doe` and `A. Doe and` each hold an empty name, which BibTeX reports as an error;
    `Doe, Jane, and Roe, John` gives Jane an empty part, and so does the comma at the end of `Doe, Jane,`. The repair
    removes the word or the comma, unless commas stand between the names too.
    """

    code: ClassVar[str] = "CHK302"
    slug: ClassVar[str] = "name-list-and"
    severity: ClassVar[Severity] = "error"
    fields: ClassVar[frozenset[str]] = frozenset(("author", "editor", "translator"))
    signs: ClassVar[tuple[Sign, ...]] = (
        re.compile(r"\s*and\s", re.IGNORECASE).match,
        re.compile(r"[aA][nN][dD](?:\s*\Z|\s+[aA][nN][dD]\s)").search,
        re.compile(r",\s*(?:\Z|[aA][nN][dD]\s)").search,
    )

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        for pattern, message in _TROUBLE:
            if found := pattern.search(field.value):
                hint = "put one `and` between two names, and nothing else"
                text = pattern.sub("", field.value).rstrip() or field.value
                # "Doe, Roe, and Low" are three names; "Doe, Jane, and Low, Max" are two.
                repairs = () if _may_be_many(field.value) else (field.repaired(text),)
                yield Finding(message, hint, at=found.start(), repairs=repairs)


def _may_be_many(value: str) -> bool:
    """Whether a name before an `and` has more commas than one person's needs."""
    names = re.split(r"\sand\s", value, flags=re.IGNORECASE)
    return any(name.strip().rstrip(",").count(",") > 1 for name in names)
