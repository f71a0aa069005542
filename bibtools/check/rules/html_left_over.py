"""Rule CHK405."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, Sign, ValueRule
from bibtools.check.raw import RawField, Repair
from bibtools.check.texts import without_markup, without_math
from bibtools.check.values import Value
from bibtools.model.document import Severity
from bibtools.text.latex import to_latex

_CHARACTER = r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,5});"
_HTML = re.compile(_CHARACTER + r"|</?(?:[a-z]+:)?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_IN_SOURCE = re.compile(rf"\\?({_CHARACTER})")


class HtmlLeftOver(ValueRule):
    """A text has HTML or XML in it: `&amp;`, `<jats:p>`, `<mml:math>`.

    Publishers' records carry such mark-up, and no style undoes it. CSL knows `<i>`, `<b>`, `<sub>`, `<sup>` and
    `<span class="nocase">`; anything else is printed as it stands. The repair writes the characters that are meant;
    tags are left to a person.
    """

    code: ClassVar[str] = "CHK405"
    slug: ClassVar[str] = "html-left-over"
    severity: ClassVar[Severity] = "warning"
    signs: ClassVar[tuple[Sign, ...]] = (re.compile("[&%#_<]").search,)

    def look(self, value: Value) -> Iterator[Finding]:
        for text in value.texts:
            if found := _HTML.search(without_markup(without_math(text))):
                hint = "write the character itself, or remove the tag"
                repairs = tuple(_repairs(value.field)) if found[0].startswith("&") else ()
                yield Finding(f"{found[0]} in {text!r:.60}", hint, value.variable, repairs=repairs)


def _repairs(field: RawField | None) -> Iterator[Repair]:
    if field:
        meant = _IN_SOURCE.sub(lambda found: _meant(found[1], field.kind == "json"), field.value)
        if meant != field.value:
            yield field.repaired(meant)


def _meant(entity: str, plain: bool) -> str:
    character = html.unescape(entity)
    return entity if character == entity else character if plain else to_latex(character)
