"""Which fields and creators Zotero's item types have: facts about a few types, in the form of Zotero's own schema.

The replica servers validate against a mapping of that form. This one is enough for the tests; the full schema, where it
is at hand, takes its place. A field is written `name` or `name:base`, where `base` is what the field is called on other
types.
"""

from __future__ import annotations

from typing import Any

VERSION = 41

_TITLED = "title abstractNote"
_SHORT = "DOI citationKey url accessDate shortTitle language rights extra"
_FULL = (
    "DOI citationKey url accessDate archive archiveLocation shortTitle language libraryCatalog callNumber rights extra"
)
_SERIES = "series seriesNumber volume numberOfVolumes"
_ORIGINAL = "edition date publisher place originalDate originalPublisher originalPlace format:medium"

_FIELDS = {
    "preprint": f"{_TITLED} genre:type repository:publisher archiveID:number place date series seriesNumber {_FULL}",
    "journalArticle": f"{_TITLED} publicationTitle publisher place date volume issue section partNumber partTitle "
    f"pages series seriesTitle seriesText journalAbbreviation PMID PMCID ISSN {_FULL}",
    "conferencePaper": f"{_TITLED} proceedingsTitle:publicationTitle conferenceName publisher place date eventPlace "
    f"volume issue numberOfVolumes pages series seriesNumber ISBN ISSN {_FULL}",
    "report": f"{_TITLED} reportNumber:number reportType:type institution:publisher place date seriesTitle "
    f"seriesNumber pages ISBN ISSN {_FULL}",
    "manuscript": f"{_TITLED} manuscriptType:type institution:publisher place date numPages number {_FULL}",
    "document": f"{_TITLED} type date publisher place {_FULL}",
    "webpage": f"{_TITLED} websiteTitle:publicationTitle websiteType:type date publisher place {_SHORT}",
    "thesis": f"{_TITLED} thesisType:type university:publisher place date series seriesNumber numPages ISBN ISSN "
    f"{_FULL}",
    "book": f"{_TITLED} {_SERIES} {_ORIGINAL} numPages ISBN ISSN {_FULL}",
    "bookSection": f"{_TITLED} bookTitle:publicationTitle {_SERIES} {_ORIGINAL} pages ISBN ISSN {_FULL}",
    "presentation": f"{_TITLED} presentationType:type date meetingName place series sessionTitle:publicationTitle "
    f"{_SHORT}",
    "dataset": f"{_TITLED} identifier:number type versionNumber date repository:publisher repositoryLocation:place "
    f"format:medium {_FULL}",
    "attachment": "title accessDate url",
    "note": "",
    "annotation": "",
}
_AUTHORED = "author contributor editor translator"
_CREATORS = {
    "preprint": f"{_AUTHORED} reviewedAuthor",
    "journalArticle": f"{_AUTHORED} reviewedAuthor",
    "conferencePaper": f"{_AUTHORED} seriesEditor",
    "report": f"{_AUTHORED} seriesEditor",
    "manuscript": "author contributor translator",
    "document": f"{_AUTHORED} reviewedAuthor",
    "webpage": "author contributor translator",
    "thesis": f"{_AUTHORED} seriesEditor",
    "book": f"{_AUTHORED} seriesEditor",
    "bookSection": f"{_AUTHORED} bookAuthor seriesEditor",
    "presentation": "presenter chair organizer contributor translator",
    "dataset": "author contributor",
}


def _item_type(name: str) -> dict[str, Any]:
    fields = []
    for field in _FIELDS[name].split():
        own, _, base = field.partition(":")
        fields.append({"field": own, "baseField": base} if base else {"field": own})
    creators: list[dict[str, Any]] = [{"creatorType": each} for each in _CREATORS.get(name, "").split()]
    if creators:
        creators[0]["primary"] = True
    return {"itemType": name, "fields": fields, "creatorTypes": creators}


FACTS: dict[str, Any] = {"version": VERSION, "itemTypes": [_item_type(name) for name in _FIELDS]}


class Schema:
    """The same facts, ready to be asked."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.version: int = data["version"]
        types = data["itemTypes"]
        self.fields = {each["itemType"]: tuple(field["field"] for field in each["fields"]) for each in types}
        self.bases: dict[str, dict[str, str]] = {
            each["itemType"]: {field["field"]: field.get("baseField", field["field"]) for field in each["fields"]}
            for each in types
        }
        self.creators = {each["itemType"]: tuple(c["creatorType"] for c in each["creatorTypes"]) for each in types}
        self.known_fields = {name for bases in self.bases.values() for pair in bases.items() for name in pair}
        self.known_creators = {name for names in self.creators.values() for name in names}

    def field_on(self, item_type: str, field: str, source: str) -> str | None:
        """What a field of the type `source` is called on `item_type`, if that has it at all."""
        if field in self.fields[item_type]:
            return field
        base = self.bases[source].get(field, field)
        return next((own for own, theirs in self.bases[item_type].items() if theirs == base), None)


def before_version_39(schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema as it was until 2025: few types had a citation key or a DOI of their own."""
    had = {
        "citationKey": ("preprint", "dataset", "standard"),
        "DOI": ("journalArticle", "conferencePaper", "preprint", "dataset", "standard"),
    }
    types = []
    for each in schema["itemTypes"]:
        kept = [field for field in each["fields"] if each["itemType"] in had.get(field["field"], (each["itemType"],))]
        types.append({**each, "fields": kept})
    return {**schema, "version": 33, "itemTypes": types}
