"""Which fields and creators the item types have, for when no library can be asked: to write a file for Zotero, say.

Facts of Zotero's schema, version 41. A field that has another name in this type than in general is `name=general`;
the first creator is the type's own author.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = 41

_IDS = "DOI citationKey url accessDate"
_SHORT = "shortTitle language rights extra"
_SHELF = "archive archiveLocation shortTitle language libraryCatalog callNumber rights extra"
_BRIEF = f"{_IDS} {_SHORT}"
_FULL = f"{_IDS} {_SHELF}"

TYPES: Final = {
    "artwork": (
        f"title abstractNote artworkMedium=medium artworkSize date eventPlace {_FULL}",
        "artist contributor",
    ),
    "audioRecording": (
        "title abstractNote audioRecordingFormat=medium seriesTitle volume numberOfVolumes label=publisher place "
        f"date runningTime ISBN {_FULL}",
        "performer originalCreator composer wordsBy translator contributor",
    ),
    "bill": (
        "title abstractNote billNumber=number code codeVolume=volume section codePages=pages "
        f"legislativeBody=authority session history date {_BRIEF}",
        "sponsor cosponsor contributor",
    ),
    "blogPost": (
        f"title abstractNote blogTitle=publicationTitle websiteType=type date {_IDS} ISSN {_SHORT}",
        "author translator commenter contributor",
    ),
    "book": (
        "title abstractNote series seriesNumber volume numberOfVolumes edition date publisher place originalDate "
        f"originalPublisher originalPlace format=medium numPages ISBN {_IDS} ISSN {_SHELF}",
        "author contributor editor translator seriesEditor",
    ),
    "bookSection": (
        "title abstractNote bookTitle=publicationTitle series seriesNumber volume numberOfVolumes edition date "
        f"publisher place originalDate originalPublisher originalPlace format=medium pages ISBN {_IDS} ISSN "
        f"{_SHELF}",
        "author contributor editor bookAuthor translator seriesEditor",
    ),
    "case": (
        "caseName=title abstractNote court=authority dateDecided=date docketNumber=number reporter "
        f"reporterVolume=volume firstPage=pages history {_BRIEF}",
        "author counsel contributor",
    ),
    "computerProgram": (
        "title abstractNote seriesTitle versionNumber date system company=publisher place programmingLanguage "
        "rights citationKey url accessDate DOI ISBN archive archiveLocation libraryCatalog callNumber shortTitle "
        "extra",
        "programmer contributor",
    ),
    "conferencePaper": (
        "title abstractNote proceedingsTitle=publicationTitle conferenceName publisher place date eventPlace "
        f"volume issue numberOfVolumes pages series seriesNumber DOI ISBN citationKey url accessDate ISSN {_SHELF}",
        "author contributor editor translator seriesEditor",
    ),
    "dataset": (
        "title abstractNote identifier=number type versionNumber date repository=publisher "
        f"repositoryLocation=place format=medium {_FULL}",
        "author contributor",
    ),
    "dictionaryEntry": (
        "title abstractNote dictionaryTitle=publicationTitle series seriesNumber volume numberOfVolumes edition "
        f"date publisher place pages ISBN {_FULL}",
        "author contributor editor translator seriesEditor",
    ),
    "document": (
        f"title abstractNote type date publisher place {_FULL}",
        "author contributor editor translator reviewedAuthor",
    ),
    "email": (
        f"subject=title abstractNote date {_BRIEF}",
        "author translator contributor recipient",
    ),
    "encyclopediaArticle": (
        "title abstractNote encyclopediaTitle=publicationTitle series seriesNumber volume numberOfVolumes edition "
        f"date publisher place pages ISBN {_FULL}",
        "author contributor editor translator seriesEditor",
    ),
    "film": (
        "title abstractNote distributor=publisher place date genre=type videoRecordingFormat=medium runningTime "
        f"{_FULL}",
        "director producer scriptwriter castMember host guest narrator translator contributor",
    ),
    "forumPost": (
        f"title abstractNote forumTitle=publicationTitle postType=type date {_BRIEF}",
        "author contributor",
    ),
    "hearing": (
        "title abstractNote committee publisher numberOfVolumes documentNumber=number pages "
        f"legislativeBody=authority session history date place {_BRIEF}",
        "contributor",
    ),
    "instantMessage": (
        f"title abstractNote date {_BRIEF}",
        "author contributor recipient",
    ),
    "interview": (
        f"title abstractNote interviewMedium=medium date publisher place {_FULL}",
        "interviewee contributor interviewer translator",
    ),
    "journalArticle": (
        "title abstractNote publicationTitle publisher place date volume issue section partNumber partTitle pages "
        f"series seriesTitle seriesText journalAbbreviation {_IDS} PMID PMCID ISSN {_SHELF}",
        "author contributor editor translator reviewedAuthor",
    ),
    "letter": (
        f"title abstractNote letterType=type date eventPlace {_FULL}",
        "author recipient contributor translator",
    ),
    "magazineArticle": (
        f"title abstractNote publicationTitle publisher place date volume issue pages ISSN {_FULL}",
        "author contributor translator reviewedAuthor",
    ),
    "manuscript": (
        f"title abstractNote manuscriptType=type institution=publisher place date numPages number {_FULL}",
        "author contributor translator",
    ),
    "map": (
        "title abstractNote mapType=type scale seriesTitle edition publisher place date DOI ISBN citationKey url "
        f"accessDate {_SHELF}",
        "cartographer contributor seriesEditor",
    ),
    "newspaperArticle": (
        f"title abstractNote publicationTitle publisher place date volume issue edition section pages ISSN {_FULL}",
        "author contributor translator reviewedAuthor",
    ),
    "patent": (
        "title abstractNote place country assignee issuingAuthority=authority patentNumber=number filingDate pages "
        "applicationNumber priorityNumbers issueDate=date priorityDate=originalDate references legalStatus=status "
        f"{_BRIEF}",
        "inventor attorneyAgent contributor",
    ),
    "podcast": (
        "title abstractNote seriesTitle episodeNumber=number audioFileType=medium date publisher place runningTime "
        f"{_BRIEF}",
        "podcaster guest producer executiveProducer seriesCreator director scriptwriter castMember translator "
        "contributor",
    ),
    "preprint": (
        f"title abstractNote genre=type repository=publisher archiveID=number place date series seriesNumber {_FULL}",
        "author contributor editor translator reviewedAuthor",
    ),
    "presentation": (
        "title abstractNote presentationType=type date meetingName place series sessionTitle=publicationTitle "
        f"{_BRIEF}",
        "presenter chair organizer contributor translator",
    ),
    "radioBroadcast": (
        "title abstractNote programTitle=publicationTitle episodeNumber=number audioRecordingFormat=medium "
        f"network=publisher place date runningTime {_FULL}",
        "creator host guest producer executiveProducer seriesCreator director scriptwriter castMember translator "
        "contributor",
    ),
    "report": (
        "title abstractNote reportNumber=number reportType=type institution=publisher place date seriesTitle "
        f"seriesNumber pages DOI ISBN citationKey url accessDate ISSN {_SHELF}",
        "author editor contributor translator seriesEditor",
    ),
    "standard": (
        "title abstractNote organization=authority committee type number versionNumber edition status date "
        f"publisher place partNumber partTitle ISBN {_IDS} archive archiveLocation shortTitle numPages language "
        "libraryCatalog callNumber rights extra",
        "author editor contributor",
    ),
    "statute": (
        "nameOfAct=title abstractNote code codeNumber publicLawNumber=number dateEnacted=date pages section "
        f"session history {_BRIEF}",
        "author contributor",
    ),
    "thesis": (
        "title abstractNote thesisType=type university=publisher place date series seriesNumber numPages DOI ISBN "
        f"citationKey url accessDate ISSN {_SHELF}",
        "author contributor",
    ),
    "tvBroadcast": (
        "title abstractNote programTitle=publicationTitle episodeNumber=number videoRecordingFormat=medium "
        f"network=publisher place date runningTime {_FULL}",
        "director producer executiveProducer seriesCreator scriptwriter castMember host guest narrator translator "
        "contributor",
    ),
    "videoRecording": (
        "title abstractNote videoRecordingFormat=medium seriesTitle volume numberOfVolumes studio=publisher place "
        f"date runningTime ISBN {_FULL}",
        "creator director producer scriptwriter executiveProducer castMember host guest narrator translator "
        "contributor",
    ),
    "webpage": (
        f"title abstractNote websiteTitle=publicationTitle websiteType=type date publisher place {_BRIEF}",
        "author contributor translator",
    ),
}
"""Item type → (its fields in their order, its creators)."""
