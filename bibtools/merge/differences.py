"""What two references of one work say differently enough for a person to look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bibtools.merge.containers import same_container
from bibtools.merge.policy import PUBLICATION, SERIAL, is_preprint, same_people, value
from bibtools.merge.venue import with_series
from bibtools.model.date import PartialDate
from bibtools.model.identifier import arxiv_from_doi
from bibtools.model.name import OTHERS
from bibtools.model.reference import Reference
from bibtools.text.doi_facts import same_number
from bibtools.text.fold import fold

# Values of these are compared; of the others a difference says nothing.
_COMPARED = ("title", "author", "issued", "container_title", "volume", "page", "ids.arxiv", "ids.doi")
# Source: arXiv, "Understanding the arXiv identifier" (https://info.arxiv.org/help/arxiv_identifier.html).
_MONTHLY = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}")


@dataclass(frozen=True, slots=True)
class Difference:
    """A variable that both references have, with values that do not agree."""

    variable: str
    theirs: str
    ours: str
    reason: str


def differences(theirs: Reference, ours: Reference) -> Iterator[Difference]:
    """What both references say, and say differently enough for a person to look."""
    return (found for _, found in compared(theirs, ours) if found)


def compared(theirs: Reference, ours: Reference) -> Iterator[tuple[str, Difference | None]]:
    """Each variable that both references have, and the difference, if there is one that a person should look at.

    Variables of publication are compared only where both are preprints, or both published.

    >>> list(compared(Reference(title="On X", volume="7"), Reference(title="On  x", page="1")))
    [('title', None)]
    """
    same_form = is_preprint(theirs) == is_preprint(ours)
    theirs, ours = with_series(theirs), with_series(ours)
    for variable in _COMPARED:
        left, right = value(theirs, variable), value(ours, variable)
        if not left or not right or (variable in PUBLICATION and not same_form):
            continue
        if variable == "ids.doi" and _of_archive(theirs) != _of_archive(ours):
            continue  # arXiv's DOI and a publisher's are both right
        reason = _reason(variable, theirs, ours)
        yield variable, Difference(variable, _told(left), _told(right), reason) if reason else None


def _reason(variable: str, theirs: Reference, ours: Reference) -> str | None:
    """Why two values of a variable do not agree, or None when they do."""
    left, right = value(theirs, variable), value(ours, variable)
    if variable == "title":
        # One that the work had before is its title, too.
        return None if fold(str(left)) in map(fold, ours.titles) else "the titles differ"
    if variable == "author":
        return _about_names(theirs, ours)
    if variable == "container_title" and same_container(str(left), str(right)):
        return None
    if variable == "volume" and same_volume(theirs, ours):
        return None
    if variable == "page" and _same_pages(str(left), str(right)):
        return None
    if variable == "issued":
        assert theirs.issued is not None
        assert ours.issued is not None
        # A preprint is cited by the year of its first version, of its latest, or of its number, which is given when it
        # is announced: a day or two after it came, and at the turn of the year in the next.
        years = {date.year for date in (ours.issued, ours.updated, _announced(ours)) if date}
        slack = 0 if is_preprint(ours) or not {theirs.type, ours.type} <= SERIAL else 1
        return None if any(abs(theirs.issued.year - year) <= slack for year in years) else "the years differ"
    if variable.startswith("ids."):
        one, other = theirs.id(variable[4:]), ours.id(variable[4:])
        assert one is not None
        assert other is not None
        same = {i.value.lower() for i in theirs.ids} & {i.value.lower() for i in ours.ids if i.scheme == one.scheme}
        return None if same else "the identifiers differ"
    return None if fold(str(left)) == fold(str(right)) else "the values differ"


def _of_archive(reference: Reference) -> bool:
    """Whether all DOIs of a reference are arXiv's."""
    return all(arxiv_from_doi(found) for found in reference.ids if found.scheme == "doi")


def same_volume(theirs: Reference, ours: Reference) -> bool:
    """Whether the volumes of two references may be one; of JHEP and JCAP it is the year for some, the month for others.

    >>> from bibtools.model.date import PartialDate
    >>> by_year = Reference(volume="2009", issued=PartialDate(2009))
    >>> same_volume(by_year, Reference(volume="09")), same_volume(by_year, Reference(volume="109"))
    (True, False)
    """
    one, other = str(theirs.volume), str(ours.volume)
    years = {str(found.issued.year) for found in (theirs, ours) if found.issued}
    return same_number(one, other) or (bool({one, other} & years) and min(len(one), len(other)) <= 2)


def _same_pages(left: str, right: str) -> bool:
    """Whether two ranges may be one: by their first page where one has no last, by both where both have ("383-97").

    >>> _same_pages("383", "383-397"), _same_pages("383-97", "383-397"), _same_pages("1-14", "1-15")
    (True, True, False)
    """
    (first, _, last), (other_first, _, other_last) = (text.partition("-") for text in (left, right))
    if not same_number(first, other_first):
        return False
    return not last or not other_last or last.endswith(other_last) or other_last.endswith(last)


def _announced(reference: Reference) -> PartialDate | None:
    """The month in an arXiv id ("1901.00001"), if it has one."""
    arxiv = reference.id("arxiv")
    found = _MONTHLY.match(arxiv.value) if arxiv else None
    return PartialDate(2000 + int(found[1]), int(found[2])) if found else None


def _about_names(theirs: Reference, ours: Reference) -> str | None:
    if same_people(theirs, ours):
        return None
    left, right = (len([name for name in names if name != OTHERS]) for names in (theirs.author, ours.author))
    return "the names differ" if left == right else f"{left} {'name' if left == 1 else 'names'} against {right}"


def _told(found: object) -> str:
    if isinstance(found, tuple):
        return "; ".join(name.display() for name in found)
    for method in ("versioned", "iso"):
        if hasattr(found, method):
            return str(getattr(found, method)())
    return str(found)
