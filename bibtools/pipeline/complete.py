"""Complete: each entry of a library from its own accepted match, by a plan that can be looked at first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bibtools.model.change import Plan
from bibtools.model.document import Document
from bibtools.model.match import Match
from bibtools.model.reference import Reference
from bibtools.pipeline.enrich import is_accepted
from bibtools.pipeline.write import shown

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.merge.complete import Completing, Known


def completion(
    read: tuple[Document, str], matches: Iterable[Match], into: Library, config: Config, wish: Completing
) -> Plan:
    """What must change in the library, `read` just now, so that its entries say what their accepted matches know."""
    from bibtools.merge.complete import complete

    document, fingerprint = read
    found = ((match.entry, known(match, config, into.format)) for match in matches)
    return into.vetted(complete(document, fingerprint, found, into, wish))


def known(found: Match, config: Config, form: str) -> Sequence[Known]:
    """What an accepted match tells of its entry, the surest first; nothing where it is not accepted.

    `form` is the library's format.
    """
    from bibtools.enrich.fill import complete
    from bibtools.merge.complete import Known

    if not is_accepted(found) or found.best is None:
        return ()
    record = complete(found.best.reference)
    arxiv = record.id("arxiv")
    told = f"from {found.best.source}" + (f" arXiv:{arxiv.value}" if arxiv else "")
    return (Known(_with_keywords(shown(record, config, form), config, form), told),)


def _with_keywords(record: Reference, config: Config, form: str) -> Reference:
    """The record with its categories as keywords, if they are asked for."""
    if not config.flag("write.keywords") or not record.categories:
        return record
    from bibtools.formats import across

    name = across.TEXTS["keywords"] if form == "csl-json" else "keywords"
    return replace(record, extra={**record.extra, name: ", ".join(record.categories)})
