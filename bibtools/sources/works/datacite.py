"""DataCite: where arXiv, Zenodo and other repositories register their DOIs, and say which works belong together.

Sources: DataCite, "DataCite REST API Guide" (https://support.datacite.org/docs/api): `/dois` with `query`, in the query
language of Elasticsearch; "Rate limits": 500 requests in five minutes, 1,000 with a mail address; "DataCite Metadata
Schema" 4.6, sections 4 to 7, 10 to 12 and appendix 1 (relation types: A is the record, B the related identifier).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference, Relation
from bibtools.sources.base import Query
from bibtools.sources.works.base import MOST_PER_QUERY, Ask, Record, Service, title_words
from bibtools.sources.works.shape import mapping, mappings, text
from bibtools.sources.works.titles import plain, title
from bibtools.sources.works.values import (
    address,
    arxiv,
    as_doi,
    date,
    distinct,
    doi,
    earliest,
    number,
    pages,
    person,
    whole_name,
)

TYPES = {
    "Audiovisual": "motion_picture",
    "Book": "book",
    "BookChapter": "chapter",
    "ComputationalNotebook": "software",
    "ConferencePaper": "paper-conference",
    "ConferenceProceeding": "book",
    "DataPaper": "article-journal",
    "Dataset": "dataset",
    "Dissertation": "thesis",
    "JournalArticle": "article-journal",
    "PeerReview": "review",
    "Preprint": "article",
    "Report": "report",
    "Software": "software",
    "Standard": "standard",
}
# The relations in which a preprint stands to its published form, and a published work to its preprint.
TO_PUBLISHED = frozenset({"IsVersionOf", "IsIdenticalTo", "IsPreviousVersionOf", "IsVariantFormOf"})
TO_PREPRINT = frozenset({"HasVersion", "IsIdenticalTo", "IsNewVersionOf", "IsVariantFormOf", "IsVersionOf"})


def lookup(dois: Sequence[str]) -> Ask:
    """The works with these DOIs."""
    wanted = " OR ".join(f'"{each}"' for each in dois)
    return Ask("/dois", {"query": f"doi:({wanted})", "page[size]": str(len(dois))})


def find(query: Query) -> Ask | None:
    """The works whose titles have all these words; a word with an apostrophe is one there, and left out."""
    wanted = title_words(re.sub(r"\w+['’]\w*", " ", query.title or ""))
    fields = {"query": f"titles.title:({wanted})", "page[size]": str(MOST_PER_QUERY)}
    return Ask("/dois", fields) if wanted else None


def records(payload: Any) -> Sequence[Any] | None:
    """The attributes of each DOI in a list."""
    found = mapping(payload).get("data")
    if not isinstance(found, list):
        return None
    return [each.get("attributes") if isinstance(each, dict) else each for each in found]


def reference(record: Record) -> Reference:
    """The work that a record describes. A preprint is `issued` on the day it was first submitted.

    >>> found = reference({"doi": "10.48550/arxiv.1603.02754", "titles": [{"title": "XGBoost"}],
    ...     "creators": [{"name": "Chen, Tianqi", "givenName": "Tianqi", "familyName": "Chen"}],
    ...     "dates": [{"date": "2016-03-09T01:11:51Z", "dateType": "Submitted"}], "relatedIdentifiers": [
    ...     {"relationType": "IsVersionOf", "relatedIdentifier": "10.1145/2939672.2939785"}]})
    >>> found.type, found.ids[0].value, found.issued.iso(), found.related[0].kind
    ('article', '1603.02754', '2016-03-09', 'published-as')
    """
    registered = doi(record.get("doi"))
    kind = _type(record, registered)
    container = mapping(record.get("container"))
    publisher = record.get("publisher")
    return Reference(
        type=kind,
        title=_title(record.get("titles")),
        author=_names(record.get("creators")),
        editor=_names(
            [each for each in mappings(record.get("contributors")) if each.get("contributorType") == "Editor"]
        ),
        issued=_issued(record, kind),
        container_title=plain(container.get("title")),
        publisher=plain(mapping(publisher).get("name")) or plain(publisher) if kind != "article" else None,
        volume=text(container.get("volume")),
        issue=text(container.get("issue")),
        page=pages(container.get("firstPage"), container.get("lastPage")),
        url=address(record.get("url")),
        ids=distinct([registered, *_numbers(container)]),
        related=_relations(record, kind, registered),
    )


def _type(record: Record, registered: Identifier | None) -> str | None:
    stated = mapping(record.get("types"))
    if registered and registered.scheme == "arxiv":
        return "article"
    return TYPES.get(text(stated.get("resourceTypeGeneral")) or "")


def _title(titles: object) -> str | None:
    """The first title that is not of another kind (a translation, a subtitle)."""
    stated = mappings(titles)
    main = [each for each in stated if not each.get("titleType")] or stated
    return next((found for each in main if (found := title(each.get("title")))), None)


def _names(people: object) -> tuple[Name, ...]:
    names = []
    for each in mappings(people):
        name = plain(each.get("name"))
        if each.get("nameType") == "Organizational" and name:
            names.append(Name(literal=name))
        elif found := person(each.get("familyName"), each.get("givenName")) or whole_name(name):
            names.append(found)
    return tuple(names)


def _issued(record: Record, kind: str | None) -> PartialDate | None:
    stated = mappings(record.get("dates"))
    for wanted in ("Submitted", "Issued", "Available") if kind == "article" else ("Issued", "Available"):
        if found := earliest(date(each.get("date")) for each in stated if each.get("dateType") == wanted):
            return found
    return date(record.get("publicationYear"))


def _numbers(container: Record) -> list[Identifier | None]:
    scheme = (text(container.get("identifierType")) or "").lower()
    return [number(scheme, container.get("identifier"))] if scheme in ("issn", "isbn") else []


def _relations(record: Record, kind: str | None, registered: Identifier | None) -> tuple[Relation, ...]:
    """To the form that another publisher registered: a repository's DOI for all versions is no published form."""
    found = []
    for each in mappings(record.get("relatedIdentifiers")):
        related, stated = each.get("relatedIdentifier"), text(each.get("relationType"))
        preprint = arxiv(related)
        other = doi(related)
        if kind == "article" and stated in TO_PUBLISHED and other and _registrant(other) != _registrant(registered):
            found += [Relation("published-as", other)] if other.scheme == "doi" else []
        elif kind != "article" and stated in TO_PREPRINT and preprint:
            found.append(Relation("preprint-of", preprint))
    return tuple(dict.fromkeys(found))


def _registrant(id: Identifier | None) -> str | None:
    return id.value.partition("/")[0] if id and id.scheme == "doi" else None


SERVICE = Service(
    name="datacite",
    label="DataCite",
    url="https://api.datacite.org",
    delay=0.6,
    delay_with_mail=0.3,
    find=find,
    lookup=lookup,
    spell=as_doi,
    separators='"\\',
    records=records,
    reference=reference,
    keep=(
        "doi",
        "types",
        "titles",
        "creators",
        "contributors",
        "dates",
        "publicationYear",
        "publisher",
        "container",
        "relatedIdentifiers",
        "url",
    ),
)
