"""What a matched record adds to an entry: which of the two wins for each field, and where each value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Literal

from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.match import Enriched, Match, Provenance
from bibtools.model.reference import Reference

Preference = Literal["record", "entry"]
# Fields that hold what the other side has as well: nothing stated is lost.
_JOINED = ("ids", "related")


def enrich(match: Match, *, prefer: Preference, retrieved: str | None = None) -> Enriched:
    """The entry's reference completed from the best candidate.

    `prefer` says whose value stands where both have one: "record" for seed documents, whose fields were read from
    running text, "entry" for libraries, whose fields somebody wrote. `retrieved` is the ISO day of the record's answer.
    The caller decides whether the match is to be acted on.

    >>> from bibtools.model.document import Entry, Origin
    >>> from bibtools.model.match import Candidate, Distance, Recommendation
    >>> record = Reference(title="Right", ids=(Identifier("arxiv", "1706.03762"),))
    >>> entry = Entry("L1", Reference(title="Rigth", comment="15 pages"), Origin("seed.txt"))
    >>> done = enrich(Match(entry, (Candidate(record, "arxiv-index", Distance(())),), Recommendation.ACCEPT, 1.0),
    ...               prefer="record")
    >>> done.reference.title, done.reference.comment, done.reference.url
    ('Right', '15 pages', 'https://arxiv.org/abs/1706.03762')
    >>> done.provenance["title"].source, done.provenance["comment"].source
    ('arxiv-index', 'seed.txt')
    """
    candidate = match.best
    if candidate is None:
        return Enriched(match.entry, match.entry.reference)
    record = complete(candidate.reference)
    arxiv = record.id("arxiv")
    from_record = Provenance(candidate.source, arxiv.versioned() if arxiv else "", retrieved)
    from_entry = Provenance(match.entry.origin.path, match.entry.id)
    theirs, ours = match.entry.reference, record
    values: dict[str, object] = {}
    provenance: dict[str, Provenance] = {}
    for field in fields(Reference):
        entry_value, record_value = getattr(theirs, field.name), getattr(ours, field.name)
        if field.name == "extra" or (not entry_value and not record_value):
            continue
        record_wins = bool(record_value) and (prefer == "record" or not entry_value)
        provenance[field.name] = from_record if record_wins else from_entry
        if field.name not in _JOINED:
            values[field.name] = record_value if record_wins else entry_value
    first, second = (ours, theirs) if prefer == "record" else (theirs, ours)
    values["ids"] = _joined_ids(first.ids, second.ids)
    values["related"] = tuple(dict.fromkeys((*first.related, *second.related)))
    # What no variable holds is the format's own: a record's would be strangers in the entry's.
    values["extra"] = theirs.extra
    return Enriched(match.entry, replace(Reference(), **values), provenance)  # type: ignore[arg-type]


def recorded(done: Enriched, published: Reference | None, provenance: Mapping[str, Provenance]) -> Enriched:
    """An entry with the fields of its version of record, those that `provenance` names; as it was if there is none.

    >>> from bibtools.model.document import Entry, Origin
    >>> done = Enriched(Entry("L1", Reference(), Origin("seed.txt")), Reference(type="article", title="T"))
    >>> venue = Reference(type="article-journal", container_title="Nature", volume="410")
    >>> told = dict.fromkeys(("type", "container_title"), Provenance("arxiv", "cond-mat/0103001"))
    >>> recorded(done, venue, told).reference.container_title, recorded(done, None, {}) == done
    ('Nature', True)
    """
    if published is None:
        return done
    values = {name: getattr(published, name) for name in provenance if name != "ids"}
    ids = _joined_ids(published.ids, done.reference.ids)
    return replace(
        done,
        reference=replace(done.reference, **values, ids=ids),
        provenance={**done.provenance, **provenance},
    )


def complete(record: Reference) -> Reference:
    """An arXiv record with what follows from its id: its own DOI and its page.

    Source: arXiv's "Automatic DOIs" (https://info.arxiv.org/help/doi.html): 10.48550/arXiv.<id>.
    """
    arxiv = record.id("arxiv")
    if arxiv is None:
        return record
    return replace(
        record,
        type=record.type or "article",
        ids=_joined_ids(record.ids, (arxiv_doi(arxiv),)),
        url=record.url or f"https://arxiv.org/abs/{arxiv.value}",
    )


def _joined_ids(first: tuple[Identifier, ...], second: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
    """All identifiers, each once; a work has one arXiv id, the first list's. The first spelling and version stand."""
    known: dict[tuple[str, str], Identifier] = {}
    own = next((found.value for found in (*first, *second) if found.scheme == "arxiv"), None)
    for found in (*first, *second):
        if found.scheme == "arxiv" and found.value != own:
            continue
        key = (found.scheme, found.value.lower())
        if key not in known or (known[key].version is None and found.version is not None):
            known[key] = found
    return tuple(known.values())
