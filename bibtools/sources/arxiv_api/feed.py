"""What an answer of arXiv's API says: the `arxiv` package reads the feed, and its results become References.

Nothing else imports `arxiv`. What that package leaves to its callers is done here: an answer that was cut short is
recognised (it would read as far as it goes), so are error feeds and web pages, and entries it skips are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeGuard
from xml.parsers import expat

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, parse_identifier
from bibtools.model.reference import Reference
from bibtools.sources.records import arxiv_record
from bibtools.text.names import parse_name

if TYPE_CHECKING:
    import arxiv

_ROOT = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<(?P<name>\w+)")
_ENTRY = re.compile(rb"<entry[\s>]")
_ERROR = re.compile(rb"<id>\s*https?://(?:export\.)?arxiv\.org/api/errors(?P<code>[^<]*)</id>")
_SUMMARY = re.compile(rb"<summary[^>]*>(?P<text>[^<]*)</summary>")

Record = Mapping[str, Any]
"""One entry of a feed, in the words of the feed and as JSON can hold it: what the cache keeps."""
_TEXTS = ("id", "title", "published", "updated", "summary")
_LISTS = ("authors", "categories")
_OPTIONAL = ("comment", "journal_ref", "doi")


class NotAFeed(Exception):
    """The answer is no whole Atom feed; `is_html` where it is a web page."""

    def __init__(self, message: str, *, is_html: bool = False) -> None:
        super().__init__(message)
        self.is_html = is_html


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer: `total` results exist, `records` begin at number `start` (from 0).

    `error` is the message of an error feed. `unreadable` counts entries that lack an id or a date.
    """

    total: int
    start: int
    records: tuple[Record, ...] = ()
    error: str | None = None
    unreadable: int = 0


def parse(body: bytes) -> Page:
    """The page that an answer's body holds, in any of the forms arXiv has given it. Raises NotAFeed.

    >>> parse(b"<html><body>Rate exceeded.</body></html>")
    Traceback (most recent call last):
    ...
    bibtools.sources.arxiv_api.feed.NotAFeed: a web page instead of a feed
    """
    entries = _entries(body)
    if failed := _ERROR.search(body):
        said = _SUMMARY.search(body, failed.end())
        text = (said["text"] if said else failed["code"]).decode("utf-8", "replace")
        return Page(0, 0, error=" ".join(text.split()) or "an error without a message")
    import arxiv._feed

    try:
        feed = arxiv._feed.parse(body)
    except ValueError as error:
        raise NotAFeed(f"an entry cannot be read: {error}") from error
    records = tuple(_record(result) for result in feed.results)
    return Page(feed.header.total_results, feed.header.start_index, records, unreadable=entries - len(records))


def _entries(body: bytes) -> int:
    """How many entries the feed has, if it is one and whole."""
    root = _ROOT.match(body)
    name = root["name"].lower() if root else b""
    if name != b"feed":
        what = "a web page" if name == b"html" else "something else"
        raise NotAFeed(f"{what} instead of a feed", is_html=name == b"html")
    try:
        # Without handlers this only checks that all is there, in a tenth of the time that reading takes.
        expat.ParserCreate().Parse(body, True)
    except expat.ExpatError as error:
        what = "cut short" if body.rstrip()[-7:] != b"</feed>" else "not well-formed"
        raise NotAFeed(f"the feed is {what}: {error}") from error
    return len(_ENTRY.findall(body))


def _record(result: arxiv.Result) -> Record:
    primary = [result.primary_category] if result.primary_category else []
    return {
        "id": result.entry_id.strip(),
        "title": result.title,
        "authors": [author.name for author in result.authors],
        "published": result.published.isoformat(),
        "updated": result.updated.isoformat(),
        "summary": result.summary,
        "comment": result.comment,
        "journal_ref": result.journal_ref,
        "doi": result.doi,
        "categories": primary + [each for each in result.categories if each not in primary],
    }


def is_record(value: object) -> TypeGuard[Record]:
    """Whether something out of a cache is what this version of the program calls a record."""
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in _TEXTS)
        and all(isinstance(value.get(name), list) for name in _LISTS)
        and value.keys() >= set(_OPTIONAL)
        and identifier(value) is not None
    )


def identifier(record: Record) -> Identifier | None:
    """The arXiv id of a record, with its version; None where the entry's id is none.

    >>> identifier({"id": "http://arxiv.org/abs/astro-ph/0601001v1"})
    Identifier(scheme='arxiv', value='astro-ph/0601001', version=1)
    """
    found = parse_identifier(record["id"])
    return found if found is not None and found.scheme == "arxiv" else None


def without_version(id: str) -> str:
    """An arXiv id without its version, if it has one.

    >>> without_version("1706.03762v5"), without_version("solv-int/9901001")
    ('1706.03762', 'solv-int/9901001')
    """
    head, _, version = id.rpartition("v")
    return head if head and version.isdecimal() else id


def by_either_id(records: Iterable[Record]) -> dict[str, Record]:
    """The records by their ids with version and, the latest of them, without."""
    found: dict[str, Record] = {}
    newest: dict[str, int] = {}
    for record in records:
        id = identifier(record)
        if id is not None:
            found[id.versioned()] = record
            if (id.version or 0) >= newest.get(id.value, 0):
                found[id.value], newest[id.value] = record, id.version or 0
    return found


def reference(record: Record) -> Reference:
    """The reference a record states; `issued` is the first version's day, `updated` that of the version at hand.

    Raises ValueError where `identifier` finds none. Source of the fields: arXiv API User's Manual, section 3.3.2.

    >>> found = reference({"id": "http://arxiv.org/abs/1706.03762v5", "title": "Attention Is All You Need",
    ...     "authors": ["Ashish Vaswani"], "published": "2017-06-12T17:57:34+00:00",
    ...     "updated": "2017-12-06T03:30:32+00:00", "summary": "", "comment": None, "journal_ref": None, "doi": None,
    ...     "categories": ["cs.CL", "cs.LG"]})
    >>> found.issued.iso(), found.author[0].family, found.ids[0].versioned()
    ('2017-06-12', 'Vaswani', '1706.03762v5')
    """
    id = identifier(record)
    if id is None:
        raise ValueError(f"no arXiv id: {record['id']}")
    return arxiv_record(
        id,
        record["title"],
        author=tuple(parse_name(name) for name in record["authors"] if name.strip()),
        issued=_day(record["published"]),
        updated=_day(record["updated"]),
        categories=record["categories"],
        journal_ref=record["journal_ref"],
        doi=record["doi"],
        abstract=record["summary"],
        comment=record["comment"],
    ).reference()


def _day(written: str) -> PartialDate:
    moment = datetime.fromisoformat(written)
    return PartialDate(moment.year, moment.month, moment.day)
