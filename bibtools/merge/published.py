"""Which publication is the version of record of an arXiv paper, and what it is called there.

Every source makes claims (`merge.claims`). Those about one publication are put together; those about two (a workshop
and proceedings, proceedings and a journal) never are. Two sources that agree settle a publication; arXiv alone settles
what its authors stated; another service alone, or sources that name different publications, leave it to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations

from bibtools.match.settings import Settings
from bibtools.merge.claims import ARXIV, Claim, agree, claims
from bibtools.merge.differences import Difference, same_volume
from bibtools.merge.policy import published_dois
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.match import Provenance, Recommendation
from bibtools.model.reference import Reference
from bibtools.text.doi_facts import same_number
from bibtools.text.fold import fold
from bibtools.text.journal_names import is_meeting

# Of these the first source's wording is taken: one name is written in many ways.
_NAMES = ("container_title", "collection_title", "event_title", "publisher", "publisher_place", "editor")
# These are right or wrong.
_NUMBERS = ("volume", "issue", "number", "page")


@dataclass(frozen=True, slots=True)
class Published:
    """What is known of a paper's version of record.

    `recommendation` is ACCEPT (`reference` may be used), REVIEW (a person must look: `claims` are what the sources
    say) or REJECT (no publication is known). `reference` is the paper with the fields of its venue, and its arXiv id
    and arXiv DOI beside the journal's; `provenance` says which source each of these fields is from. `differences` are
    values that do not agree, of the sources or (a title) of preprint and publication: none of them is taken over.
    """

    recommendation: Recommendation
    why: tuple[str, ...]
    reference: Reference | None = None
    provenance: Mapping[str, Provenance] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    claims: tuple[Claim, ...] = ()


def published(
    record: Reference,
    answers: Iterable[tuple[str, Reference]] = (),
    *,
    settings: Settings | None = None,
    retrieved: str | None = None,
) -> Published:
    """The version of record of `record`, an arXiv paper, from what it states itself and from `answers`.

    `answers` are (name of the source, what it answered), in the order in which their wording is preferred; a source may
    have several. `retrieved` is the ISO day of the answers. Pure; never raises for any content.

    >>> record = Reference(title="T", journal_ref="Phys.Rev.D76:013009,2007",
    ...                    ids=(Identifier("arxiv", "0704.0001"), Identifier("doi", "10.1103/PhysRevD.76.013009")))
    >>> found = published(record)
    >>> found.recommendation.value, found.reference.type, found.reference.container_title, found.reference.volume
    ('accept', 'article-journal', 'Phys. Rev. D', '76')
    >>> [each.value for each in found.reference.ids]
    ['0704.0001', '10.1103/PhysRevD.76.013009', '10.48550/arXiv.0704.0001']
    """
    made = claims(record, answers, settings)
    chosen, why = _settled(_grouped(made), made)
    if chosen is None:
        return Published(Recommendation.REVIEW if made else Recommendation.REJECT, why, claims=made)
    values, sources, differences = _together(chosen)
    if "container_title" in values and "type" not in values:
        return Published(Recommendation.REVIEW, ("the sources call it different things",), None, {}, differences, made)
    reference = _with(record, values, chosen)
    told = {name: _provenance(source, record, chosen, retrieved) for name, source in sources.items()}
    return Published(Recommendation.ACCEPT, why, reference, told, (*differences, *_retitled(record, chosen)), made)


Group = tuple[Claim, ...]


def _grouped(made: Sequence[Claim]) -> list[Group]:
    """Claims about one publication together.

    What arXiv says and is not surely read opens no group, and gives no value: it can only be what a group says.
    """
    groups: list[Group] = []
    for claim in sorted(made, key=lambda claim: not claim.sure):
        if not claim.sure and claim.source != ARXIV:
            continue
        homes = [group for group in groups if _belongs(claim, group)]
        if any(_differ(one, other) for one, other in combinations(homes, 2)):
            homes = homes[:1]
        if homes or claim.sure:
            # What the claim ties together is one publication.
            groups = [group for group in groups if group not in homes]
            groups.append((*chain.from_iterable(homes), claim))
    return groups


def _belongs(claim: Claim, group: Sequence[Claim]) -> bool:
    said = [agree(claim.publication, other.publication) for other in group]
    return True in said and False not in said


def _settled(groups: Sequence[Group], made: Sequence[Claim]) -> tuple[Group | None, tuple[str, ...]]:
    """The publication that may be acted on, or None, and why."""
    if not groups:
        return None, tuple(f"{claim.source}: {claim.tie}" for claim in made) or ("no publication is known",)
    confirmed = [group for group in groups if len(_sources(group)) > 1]
    own = [group for group in groups if any(claim.sure and claim.source == ARXIV for claim in group)]
    if len(own) > 1:
        return None, ("the DOI and the journal reference at arXiv name different publications",)
    if own and own[0] in confirmed:
        return own[0], (f"{_told(_sources(own[0]))} agree", *_beside(own[0], groups))
    if own and not any(_contradict(own[0], group) for group in groups if group is not own[0]):
        return own[0], ("stated by the authors at arXiv",)
    if not own and len(confirmed) == 1:
        return confirmed[0], (f"{_told(_sources(confirmed[0]))} agree", *_beside(confirmed[0], groups))
    if len(groups) == 1:
        return None, (f"{groups[0][0].source} alone names a publication",)
    return None, ("the sources name different publications",)


def _contradict(left: Group, right: Group) -> bool:
    """Whether two groups may not both be right: other publications, or names that nothing shows to be one."""
    pairs = [(one.publication, other.publication) for one in left for other in right]
    return _differ(left, right) or any(one.container_title and other.container_title for one, other in pairs)


def _differ(left: Group, right: Group) -> bool:
    return any(agree(one.publication, other.publication) is False for one in left for other in right)


def _beside(chosen: Group, groups: Sequence[Group]) -> Iterator[str]:
    for group in groups:
        if group is not chosen:
            venue = group[0].publication.container_title or next(iter(published_dois(group[0].publication))).value
            yield f"{_told(_sources(group))} also: {venue}"


def _sources(group: Group) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.source for claim in group))


def _told(sources: Sequence[str]) -> str:
    """The names in a fixed order, so that the same facts read the same."""
    return " and ".join(sorted(sources))


def _together(group: Group) -> tuple[dict[str, object], dict[str, str], tuple[Difference, ...]]:
    """The values that the claims of a publication give, which source each is from, and where they differ."""
    # The wording of services is that of the publisher; authors abbreviate.
    ordered = sorted((claim for claim in group if claim.sure), key=lambda claim: claim.source == ARXIV)
    values: dict[str, object] = {}
    sources: dict[str, str] = {}
    differences: list[Difference] = []
    for name in ("type", *_NAMES, *_NUMBERS, "issued"):
        said = [(claim, value) for claim in ordered if (value := getattr(claim.publication, name))]
        if not said:
            continue
        best = _best(name, said, ordered)
        if best is None:
            (one, first), (other, second) = said[0], next(each for each in said if not _same(name, said[0], each))
            reason = f"{one.source} and {other.source} differ"
            differences.append(Difference(name, _text(first), _text(second), reason))
        else:
            sources[name], values[name] = best[0].source, best[1]
    named = next((claim.source for claim in ordered if published_dois(claim.publication)), None)
    sources |= {"ids": named} if named else {}
    return values, sources, tuple(differences)


Said = tuple[Claim, object]


def _best(name: str, said: Sequence[Said], ordered: Sequence[Claim]) -> Said | None:
    """The value to take: the first where all agree, else one that two sources have, else none."""
    if name in _NAMES:
        return said[0]
    if name == "type":
        return _type(said, ordered)
    for one in said:
        like = [other for other in said if _same(name, one, other)]
        if len(like) == len(said) or len({claim.source for claim, _ in like}) > 1:
            return max(like, key=lambda each: name == "page" and "-" in str(each[1]))
    return None


def _type(said: Sequence[Said], ordered: Sequence[Claim]) -> Said | None:
    """The type: what services say goes before what a name looks like; a chapter of proceedings is a paper there."""
    services = [each for each in said if each[0].source != ARXIV] or said
    kinds = {"paper-conference" if kind == "chapter" and len(services) > 1 else str(kind) for _, kind in services}
    if len(kinds) == 1:
        return services[0][0], kinds.pop()
    meeting = any(is_meeting(claim.publication.container_title or "") for claim in ordered)
    return next((each for each in services if each[1] == "paper-conference"), None) if meeting else None


def _same(name: str, left: Said, right: Said) -> bool:
    if isinstance(left[1], PartialDate) and isinstance(right[1], PartialDate):
        return left[1].year == right[1].year
    if name == "volume":
        return same_volume(left[0].publication, right[0].publication)
    return same_number(str(left[1]), str(right[1]))


def _text(value: object) -> str:
    return value.iso() if isinstance(value, PartialDate) else str(value)


def _with(record: Reference, values: Mapping[str, object], group: Group) -> Reference:
    """The paper with what its publication says; nothing of the preprint's own form stands beside a venue."""
    arxiv = record.id("arxiv")
    doi = next((doi for claim in group for doi in published_dois(claim.publication)), None)
    numbers = [each for claim in group for each in claim.publication.ids if each.scheme not in ("doi", "arxiv")]
    first: dict[str, Identifier] = {}
    for each in (*record.ids, *numbers):
        if each.scheme not in ("doi", "arxiv"):
            first.setdefault(each.scheme, each)
    ids = (arxiv, doi, arxiv_doi(arxiv) if arxiv else None, *first.values())
    kept = {"type": record.type or "article", "issued": record.issued}
    if "container_title" in values:
        kept = dict.fromkeys(("type", *_NAMES, *_NUMBERS, "issued")) | {"editor": ()}
    return replace(record, **{**kept, **values}, ids=tuple(each for each in ids if each))  # type: ignore[arg-type]


def _provenance(source: str, record: Reference, group: Group, retrieved: str | None) -> Provenance:
    arxiv = record.id("arxiv")
    dois = (doi.value for claim in group if claim.source == source for doi in published_dois(claim.publication))
    own = arxiv.versioned() if arxiv else ""
    return Provenance(source, own if source == ARXIV else next(dois, own), retrieved)


def _retitled(record: Reference, group: Group) -> Iterator[Difference]:
    for claim in group:
        title = claim.publication.title
        if title and record.title and fold(title) != fold(record.title):
            yield Difference("title", record.title, title, f"published under another title ({claim.source})")
            return
