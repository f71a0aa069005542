"""Identifiers of works, and the one grammar that recognises them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifier:
    """`scheme` is "arxiv", "doi", "isbn", "issn", "pmid" or "pmcid"; `value` is in canonical form, without prefix.

    `version` is arXiv's ("v2" is 2); None when none was stated.

    >>> Identifier("arxiv", "1706.03762", 5).versioned()
    '1706.03762v5'
    """

    scheme: str
    value: str
    version: int | None = None

    def versioned(self) -> str:
        """The value with its version, as arXiv writes it."""
        return f"{self.value}v{self.version}" if self.version else self.value

    def unversioned(self) -> Identifier:
        """The same work, whatever its version."""
        return Identifier(self.scheme, self.value) if self.version else self
