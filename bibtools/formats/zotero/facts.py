"""Which fields and creators the item types have where arXiv papers are found, for when no schema can be asked.

Facts of Zotero's schema, version 41. A field that has another name in this type than its base is written
`name=base`; the first creator is the type's own author. The program asks the library for the schema it really has.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 41

_ALL = "DOI citationKey url accessDate"
_SHELF = "archive archiveLocation shortTitle language libraryCatalog callNumber rights extra"
_SHORT = "shortTitle language rights extra"
_PUBLISHED = "date publisher place originalDate originalPublisher originalPlace format=medium"

TYPES: Final = {
    "book": (
        "title abstractNote series seriesNumber volume numberOfVolumes edition"
        f" {_PUBLISHED} numPages ISBN {_ALL} ISSN {_SHELF}",
        "author contributor editor translator seriesEditor",
    ),
    "bookSection": (
        "title abstractNote bookTitle=publicationTitle series seriesNumber volume numberOfVolumes edition"
        f" {_PUBLISHED} pages ISBN {_ALL} ISSN {_SHELF}",
        "author contributor editor bookAuthor translator seriesEditor",
    ),
    "conferencePaper": (
        "title abstractNote proceedingsTitle=publicationTitle conferenceName publisher place date eventPlace volume"
        " issue numberOfVolumes pages series seriesNumber DOI ISBN citationKey url accessDate ISSN"
        f" {_SHELF}",
        "author contributor editor translator seriesEditor",
    ),
    "dataset": (
        "title abstractNote identifier=number type versionNumber date repository=publisher repositoryLocation=place"
        f" format=medium {_ALL} {_SHELF}",
        "author contributor",
    ),
    "document": (
        f"title abstractNote type date publisher place {_ALL} {_SHELF}",
        "author contributor editor translator reviewedAuthor",
    ),
    "journalArticle": (
        "title abstractNote publicationTitle publisher place date volume issue section partNumber partTitle pages"
        f" series seriesTitle seriesText journalAbbreviation {_ALL} PMID PMCID ISSN {_SHELF}",
        "author contributor editor translator reviewedAuthor",
    ),
    "manuscript": (
        f"title abstractNote manuscriptType=type institution=publisher place date numPages number {_ALL} {_SHELF}",
        "author contributor translator",
    ),
    "preprint": (
        "title abstractNote genre=type repository=publisher archiveID=number place date series seriesNumber"
        f" {_ALL} {_SHELF}",
        "author contributor editor translator reviewedAuthor",
    ),
    "presentation": (
        "title abstractNote presentationType=type date meetingName place series sessionTitle=publicationTitle"
        f" {_ALL} {_SHORT}",
        "presenter chair organizer contributor translator",
    ),
    "report": (
        "title abstractNote reportNumber=number reportType=type institution=publisher place date seriesTitle"
        f" seriesNumber pages DOI ISBN citationKey url accessDate ISSN {_SHELF}",
        "author editor contributor translator seriesEditor",
    ),
    "thesis": (
        "title abstractNote thesisType=type university=publisher place date series seriesNumber numPages DOI ISBN"
        f" citationKey url accessDate ISSN {_SHELF}",
        "author contributor",
    ),
    "webpage": (
        f"title abstractNote websiteTitle=publicationTitle websiteType=type date publisher place {_ALL} {_SHORT}",
        "author contributor translator",
    ),
}
"""Item type → (its fields in their order, its creators)."""
