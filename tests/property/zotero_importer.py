"""What Zotero's importer of RDF makes of a file, as far as items go: JSON in the form of the API.

It follows what the translator "RDF.js" asks of a file: the type from `z:itemType`, people from sequences below the
role's property, a container or series that the item is a part of, identifiers by the word before them, and at last
every property in Zotero's own namespace under its name. Fields under their general name become the type's own.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from bibtools.formats.zotero.schema import FALLBACK

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
Z = "{http://www.zotero.org/namespaces/export#}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
BIB = "{http://purl.org/net/biblio#}"
FOAF = "{http://xmlns.com/foaf/0.1/}"
PRISM = "{http://prismstandard.org/namespaces/1.2/basic/}"
VCARD = "{http://nwalsh.com/rdf/vCard#}"
CONTAINERS = {
    "journalArticle": f"{BIB}Journal",
    "conferencePaper": f"{BIB}Journal",
    "magazineArticle": f"{BIB}Periodical",
    "newspaperArticle": f"{BIB}Newspaper",
    "bookSection": f"{BIB}Book",
    "encyclopediaArticle": f"{BIB}Book",
    "dictionaryEntry": f"{BIB}Book",
    "webpage": f"{Z}Website",
    "blogPost": f"{Z}Blog",
    "forumPost": f"{Z}Forum",
}
TYPED = (
    "reportType",
    "letterType",
    "manuscriptType",
    "mapType",
    "thesisType",
    "websiteType",
    "presentationType",
    "postType",
)


def imported(text: str) -> list[dict[str, Any]]:
    """The items of a file, in its order, without their empty fields."""
    root = ET.fromstring(text)
    assert root.tag == f"{RDF}RDF"
    abouts = [node.get(f"{RDF}about") for node in root]
    assert len(set(abouts)) == len(abouts), "two items under one name become one"
    return [_item(node) for node in root]


def _item(node: ET.Element) -> dict[str, Any]:
    item_type = node.findtext(f"{Z}itemType") or ""
    kind = FALLBACK.types[item_type]
    parts = [below for part in node.findall(f"{DCTERMS}isPartOf") for below in part]
    container = next((part for part in parts if part.tag == CONTAINERS.get(item_type)), None)
    series = next((part for part in parts if part.tag == f"{BIB}Series"), None)
    section = next((part for part in parts if part.tag == f"{BIB}Part"), None)
    found: dict[str, Any] = {
        "title": node.findtext(f"{DC}title"),
        "rights": node.findtext(f"{DC}rights"),
        "edition": node.findtext(f"{PRISM}edition"),
        "pages": node.findtext(f"{BIB}pages"),
        "abstractNote": node.findtext(f"{DCTERMS}abstract"),
        "extra": node.findtext(f"{DC}description"),
        "archiveLocation": node.findtext(f"{DC}coverage"),
        "date": node.findtext(f"{DC}date") or node.findtext(f"{DCTERMS}dateSubmitted"),
        "accessDate": node.findtext(f"{DCTERMS}dateSubmitted"),
        "volume": _either(container, node, f"{PRISM}volume"),
        "issue": _either(container, node, f"{PRISM}number"),
        "number": node.findtext(f"{PRISM}number"),
        "publisher": node.findtext(f"{DC}publisher/{FOAF}Organization/{FOAF}name"),
        "place": node.findtext(f"{DC}publisher/{FOAF}Organization/{VCARD}adr/{VCARD}Address/{VCARD}locality"),
        "conferenceName": node.findtext(f"{BIB}presentedAt/{BIB}Conference/{DC}title"),
        "url": node.findtext(f"{DC}identifier/{DCTERMS}URI/{RDF}value"),
    }
    if container is not None:
        found["publicationTitle"] = container.findtext(f"{DC}title")
        found["journalAbbreviation"] = container.findtext(f"{DCTERMS}alternative")
    if series is not None:
        found["series"], found["seriesTitle"] = series.findtext(f"{DC}title"), series.findtext(f"{DCTERMS}alternative")
        found["seriesText"], found["seriesNumber"] = (
            series.findtext(f"{DC}description"),
            series.findtext(f"{DC}identifier"),
        )
    if section is not None:
        found["section"] = section.findtext(f"{DC}title")
    found |= dict.fromkeys(TYPED, node.findtext(f"{DC}type"))
    for identifier in node.findall(f"{DC}identifier"):
        scheme, space, value = (identifier.text or "").partition(" ")
        if space and scheme in ("DOI", "ISBN", "ISSN"):
            found[scheme] = value
    for below in node:
        if below.tag.startswith(Z) and not len(below):
            found[below.tag.removeprefix(Z)] = below.text
    item = {name: found.get(name) or found.get(kind.base(name)) for name in kind.fields}
    return {
        "itemType": item_type,
        **{name: value for name, value in item.items() if value},
        "creators": [creator for role in kind.creators for creator in _people(node, role)],
        "tags": [_tag(subject) for subject in node.findall(f"{DC}subject")],
    }


def _either(container: ET.Element | None, node: ET.Element, name: str) -> str | None:
    inside = container.findtext(name) if container is not None else None
    return inside or node.findtext(name)


def _people(node: ET.Element, role: str) -> list[dict[str, str]]:
    property = f"{BIB if role in ('author', 'editor', 'contributor') else Z}{role}s"
    found = []
    for person in node.findall(f"{property}/{RDF}Seq/{RDF}li/{FOAF}Person"):
        last, first = person.findtext(f"{FOAF}surname") or "", person.findtext(f"{FOAF}givenname") or ""
        name = {"firstName": first, "lastName": last} if first else {"name": last}
        found.append({"creatorType": role, **name})
    return found


def _tag(subject: ET.Element) -> dict[str, Any]:
    automatic = subject.findtext(f"{Z}AutomaticTag/{RDF}value")
    return {"tag": automatic, "type": 1} if automatic else {"tag": subject.text}
