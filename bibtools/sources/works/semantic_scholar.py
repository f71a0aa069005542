"""Semantic Scholar: papers gathered from many places, a preprint and its published form mostly as one.

Source: Semantic Scholar, "Academic Graph API" (https://api.semanticscholar.org/api-docs/graph): `/paper/batch` takes
500 ids, `/paper/search/match` gives the one paper whose title is most like the words asked; requests without a key
share one allowance, those with a key start with one a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference, Relation
from bibtools.sources.base import Query
from bibtools.sources.http import Answer
from bibtools.sources.works.base import Ask, Record, Service, Signature, title_words
from bibtools.sources.works.shape import mapping, mappings, text, texts
from bibtools.sources.works.titles import plain, title
from bibtools.sources.works.values import arxiv, date, distinct, doi, number, whole_name

FIELDS = "title,authors,year,publicationDate,externalIds,venue,publicationVenue,journal,publicationTypes"
TYPES = {"Conference": "paper-conference", "Book": "book", "BookSection": "chapter", "Dataset": "dataset"}
_ARXIV = frozenset({"arxiv", "arxiv.org", "corr"})
# Other servers of preprints, which Semantic Scholar lists as journals.
PREPRINT_SERVERS = frozenset(
    {"biorxiv", "chemrxiv", "medrxiv", "psyarxiv", "research square", "ssrn electronic journal"}
)


def spell(id: Identifier) -> str | None:
    """An arXiv id or a DOI with its prefix.

    >>> spell(Identifier("arxiv", "1706.03762", 5)), spell(Identifier("doi", "10.1145/2939672.2939785"))
    ('ARXIV:1706.03762', 'DOI:10.1145/2939672.2939785')
    """
    if id.scheme == "arxiv":
        return f"ARXIV:{id.value}"
    return f"DOI:{id.value.lower()}" if id.scheme == "doi" else None


def lookup(ids: Sequence[str]) -> Ask:
    """The papers with these ids, in their order."""
    return Ask("/paper/batch", {"fields": FIELDS}, {"ids": list(ids)})


def find(query: Query) -> Ask | None:
    """The one paper whose title is most like this one."""
    wanted = title_words(query.title)
    return Ask("/paper/search/match", {"query": wanted, "fields": FIELDS}) if wanted else None


def records(payload: Any) -> Sequence[Any] | None:
    """The papers of a batch, null where one is unknown, or those of a search."""
    found = payload if isinstance(payload, list) else mapping(payload).get("data")
    return found if isinstance(found, list) else None


def finds_nothing(answer: Answer) -> bool:
    """404 says that no title matches, and 400 that not one id of a batch is known."""
    if answer.status == 404:
        return b"not found" in answer.body.lower()
    return answer.status == 400 and b"no valid paper ids" in answer.body.lower()


def reference(record: Record) -> Reference:
    """The paper that a record describes; published, if it has a venue other than arXiv.

    A record made from a preprint and its published form has both ids, the published form's venue, and the preprint's
    date: of 75 such records of conference papers, 36 state a year that is not the conference's, and all but one of
    those the preprint's. So the date of a published paper that has an arXiv id is left unknown.

    >>> found = reference({"title": "XGBoost", "year": 2016, "publicationVenue": {"type": "conference",
    ...     "name": "Knowledge Discovery and Data Mining"}, "externalIds": {"ArXiv": "1603.02754"}})
    >>> found.type, found.container_title, found.issued, found.related[0].kind
    ('paper-conference', 'Knowledge Discovery and Data Mining', None, 'preprint-of')
    """
    ids, venue, journal = (mapping(record.get(name)) for name in ("externalIds", "publicationVenue", "journal"))
    registered = doi(ids.get("DOI"))
    preprint = arxiv(ids.get("ArXiv")) or arxiv(ids.get("DOI"))
    name = _unless_arxiv(venue.get("name")) or _unless_arxiv(record.get("venue"))
    printed_in = _unless_arxiv(journal.get("name"))
    server = name if name and name.lower() in PREPRINT_SERVERS else None
    is_published = server is None and (bool(name or printed_in) or (registered is not None and registered != preprint))
    kind = _type(record, venue) if is_published else "article" if preprint or server else None
    volume, issue = _volume(text(journal.get("volume"))) if is_published else (None, None)
    return Reference(
        type=kind,
        title=title(record.get("title")),
        author=tuple(found for each in mappings(record.get("authors")) if (found := whole_name(each.get("name")))),
        issued=None if preprint and is_published else date(record.get("publicationDate")) or date(record.get("year")),
        container_title=(printed_in or name) if is_published else None,
        publisher=server,
        event_title=name if kind == "paper-conference" else None,
        volume=volume,
        issue=issue,
        page=_pages(journal.get("pages")) if is_published else None,
        ids=distinct(
            [
                preprint,
                registered,
                number("pmid", ids.get("PubMed")),
                number("pmcid", ids.get("PubMedCentral")),
                number("issn", venue.get("issn")) if kind == "article-journal" else None,
            ]
        ),
        related=(Relation("preprint-of", preprint),) if preprint and is_published else (),
    )


def _type(record: Record, venue: Record) -> str | None:
    if venue.get("type") == "conference":
        return "paper-conference"
    stated = texts(record.get("publicationTypes"))
    if found := next((TYPES[each] for each in stated if each in TYPES), None):
        return found
    return "article-journal" if venue.get("type") == "journal" or "JournalArticle" in stated else None


def _unless_arxiv(value: object) -> str | None:
    name = plain(value)
    return name if name and name.lower() not in _ARXIV else None


def _volume(stated: str | None) -> tuple[str | None, str | None]:
    """Volume and issue, which stand together as "314 1"; a preprint's id, which stands there as "abs/…", is neither.

    >>> _volume("314 1"), _volume("abs/2006.04321"), _volume("EC-15")
    (('314', '1'), (None, None), ('EC-15', None))
    """
    if stated is None or stated.startswith("abs/"):
        return None, None
    both = re.fullmatch(r"(\d+) (\d+)", stated)
    return (both[1], both[2]) if both else (stated, None)


def _pages(value: object) -> str | None:
    """Page numbers with a plain hyphen, and without the blanks that stand around it."""
    pages = text(value)
    return pages.replace(" ", "").replace("–", "-") if pages else None


def sign(key: str) -> Signature:
    """The header of those who asked for a key."""
    return Signature(headers={"x-api-key": key})


SERVICE = Service(
    name="semantic-scholar",
    label="Semantic Scholar",
    url="https://api.semanticscholar.org/graph/v1",
    delay=1.0,
    find=find,
    lookup=lookup,
    spell=spell,
    batch=500,
    in_order=True,
    records=records,
    reference=reference,
    keep=tuple(FIELDS.split(",")),
    sign=sign,
    finds_nothing=finds_nothing,
)
