"""What an OAI-PMH answer says: records in the form of arXiv's metadata snapshot, deletions, and where the list goes on.

Protocol: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 (sections 2.5, 3.5, 3.6).
Formats: arXivRaw (http://arxiv.org/OAI/arXivRaw.xsd) and arXiv (http://arxiv.org/OAI/arXiv.xsd).

Elements are known by their names without namespace: copies of arXiv's records exist that lost it. A document type
declaration is refused before any entity in it could be expanded; no answer of the protocol has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Record = Mapping[str, Any]
"""One record as a line of the snapshot has it; `update_date` is the day of its datestamp."""

_PREFIX = re.compile(r"\Aoai:arxiv\.org:", re.IGNORECASE)
_HTML = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<html[\s>]", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXTS = ("submitter", "title", "comments", "journal-ref", "doi", "report-no", "categories", "license", "abstract")
# What arXiv's own splitting of names takes for a family name at the end of a collaboration's name.
_BODIES = frozenset({"collaboration", "collaborations", "consortium", "group", "team"})


class NotOai(Exception):
    """The answer is no whole OAI-PMH document."""


class Refused(Exception):
    """The answer is an error of the protocol (section 3.6): `code` is one of its eight codes."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}" if message else code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """One part of a list: records and ids of deleted ones, in the order of the list, and the token of the next part.

    `days` are the days of all datestamps in that order. Some record may lack what it should have: it is passed on as
    far as it goes, and whoever makes something of it says what is missing.
    """

    records: tuple[Record, ...]
    deleted: tuple[str, ...]
    days: tuple[str, ...]
    token: str | None


def parse(body: bytes) -> Page:
    """The page in an answer's body. Raises NotOai for what is not whole or not of the protocol, Refused for its errors.

    >>> parse(b'<OAI-PMH><error code="noRecordsMatch"/></OAI-PMH>')
    Traceback (most recent call last):
    ...
    bibtools.sources.oai.parse.Refused: noRecordsMatch
    >>> parse(b"<html><body>Come back later</body></html>")
    Traceback (most recent call last):
    ...
    bibtools.sources.oai.parse.NotOai: a web page instead of records
    """
    root = _tree(body)
    error = _child(root, "error")
    if error is not None:
        raise Refused(error.get("code", "an error without a code"), " ".join((error.text or "").split()))
    answer = next((each for each in root if _name(each) in ("ListRecords", "GetRecord")), None)
    if answer is None:
        raise NotOai("an answer without records")
    records, deleted, days = [], [], []
    for each in answer:
        if _name(each) != "record":
            continue
        header = _child(each, "header")
        id = _PREFIX.sub("", _text(header, "identifier") or "")
        day = _DAY.match(_text(header, "datestamp") or "")
        if day:
            days.append(day[0])
        if header is not None and header.get("status") == "deleted":
            deleted.append(id)
        else:
            records.append(_record(_child(each, "metadata"), id, day[0] if day else None))
    return Page(tuple(records), tuple(deleted), tuple(days), _text(answer, "resumptionToken"))


class _Strict(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del name, pubid, system
        raise NotOai("a document type declaration, which no answer should have")


def _tree(body: bytes) -> Element:
    if _HTML.match(body):
        raise NotOai("a web page instead of records")
    parser = ElementTree.XMLParser(target=_Strict())
    try:
        parser.feed(body)
        root: Element = parser.close()
    except (ElementTree.ParseError, ValueError) as error:
        what = "cut short" if not body.rstrip().endswith(b"</OAI-PMH>") else "not well-formed"
        raise NotOai(f"the answer is {what}: {error}") from error
    if _name(root) != "OAI-PMH":
        raise NotOai(f"<{_name(root)}> instead of <OAI-PMH>")
    return root


def _record(metadata: Element | None, id: str, day: str | None) -> Record:
    """What the metadata state, whichever format they are in; only the id is certain to be there."""
    stated = next(iter(metadata), None) if metadata is not None else None
    record: dict[str, Any] = {"id": id, "update_date": day}
    if stated is None or _name(stated) not in ("arXiv", "arXivRaw"):
        return record
    record["id"] = _text(stated, "id") or id
    record |= {name: _text(stated, name) for name in _TEXTS}
    if _name(stated) == "arXivRaw":
        return record | {"authors": _text(stated, "authors"), "versions": _versions(stated)}
    return record | {"authors_parsed": [_author(each) for each in _authors(stated)], "versions": _latest(stated)}


def _versions(stated: Element) -> list[dict[str, str | None]]:
    """All versions, the first one first."""
    found = [(each.get("version") or "", _text(each, "date")) for each in stated if _name(each) == "version"]
    found.sort(key=lambda version: (len(version[0]), version[0]))
    return [{"version": number or None, "created": date} for number, date in found]


def _latest(stated: Element) -> list[dict[str, str | None]]:
    """A version without number: `created` was the first one's day once and is the last one's now; none is numbered."""
    day = _text(stated, "updated") or _text(stated, "created")
    return [{"version": None, "created": day}] if day else []


def _authors(stated: Element) -> Iterator[Element]:
    authors = _child(stated, "authors")
    return (each for each in authors if _name(each) == "author") if authors is not None else iter(())


def _author(author: Element) -> list[str]:
    """Family, given, suffix; a collaboration's name in one piece."""
    family = " ".join(" ".join((each.text or "").split()) for each in author if _name(each) == "keyname")
    given, suffix = _text(author, "forenames") or "", _text(author, "suffix") or ""
    if family.lower() in _BODIES and given:
        return [f"{given} {family}", "", ""]
    return [family, given, suffix]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if _name(each) == name), None)


def _text(element: Element | None, name: str) -> str | None:
    """The text of the first child of that name; None where it has none."""
    child = _child(element, name) if element is not None else None
    return (child.text or "").strip() or None if child is not None else None
