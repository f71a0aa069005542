"""DBLP's records, field by field, and the requests that bring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from servers.invented_works import RECORDS, SHEEP_DOI, TEAPOT_ARXIV
from unit.sources.works.told import told

from bibtools.sources.base import Query
from bibtools.sources.works.dblp import SERVICE, records, reference

SHEEP, TEAPOT = RECORDS["dblp"]


def test_an_article_in_a_journal() -> None:
    assert told(reference(SHEEP)) == {
        "type": "article-journal",
        "title": "Counting Sheep: Drowsiness-Aware Tallies for n-ary Flocks",
        "author": "Woolsey, Baa B. / van Hoorn, Pieter",
        "issued": "2020",
        "container_title": "J. Pastoral Comput.",
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "ids": f"doi:{SHEEP_DOI}",
    }


def test_a_preprint() -> None:
    assert told(reference(TEAPOT)) == {
        "type": "article",
        "title": "A Teapot Calculus",
        "author": "Kettle, Jr., Darjeeling",
        "issued": "2020",
        "ids": f"arxiv:{TEAPOT_ARXIV}",
    }


def test_a_paper_at_a_conference_without_doi() -> None:
    found = reference(
        {
            "authors": {"author": ["Ada Lovelace", {"text": "Wei Wang 0001"}]},
            "title": "Attention Is All Ewe Need?",
            "venue": ["NeurIPS", "Advances"],
            "pages": "5998-6008",
            "year": "2017",
            "type": "Conference and Workshop Papers",
            "key": "conf/nips/LovelaceW17",
            "ee": ["https://doi.org/10.5555/7", "https://proceedings.neurips.cc/paper/2017/hash/1-Abstract.html"],
        }
    )
    assert told(found) == {
        "type": "paper-conference",
        "title": "Attention Is All Ewe Need?",
        "author": "Lovelace, Ada / Wang, Wei",
        "issued": "2017",
        "container_title": "NeurIPS",
        "event_title": "NeurIPS",
        "page": "5998-6008",
        "url": "https://proceedings.neurips.cc/paper/2017/hash/1-Abstract.html",
        "ids": "doi:10.5555/7",
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sheep.", "Sheep"),
        ("Sheep?", "Sheep?"),
        ("Sheep...", "Sheep..."),
        ("&quot;More Sheep&quot; &amp; Wool.", '"More Sheep" & Wool'),
        (".", None),
    ],
)
def test_the_full_stop_after_a_title(title: str, expected: str | None) -> None:
    assert reference({"title": title}).title == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jiani Zhang 0003", "Zhang, Jiani"),
        ("Rudolf van der Berg 0001", "van der Berg, Rudolf"),
        ("Agent 007", "007, Agent"),
        ("王小明 0002", "王, 小明"),
    ],
)
def test_numbers_of_namesakes(name: str, expected: str) -> None:
    assert told(reference({"authors": {"author": {"text": name}}}))["author"] == expected


@pytest.mark.parametrize(
    ("stated", "key", "expected"),
    [
        ("Books and Theses", "phd/basesearch/Woolsey19", "thesis"),
        ("Books and Theses", "books/sp/Woolsey19", "book"),
        ("Editorship", "conf/esa/2019", "book"),
        ("Parts in Books or Collections", "books/sp/19/Woolsey19", "chapter"),
        ("Data and Artifacts", "data/11/Woolsey19", "dataset"),
        ("Songs", "misc/1", None),
    ],
)
def test_kinds(stated: str, key: str, expected: str | None) -> None:
    assert reference({"type": stated, "key": key}).type == expected


def test_an_answer_without_hits_has_no_list() -> None:
    assert records({"result": {"hits": {"@total": "0", "@sent": "0"}}}) == []
    assert records({"result": {}}) is None
    assert records({"result": {"hits": {"hit": "none"}}}) is None


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Trust & Fair Allocation", "trust fair allocation"),
        ("Trust and Fair Allocation", "trust fair allocation"),
        ("Pandora’s Problem", "pandora problem"),
        ("$k$-Means on β-Hulls", "means on hulls"),
        ('Schr{\\"o}dinger Bridges: <i>De Novo</i>', "schrodinger bridges de novo"),
        ("$E_8$", "e8"),
    ],
)
def test_words_that_every_spelling_has(title: str, asked: str) -> None:
    ask = SERVICE.find(Query(title=title))
    assert ask is not None
    assert ask.fields["q"] == asked


def test_a_search(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("dblp")
    (hit,) = desk.source(mail="me@meadow.org").search([Query(title="{A} Teapot-Calculus!")], "title")
    assert hit.reference.ids[0].value == TEAPOT_ARXIV
    (asked,) = desk.server.requests
    assert (asked.path, asked.fields) == (
        "/search/publ/api",
        {"q": "a teapot calculus", "format": "json", "h": "5"},
    )
    assert "mailto" not in asked.headers["user-agent"]
