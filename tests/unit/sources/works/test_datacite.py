"""DataCite's records, field by field, and the requests that bring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from servers.invented_works import RECORDS, SHEEP_ARXIV, SHEEP_DOI, SHEEP_TITLE, TEAPOT_ARXIV
from unit.sources.works.told import told

from bibtools.model.identifier import Identifier
from bibtools.sources.base import Query
from bibtools.sources.works.datacite import reference

SHEEP, TEAPOT = RECORDS["datacite"]


def test_a_preprint_names_its_published_form() -> None:
    assert told(reference(SHEEP)) == {
        "type": "article",
        "title": SHEEP_TITLE,
        "author": "Woolsey, Baa B. / van Hoorn, Pieter / The Shepherds' Guild",
        "issued": "2019-03-04",
        "ids": f"arxiv:{SHEEP_ARXIV}",
        "related": f"published-as doi:{SHEEP_DOI}",
    }


def test_a_preprint_of_which_less_is_known() -> None:
    assert told(reference(TEAPOT)) == {
        "type": "article",
        "title": "A Teapot Calculus",
        "author": "Kettle, Darjeeling",
        "issued": "2020",
        "ids": f"arxiv:{TEAPOT_ARXIV}",
    }


def test_an_article_in_a_journal() -> None:
    found = reference(
        {
            "doi": "10.5438/wool",
            "types": {"resourceTypeGeneral": "JournalArticle", "citeproc": "article-journal"},
            "titles": [{"title": "Laine", "titleType": "TranslatedTitle"}, {"title": "Wool"}],
            "creators": [{"name": "Fold, Ann"}],
            "contributors": [
                {"name": "Shear, Tom", "contributorType": "Editor"},
                {"name": "Barn", "contributorType": "HostingInstitution"},
            ],
            "dates": [{"date": "2016-12-20T10:00:00Z", "dateType": "Issued"}, {"date": "2015", "dateType": "Created"}],
            "publicationYear": "2016",
            "publisher": {"name": "Meadow Press"},
            "container": {
                "title": "Journal of Wool",
                "identifier": "2049-3630",
                "identifierType": "ISSN",
                "volume": "7",
                "issue": "1",
                "firstPage": "50",
                "lastPage": "60",
            },
            "url": "https://wool.org/7/1",
            "relatedIdentifiers": [
                {"relationType": "IsNewVersionOf", "relatedIdentifier": "arXiv:1903.01234v2"},
                {"relationType": "Cites", "relatedIdentifier": "arXiv:1903.01235"},
            ],
        }
    )
    assert told(found) == {
        "type": "article-journal",
        "title": "Wool",
        "author": "Fold, Ann",
        "editor": "Shear, Tom",
        "issued": "2016-12-20",
        "container_title": "Journal of Wool",
        "publisher": "Meadow Press",
        "volume": "7",
        "issue": "1",
        "page": "50-60",
        "url": "https://wool.org/7/1",
        "ids": "doi:10.5438/wool issn:2049-3630",
        "related": "preprint-of arxiv:1903.01234",
    }


@pytest.mark.parametrize(
    ("own", "relation", "other", "expected"),
    [
        ("10.48550/arxiv.1903.01234", "IsVersionOf", "10.1103/PhysRevD.1", "published-as doi:10.1103/PhysRevD.1"),
        ("10.48550/arxiv.1903.01234", "IsIdenticalTo", "https://doi.org/10.5555/7", "published-as doi:10.5555/7"),
        ("10.48550/arxiv.1903.01234", "IsPreviousVersionOf", "10.5555/7", "published-as doi:10.5555/7"),
        ("10.48550/arxiv.1903.01234", "IsVersionOf", "10.48550/arXiv.1903.01235", None),
        ("10.48550/arxiv.1903.01234", "References", "10.5555/7", None),
        ("10.48550/arxiv.1903.01234", "IsVersionOf", "https://wool.org", None),
        # A repository's DOI for all versions of one record.
        ("10.5281/zenodo.2", "IsVersionOf", "10.5281/zenodo.1", None),
        ("10.5281/zenodo.2", "IsVersionOf", "10.5555/7", "published-as doi:10.5555/7"),
    ],
)
def test_relations_of_a_preprint(own: str, relation: str, other: str, expected: str | None) -> None:
    record = {
        "doi": own,
        "types": {"resourceTypeGeneral": "Preprint"},
        "relatedIdentifiers": [{"relationType": relation, "relatedIdentifier": other}],
    }
    assert told(reference(record)).get("related") == expected


@pytest.mark.parametrize(
    ("doi", "stated", "expected"),
    [
        ("10.48550/arxiv.1903.01234", "Text", "article"),
        ("10.5281/zenodo.2", "Dataset", "dataset"),
        ("10.5281/zenodo.2", "Software", "software"),
        ("10.5281/zenodo.2", "Text", None),
    ],
)
def test_kinds(doi: str, stated: str, expected: str | None) -> None:
    assert reference({"doi": doi, "types": {"resourceTypeGeneral": stated}}).type == expected


def test_a_lookup(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("datacite")
    ids = [Identifier("arxiv", SHEEP_ARXIV, 3), Identifier("arxiv", "hep-th/9901001"), Identifier("doi", "10.5281/Z.1")]
    list(desk.source(mail="me@meadow.org").fetch(ids))
    (asked,) = desk.server.requests
    assert (asked.path, asked.fields) == (
        "/dois",
        {
            "query": 'doi:("10.48550/arxiv.1903.01234" OR "10.48550/arxiv.hep-th/9901001" OR "10.5281/z.1")',
            "page[size]": "3",
        },
    )
    assert asked.headers["user-agent"].endswith(" (mailto:me@meadow.org)")


def test_a_search(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("datacite")
    list(desk.source().search([Query(title="Ewe's Sheep AND (wool)")], "title"))
    assert desk.server.requests[0].fields == {"query": "titles.title:(sheep wool)", "page[size]": "5"}
