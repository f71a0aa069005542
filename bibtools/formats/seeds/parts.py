"""Parts: stretches of a document with their role, before anybody knows which entry they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bibtools.formats.seeds.passages import Passage
from bibtools.model.identifier import Identifier
from bibtools.text.identifiers import find_identifiers

DOCUMENT = frozenset(("owner", "heading", "separator", "furniture"))
"""Roles that belong to the document, not to an entry."""
ALONE = DOCUMENT | {"overlong"}
"""Roles that join no other part."""


_PREPRINT = re.compile(r"(?:arxiv|corr)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The characters `start:end` of a document have a role; `text` is what of them counts, without mark and label.

    `gap` counts the blank lines before it, `mark` is the bullet or number that it carries, `indent` how far it stands
    to the right. `labelled`: a label says its role, so that no neighbour may change it. `tied`: it stands on one line
    with the part before it. `within` are parts of a reference string, inside its own characters.
    """

    role: str
    start: int
    end: int
    text: str
    confidence: float
    gap: int = 0
    mark: str = ""
    indent: int = 0
    labelled: bool = False
    tied: bool = False
    ids: tuple[Identifier, ...] = ()
    within: tuple[Part, ...] = ()

    def as_role(self, role: str, confidence: float) -> Part:
        """The same stretch in another role."""
        return replace(self, role=role, confidence=confidence)


def whole(passage: Passage, role: str | None = None, confidence: float | None = None) -> Part:
    """A passage as one part, in the role that it looks like or in another."""
    look = passage.look
    name = role or look.role
    text = passage.text[look.value :] if look.labelled else passage.text
    ids = look.ids
    if not ids and name in ("id", "journal"):
        ids = tuple(found.identifier for found in find_identifiers(text))
    return Part(
        name,
        passage.start,
        passage.end,
        text,
        look.confidence if confidence is None else confidence,
        passage.gap,
        passage.mark,
        passage.lines[0].indent,
        labelled=look.labelled and role in (None, look.role),
        ids=ids,
    )
