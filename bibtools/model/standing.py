"""How a paper stands by the word of its authors: withdrawn, or superseded by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bibtools.model.identifier import Identifier

Kind = Literal["withdrawn", "superseded"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a paper, the arXiv papers that are named with it, and the sentence that says so, where it is kept.

    >>> Standing("superseded", (Identifier("arxiv", "0806.4540"),)).words is None
    True
    """

    kind: Kind
    ids: tuple[Identifier, ...] = ()
    words: str | None = None
