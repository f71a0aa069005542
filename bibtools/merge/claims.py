"""What each source claims about the publication of a paper, what ties the claim to it, and which claims are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bibtools.match.authors import agreement
from bibtools.match.settings import Settings
from bibtools.merge.containers import same_container
from bibtools.merge.policy import SAME_PEOPLE, is_preprint, other_publication, published_dois
from bibtools.merge.same import Works
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier, arxiv_from_doi
from bibtools.model.match import Recommendation
from bibtools.model.reference import Reference
from bibtools.text.doi_facts import doi_facts, same_number
from bibtools.text.journal_ref import JournalRef, parse_journal_ref

ARXIV = "arxiv"
STATED = "stated by the authors"
# arXiv registers its papers there: what that says of a preprint, arXiv said before.
_REGISTRY = "datacite"
# How surely a journal reference must be read for its parts to become fields.
SURELY_READ = 0.9
# Guards about a text that is another: they say nothing against a paper that was retitled when it was published.
_RETITLING = frozenset({"id-against-text", "other-title", "other-abstract"})
# An article may be online a year before it is printed.
YEARS_APART = 1


@dataclass(frozen=True, slots=True)
class Claim:
    """A publication that `source` names; `tie` says what ties it to the paper, `sure` whether that is enough."""

    source: str
    publication: Reference
    tie: str
    sure: bool = True


def claims(
    record: Reference, answers: Iterable[tuple[str, Reference]], settings: Settings | None = None
) -> tuple[Claim, ...]:
    """The claims of arXiv itself, then those of `answers`, (source, reference) each, that may be about `record`.

    An answer that is a preprint counts for the published DOI it states, if any; one about another work not at all.

    >>> record = Reference(title="T", journal_ref="Nature 410, 63-67 (2001)")
    >>> [(claim.source, claim.publication.volume, claim.tie) for claim in claims(record, [])]
    [('arxiv', '410', 'stated by the authors')]
    """
    works = Works(settings=settings)
    entry = Entry("", record, Origin(""))
    found = (_claim(entry, source, answer, works) for source, answer in answers)
    return (*_own(record), *(claim for claim in found if claim))


def _own(record: Reference) -> Iterator[Claim]:
    """What the authors stated at arXiv: a DOI, a journal reference, or both where nothing says that they are two.

    A journal reference that is not surely read can still be what another source says.
    """
    dois = published_dois(record)
    read = parse_journal_ref(record.journal_ref or "")
    venue = _venue(read) if read and read.confidence >= SURELY_READ else None
    home = next((doi for doi in dois if venue and _by_digits(doi, venue)), None)
    if home is None and len(dois) == 1 and venue and _by_digits(dois[0], venue) is None:
        home = dois[0]
    for doi in dois:
        yield Claim(ARXIV, replace(venue if venue and doi == home else Reference(), ids=(doi,)), STATED)
    if venue and home is None:
        yield Claim(ARXIV, venue, STATED)
    elif read and not venue:
        ids = dois if len(dois) == 1 else ()
        yield Claim(ARXIV, replace(_venue(read), ids=ids), f"not surely read: “{record.journal_ref}”", sure=False)


def _venue(read: JournalRef) -> Reference:
    return Reference(
        type=read.type,
        container_title=read.container_title,
        collection_title=read.collection_title,
        volume=read.volume,
        issue=read.issue,
        page=read.page,
        issued=PartialDate(read.year) if read.year else None,
    )


def _claim(entry: Entry, source: str, answer: Reference, works: Works) -> Claim | None:
    publication = _publication(source, answer)
    own, theirs = _arxiv_ids(entry.reference), _arxiv_ids(answer)
    if publication is None or (theirs and own.isdisjoint(theirs)):
        return None
    found = works.judge(entry, Entry("", answer, Origin("")))
    accepted = found.recommendation is Recommendation.ACCEPT
    tie = "the same arXiv id" if theirs else "the same DOI" if _share_a_doi(entry.reference, answer) else None
    if tie is None:
        known = found.recommendation is not Recommendation.REJECT
        return Claim(source, publication, "title and authors", sure=accepted) if known else None
    guards = {guard.name for guard in found.best.guards} if found.best else set()
    people = agreement(entry.reference.author, answer.author)
    if (accepted or (people and people.similarity >= SAME_PEOPLE)) and not guards - _RETITLING:
        return Claim(source, publication, tie)
    return Claim(source, publication, f"{tie}, but another work by its words", sure=False)


def _publication(source: str, answer: Reference) -> Reference | None:
    """What an answer says of a publication, without the arXiv id; None where it knows the preprint only."""
    if not is_preprint(answer):
        ids = tuple(each for each in answer.ids if each.scheme != "arxiv" and not arxiv_from_doi(each))
        return replace(answer, ids=ids)
    named = (each.id for each in answer.related if each.kind == "published-as" and each.id.scheme == "doi")
    dois = (*published_dois(answer), *named)
    if not dois or source == _REGISTRY:
        return None
    return Reference(title=answer.title, author=answer.author, ids=dois)


def _arxiv_ids(reference: Reference) -> set[str]:
    """The arXiv papers that a reference is, or says it is related to."""
    named = (*reference.ids, *(relation.id for relation in reference.related))
    found = (each if each.scheme == "arxiv" else arxiv_from_doi(each) for each in named)
    return {each.value for each in found if each}


def _share_a_doi(left: Reference, right: Reference) -> bool:
    one, other = ({doi.value.casefold() for doi in published_dois(each)} for each in (left, right))
    return not one.isdisjoint(other)


def agree(left: Reference, right: Reference) -> bool | None:
    """Whether two publications of one paper are the same one; None where nothing tells.

    >>> talk = Reference(type="paper-conference", container_title="ICML 2018", issued=PartialDate(2018))
    >>> agree(talk, Reference(type="paper-conference", container_title="International Conference on Machine Learning"))
    True
    >>> agree(talk, Reference(type="article-journal", container_title="Nature", volume="4")) is True
    False
    """
    ours, theirs = published_dois(left), published_dois(right)
    if ours and theirs:
        return _share_a_doi(left, right)
    if not _same_year(left, right):
        return False
    named = left.container_title and right.container_title
    same_name = bool(named and same_container(str(left.container_title), str(right.container_title)))
    if same_name and left.type == right.type == "paper-conference":
        # A paper is once in the proceedings of a meeting, whatever two editions of them call its pages.
        return True
    if other_publication(left, right):
        return False
    if named:
        return True if same_name or _same_place(left, right) else None
    doi = next(iter(ours or theirs), None)
    return _by_digits(doi, right if ours else left) if doi else None


def _same_year(left: Reference, right: Reference) -> bool:
    if not left.issued or not right.issued:
        return True
    return abs(left.issued.year - right.issued.year) <= YEARS_APART


def _same_place(left: Reference, right: Reference) -> bool:
    """Whether volume and first page are equal: no two journals have both alike in one year."""
    pairs = ((left.volume, right.volume), (left.page, right.page))
    return all(one and other and same_number(one, other) for one, other in pairs)


def _by_digits(doi: Identifier, venue: Reference) -> bool | None:
    """Whether a DOI made of volume and page is that of `venue`; None where its digits do not say."""
    said = doi_facts(doi.value)
    known = [
        same_number(said[name], str(value))
        for name in ("volume", "page")
        if name in said and (value := getattr(venue, name))
    ]
    return all(known) if known else None
