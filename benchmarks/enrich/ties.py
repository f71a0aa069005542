"""Published versions: which of the papers that resemble one are taken for it, by words alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy.lookup import paper_of
from benchmarks.enrich.truth import Label
from bibtools.merge.claims import claims
from bibtools.sources.base import Hit, Query, Source

SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Tie:
    """One published version and the papers that may be it: `sure` are those taken, `unsure` those for a person."""

    label: Label
    sure: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The papers taken that are not the right one."""
        return tuple(paper for paper in self.sure if paper != self.label.paper)


def candidates(source: Source, labels: Sequence[Label]) -> list[list[Hit]]:
    """The records that the index offers for each published version, by its title and authors."""
    told = [label.entry.reference for label in labels]
    queries = [Query(title=each.title, author=each.author, issued=each.issued) for each in told]
    found: list[list[Hit]] = [[] for _ in labels]
    for strategy in source.strategies:
        for hit in source.search(queries, strategy):
            found[hit.query].append(hit)
    return found


def ties(labels: Sequence[Label], hits: Sequence[Sequence[Hit]]) -> list[Tie]:
    """What is made of each published version by its words alone: all identifiers of the publication are hidden."""
    return [_tie(label, group) for label, group in zip(labels, hits, strict=True)]


def _tie(label: Label, hits: Sequence[Hit]) -> Tie:
    publication = replace(label.entry.reference, ids=(), url=None, note=None, related=(), extra={})
    papers = {found: hit.reference for hit in hits if (found := paper_of(hit))}
    sure, unsure = [], []
    for paper, record in papers.items():
        bare = replace(record, ids=tuple(each for each in record.ids if each.scheme == "arxiv"))
        for claim in claims(bare, [(SERVICE, publication)]):
            if claim.source == SERVICE:
                (sure if claim.sure else unsure).append(paper)
    return Tie(label, tuple(sure), tuple(unsure))


def counts(found: Sequence[Tie]) -> Counter[str]:
    """How many there are, how many are taken rightly and wrongly, and how many a person gets to see."""
    total: Counter[str] = Counter()
    for tie in found:
        total["all"] += 1
        total["taken"] += len(tie.sure)
        total["wrong"] += len(tie.wrong)
        total["right"] += tie.label.paper in tie.sure
        total["shown"] += tie.label.paper in (*tie.sure, *tie.unsure)
    return total
