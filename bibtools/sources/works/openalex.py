"""OpenAlex: works of all fields, with every place where each can be read.

Sources: OpenAlex, "API reference" (https://developers.openalex.org/api-reference): `/works` with `filter`, `search` and
`select`, values joined by `|`; "Authentication & Pricing": a few requests a day without a key, which is free; the
"Work object": lists show 100 authors at most, and a day that is not known is the first of January.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference, Relation
from bibtools.sources.base import Query
from bibtools.sources.works import types
from bibtools.sources.works.base import MOST_PER_QUERY, Ask, Record, Service, Signature, title_words
from bibtools.sources.works.shape import mapping, mappings, text, texts
from bibtools.sources.works.titles import plain, title
from bibtools.sources.works.values import address, arxiv, as_doi, date, distinct, doi, number, pages, whole_name

SELECT = "doi,title,publication_year,publication_date,type,ids,authorships,biblio,primary_location,locations"
MOST_AUTHORS = 100
TYPES = {
    "article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "letter": "article-journal",
    "preprint": "article",
    "reference-entry": "entry",
    "report": "report",
    "review": "article-journal",
    "peer-review": "review",
    "software": "software",
    "standard": "standard",
}


def lookup(dois: Sequence[str]) -> Ask:
    """The works with these DOIs."""
    return Ask("/works", {"filter": f"doi:{'|'.join(dois)}", "per_page": str(len(dois)), "select": SELECT})


def find(query: Query) -> Ask | None:
    """The works that have these words, mostly in their titles."""
    wanted = title_words(query.title)
    return Ask("/works", {"search": wanted, "per_page": str(MOST_PER_QUERY), "select": SELECT}) if wanted else None


def records(payload: Any) -> Sequence[Any] | None:
    """The works of a list."""
    found = mapping(payload).get("results")
    return found if isinstance(found, list) else None


def reference(record: Record) -> Reference:
    """The work that a record describes: the form that its primary location holds.

    >>> found = reference({"doi": "https://doi.org/10.1145/2939672.2939785", "title": "XGBoost", "type": "article",
    ...     "publication_date": "2016-08-08", "biblio": {"first_page": "785", "last_page": "794"},
    ...     "primary_location": {"raw_type": "proceedings-article"},
    ...     "locations": [{"landing_page_url": "http://arxiv.org/abs/1603.02754"}]})
    >>> found.type, found.issued.iso(), found.page, [id.value for id in found.ids], found.related[0].kind
    ('paper-conference', '2016-08-08', '785-794', ['10.1145/2939672.2939785', '1603.02754'], 'preprint-of')
    """
    ids, biblio, location = (mapping(record.get(name)) for name in ("ids", "biblio", "primary_location"))
    source = mapping(location.get("source"))
    registered = doi(record.get("doi")) or doi(ids.get("doi"))
    preprint = next((id for each in mappings(record.get("locations")) if (id := _arxiv_in(each))), None)
    kind = _type(record, location, source, registered)
    is_published = kind != "article" and (kind or registered) is not None
    venue = _venue(kind, location, source) if is_published else None
    return Reference(
        type=kind,
        title=title(record.get("title")),
        author=_names(record.get("authorships")),
        issued=_issued(record),
        container_title=venue,
        publisher=plain(source.get("host_organization_name")) if venue else None,
        volume=text(biblio.get("volume")),
        issue=text(biblio.get("issue")),
        page=pages(biblio.get("first_page"), biblio.get("last_page")),
        url=address(location.get("landing_page_url")),
        ids=distinct(
            [
                registered,
                preprint,
                number("pmid", ids.get("pmid")),
                number("pmcid", ids.get("pmcid")),
                *(number("issn", each) for each in texts(source.get("issn")) if venue),
            ]
        ),
        related=(Relation("preprint-of", preprint),) if preprint and is_published else (),
    )


def _type(record: Record, location: Record, source: Record, registered: Identifier | None) -> str | None:
    """What the publisher calls it, or else what OpenAlex does, which tells no papers of conferences from articles."""
    if registered and registered.scheme == "arxiv":
        return "article"
    if found := types.CROSSREF.get(text(location.get("raw_type")) or ""):
        return found
    kind = TYPES.get(text(record.get("type")) or "")
    if kind == "article-journal" and source.get("type") == "repository":
        return "article" if _arxiv_in(location) and registered is None else None
    return "paper-conference" if kind == "article-journal" and source.get("type") == "conference" else kind


def _arxiv_in(location: Record) -> Identifier | None:
    return arxiv(location.get("landing_page_url"))


def _venue(kind: str | None, location: Record, source: Record) -> str | None:
    """Proceedings as the publisher names them; journals as OpenAlex does. A repository is none."""
    if source.get("type") == "repository":
        return None
    printed, known = plain(location.get("raw_source_name")), plain(source.get("display_name"))
    return known or printed if kind == "article-journal" else printed or known


def _names(authorships: object) -> tuple[Name, ...]:
    """Names as they are printed, or else as OpenAlex knows the author; "others" where a list was cut."""
    people = mappings(authorships)
    names = [
        whole_name(plain(each.get("raw_author_name")) or plain(mapping(each.get("author")).get("display_name")))
        for each in people
    ]
    return tuple(name for name in names if name) + ((OTHERS,) if len(people) >= MOST_AUTHORS else ())


def _issued(record: Record) -> PartialDate | None:
    day, year = date(record.get("publication_date")), date(record.get("publication_year"))
    return PartialDate(day.year) if day and (day.month, day.day) == (1, 1) else day or year


def sign(key: str) -> Signature:
    """The field that a key is sent in."""
    return Signature(fields={"api_key": key})


SERVICE = Service(
    name="openalex",
    label="OpenAlex",
    url="https://api.openalex.org",
    delay=0.1,
    delay_with_mail=0.1,
    find=find,
    lookup=lookup,
    spell=as_doi,
    separators=",|",
    records=records,
    reference=reference,
    keep=tuple(SELECT.split(",")),
    sign=sign,
)
