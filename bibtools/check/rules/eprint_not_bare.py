"""Rule CHK203."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import FieldRule, Finding, Sign
from bibtools.check.raw import RawEntry, RawField, Repair
from bibtools.model.document import Severity
from bibtools.model.identifier import CATEGORY, Identifier, parse_identifier

_BARE = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?/\d{7})\Z")
_ARCHIVE, _CLASS = ("archiveprefix", "eprinttype"), ("primaryclass", "eprintclass")
_SAME = {
    "archivePrefix": _ARCHIVE,
    "eprinttype": _ARCHIVE,
    "primaryClass": _CLASS,
    "eprintclass": _CLASS,
    "version": ("version",),
}


class EprintNotBare(FieldRule):
    """An arXiv eprint stands with its prefix, version, class or address.

    Styles put "arXiv:" and the class there themselves, from `archivePrefix` and `primaryClass`, so
    `eprint = {arXiv:2001.00001v2 [cs.CL]}` is printed twice over and its link is dead. biber does not complain.
    Write `eprint = {2001.00001}`; a version that matters belongs into `version` (biblatex) or `note`. The repair moves
    each part to its own field. Classic BibTeX has none for the version: there, losing it needs a person's word.
    """

    code: ClassVar[str] = "CHK203"
    slug: ClassVar[str] = "eprint-not-bare"
    severity: ClassVar[Severity] = "warning"
    fields: ClassVar[frozenset[str]] = frozenset(("eprint",))
    signs: ClassVar[tuple[Sign, ...]] = (re.compile(rf"(?![{{ ]*{_BARE.pattern}).*\d", re.DOTALL).match,)

    def look(self, field: RawField, entry: RawEntry) -> Iterator[Finding]:
        text = field.value.strip("{} ")
        found = None if _BARE.match(text) else parse_identifier(text)
        if found and found.scheme == "arxiv":
            repairs = tuple(_repairs(field, entry, found))
            yield Finding("the eprint is not bare", f"write only {found.value}", repairs=repairs)


def _repairs(field: RawField, entry: RawEntry, found: Identifier) -> Iterator[Repair]:
    """The bare eprint, and what its other parts say in fields of their own, where the entry has not got them."""
    moved = {"archivePrefix": "arXiv"} if entry.classic else {"eprinttype": "arxiv"}
    if category := re.search(CATEGORY, field.value):
        moved["primaryClass" if entry.classic else "eprintclass"] = category[0].strip("[] ")
    if found.version and not entry.classic:
        moved["version"] = str(found.version)
    lost = entry.classic and found.version is not None
    yield field.repaired(found.value, safe=not lost)
    for name, value in moved.items():
        if not entry.get(*_SAME[name]):
            yield Repair(name, None, f"{{{value}}}", safe=not lost)
