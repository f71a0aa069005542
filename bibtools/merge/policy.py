"""Which variables of a library's entry may be filled or replaced from another reference of the same work.

`fill` adds what is missing and never replaces. `update` may besides replace a preprint's type, venue, year and DOI by
those of the version of record. Whatever differs otherwise is a conflict, for a person to settle.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from bibtools.match.authors import agreement
from bibtools.merge.containers import same_container
from bibtools.merge.venue import same_venue, with_series
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.reference import Reference
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
SERIAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "paper-conference", None})

# Two lists of names that agree so far are one list, spelled in two ways (initials, accents, "and others").
SAME_PEOPLE = 0.85


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
    if not is_preprint(theirs) and not published_dois(ours):
        wanted = wanted - {"ids.doi"}  # arXiv's DOI leads to the preprint, which the eprint fields say already
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
    left, right = ({doi.value.casefold() for doi in published_dois(each)} for each in (theirs, ours))
    if left and right:
        return None if left & right else f"the DOIs differ ({min(left)}, {min(right)})"
    for name in ("volume", "page", "edition"):
        one, other = value(theirs, name), value(ours, name)
        if one and other and _first_number(str(one)) != _first_number(str(other)):
            return f"the {name}s differ ({one}, {other})"
    years = [found.issued.year for found in (theirs, ours) if found.issued]
    if len(set(years)) > 1 and not SERIAL & {theirs.type, ours.type}:
        return f"the years differ ({years[0]}, {years[1]})"
    venues = [found.container_title or "" for found in (theirs, ours)]
    alike = all(venues) and same_venue(*venues)
    if theirs.type and ours.type and theirs.type != ours.type and not alike:
        return f"they are of different types ({theirs.type}, {ours.type})"
    return None


def published_dois(reference: Reference) -> tuple[Identifier, ...]:
    """The DOIs of a reference but arXiv's own."""
    return tuple(each for each in reference.ids if each.scheme == "doi" and not arxiv_from_doi(each))


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
    if published_dois(theirs) and not published_dois(ours):
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
        return not same_people(theirs, ours)
    if isinstance(old, Identifier) and isinstance(new, Identifier):
        return old.value.casefold() != new.value.casefold()
    if isinstance(old, PartialDate) and isinstance(new, PartialDate):
        return old.year != new.year or bool(old.month and new.month and old.month != new.month)
    return bool(new) and new != old


def same_people(theirs: Reference, ours: Reference) -> bool:
    """Whether two lists of authors are one, as far as they tell."""
    alike = agreement(theirs.author, ours.author)
    return alike is None or alike.similarity >= SAME_PEOPLE


def _spelled_out(reference: Reference) -> int:
    """How many authors have a given name that is more than initials."""
    return sum(bool(re.search(r"[^\W\d_]{2}", name.given or "")) for name in reference.author)
