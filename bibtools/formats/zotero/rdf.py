"""Zotero RDF: the one file form that Zotero's own importer keeps whole, preprints and their ids included.

The elements are those that Zotero's exporter writes and its importer ("RDF.js" of zotero/translators) reads: what an
ontology has a place for stands there, everything else in Zotero's own namespace under the field's name. What an item
is a part of stands directly below the item, because the importer does not look for parts of parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, cast
from xml.sax.saxutils import escape, quoteattr

from bibtools.formats.zotero.schema import CREATORS, FALLBACK, ItemType, Schema
from bibtools.formats.zotero.texts import one_line, word_set
from bibtools.formats.zotero.write import new_item
from bibtools.model.reference import Reference

NAMESPACES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "vcard": "http://nwalsh.com/rdf/vCard#",
}
_CLASSES: Final = {
    "artwork": "bib:Illustration",
    "audioRecording": "bib:Recording",
    "bill": "bib:Legislation",
    "blogPost": "bib:Document",
    "book": "bib:Book",
    "bookSection": "bib:BookSection",
    "case": "bib:Document",
    "computerProgram": "bib:Data",
    "email": "bib:Letter",
    "film": "bib:MotionPicture",
    "forumPost": "bib:Document",
    "hearing": "bib:Report",
    "instantMessage": "bib:Letter",
    "interview": "bib:Interview",
    "journalArticle": "bib:Article",
    "letter": "bib:Letter",
    "magazineArticle": "bib:Article",
    "manuscript": "bib:Manuscript",
    "map": "bib:Image",
    "newspaperArticle": "bib:Article",
    "patent": "bib:Patent",
    "podcast": "bib:Recording",
    "presentation": "bib:ConferenceProceedings",
    "radioBroadcast": "bib:Recording",
    "report": "bib:Report",
    "statute": "bib:Legislation",
    "thesis": "bib:Thesis",
    "tvBroadcast": "bib:Recording",
    "videoRecording": "bib:Recording",
    "webpage": "bib:Document",
}
"""Item type → the class of its element; `rdf:Description` for what has none, preprints among them."""
_CONTAINERS: Final = {
    "blogPost": "z:Blog",
    "bookSection": "bib:Book",
    "conferencePaper": "bib:Journal",
    "dictionaryEntry": "bib:Book",
    "encyclopediaArticle": "bib:Book",
    "forumPost": "z:Forum",
    "journalArticle": "bib:Journal",
    "magazineArticle": "bib:Periodical",
    "newspaperArticle": "bib:Newspaper",
    "webpage": "z:Website",
}
_OF_ITEM: Final = {
    "title": "dc:title",
    "abstractNote": "dcterms:abstract",
    "date": "dc:date",
    "edition": "prism:edition",
    "number": "prism:number",
    "pages": "bib:pages",
    "archiveLocation": "dc:coverage",
    "rights": "dc:rights",
    "extra": "dc:description",
    "volume": "prism:volume",
}
_OF_CONTAINER: Final = {
    "publicationTitle": "dc:title",
    "journalAbbreviation": "dcterms:alternative",
    "volume": "prism:volume",
    "issue": "prism:number",
}
_OF_SERIES: Final = {
    "series": "dc:title",
    "seriesTitle": "dcterms:alternative",
    "seriesText": "dc:description",
    "seriesNumber": "dc:identifier",
}
_IDENTIFIERS = word_set("DOI ISBN ISSN")
# Kinds of theses, reports …; of the other types the importer takes `dc:type` for something else.
_TYPED = word_set("reportType letterType manuscriptType mapType thesisType websiteType presentationType postType")
_PERSONS: Final = {"author": "bib:authors", "editor": "bib:editors", "contributor": "bib:contributors"}
# Told by parts of their own.
_ELSEWHERE = word_set("itemType publisher place url section accessDate conferenceName")


@dataclass(frozen=True, slots=True)
class _Node:
    """An element with text or with elements in it; `about` names what it describes."""

    name: str
    content: str | tuple[_Node, ...]
    about: str | None = None


def write(keyed: Iterable[tuple[str, Reference]], schema: Schema = FALLBACK, *, tags: bool = False) -> str:
    """A file of Zotero RDF with these references under these citation keys.

    Keywords become tags, and with `tags` arXiv's categories too, marked as automatic. Importing the file always adds:
    Zotero looks for no duplicates then.

    >>> from bibtools.model.identifier import Identifier
    >>> paper = Reference(title="Attention", ids=(Identifier("arxiv", "1706.03762"),))
    >>> [line.strip() for line in write([("vaswani2017", paper)]).splitlines() if "prism:number" in line]
    ['<prism:number>arXiv:1706.03762</prism:number>']
    """
    return write_items((_new(key, reference, schema, tags) for key, reference in keyed), schema)


def _new(key: str, reference: Reference, schema: Schema, tags: bool) -> dict[str, object]:
    item = new_item(reference, schema, tags=reference.categories if tags else ())
    words = (word.strip() for word in reference.extra.get("keyword", "").split(","))
    stated = [{"tag": one_line(word)} for word in words if one_line(word)]
    return {**item, "tags": [*stated, *cast(list[object], item["tags"])], "citationKey": one_line(key)}


def write_items(items: Iterable[Mapping[str, object]], schema: Schema = FALLBACK) -> str:
    """A file with items as `new_item` makes them."""
    spaces = "".join(f"\n    xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    body = "".join(
        _rendered(_item(item, schema.types[str(item["itemType"])], f"#item_{number}"), 1)
        for number, item in enumerate(items, start=1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n{body}</rdf:RDF>\n'


def _item(item: Mapping[str, object], kind: ItemType, about: str) -> _Node:
    item_type = str(item["itemType"])
    own = {name: value for name, value in item.items() if isinstance(value, str) and value}
    general = {kind.base(name): value for name, value in own.items()}
    content = [_Node("z:itemType", item_type), *_parts(general, item_type)]
    for name, value in own.items():
        if property := _property(name, kind.base(name), item_type):
            content.append(_Node(property, f"{name} {value}" if name in _IDENTIFIERS else value))
    content += _persons(item.get(CREATORS))
    content += _tags(item.get("tags"))
    return _Node(_CLASSES.get(item_type, "rdf:Description"), tuple(content), about)


def _property(name: str, base: str, item_type: str) -> str | None:
    """Where a field of an item stands; None for what is told elsewhere."""
    if base in _ELSEWHERE or base in _OF_SERIES or (item_type in _CONTAINERS and base in _OF_CONTAINER):
        return None
    if name in _IDENTIFIERS:
        return "dc:identifier"
    if name in _TYPED:
        return "dc:type"
    return _OF_ITEM.get(base, f"z:{name}")


def _parts(general: Mapping[str, str], item_type: str) -> Iterator[_Node]:
    """What stands below the item as a thing of its own: container, series, section, publisher, conference, address."""
    if item_type in _CONTAINERS and (told := _told(general, _OF_CONTAINER)):
        yield _Node("dcterms:isPartOf", (_Node(_CONTAINERS[item_type], told),))
    if told := _told(general, _OF_SERIES):
        yield _Node("dcterms:isPartOf", (_Node("bib:Series", told),))
    if section := general.get("section"):
        yield _Node("dcterms:isPartOf", (_Node("bib:Part", (_Node("dc:title", section),)),))
    publisher, place = general.get("publisher"), general.get("place")
    if publisher or place:
        name = (_Node("foaf:name", publisher),) if publisher else ()
        address = (_Node("vcard:adr", (_Node("vcard:Address", (_Node("vcard:locality", place),)),)),) if place else ()
        yield _Node("dc:publisher", (_Node("foaf:Organization", name + address),))
    if url := general.get("url"):
        yield _Node("dc:identifier", (_Node("dcterms:URI", (_Node("rdf:value", url),)),))
    if conference := general.get("conferenceName"):
        yield _Node("bib:presentedAt", (_Node("bib:Conference", (_Node("dc:title", conference),)),))
    if accessed := general.get("accessDate"):
        # Of an item without a date, the importer would take the day of reading for it.
        yield _Node("dcterms:dateSubmitted" if "date" in general else "z:accessDate", accessed)


def _told(general: Mapping[str, str], places: Mapping[str, str]) -> tuple[_Node, ...]:
    return tuple(_Node(property, general[base]) for base, property in places.items() if base in general)


def _persons(creators: object) -> Iterator[_Node]:
    """One list of people for each role, in their order."""
    if not isinstance(creators, list):
        return
    for role in dict.fromkeys(str(creator["creatorType"]) for creator in creators):
        people = tuple(_Node("rdf:li", (_person(c),)) for c in creators if c["creatorType"] == role)
        yield _Node(_PERSONS.get(role, f"z:{role}s"), (_Node("rdf:Seq", people),))


def _person(creator: Mapping[str, str]) -> _Node:
    """A person; who has no given name comes back with a name in a single field."""
    last, first = creator.get("name") or creator.get("lastName", ""), creator.get("firstName", "")
    if not last:
        last, first = first, ""
    given = (_Node("foaf:givenname", first),) if first else ()
    return _Node("foaf:Person", (_Node("foaf:surname", last), *given))


def _tags(tags: object) -> Iterator[_Node]:
    for tag in tags if isinstance(tags, list) else ():
        automatic = (_Node("z:AutomaticTag", (_Node("rdf:value", tag["tag"]),)),)
        yield _Node("dc:subject", automatic if tag.get("type") == 1 else str(tag["tag"]))


def _rendered(node: _Node, depth: int) -> str:
    indent = "    " * depth
    start = f"{indent}<{node.name}" + (f" rdf:about={quoteattr(node.about)}" if node.about else "")
    if isinstance(node.content, str):
        return f"{start}>{escape(node.content)}</{node.name}>\n"
    inner = "".join(_rendered(each, depth + 1) for each in node.content)
    return f"{start}>\n{inner}{indent}</{node.name}>\n"
