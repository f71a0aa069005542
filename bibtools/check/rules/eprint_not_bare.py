"""Rule CHK203."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity
from bibtools.model.identifier import parse_identifier

_BARE = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?/\d{7})\Z")


class EprintNotBare(FieldRule):
    """An arXiv eprint stands with its prefix, version, class or address.

    Styles put "arXiv:" and the class there themselves, from `archivePrefix` and `primaryClass`, so
    `eprint = {arXiv:2001.00001v2 [cs.CL]}` is printed twice over and its link is dead. biber does not complain.
    Write `eprint = {2001.00001}`; a version that matters belongs into `version` (biblatex) or `note`.
    """

    code: ClassVar[str] = "CHK203"
    slug: ClassVar[str] = "eprint-not-bare"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        text = field.value.strip("{} ")
        if field.name != "eprint" or _BARE.match(text):
            return
        found = parse_identifier(text)
        if found and found.scheme == "arxiv":
            yield Finding("the eprint is not bare", f"write only {found.value}")
