"""Whether two values of one field say the same, so that nothing is written where nothing would be new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bibtools.formats.zotero.creators import from_creators, from_text
from bibtools.formats.zotero.dates import read_date
from bibtools.formats.zotero.identifiers import without_id
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_from_doi, parse_identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.text.fold import fold
from bibtools.text.names import initials

_ARXIV = re.compile(r"(?i)arxiv(?:\.org)?")
_SCHEME = re.compile(r"(?i)\Ahttps?://(?:www\.)?|/+\Z")


def same(field: str, theirs: str, ours: str, reference: Reference) -> bool:
    """Whether a field of an item, which is not empty, says what `reference` would put there (`ours`).

    `field` is the general name. Titles and names compare without spelling, dates at the coarser precision and against
    every day from the first version to the last, addresses and identifiers by the work they name. An abstract is never
    another one: whoever has one keeps it.

    >>> paper = Reference(issued=PartialDate(2017, 6, 12), updated=PartialDate(2023, 8, 2))
    >>> same("date", "December 5, 2017", "2017-06-12", paper), same("date", "2016", "2017-06-12", paper)
    (True, False)
    >>> same("url", "http://arxiv.org/pdf/1706.03762v5.pdf", "https://arxiv.org/abs/1706.03762", paper)
    True
    """
    match field:
        case "abstractNote":
            return True
        case "date":
            return _same_date(theirs, reference)
        case "creators":
            return _same_people(theirs, ours)
        case "publisher" if _ARXIV.fullmatch(ours):
            return _ARXIV.fullmatch(theirs.strip()) is not None
        case "url" | "DOI" | "number":
            return _work(theirs) == _work(ours)
        case "title":
            return fold(without_id(theirs)) == fold(ours)
    return fold(theirs) == fold(ours)


def _same_date(theirs: str, reference: Reference) -> bool:
    found, _ = read_date(theirs)
    if found is None or reference.issued is None:
        return False
    first, last = reference.issued, reference.updated or reference.issued
    return _cut(first, found) <= _cut(found, first) and _cut(found, last) <= _cut(last, found)


def _cut(date: PartialDate, like: PartialDate) -> PartialDate:
    """`date` with no more parts than `like` has."""
    return PartialDate(date.year, date.month if like.month else 0, date.day if like.day and like.month else 0)


def _work(text: str) -> Identifier | str:
    found = parse_identifier(text)
    if found is None:
        return _SCHEME.sub("", text.strip()).lower()
    return (arxiv_from_doi(found) or found).unversioned()


def _same_people(theirs: str, ours: str) -> bool:
    try:
        left, right = (from_creators(from_text(text)).author for text in (theirs, ours))
    except ValueError:
        return False
    return len(left) == len(right) and all(map(_same_name, left, right))


def _same_name(one: Name, other: Name) -> bool:
    """Equal last names, and given names of which one abbreviates the other or is not told."""
    lasts = [fold(name.literal or " ".join(filter(None, (name.particle, name.family)))) for name in (one, other)]
    if lasts[0] != lasts[1]:
        return False
    given: Sequence[str] = [fold(name.given or "") for name in (one, other)]
    first, second = initials(one.given), initials(other.given)
    if not all(given) or first.startswith(second) or second.startswith(first):
        return True
    return given[0].startswith(given[1]) or given[1].startswith(given[0])
