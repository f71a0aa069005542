"""A title that a preprint had once: an entry that has it describes the paper as it was, and is right."""

from __future__ import annotations

from bibtools.match.similarity import align
from bibtools.model.reference import EarlierTitle, Reference
from bibtools.text.fold import words


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same words, perhaps misspelt; an empty one is like none.

    >>> same_title("Lantens over harbours", "Lanterns over Harbours."), same_title("Lanterns", "Lamps")
    (True, False)
    """
    left, right = words(one), words(other)
    aligned = align(left, right)
    return bool(left and right) and not (aligned.left_only or aligned.right_only)


def earlier_title(stated: Reference, record: Reference) -> str | None:
    """Says whose title a reference has, if it is not today's title of `record` but one that it had before.

    >>> from bibtools.model.identifier import Identifier
    >>> record = Reference(title="Sheep", ids=(Identifier("arxiv", "1901.00001", 3),),
    ...     earlier_titles=(EarlierTitle("Lambs", 1), EarlierTitle("Goats", 2)))
    >>> earlier_title(Reference(title="Goats"), record)
    'has the title of version 2 of arXiv:1901.00001; version 3 is titled “Sheep”'
    >>> earlier_title(Reference(title="Sheep"), record)
    """
    title = stated.title or ""
    had = [one for one in record.earlier_titles if same_title(title, one.title)]
    return _told(had[-1], record) if had and not same_title(title, record.title or "") else None


def _told(one: EarlierTitle, record: Reference) -> str:
    own = record.id("arxiv")
    name = f"arXiv:{own.value}" if own else "the paper"
    latest = own.version if own else None
    if one.version and one.version != latest:
        had = f"the title of version {one.version} of {name}"
    elif one.updated and one.updated != record.updated:
        had = f"the title that {name} had on {one.updated.iso()}"
    else:
        had = f"an earlier title of {name}"
    return f"has {had}; {f'version {latest}' if latest else 'today it'} is titled “{record.title}”"
