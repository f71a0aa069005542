"""Two invented papers as five services would describe them: none of these papers, people or places of print exists.

"Counting Sheep" is an article in a journal, "A Teapot Calculus" a paper at a conference; both have a preprint.
"""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]

SHEEP_TITLE = "Counting Sheep: Drowsiness-Aware Tallies for n-ary Flocks"
TEAPOT_TITLE = "A Teapot Calculus"
SHEEP_ARXIV, SHEEP_DOI = "1903.01234", "10.5555/sheep.182"
TEAPOT_ARXIV, TEAPOT_DOI = "2006.04321", "10.5555/3394486.3403001"

_CROSSREF: list[Record] = [
    {
        "DOI": SHEEP_DOI,
        "type": "journal-article",
        "title": ["Counting Sheep: Drowsiness-Aware Tallies for <i>n</i>-ary Flocks"],
        "author": [
            {"given": "Baa B.", "family": "Woolsey", "sequence": "first", "affiliation": []},
            {"given": "Pieter", "family": "van Hoorn", "sequence": "additional", "affiliation": []},
            {"name": "The Shepherds' Guild", "sequence": "additional", "affiliation": []},
        ],
        "published-print": {"date-parts": [[2020, 3]]},
        "published-online": {"date-parts": [[2019, 12, 18]]},
        "issued": {"date-parts": [[2019, 12, 18]]},
        "container-title": ["Journal of Pastoral Computation"],
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "publisher": "Meadow Press",
        "ISSN": ["2049-3630"],
        "relation": {
            "has-preprint": [{"id-type": "doi", "id": f"10.48550/arXiv.{SHEEP_ARXIV}", "asserted-by": "object"}]
        },
        "URL": f"https://doi.org/{SHEEP_DOI}",
    },
    {
        "DOI": TEAPOT_DOI,
        "type": "proceedings-article",
        "title": [TEAPOT_TITLE],
        "author": [{"given": "Darjeeling", "family": "Kettle", "suffix": "Jr.", "sequence": "first"}],
        "published-print": {"date-parts": [[2021, 8, 14]]},
        "container-title": ["Proceedings of the 3rd Conference on Hot Vessels"],
        "event": {"name": "VESSELS '21: The 3rd Conference on Hot Vessels", "location": "Assam"},
        "page": "101-110",
        "publisher": "Crockery Machinery Association",
        "publisher-location": "New York, NY, USA",
        "ISBN": ["9780306406157"],
    },
]

_DBLP: list[Record] = [
    {
        "authors": {
            "author": [{"@pid": "1/1", "text": "Baa B. Woolsey 0002"}, {"@pid": "1/2", "text": "Pieter van Hoorn"}]
        },
        "title": "Counting Sheep: Drowsiness-Aware Tallies for n-ary Flocks.",
        "venue": "J. Pastoral Comput.",
        "volume": "12",
        "number": "3",
        "pages": "45-67",
        "year": "2020",
        "type": "Journal Articles",
        "key": "journals/jpc/WoolseyH20",
        "doi": SHEEP_DOI.upper(),
        "ee": f"https://doi.org/{SHEEP_DOI}",
        "url": "https://dblp.org/rec/journals/jpc/WoolseyH20",
    },
    {
        "authors": {"author": {"@pid": "2/1", "text": "Darjeeling Kettle Jr."}},
        "title": "A Teapot Calculus.",
        "venue": "CoRR",
        "volume": f"abs/{TEAPOT_ARXIV}",
        "year": "2020",
        "type": "Informal and Other Publications",
        "key": "journals/corr/abs-2006-04321",
        "ee": f"https://arxiv.org/abs/{TEAPOT_ARXIV}",
    },
]

_OPENALEX: list[Record] = [
    {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{SHEEP_DOI}",
        "title": "Counting Sheep: Drowsiness-Aware Tallies for <i>n</i>-ary Flocks",
        "publication_year": 2019,
        "publication_date": "2019-12-18",
        "type": "article",
        "ids": {"openalex": "https://openalex.org/W1", "pmid": "https://pubmed.ncbi.nlm.nih.gov/12345678"},
        "authorships": [
            {"raw_author_name": "Woolsey, Baa B.", "author": {"display_name": "B. Woolsey"}},
            {"raw_author_name": None, "author": {"display_name": "Pieter van Hoorn"}},
        ],
        "biblio": {"volume": "12", "issue": "3", "first_page": "45", "last_page": "67"},
        "primary_location": {
            "landing_page_url": f"https://doi.org/{SHEEP_DOI}",
            "raw_type": "journal-article",
            "raw_source_name": "Journal of pastoral computation",
            "source": {
                "display_name": "Journal of Pastoral Computation",
                "type": "journal",
                "issn": ["2049-3630"],
                "host_organization_name": "Meadow Press",
            },
        },
        "locations": [
            {"landing_page_url": f"https://doi.org/{SHEEP_DOI}"},
            {"landing_page_url": f"http://arxiv.org/abs/{SHEEP_ARXIV}"},
        ],
    },
    {
        "id": "https://openalex.org/W2",
        "doi": f"https://doi.org/{TEAPOT_DOI}",
        "title": TEAPOT_TITLE,
        "publication_year": 2021,
        "publication_date": "2021-01-01",
        "type": "article",
        "ids": {},
        "authorships": [{"raw_author_name": "Darjeeling Kettle", "author": {"display_name": "Darjeeling Kettle"}}],
        "biblio": {"volume": None, "issue": None, "first_page": "101", "last_page": "110"},
        "primary_location": {
            "landing_page_url": f"https://doi.org/{TEAPOT_DOI}",
            "raw_type": "proceedings-article",
            "raw_source_name": "Proceedings of the 3rd Conference on Hot Vessels",
            "source": None,
        },
        "locations": [],
    },
]

