r"""Rule CHK804."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField
from bibtools.formats.bib.values import decode_url
from bibtools.model.document import Severity

_ESCAPE = re.compile(r"\\[&%#_~{}]|\{\\_\}|\\(?:url|href|textunderscore|textasciitilde)\b|\$\\sim\$")
_LATEX = re.compile(r"[\\{}$]")


class EscapedVerbatim(FieldRule):
    r"""An address or an identifier has LaTeX escapes in it.

    `url`, `doi` and `eprint` are taken letter by letter, so the backslash of `\_` becomes a part of the address, and
    the link is dead. Write the address as a browser shows it, as the repair does.
    """

    code: ClassVar[str] = "CHK804"
    slug: ClassVar[str] = "escaped-verbatim"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("url", "doi", "eprint"))
    signs: ClassVar[tuple[Sign, ...]] = (_ESCAPE.search,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:  # noqa: ARG002
        if found := _ESCAPE.search(field.value):
            plain = decode_url(field.value)
            repairs = () if _LATEX.search(plain) else (field.repaired(plain),)
            yield Finding(f"{found[0]} in {field.name}", "write it without LaTeX", at=found.start(), repairs=repairs)
