"""Semantic Scholar's records, field by field, and the requests that bring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from servers.invented_works import RECORDS, SHEEP_ARXIV, SHEEP_DOI, SHEEP_TITLE, TEAPOT_ARXIV
from unit.sources.works.told import told

from bibtools.model.identifier import Identifier
from bibtools.sources.base import Query
from bibtools.sources.works.semantic_scholar import FIELDS, reference

SHEEP, TEAPOT = RECORDS["semantic-scholar"]


def test_a_preprint_and_its_published_form_as_one() -> None:
    assert told(reference(SHEEP)) == {
        "type": "article-journal",
        "title": SHEEP_TITLE,
        "author": "Woolsey, Baa B. / van Hoorn, Pieter",
        "container_title": "J. Pastoral Comput.",
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "ids": f"arxiv:{SHEEP_ARXIV} doi:{SHEEP_DOI.upper()} pmid:12345678 issn:2049-3630",
        "related": f"preprint-of arxiv:{SHEEP_ARXIV}",
    }


def test_a_preprint() -> None:
    assert told(reference(TEAPOT)) == {
        "type": "article",
        "title": "A Teapot Calculus",
        "author": "Kettle, Darjeeling",
        "issued": "2020-06-08",
        "ids": f"arxiv:{TEAPOT_ARXIV}",
    }


def test_a_preprint_known_by_its_doi_alone() -> None:
    found = reference({"externalIds": {"DOI": "10.48550/arXiv.2006.04321"}, "year": 2020})
    assert told(found) == {"type": "article", "issued": "2020", "ids": "arxiv:2006.04321"}


def test_a_preprint_elsewhere() -> None:
    found = reference(
        {
            "externalIds": {"DOI": "10.1101/2020.01.02.123"},
            "publicationDate": "2020-01-03",
            "publicationVenue": {"name": "bioRxiv", "type": "journal"},
            "journal": {"name": "bioRxiv", "volume": "12"},
        }
    )
    assert told(found) == {
        "type": "article",
        "issued": "2020-01-03",
        "publisher": "bioRxiv",
        "ids": "doi:10.1101/2020.01.02.123",
    }


def test_a_published_paper_keeps_its_date() -> None:
    found = reference(
        {"externalIds": {"DOI": "10.5555/7"}, "year": 2016, "journal": {"name": "Wool", "pages": "45 – 56"}}
    )
    assert told(found) == {"issued": "2016", "container_title": "Wool", "page": "45-56", "ids": "doi:10.5555/7"}


def test_a_paper_at_a_conference() -> None:
    found = reference(
        {
            "externalIds": {"ArXiv": "2006.04321"},
            "year": 2020,
            "venue": "Hot Vessels",
            "publicationVenue": {"name": "Conference on Hot Vessels", "type": "conference"},
            "journal": {"name": "ArXiv", "volume": "abs/2006.04321"},
        }
    )
    assert told(found) == {
        "type": "paper-conference",
        "container_title": "Conference on Hot Vessels",
        "event_title": "Conference on Hot Vessels",
        "ids": "arxiv:2006.04321",
        "related": "preprint-of arxiv:2006.04321",
    }


@pytest.mark.parametrize(
    ("venue", "stated", "expected"),
    [
        ({"type": "journal"}, ["JournalArticle", "Review"], "article-journal"),
        ({"type": "conference"}, ["JournalArticle"], "paper-conference"),
        ({}, ["JournalArticle", "Conference"], "paper-conference"),
        ({}, ["Book"], "book"),
        ({}, ["BookSection"], "chapter"),
        ({}, ["JournalArticle"], "article-journal"),
        ({}, None, None),
    ],
)
def test_kinds(venue: dict[str, str], stated: list[str] | None, expected: str | None) -> None:
    record = {"publicationVenue": venue, "publicationTypes": stated, "externalIds": {"DOI": "10.5555/7"}}
    assert reference(record).type == expected


def test_a_lookup(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("semantic-scholar", key="s3cret")
    ids = [
        Identifier("doi", "10.5555/No,thing"),
        Identifier("arxiv", SHEEP_ARXIV, 3),
        Identifier("arxiv", "hep-th/9901001"),
    ]
    (found,) = desk.source(key="s3cret", mail="me@meadow.org").fetch(ids)
    assert found.title == SHEEP_TITLE
    (asked,) = desk.server.requests
    assert (asked.method, asked.path, asked.fields) == ("POST", "/graph/v1/paper/batch", {"fields": FIELDS})
    assert asked.body == {"ids": ["DOI:10.5555/no,thing", f"ARXIV:{SHEEP_ARXIV}", "ARXIV:hep-th/9901001"]}
    assert asked.headers["x-api-key"] == "s3cret"
    assert "mailto" not in asked.headers["user-agent"]


def test_two_ids_of_one_paper_are_one_answer(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("semantic-scholar")
    ids = (Identifier("arxiv", SHEEP_ARXIV), Identifier("doi", SHEEP_DOI))
    assert len(list(desk.source().fetch(ids))) == 1
    assert [hit.query for hit in desk.source().search([Query(ids=ids), Query(ids=ids[:1])], "id")] == [0, 1]


def test_a_batch_with_gaps(open_desk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Were unknown papers left out instead of being null, places would tell nothing: the ids that are stated do."""
    desk = open_desk("semantic-scholar")
    monkeypatch.setattr(desk.server, "_answer", lambda _, records: (200, [records[1], records[0]]))
    ids = [Identifier("arxiv", id) for id in (SHEEP_ARXIV, "2001.00001", TEAPOT_ARXIV)]
    hits = list(desk.source().search([Query(ids=(id,)) for id in ids], "id"))
    assert [(hit.query, hit.reference.title) for hit in hits] == [(0, SHEEP_TITLE), (2, "A Teapot Calculus")]


def test_a_batch_of_unknown_ids_is_no_error(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("semantic-scholar")
    assert list(desk.source().fetch([Identifier("doi", "10.5555/x"), Identifier("doi", "10.5555/y")])) == []
    assert len(desk.server.requests) == 1
    assert desk.told("refused") == []


def test_a_thousand_ids_are_two_requests(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("semantic-scholar")
    list(desk.source().fetch([Identifier("doi", f"10.5555/{number}") for number in range(1000)]))
    assert [len(asked.body["ids"]) for asked in desk.server.requests] == [500, 500]


def test_a_search(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("semantic-scholar")
    list(desk.source().search([Query(title="Drowsiness-Aware")], "title"))
    (asked,) = desk.server.requests
    assert (asked.path, asked.fields) == (
        "/graph/v1/paper/search/match",
        {"query": "drowsiness aware", "fields": FIELDS},
    )
