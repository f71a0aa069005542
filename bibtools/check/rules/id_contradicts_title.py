"""Rule CHK209."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from bibtools.check.base import Finding, MatchRule
from bibtools.model.document import Severity
from bibtools.model.match import Candidate, Match
from bibtools.text.fold import fold

AGREE = 0.5  # how like lists of authors are that share half of their people


class IdContradictsTitle(MatchRule):
    """The arXiv identifier leads to another paper: another title, by other people.

    Most often an entry was copied and its eprint left as it was, or a digit was mistyped; whoever follows the
    identifier reads a paper that was not meant. Asked only when a source is named: `bibtools check refs.bib --source
    index`. Another title by the same people is not reported: papers are retitled, and `bibtools verify` tells of that.
    Where a record has the entry's own title, its identifier is offered.
    """

    code: ClassVar[str] = "CHK209"
    slug: ClassVar[str] = "id-contradicts-title"
    severity: ClassVar[Severity] = "error"

    def look(self, match: Match) -> Iterator[Finding]:
        stated = match.entry.reference.id("arxiv")
        title = match.entry.reference.title
        if stated is None or not title:
            return
        with_id = [one for one in match.candidates if _arxiv(one) == stated.value]
        if not with_id or any(_may_be_meant(one) for one in with_id):
            return
        meant = [_arxiv(one) for one in match.candidates if fold(title) in map(fold, one.reference.titles)]
        yield Finding(
            f"arXiv:{stated.value} is “{with_id[0].reference.title}”, not what the title says",
            f"arXiv:{meant[0]} has this title" if meant and meant[0] else "look up the right identifier",
            "ids.arxiv",
        )


def _may_be_meant(record: Candidate) -> bool:
    """Whether the record that the identifier leads to is not clearly another paper."""
    contradicts = any(guard.name == "id-against-text" for guard in record.guards)
    author = next((e.similarity for e in record.distance.evidence if e.field == "author"), None)
    return not contradicts or (author or 0.0) >= AGREE


def _arxiv(record: Candidate) -> str | None:
    own = record.reference.id("arxiv")
    return own.value if own else None
