"""Zotero's item types, fields and creators as CSL's types and variables: one table for reading and writing.

Source: Zotero's schema, version 41 (`csl` and the `baseField` of its fields), which Zotero's own CSL export follows.
What one field cannot hold alone (ids, dates, Extra) is read in `item` and written in `write`.
"""

from __future__ import annotations

from typing import Final

from bibtools.formats.zotero.texts import word_set

TYPES: Final = {
    "artwork": "graphic",
    "audioRecording": "song",
    "bill": "bill",
    "blogPost": "post-weblog",
    "book": "book",
    "bookSection": "chapter",
    "case": "legal_case",
    "computerProgram": "software",
    "conferencePaper": "paper-conference",
    "dataset": "dataset",
    "dictionaryEntry": "entry-dictionary",
    "document": "document",
    "email": "personal_communication",
    "encyclopediaArticle": "entry-encyclopedia",
    "film": "motion_picture",
    "forumPost": "post",
    "hearing": "hearing",
    "instantMessage": "personal_communication",
    "interview": "interview",
    "journalArticle": "article-journal",
    "letter": "personal_communication",
    "magazineArticle": "article-magazine",
    "manuscript": "manuscript",
    "map": "map",
    "newspaperArticle": "article-newspaper",
    "patent": "patent",
    "podcast": "broadcast",
    "preprint": "article",
    "presentation": "speech",
    "radioBroadcast": "broadcast",
    "report": "report",
    "standard": "standard",
    "statute": "legislation",
    "thesis": "thesis",
    "tvBroadcast": "broadcast",
    "videoRecording": "motion_picture",
    "webpage": "webpage",
}
"""Item type → CSL type."""

# Where several item types are one CSL type, and where a CSL type has none of its own.
_CHOSEN = {
    "broadcast": "tvBroadcast",
    "motion_picture": "film",
    "personal_communication": "letter",
    "entry": "encyclopediaArticle",
    "figure": "artwork",
    "legal_commentary": "journalArticle",
    "musical_score": "book",
    "pamphlet": "document",
    "performance": "presentation",
    "periodical": "book",
    "regulation": "statute",
    "review": "journalArticle",
    "review-book": "journalArticle",
}
ITEM_TYPES: Final = {**{csl: item_type for item_type, csl in TYPES.items()}, **_CHOSEN}
"""CSL type → item type; "document" for what is not named here."""

STRINGS: Final = (
    ("title", ("title",)),
    ("abstract", ("abstractNote",)),
    ("container_title", ("publicationTitle",)),
    ("collection_title", ("series", "seriesTitle")),
    ("event_title", ("conferenceName", "meetingName")),
    ("edition", ("edition",)),
    ("volume", ("volume",)),
    ("issue", ("issue",)),
    ("number", ("number",)),
    ("page", ("pages",)),
    ("publisher", ("publisher",)),
    ("publisher_place", ("place",)),
    ("genre", ("type",)),
    ("language", ("language",)),
    ("url", ("url",)),
)
"""(attribute of `Reference`, general fields that hold it; the first that a type has)."""

NUMBERS: Final = (("isbn", "ISBN"), ("issn", "ISSN"), ("pmid", "PMID"), ("pmcid", "PMCID"))
"""(scheme, field) beside arXiv ids and DOIs."""

BASES: Final = {
    "authority": "court issuingAuthority legislativeBody organization",
    "date": "dateDecided dateEnacted issueDate",
    "medium": "artworkMedium audioFileType audioRecordingFormat format interviewMedium videoRecordingFormat",
    "number": "archiveID billNumber docketNumber documentNumber episodeNumber identifier patentNumber publicLawNumber"
    " reportNumber",
    "originalDate": "priorityDate",
    "pages": "codePages firstPage",
    "place": "repositoryLocation",
    "publicationTitle": "blogTitle bookTitle dictionaryTitle encyclopediaTitle forumTitle proceedingsTitle programTitle"
    " sessionTitle websiteTitle",
    "publisher": "company distributor institution label network repository studio university",
    "status": "legalStatus",
    "title": "caseName nameOfAct subject",
    "type": "genre letterType manuscriptType mapType postType presentationType reportType thesisType websiteType",
    "volume": "codeVolume reporterVolume",
}
"""General field → what item types call it."""

GENERAL: Final = {own: base for base, names in BASES.items() for own in names.split()}
"""A field with a name of its own → the general field that it is."""

FURTHER: Final = {
    "archive": "archive",
    "archiveLocation": "archive_location",
    "artworkSize": "dimensions",
    "authority": "authority",
    "callNumber": "call-number",
    "eventPlace": "event-place",
    "journalAbbreviation": "journalAbbreviation",
    "libraryCatalog": "source",
    "medium": "medium",
    "numPages": "number-of-pages",
    "numberOfVolumes": "number-of-volumes",
    "originalPlace": "original-publisher-place",
    "originalPublisher": "original-publisher",
    "partNumber": "part-number",
    "partTitle": "part-title",
    "references": "references",
    "rights": "license",
    "scale": "scale",
    "section": "section",
    "seriesNumber": "collection-number",
    "shortTitle": "title-short",
    "status": "status",
    "versionNumber": "version",
}
"""General field → CSL variable that `Reference` does not model: it is carried along in `extra` under CSL's name."""

FURTHER_DATES: Final = {"accessDate": "accessed", "filingDate": "submitted", "originalDate": "original-date"}
"""The same for dates, which CSL holds in parts."""

UNNAMED: Final = word_set(
    "applicationNumber assignee code codeNumber committee country history priorityNumbers programmingLanguage reporter"
    " runningTime seriesText session system"
)
"""General fields that CSL has no variable for: carried along under their own name."""

AUTHORS: Final = word_set(
    "author artist cartographer creator director interviewee inventor performer podcaster presenter programmer sponsor"
)
"""Creators that are what CSL calls the author: each item type's first one."""
EDITOR: Final = "editor"
ROLES: Final = {
    "contributor": "contributor",
    "translator": "translator",
    "container-author": "bookAuthor",
    "collection-editor": "seriesEditor",
    "reviewed-author": "reviewedAuthor",
    "original-author": "originalCreator",
    "composer": "composer",
    "director": "director",
    "script-writer": "scriptwriter",
    "performer": "castMember",
    "producer": "producer",
    "executive-producer": "executiveProducer",
    "series-creator": "seriesCreator",
    "host": "host",
    "guest": "guest",
    "narrator": "narrator",
    "interviewer": "interviewer",
    "recipient": "recipient",
    "chair": "chair",
    "organizer": "organizer",
}
"""CSL variable → creator, beside authors and editors: carried along in `extra` under CSL's name, as CSL-JSON has it."""
