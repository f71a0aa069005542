"""The version of record: what is decided from arXiv's own statement and one service, played by a bibliography."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bibtools.merge.published import published
from bibtools.model.reference import Reference

SERVICE = "service"


def outcomes(found: Sequence[Reference], cited: Mapping[str, Sequence[Reference]]) -> Counter[tuple[str, str]]:
    """How often each (recommendation, reason), for the records that bibliographies cite in a published form."""
    counts: Counter[tuple[str, str]] = Counter()
    for record in found:
        own = record.id("arxiv")
        for entry in cited.get(own.value, ())[:1] if own else ():
            answer = replace(entry, ids=tuple(each for each in entry.ids if each.scheme != "arxiv"))
            made = published(record, [(SERVICE, answer)])
            counts[made.recommendation.value, made.why[0].partition(":")[0]] += 1
    return counts
