"""Crossref: what publishers state about their works when they register DOIs.

Sources: Crossref, "REST API" (https://api.crossref.org/swagger-ui/index.html): `/works` with `filter`, `select` and
field queries, and the dates of a work; Crossref, "Announcing changes to REST API rate limits" (5 November 2025) and
"Access and authentication": lists once a second, three times with a mail address, concerning keys the header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference, Relation
from bibtools.sources.base import Query
from bibtools.sources.works import types
from bibtools.sources.works.base import MOST_PER_QUERY, Ask, Record, Service, Signature, first_family
from bibtools.sources.works.shape import first, mapping, mappings, text, texts
from bibtools.sources.works.titles import plain, title
from bibtools.sources.works.values import address, as_doi, day_in, distinct, doi, earliest, is_arxivs, number, person

SELECT = (
    "DOI,type,title,subtitle,author,editor,issued,published,published-print,published-online,posted,container-title,"
    "volume,issue,page,article-number,publisher,publisher-location,event,ISBN,ISSN,relation,URL"
)
# "is-preprint-of" and "has-preprint" (Crossref, "Relationships", intra-work relations), as bibtools tells them.
RELATIONS = {"is-preprint-of": "published-as", "has-preprint": "preprint-of"}
LONGEST_QUERY = 600
_MARKS = re.compile(r"<[^<>]*>|[\\${}]")


def spell(id: Identifier) -> str | None:
    """The DOI in lower case; arXiv's are registered at DataCite, so Crossref need not be asked.

    >>> spell(Identifier("doi", "10.1103/PhysRevD.76")), spell(Identifier("arxiv", "1706.03762"))
    ('10.1103/physrevd.76', None)
    """
    known = as_doi(id)
    return known if known and not is_arxivs(known) else None


def lookup(dois: Sequence[str]) -> Ask:
    """The works with these DOIs."""
    wanted = ",".join(f"doi:{each}" for each in dois)
    return Ask("/works", {"filter": wanted, "rows": str(len(dois)), "select": SELECT})


def find(query: Query) -> Ask | None:
    """The works whose description is most like a title, or a whole reference, and the first author's name."""
    wanted = " ".join(_MARKS.sub(" ", query.title or query.text or "").split())[:LONGEST_QUERY]
    if not wanted:
        return None
    family = first_family(query)
    author = {"query.author": family} if family and query.title else {}
    fields = {"query.bibliographic": wanted, **author, "rows": str(MOST_PER_QUERY), "select": SELECT}
    return Ask("/works", fields)


def records(payload: Any) -> Sequence[Any] | None:
    """The works of a list."""
    items = mapping(mapping(payload).get("message")).get("items")
    return items if isinstance(items, list) else None


def reference(record: Record) -> Reference:
    """The work that a record describes.

    `issued` is the earliest of the dates in print and online, as Crossref's own "issued" is defined: the day the work
    was first to be had. Of two container titles the first is the series (Lecture Notes in …); so is a book's only one.

    >>> found = reference({"DOI": "10.1145/2939672.2939785", "type": "proceedings-article", "title": ["XGBoost"],
    ...     "author": [{"given": "Tianqi", "family": "Chen"}], "published-print": {"date-parts": [[2016, 8, 13]]}})
    >>> found.type, found.author[0].family, found.issued.iso()
    ('paper-conference', 'Chen', '2016-08-13')
    """
    kind = types.CROSSREF.get(text(record.get("type")) or "")
    containers = [name for each in texts(record.get("container-title")) if (name := plain(each))]
    event = plain(mapping(record.get("event")).get("name"))
    if kind == "chapter" and event:
        kind = "paper-conference"
    in_series = kind == "book" or (len(containers) > 1 and kind in ("chapter", "paper-conference"))
    series, volumes = (containers[:1], containers[1:]) if in_series else ([], containers)
    return Reference(
        type=kind,
        title=_title(record),
        author=_names(record.get("author")),
        editor=_names(record.get("editor")),
        issued=earliest(day_in(record.get(name)) for name in ("published-print", "published-online"))
        or earliest(day_in(record.get(name)) for name in ("issued", "published", "posted")),
        container_title=next(iter(volumes), None),
        collection_title=next(iter(series), None),
        publisher=plain(record.get("publisher")),
        publisher_place=plain(record.get("publisher-location")),
        event_title=event,
        volume=text(record.get("volume")),
        issue=text(record.get("issue")),
        page=text(record.get("page")) or text(record.get("article-number")),
        url=address(record.get("URL")),
        ids=distinct(
            [
                doi(record.get("DOI")),
                *(number("isbn", each) for each in texts(record.get("ISBN"))),
                *(number("issn", each) for each in texts(record.get("ISSN"))),
            ]
        ),
        related=_relations(record.get("relation")),
    )


def _title(record: Record) -> str | None:
    main, sub = title(first(record.get("title"))), title(first(record.get("subtitle")))
    if main is None or sub is None or main.lower().endswith(sub.lower()):
        return main or sub
    return f"{main} {sub}" if main[-1] in ":?!–—" else f"{main}: {sub}"


def _names(people: object) -> tuple[Name, ...]:
    """Persons come in parts, groups as a `name`."""
    found = [
        person(each.get("family"), each.get("given"), each.get("suffix")) or _group(each.get("name"))
        for each in mappings(people)
    ]
    return tuple(name for name in found if name)


def _group(value: object) -> Name | None:
    name = plain(value)
    return Name(literal=name) if name else None


def _relations(relations: object) -> tuple[Relation, ...]:
    found = [
        (kind, doi(each.get("id")))
        for stated, kind in RELATIONS.items()
        for each in mappings(mapping(relations).get(stated))
    ]
    return tuple(dict.fromkeys(Relation(kind, id) for kind, id in found if id))


def sign(key: str) -> Signature:
    """The header of subscribers to Metadata Plus."""
    return Signature(headers={"Crossref-Plus-API-Token": f"Bearer {key}"})


SERVICE = Service(
    name="crossref",
    label="Crossref",
    url="https://api.crossref.org",
    delay=1.0,
    delay_with_mail=0.34,
    find=find,
    lookup=lookup,
    spell=spell,
    separators=",",
    records=records,
    reference=reference,
    keep=tuple(SELECT.split(",")),
    sign=sign,
)
