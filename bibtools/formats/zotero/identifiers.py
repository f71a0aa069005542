"""The identifiers that an item states, wherever an importer has put them.

An arXiv id has a field of its own in one item type, and for a few years only; before, and in every other type, each
importer found another place. A place counts only where it tells of the item itself: "see also arXiv:…" in somebody's
own remarks is another paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bibtools.formats.zotero.extra import EXTRA, keyed, lines
from bibtools.model.identifier import Identifier, arxiv_from_doi, parse_identifier
from bibtools.text.identifiers import find_identifiers

# Fields that hold a number of the work, or the name of what it appeared in with the number behind it.
_PLACES: Final = (
    *("archiveID", "DOI", "url", "publicationTitle", "proceedingsTitle", "websiteTitle", "journalAbbreviation"),
    *("reportNumber", "number", "identifier", "archiveLocation", "callNumber", "series", "seriesTitle", "seriesNumber"),
    *("volume", "issue", "pages", "section", "institution", "publisher"),
)
# Fields that may name the archive, so that a bare number in another one is its.
_HOMES: Final = (
    *("repository", "archive", "libraryCatalog", "publicationTitle", "proceedingsTitle", "websiteTitle"),
    *("journalAbbreviation", "institution", "publisher", "series", "seriesTitle", "reportType"),
)
_NUMBERS = frozenset(("archiveID", "reportNumber", "number", "identifier", "archiveLocation", "volume", "pages"))
# Keys of lines in Extra whose value is of the item itself.
_BARE_KEYS = frozenset(
    ("arxiv", "arxiv id", "arxivid", "arxiv number", "eprint", "_eprint", "eprintid", "tex.eprint", "tex.arxivid")
)
_ARXIV_KEYS = _BARE_KEYS | frozenset(
    (
        *("number", "report number", "archive id", "archiveid", "archive location", "archive_location", "call number"),
        *("identifier", "series number", "tex.number", "issue", "volume", "page", "pages"),
        *("published", "publisher", "journal", "publication title", "container title", "container-title"),
        *("url", "original url", "tex.url", "bibcode", "ads bibcode", "tex.bibcode", "adsurl", "tex.adsurl"),
    )
)
_DOI_KEYS = frozenset(("doi", "tex.doi"))
_TITLE = re.compile(r"\s*\[(?P<id>[^\]\s]+)\]\s+\S")
_ADDRESS = re.compile(r"(?i)https?://[^/\s]*arxiv[^/\s]*/(?:abs|pdf|html|format|ps|e-print|src)/(?P<id>[^\s?#]+)")
_ARXIV = re.compile(r"(?i)(?<![a-z])(?:arxiv|corr)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Stated:
    """An identifier and the field that states it."""

    identifier: Identifier
    field: str


def stated(data: Mapping[str, object]) -> Iterator[Stated]:
    """Every arXiv id and DOI that an item's `data` states of itself, in the order of trust; one may come again.

    >>> [(found.field, found.identifier.value) for found in stated({"volume": "abs/1706.03762", "DOI": "10.1000/182"})]
    [('DOI', '10.1000/182'), ('volume', '1706.03762')]
    """
    texts = {field: text for field, text in data.items() if isinstance(text, str) and text.strip()}
    home = any(_ARXIV.search(texts[field]) for field in _HOMES if field in texts)
    for field in _PLACES:
        if field in texts:
            bare = home or (field == "archiveID" and "repository" not in texts)
            for identifier in _in_field(field, texts[field].strip(), bare=bare):
                yield Stated(identifier, field)
    for line in lines(texts.get(EXTRA, "")):
        for identifier in _in_line(line):
            yield Stated(identifier, EXTRA)
    for field in ("title", "shortTitle"):
        if found := _TITLE.match(texts.get(field, "")):
            for identifier in _of(found["id"], "arxiv"):
                yield Stated(identifier, field)


def arxiv_ids(data: Mapping[str, object]) -> tuple[Identifier, ...]:
    """The arXiv ids of an item, each once, with the version where one is stated. More than one are ambiguous.

    >>> arxiv_ids({"archiveID": "arXiv:1706.03762", "url": "http://arxiv.org/abs/1706.03762v5", "extra": "_eprint: x"})
    (Identifier(scheme='arxiv', value='1706.03762', version=5),)
    >>> [found.value for found in arxiv_ids({"extra": "Published: arXiv:1706.03762\\narXiv: 1810.04805"})]
    ['1706.03762', '1810.04805']
    """
    return arxiv_among(stated(data))


def arxiv_among(statements: Iterable[Stated]) -> tuple[Identifier, ...]:
    """The arXiv ids among statements, as `arxiv_ids` gives them."""
    versions: dict[str, int | None] = {}
    for found in statements:
        if found.identifier.scheme == "arxiv":
            versions[found.identifier.value] = versions.get(found.identifier.value) or found.identifier.version
    return tuple(Identifier("arxiv", value, version) for value, version in versions.items())


def dois(data: Mapping[str, object]) -> tuple[Identifier, ...]:
    """The DOIs of an item, each once, without arXiv's own (see `arxiv_ids`). More than one are ambiguous.

    >>> dois({"DOI": "https://doi.org/10.1103/PhysRevD.76", "extra": "DOI: 10.1103/physrevd.76"})
    (Identifier(scheme='doi', value='10.1103/PhysRevD.76', version=None),)
    """
    return dois_among(stated(data))


def dois_among(statements: Iterable[Stated]) -> tuple[Identifier, ...]:
    """The DOIs among statements, as `dois` gives them."""
    return tuple(dict.fromkeys(found.identifier for found in statements if found.identifier.scheme == "doi"))


def without_id(title: str) -> str:
    """A title without the arXiv id in brackets that arXiv's pages have before it, and pages saved from there keep.

    >>> without_id("[1706.03762] Attention Is All You Need"), without_id("[Reprint] A Title")
    ('Attention Is All You Need', '[Reprint] A Title')
    """
    found = _TITLE.match(title)
    return title[found.end("id") + 1 :].strip() if found and any(_of(found["id"], "arxiv")) else title


def _in_field(field: str, text: str, *, bare: bool) -> Iterator[Identifier]:
    if field == "DOI":
        yield from _of(text, "doi")
        return
    if field == "url":
        yield from _in_address(text)
        return
    found = [each.identifier for each in find_identifiers(text) if each.identifier.scheme == "arxiv"]
    certain = len(text.split()) > 1 or _is_labelled(text)
    if found and (certain or (bare and field in _NUMBERS)):
        yield from found


def _is_labelled(text: str) -> bool:
    """Whether a number says by itself that it is arXiv's."""
    return _ARXIV.search(text) is not None or "/" in text


def _in_address(text: str) -> Iterator[Identifier]:
    identifier = parse_identifier(text)
    if identifier is None and (proxied := _ADDRESS.match(text)):
        identifier = parse_identifier("arXiv:" + proxied["id"])
    if identifier and identifier.scheme in ("arxiv", "doi"):
        yield identifier


def _in_line(line: str) -> Iterator[Identifier]:
    told = keyed(line)
    if told is None:
        # A line that is an identifier and nothing else.
        yield from _of(line, "arxiv") if _is_labelled(line) else ()
        return
    key, value = told
    if key in _DOI_KEYS:
        yield from _of(value, "doi")
    elif key in _ARXIV_KEYS:
        prefixed = f"arXiv:{value}" if key in _BARE_KEYS and not _ARXIV.match(value) else value
        for found in find_identifiers(prefixed):
            if found.identifier.scheme == "arxiv":
                yield found.identifier


def _of(text: str, scheme: str) -> Iterator[Identifier]:
    found = parse_identifier(text) or parse_identifier(f"{scheme}:{text}")
    if found is None:
        return
    arxiv = arxiv_from_doi(found) if found.scheme == "doi" else None
    if (arxiv or found).scheme in (scheme, "arxiv"):
        yield arxiv or found
