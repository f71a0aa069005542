"""Which variables of a library's entry may be filled or replaced from another reference of the same work.

`fill` adds what is missing and never replaces. `update` may besides replace a preprint's type, venue, year and DOI by
those of the version of record. Whatever differs otherwise is a conflict, for a person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bibtools.match.authors import agreement
from bibtools.merge.containers import same_container
from bibtools.merge.venue import same_venue, with_series
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.name import OTHERS
from bibtools.model.reference import Reference
from bibtools.text.doi_facts import same_number
from bibtools.text.fold import fold

Policy = Literal["fill", "update"]

# What describes the publication, not the work: it is right for one form of the work and wrong for the other.
PUBLICATION = frozenset(
    {
        "type",
        "container_title",
        "collection_title",
        "publisher",
        "publisher_place",
        "event_title",
        "edition",
        "editor",
        "volume",
        "issue",
        "number",
        "page",
        "issued",
        "genre",
        "url",
        "ids.doi",
        "ids.isbn",
        "ids.issn",
    }
)
WORK = frozenset({"title", "author", "language", "ids.arxiv", "categories", "ids.pmid", "ids.pmcid"})
# What `update` may replace in a preprint that has been published.
RECORDED = PUBLICATION - {"url", "ids.isbn", "ids.issn"}
# Types that are nothing but a preprint where no journal and no proceedings are named.
_WITH_VENUE = frozenset({None, "article", "article-journal", "paper-conference", "document", "manuscript"})
# An article may appear online a year before it is printed; of anything else another year is another edition.
_SERIAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "paper-conference", None})
# Values of these are compared; of the others a difference says nothing.
_COMPARED = ("title", "author", "issued", "container_title", "volume", "page", "ids.arxiv", "ids.doi")

# Source: arXiv, "Understanding the arXiv identifier" (https://info.arxiv.org/help/arxiv_identifier.html).
_MONTHLY = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.\d{4,5}")

# Two lists of names that agree so far are one list, spelled in two ways (initials, accents, "and others").
SAME_PEOPLE = 0.85


@dataclass(frozen=True, slots=True)
class Difference:
    """A variable that both references have, with values that do not agree."""

    variable: str
    theirs: str
    ours: str
    reason: str


def is_preprint(reference: Reference) -> bool:
    """Whether a reference is cited as a preprint: it has no venue, or the archive for one.

    >>> is_preprint(Reference(type="article-journal", container_title="CoRR")), is_preprint(Reference(type="book"))
    (True, False)
    """
    venue = fold(reference.container_title or "")
    archive = venue.startswith(("arxiv", "corr", "biorxiv", "medrxiv", "chemrxiv", "preprint"))
    return archive or (not venue and reference.type in _WITH_VENUE)


def _with_its_archive(theirs: Reference, ours: Reference) -> Reference:
    """A web page that gets an arXiv id is a preprint (`@online` of biblatex), whatever it was called before."""
    cited = theirs.type == "webpage" and not theirs.container_title and ours.id("arxiv")
    return replace(theirs, type="article") if cited else theirs


def value(reference: Reference, variable: str) -> object:
    """The value of a variable: an attribute, or with `ids.<scheme>` the first identifier of that scheme.

    >>> value(Reference(title="T"), "title"), value(Reference(), "ids.doi")
    ('T', None)
    """
    if variable.startswith("ids."):
        return reference.id(variable.removeprefix("ids."))
    return getattr(reference, variable)


def to_fill(theirs: Reference, ours: Reference, *, request: frozenset[str] = frozenset()) -> frozenset[str]:
    """The variables that `theirs`, a library's entry, lacks and may take from `ours`.

    A published entry takes nothing about publication from a preprint, the reverse, or from another publication of the
    same work; a DOI of the version of record is welcome to a preprint that has none. "extra" stands for fields that
    are not modelled.

    >>> from bibtools.model.identifier import Identifier
    >>> mine = Reference(type="article-journal", title="T", container_title="Nature")
    >>> preprint = Reference(type="article", title="T", url="https://arxiv.org/abs/1706.03762",
    ...                      ids=(Identifier("arxiv", "1706.03762"),))
    >>> sorted(to_fill(mine, preprint))
    ['ids.arxiv']
    """
    theirs = _with_its_archive(theirs, ours)
    wanted = WORK | request
    if is_preprint(theirs) == is_preprint(ours) and not other_publication(theirs, ours):
        wanted = wanted | PUBLICATION - {"type"}
    elif is_preprint(theirs):
        wanted = wanted | {"ids.doi"}
    lacking = {name for name in wanted if not value(theirs, name) and value(ours, name)}
    if set(ours.extra) - set(theirs.extra):
        lacking.add("extra")
    own, other = theirs.id("arxiv"), ours.id("arxiv")
    if other and (own is None or own.value == other.value):
        # The id may stand in a note or a journal's name: then the fields that are made for it are missing all the same.
        lacking |= {"ids.arxiv"} | ({"categories"} if ours.categories else set())
    return frozenset(lacking)


def other_publication(theirs: Reference, ours: Reference) -> str | None:
    """Why two published references of one work are two publications of it (in proceedings, later in a journal).

    None where they are one, or where nothing tells, as with preprints. Venues are not compared by their names alone:
    they are abbreviated in too many ways.

    >>> talk = Reference(type="paper-conference", title="T", container_title="Proc. X", page="1-9")
    >>> paper = Reference(type="article-journal", title="T", container_title="Journal of X", page="101-130")
    >>> other_publication(talk, paper)
    'the pages differ (1-9, 101-130)'
    """
    if is_preprint(theirs) or is_preprint(ours):
        return None
    left, right = _published_dois(theirs), _published_dois(ours)
    if left and right:
        return None if left & right else f"the DOIs differ ({min(left)}, {min(right)})"
    for name in ("volume", "page", "edition"):
        one, other = value(theirs, name), value(ours, name)
        if one and other and _first_number(str(one)) != _first_number(str(other)):
            return f"the {name}s differ ({one}, {other})"
    years = [found.issued.year for found in (theirs, ours) if found.issued]
    if len(set(years)) > 1 and not _SERIAL & {theirs.type, ours.type}:
        return f"the years differ ({years[0]}, {years[1]})"
    venues = [found.container_title or "" for found in (theirs, ours)]
    alike = all(venues) and same_venue(*venues)
    if theirs.type and ours.type and theirs.type != ours.type and not alike:
        return f"they are of different types ({theirs.type}, {ours.type})"
    return None


def _published_dois(reference: Reference) -> set[str]:
    return {i.value.casefold() for i in reference.ids if i.scheme == "doi" and not arxiv_from_doi(i)}


def _first_number(text: str) -> str:
    found = re.search(r"\d+", text)
    return found[0].lstrip("0") if found else fold(text)


def to_replace(theirs: Reference, ours: Reference) -> frozenset[str]:
    """The variables of a preprint that the version of record says better; none unless `ours` is that.

    >>> preprint = Reference(type="article", title="T", container_title="arXiv preprint")
    >>> sorted(to_replace(preprint, Reference(type="article-journal", title="T", container_title="Nature")))
    ['container_title', 'type']
    """
    if not is_preprint(_with_its_archive(theirs, ours)) or is_preprint(ours):
        return frozenset()
    better = {name for name in RECORDED if _says_else(theirs, ours, name)}
    # Of the preprint's own date nothing is right for the version of record, not even the month.
    return frozenset(better | ({"issued"} if ours.issued and ours.issued != theirs.issued else set()))


def to_update(theirs: Reference, ours: Reference, asked: frozenset[str]) -> frozenset[str]:
    """Those of the variables `asked` for that differ, and that may be replaced as they are about the same form.

    What describes the publication is not taken from the preprint, nor the reverse, nor from another publication.
    A preprint says nothing about the type, and arXiv's DOI never takes the place of a publisher's.

    >>> mine = Reference(type="article-journal", title="T.", container_title="Nature", volume="7")
    >>> sorted(to_update(mine, Reference(type="article", title="T", volume="1"), frozenset({"title", "volume"})))
    ['title']
    """
    if is_preprint(theirs) != is_preprint(ours) or other_publication(theirs, ours):
        asked = asked - PUBLICATION
    if _published_dois(theirs) and not _published_dois(ours):
        asked = asked - {"ids.doi"}
    if is_preprint(ours):
        asked = asked - {"type"}
    theirs, ours = with_series(theirs), with_series(ours)
    return frozenset(name for name in asked if value(theirs, name) and _says_else(theirs, ours, name))


def _says_else(theirs: Reference, ours: Reference, name: str) -> bool:
    """Whether `ours` has a value that says something else, or more.

    A version does not, nor a month beside the same year, another spelling of a journal, initials of the same people.
    """
    old, new = value(theirs, name), value(ours, name)
    if name == "container_title" and old and new:
        return not same_container(str(old), str(new))
    if name == "author" and _spelled_out(theirs) > _spelled_out(ours):
        return _about_names(theirs, ours) is not None
    if isinstance(old, Identifier) and isinstance(new, Identifier):
        return old.value.casefold() != new.value.casefold()
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return old.year != new.year or bool(old.month and new.month and old.month != new.month)
    return bool(new) and new != old


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
        if variable == "ids.doi" and bool(_published_dois(theirs)) != bool(_published_dois(ours)):
            continue  # arXiv's DOI and a publisher's are both right
        reason = _reason(variable, theirs, ours)
        yield variable, Difference(variable, _told(left), _told(right), reason) if reason else None


def _reason(variable: str, theirs: Reference, ours: Reference) -> str | None:
    """Why two values of a variable do not agree, or None when they do."""
    left, right = value(theirs, variable), value(ours, variable)
    if variable == "title":
        return None if fold(str(left)) == fold(str(right)) else "the titles differ"
    if variable == "author":
        return _about_names(theirs, ours)
    if variable == "container_title" and same_container(str(left), str(right)):
        return None
    if variable == "volume" and _same_volume(theirs, ours):
        return None
    if variable == "page" and _same_pages(str(left), str(right)):
        return None
    if variable == "issued":
        assert theirs.issued is not None
        assert ours.issued is not None
        # A preprint is cited by the year of its first version, of its latest, or of its number, which is given when it
        # is announced: a day or two after it came, and at the turn of the year in the next.
        years = {date.year for date in (ours.issued, ours.updated, _announced(ours)) if date}
        slack = 0 if is_preprint(ours) or not {theirs.type, ours.type} <= _SERIAL else 1
        return None if any(abs(theirs.issued.year - year) <= slack for year in years) else "the years differ"
    if variable.startswith("ids."):
        one, other = theirs.id(variable[4:]), ours.id(variable[4:])
        assert one is not None
        assert other is not None
        same = {i.value.lower() for i in theirs.ids} & {i.value.lower() for i in ours.ids if i.scheme == one.scheme}
        return None if same else "the identifiers differ"
    return None if fold(str(left)) == fold(str(right)) else "the values differ"


def _same_volume(theirs: Reference, ours: Reference) -> bool:
    """Whether two volumes may be one; of JHEP and JCAP it is the year for some, the month for others."""
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
    alike = agreement(theirs.author, ours.author)
    if alike is None or alike.similarity >= SAME_PEOPLE:
        return None
    left, right = (len([name for name in names if name != OTHERS]) for names in (theirs.author, ours.author))
    return "the names differ" if left == right else f"{left} {'name' if left == 1 else 'names'} against {right}"


def _spelled_out(reference: Reference) -> int:
    """How many authors have a given name that is more than initials."""
    return sum(bool(re.search(r"[^\W\d_]{2}", name.given or "")) for name in reference.author)


def _told(found: object) -> str:
    if isinstance(found, tuple):
        return "; ".join(name.display() for name in found)
    for method in ("versioned", "iso"):
        if hasattr(found, method):
            return str(getattr(found, method)())
    return str(found)
