"""Which references a library has not: what may be given to a program that adds without looking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bibtools.merge.same import Works
from bibtools.model.change import Conflict
from bibtools.model.document import Entry
from bibtools.model.match import Enriched, Recommendation


def absent(
    items: Iterable[Enriched], entries: Sequence[Entry], discarded: Sequence[Entry] = ()
) -> tuple[list[Enriched], list[Conflict]]:
    """The items that are none of a library's `entries`, and what a person must settle first.

    One that may be an entry, and one that lies among the `discarded`, is not among the items: adding it would be a
    duplicate, or bring back what somebody threw away. A conflict tells each.

    >>> from bibtools.model.document import Origin
    >>> from bibtools.model.reference import Reference
    >>> place = Origin("refs.bib")
    >>> mine = Entry("a", Reference(title="Lanterns over Silent Harbours"), place)
    >>> other = Entry("b", Reference(title="A theory of wet stones"), place)
    >>> found, unsure = absent([Enriched(e, e.reference) for e in (mine, other)], [mine])
    >>> [item.entry.id for item in found], unsure
    (['b'], [])
    """
    present, thrown = Works(entries), Works(discarded)
    found: list[Enriched] = []
    unsure: list[Conflict] = []
    for item in items:
        asked = replace(item.entry, reference=item.reference, text=None)
        here, gone = present.find(asked), thrown.find(asked)
        theirs, lost = present.entry(here), thrown.entry(gone)
        if theirs is not None and here.recommendation is not Recommendation.REJECT:
            if here.recommendation is Recommendation.REVIEW:
                why = "; ".join(here.why) or "not sure enough"
                unsure.append(_told(theirs, item, f"may be the same work, a person must say ({why}); it is left out"))
        elif lost is not None and gone.recommendation is not Recommendation.REJECT:
            unsure.append(_told(lost, item, "it is in the trash; it is left out"))
        else:
            found.append(item)
    return found, unsure


def _told(theirs: Entry, item: Enriched, reason: str) -> Conflict:
    return Conflict(theirs.id, "", theirs.reference.title or theirs.id, item.reference.title or item.entry.id, reason)
