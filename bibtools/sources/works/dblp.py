"""DBLP: the bibliography of computer science; a preprint and its published form are two records.

Sources: DBLP, "How to use the dblp search API?" (https://dblp.org/faq/How+to+use+the+dblp+search+API.html): `q`, `h`,
`format`; words begin with those asked, and all of them must. "Am I allowed to crawl the dblp website?"
(https://dblp.org/faq/1474706.html): one or two seconds between requests, 429 with Retry-After otherwise. "What is the
meaning of the number in the author names?": four digits tell namesakes apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.base import Query
from bibtools.sources.works.base import MOST_PER_QUERY, Ask, Record, Service, title_words
from bibtools.sources.works.shape import first, mapping, text, texts
from bibtools.sources.works.titles import plain, title
from bibtools.sources.works.values import address, arxiv, date, distinct, doi, whole_name

TYPES = {
    "Journal Articles": "article-journal",
    "Conference and Workshop Papers": "paper-conference",
    "Informal and Other Publications": "article",
    "Informal Publications": "article",
    "Parts in Books or Collections": "chapter",
    "Books and Theses": "book",
    "Editorship": "book",
    "Reference Works": "entry",
    "Data and Artifacts": "dataset",
}
_NAMESAKE = re.compile(r"\s+\d{4}\Z")
# DBLP ends every title with a full stop, unless it ends with another mark.
_STOP = re.compile(r"(?<!\.)\.\Z")


def find(query: Query) -> Ask | None:
    """The publications whose titles have words that begin with each of these."""
    wanted = title_words(query.title)
    return Ask("/search/publ/api", {"q": wanted, "format": "json", "h": str(MOST_PER_QUERY)}) if wanted else None


def records(payload: Any) -> Sequence[Any] | None:
    """What is known of each hit; without hits the list is not there at all."""
    hits = mapping(mapping(payload).get("result")).get("hits")
    if not isinstance(hits, dict):
        return None
    found = hits.get("hit", [])
    return [hit.get("info") if isinstance(hit, dict) else hit for hit in found] if isinstance(found, list) else None


def reference(record: Record) -> Reference:
    """The publication that a record describes. Names of journals and conferences are DBLP's abbreviations.

    >>> found = reference({"title": "Reinforcement Unlearning.", "authors": {"author": {"text": "Wei Wang 0001"}},
    ...     "venue": "CoRR", "volume": "abs/2312.15910", "year": "2023", "type": "Informal and Other Publications"})
    >>> found.title, found.author[0].display(), found.ids[0].value, found.container_title
    ('Reinforcement Unlearning', 'Wei Wang', '2312.15910', None)
    """
    kind = TYPES.get(text(record.get("type")) or "")
    if kind == "book" and (text(record.get("key")) or "").startswith("phd/"):
        kind = "thesis"
    venue, volume = plain(first(record.get("venue"))), text(record.get("volume"))
    preprint = arxiv(f"CoRR {volume}") if venue == "CoRR" else None
    pages, issue, links = text(record.get("pages")), text(record.get("number")), texts(record.get("ee"))
    return Reference(
        type=kind,
        title=_STOP.sub("", title(record.get("title")) or "") or None,
        author=_names(record.get("authors")),
        issued=date(record.get("year")),
        container_title=None if venue == "CoRR" else venue,
        event_title=venue if kind == "paper-conference" else None,
        publisher=plain(record.get("publisher")),
        volume=None if venue == "CoRR" else volume,
        issue=issue if kind == "article-journal" else None,
        page=pages,
        url=next((found for each in links if (found := address(each))), None),
        # The `doi` field is in capitals; the link has the case it was registered in.
        ids=distinct([preprint, *map(doi, links), *map(arxiv, links), doi(record.get("doi"))]),
    )


def _names(authors: object) -> tuple[Name, ...]:
    """A list, or the only author in its place; each an object with `text`, or, as it was once, the name alone."""
    people = mapping(authors).get("author")
    stated = [
        text(each.get("text") if isinstance(each, dict) else each)
        for each in (people if isinstance(people, list) else [people])
    ]
    names = [whole_name(_NAMESAKE.sub("", each)) for each in stated if each]
    return tuple(name for name in names if name)


SERVICE = Service(
    name="dblp",
    label="DBLP",
    url="https://dblp.org",
    delay=2.0,
    find=find,
    records=records,
    reference=reference,
    keep=("title", "authors", "venue", "volume", "number", "pages", "year", "type", "key", "doi", "ee", "publisher"),
)
