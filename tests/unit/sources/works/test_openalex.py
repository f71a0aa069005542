"""OpenAlex's records, field by field, and the requests that bring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from servers.invented_works import RECORDS, SHEEP_ARXIV, SHEEP_DOI, TEAPOT_DOI
from servers.works import status
from unit.sources.works.told import told

from bibtools.errors import SourceFailed
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS
from bibtools.sources.base import Query
from bibtools.sources.works.openalex import SELECT, reference

SHEEP, TEAPOT = RECORDS["openalex"]
ARXIV = {"source": {"type": "repository", "display_name": "arXiv (Cornell University)"}}
ABS = {"landing_page_url": "https://arxiv.org/pdf/1903.01234"}


def test_an_article_that_is_on_arxiv_too() -> None:
    assert told(reference(SHEEP)) == {
        "type": "article-journal",
        "title": "Counting Sheep: Drowsiness-Aware Tallies for <i>n</i>-ary Flocks",
        "author": "Woolsey, Baa B. / van Hoorn, Pieter",
        "issued": "2019-12-18",
        "container_title": "Journal of Pastoral Computation",
        "publisher": "Meadow Press",
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "ids": f"doi:{SHEEP_DOI} arxiv:{SHEEP_ARXIV} pmid:12345678 issn:2049-3630",
        "related": f"preprint-of arxiv:{SHEEP_ARXIV}",
    }


def test_a_paper_at_a_conference() -> None:
    assert told(reference(TEAPOT)) == {
        "type": "paper-conference",
        "title": "A Teapot Calculus",
        "author": "Kettle, Darjeeling",
        "issued": "2021",
        "container_title": "Proceedings of the 3rd Conference on Hot Vessels",
        "page": "101-110",
        "ids": f"doi:{TEAPOT_DOI}",
    }


@pytest.mark.parametrize(
    ("doi", "kind", "location", "expected"),
    [
        ("10.48550/arxiv.1903.01234", "preprint", ARXIV | ABS, "article"),
        ("10.48550/arxiv.1903.01234", "review", ARXIV | {"raw_type": "text"}, "article"),
        (None, "article", ARXIV | ABS, "article"),
        ("10.5555/7", "article", ARXIV | ABS, None),
        ("10.5555/7", "preprint", {"raw_type": "proceedings-article"}, "paper-conference"),
        ("10.5555/7", "article", {"source": {"type": "conference"}}, "paper-conference"),
        ("10.5555/7", "article", {"source": {"type": "journal"}}, "article-journal"),
        (None, "article", {"source": {"type": "repository"}, "raw_type": "etd"}, None),
        (None, "dissertation", {"source": {"type": "repository"}, "raw_type": "Thesis"}, "thesis"),
        (None, "paratext", {}, None),
    ],
)
def test_kinds(doi: str | None, kind: str, location: dict[str, Any], expected: str | None) -> None:
    record = {"doi": doi and f"https://doi.org/{doi}", "type": kind, "primary_location": location}
    assert reference(record).type == expected


def test_a_preprint_has_no_venue() -> None:
    found = reference({"type": "preprint", "primary_location": ARXIV | ABS, "locations": [ABS]})
    assert told(found) == {"type": "article", "ids": "arxiv:1903.01234"}


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [("2019-12-18", 2019, "2019-12-18"), ("2021-01-01", 2021, "2021"), (None, 1992, "1992"), ("soon", None, None)],
)
def test_a_day_that_may_stand_for_its_year(day: str | None, year: int | None, expected: str | None) -> None:
    found = reference({"publication_date": day, "publication_year": year}).issued
    assert (found and found.iso()) == expected


def test_nothing_is_claimed_about_a_work_of_no_kind() -> None:
    assert told(reference({"type": "paratext", "locations": [ABS]})) == {"ids": "arxiv:1903.01234"}


def test_a_list_of_authors_that_was_cut() -> None:
    authors = [{"raw_author_name": f"Ewe {number}b"} for number in range(100)]
    assert reference({"authorships": authors}).author[-1] == OTHERS
    assert OTHERS not in reference({"authorships": authors[1:]}).author


def test_a_lookup(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("openalex", key="s3cret")
    ids = [Identifier("doi", SHEEP_DOI), Identifier("arxiv", "2006.04321", 2)]
    assert len(list(desk.source(key="s3cret", mail="me@meadow.org").fetch(ids))) == 1
    (asked,) = desk.server.requests
    assert (asked.path, asked.fields) == (
        "/works",
        {
            "filter": f"doi:{SHEEP_DOI}|10.48550/arxiv.2006.04321",
            "per_page": "2",
            "select": SELECT,
            "api_key": "s3cret",
        },
    )
    assert asked.headers["user-agent"].endswith(" (mailto:me@meadow.org)")


def test_a_search(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("openalex")
    list(desk.source().search([Query(title="Teapots, {C}alculus | of")], "title"))
    assert desk.server.requests[0].fields == {"search": "teapots calculus of", "per_page": "5", "select": SELECT}


@pytest.mark.parametrize("fault", [status(500), status(403), status(429), status(404)])
def test_the_key_stays_a_secret(fault: Any, open_desk: Callable[..., Any]) -> None:
    desk = open_desk("openalex", faults=[fault] * 9)
    with pytest.raises(SourceFailed) as failure:
        list(desk.source(key="s3cret").search([Query(title="sheep")], "title"))
    assert "s3cret" not in f"{failure.value} {failure.value.hint} {desk.notices}"
    assert not any(b"s3cret" in path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