_DATACITE: list[Record] = [
    {
        "doi": f"10.48550/arxiv.{SHEEP_ARXIV}",
        "types": {"resourceTypeGeneral": "Preprint", "resourceType": "Article", "citeproc": "article"},
        "titles": [{"title": SHEEP_TITLE}],
        "creators": [
            {"name": "Woolsey, Baa B.", "nameType": "Personal", "givenName": "Baa B.", "familyName": "Woolsey"},
            {"name": "van Hoorn, Pieter", "nameType": "Personal", "givenName": "Pieter", "familyName": "van Hoorn"},
            {"name": "The Shepherds' Guild", "nameType": "Organizational"},
        ],
        "dates": [
            {"date": "2019-05-07T08:30:00Z", "dateType": "Submitted", "dateInformation": "v2"},
            {"date": "2019-03-04T10:00:00Z", "dateType": "Submitted", "dateInformation": "v1"},
            {"date": "2019", "dateType": "Issued"},
        ],
        "publicationYear": 2019,
        "publisher": "arXiv",
        "relatedIdentifiers": [
            {"relationType": "IsVersionOf", "relatedIdentifier": SHEEP_DOI, "relatedIdentifierType": "DOI"},
            {"relationType": "References", "relatedIdentifier": "10.5555/wolf", "relatedIdentifierType": "DOI"},
        ],
        "url": f"https://arxiv.org/abs/{SHEEP_ARXIV}",
    },
    {
        "doi": f"10.48550/arxiv.{TEAPOT_ARXIV}",
        "types": {"resourceTypeGeneral": "Preprint"},
        "titles": [{"title": TEAPOT_TITLE}],
        "creators": [{"name": "Kettle, Darjeeling"}],
        "dates": [],
        "publicationYear": 2020,
        "publisher": {"name": "arXiv"},
    },
]

_SEMANTIC_SCHOLAR: list[Record] = [
    {
        "paperId": "1" * 40,
        "externalIds": {"ArXiv": SHEEP_ARXIV, "DOI": SHEEP_DOI.upper(), "PubMed": "12345678", "CorpusId": 1},
        "title": SHEEP_TITLE,
        "year": 2019,
        "publicationDate": "2019-03-04",
        "venue": "Journal of Pastoral Computation",
        "publicationVenue": {"name": "Journal of Pastoral Computation", "type": "journal", "issn": "2049-3630"},
        "publicationTypes": ["JournalArticle"],
        "journal": {"name": "J. Pastoral Comput.", "volume": "12 3", "pages": "\n          45-67\n        "},
        "authors": [{"authorId": "1", "name": "Baa B. Woolsey"}, {"authorId": "2", "name": "Pieter van Hoorn"}],
    },
    {
        "paperId": "2" * 40,
        "externalIds": {"ArXiv": TEAPOT_ARXIV, "DBLP": "journals/corr/abs-2006-04321", "CorpusId": 2},
        "title": TEAPOT_TITLE,
        "year": 2020,
        "publicationDate": "2020-06-08",
        "venue": "arXiv.org",
        "publicationVenue": {"name": "arXiv.org", "url": "https://arxiv.org"},
        "publicationTypes": ["JournalArticle"],
        "journal": {"name": "ArXiv", "volume": f"abs/{TEAPOT_ARXIV}"},
        "authors": [{"authorId": "3", "name": "Darjeeling Kettle"}],
    },
]

RECORDS = {
    "crossref": _CROSSREF,
    "dblp": _DBLP,
    "openalex": _OPENALEX,
    "datacite": _DATACITE,
    "semantic-scholar": _SEMANTIC_SCHOLAR,
}
"""What each service knows: Counting Sheep, and then A Teapot Calculus."""
