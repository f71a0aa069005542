"""From what is known about each entry of a library to a plan that completes them; nothing is added but fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bibtools.merge.existing import Amendments, Words
from bibtools.merge.policy import Policy
from bibtools.merge.versions import VersionPolicy, restated
from bibtools.model.change import Plan
from bibtools.model.document import Document, Entry
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

_VERSION = {"strip": "without its version", "latest": "latest version"}


@dataclass(frozen=True, slots=True)
class Known:
    """A reference of the same work, and where it comes from ("from crossref 10.1000/182").

    `arxiv` is the work's arXiv id with its newest version, whatever of that the reference may say.
    """

    reference: Reference
    told: str
    arxiv: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Completing:
    """What the user asked for; `only`, `update` and `request` are variables (see `merge.fields`)."""

    policy: Policy = "fill"
    protect: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    update: frozenset[str] = frozenset()
    request: frozenset[str] = frozenset()
    version: VersionPolicy = "keep"


def complete(
    document: Document,
    fingerprint: str,
    found: Iterable[tuple[Entry, Sequence[Known]]],
    words: Words,
    wish: Completing = Completing(),
) -> Plan:
    """What must change in the library `document` (whose bytes have `fingerprint`) so that it says what is known.

    `found` are entries of it with references of the same work, the surest first: each sees what those before it
    brought. Values that differ are conflicts unless `wish` settles them.
    """
    existing = Amendments(document, words, wish.protect, wish.request, wish.only, wish.update)
    for entry, known in found:
        for one in known:
            existing.amend(entry.id, one.reference, one.told, wish.policy)
        # Last: what is replaced ("arXiv preprint arXiv:1706.03762v5" by a journal) has no version to restate.
        for one in known:
            if one.arxiv and wish.version != "keep":
                changed = restated(words.fields(entry), one.arxiv, wish.version)
                existing.restate(entry.id, changed, f"{_VERSION[wish.version]}, {one.told}")
    return Plan(document.path, fingerprint, tuple(existing.changes), tuple(existing.conflicts))
