"""Rule CHK805."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, problem
from bibtools.check.bibtext import is_classic
from bibtools.check.subject import Subject
from bibtools.model.document import Problem, Severity

_NON_ASCII = re.compile(r"[^\x00-\x7f]")


class NonAsciiClassic:
    r"""A file for classic BibTeX has a name that begins with a letter outside ASCII.

    BibTeX counts bytes: a style that shortens given names to initials cuts "Łukasz" in the middle of its first letter,
    and sorts it behind Z. Write `{\L}ukasz`, or use biber with biblatex, which reads UTF-8.
    """

    code: ClassVar[str] = "CHK805"
    slug: ClassVar[str] = "non-ascii-classic"
    severity: ClassVar[Severity] = "note"

    def run(self, subject: Subject) -> Iterator[Problem]:
        if subject.document.format != "bib" or not is_classic(subject.raw):
            return
        for entry in subject.raw:
            for field in entry.fields:
                if field.name not in ("author", "editor"):
                    continue
                for word in re.finditer(r"(?<![\w\\{])\w+", field.value):
                    if _NON_ASCII.match(word[0]):
                        start = field.start + word.start()
                        finding = Finding(f"{word[0]} begins with a letter outside ASCII", "write it with LaTeX")
                        yield problem(self, subject, subject.origin(start, start + 1), finding, entry.key)
                        break
