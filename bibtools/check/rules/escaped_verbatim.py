r"""Rule CHK804."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding
from bibtools.check.subject import RawEntry, RawField
from bibtools.model.document import Severity

_ESCAPE = re.compile(r"\\[&%#_~{}]|\{\\_\}|\\(?:url|href|textunderscore|textasciitilde)\b|\$\\sim\$")


class EscapedVerbatim(FieldRule):
    r"""An address or an identifier has LaTeX escapes in it.

    `url`, `doi` and `eprint` are taken letter by letter, so the backslash of `\_` becomes a part of the address, and
    the link is dead. Write the address as a browser shows it.
    """

    code: ClassVar[str] = "CHK804"
    slug: ClassVar[str] = "escaped-verbatim"
    severity: ClassVar[Severity] = "warning"

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if field.name in ("url", "doi", "eprint") and (found := _ESCAPE.search(field.value)):
            yield Finding(f"{found[0]} in {field.name}", "write it without LaTeX", at=found.start())
