"""Crossref's records, field by field, and the requests that bring them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from servers.invented_works import RECORDS, SHEEP_ARXIV, SHEEP_DOI
from unit.sources.works.told import told

from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.sources.base import Query
from bibtools.sources.gate import MARGIN
from bibtools.sources.works.crossref import SERVICE, reference

SHEEP, TEAPOT = RECORDS["crossref"]


def test_an_article_in_a_journal() -> None:
    assert told(reference(SHEEP)) == {
        "type": "article-journal",
        "title": "Counting Sheep: Drowsiness-Aware Tallies for <i>n</i>-ary Flocks",
        "author": "Woolsey, Baa B. / van Hoorn, Pieter / The Shepherds' Guild",
        "issued": "2019-12-18",
        "container_title": "Journal of Pastoral Computation",
        "publisher": "Meadow Press",
        "volume": "12",
        "issue": "3",
        "page": "45-67",
        "ids": f"doi:{SHEEP_DOI} issn:2049-3630",
        "related": f"preprint-of arxiv:{SHEEP_ARXIV}",
    }


def test_a_paper_at_a_conference() -> None:
    assert told(reference(TEAPOT)) == {
        "type": "paper-conference",
        "title": "A Teapot Calculus",
        "author": "Kettle, Jr., Darjeeling",
        "issued": "2021-08-14",
        "container_title": "Proceedings of the 3rd Conference on Hot Vessels",
        "event_title": "VESSELS '21: The 3rd Conference on Hot Vessels",
        "publisher": "Crockery Machinery Association",
        "publisher_place": "New York, NY, USA",
        "page": "101-110",
        "ids": "doi:10.5555/3394486.3403001 isbn:9780306406157",
    }


def test_a_preprint_names_its_published_form() -> None:
    found = reference(
        {
            "DOI": "10.1101/2020.01.02.123",
            "type": "posted-content",
            "title": ["Woolly Proteins"],
            "posted": {"date-parts": [[2020, 1, 3]]},
            "relation": {
                "is-preprint-of": [
                    {"id-type": "doi", "id": "10.5555/Wool.7", "asserted-by": "subject"},
                    {"id-type": "doi", "id": "10.5555/wool.7", "asserted-by": "object"},
                    {"id-type": "uri", "id": "https://x.org/7"},
                ],
                "has-review": [{"id-type": "doi", "id": "10.5555/review"}],
            },
        }
    )
    assert (found.type, told(found)["issued"], told(found)["related"]) == (
        "article",
        "2020-01-03",
        "published-as doi:10.5555/Wool.7",
    )


@pytest.mark.parametrize(
    ("kind", "containers", "event", "expected"),
    [
        (
            "book-chapter",
            ["Wool Notes", "Sheep Vision"],
            None,
            ("chapter", "Sheep Vision", "Wool Notes"),
        ),
        ("book-chapter", ["Sheep Vision"], None, ("chapter", "Sheep Vision", None)),
        ("book-chapter", ["LNW", "ESCV"], "ESCV 2020", ("paper-conference", "ESCV", "LNW")),
        (
            "proceedings-article",
            ["Wool Proceedings", "Wool 2013"],
            None,
            ("paper-conference", "Wool 2013", "Wool Proceedings"),
        ),
        ("journal-article", ["Wool", "Wool Letters"], None, ("article-journal", "Wool", None)),
        ("monograph", ["Springer Series in Wool"], None, ("book", None, "Springer Series in Wool")),
        ("journal-issue", [], None, (None, None, None)),
        ("something-unknown", ["Wool &amp; Felt"], None, (None, "Wool & Felt", None)),
    ],
)
def test_kinds_and_what_they_are_in(
    kind: str, containers: list[str], event: str | None, expected: tuple[str | None, str | None, str | None]
) -> None:
    found = reference({"type": kind, "container-title": containers, "event": {"name": event}})
    assert (found.type, found.container_title, found.collection_title) == expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"published-print": [2023, 4], "published-online": [2022, 1, 14]}, "2022-01-14"),
        ({"published-print": [2014, 4], "published-online": [2014, 4, 4]}, "2014-04-04"),
        ({"published-print": [1989]}, "1989"),
        ({"issued": [1986, 3, 1]}, "1986-03-01"),
        ({"posted": [2020, 1, 3], "issued": [2020]}, "2020-01-03"),
        ({"published-print": [None], "issued": [2001, 2, 30]}, None),
    ],
)
def test_dates(dates: dict[str, list[int | None]], expected: str | None) -> None:
    found = reference({name: {"date-parts": [parts]} for name, parts in dates.items()})
    assert (found.issued and found.issued.iso()) == expected


@pytest.mark.parametrize(
    ("main", "sub", "expected"),
    [
        (["Wool"], ["A History"], "Wool: A History"),
        (["Why Wool?"], ["A History"], "Why Wool? A History"),
        (["Wool: A History"], ["A history"], "Wool: A History"),
        (["Wool"], [], "Wool"),
        ([], ["A History"], "A History"),
        ([], [], None),
    ],
)
def test_titles_and_subtitles(main: list[str], sub: list[str], expected: str | None) -> None:
    assert reference({"title": main, "subtitle": sub}).title == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"family": "van der Waals", "given": "J. D."}, Name("Waals", "J. D.", "van der")),
        ({"family": "King", "given": "Martin Luther", "suffix": "Jr"}, Name("King", "Martin Luther", None, "Jr")),
        ({"family": "ATLAS Collaboration"}, Name(literal="ATLAS Collaboration")),
        ({"name": "Faculty of Wool, Meadow University"}, Name(literal="Faculty of Wool, Meadow University")),
        ({"family": "Suharto"}, Name("Suharto")),
        ({"family": "&NA;"}, None),
        ({"sequence": "first"}, None),
    ],
)
def test_names(stated: dict[str, str], expected: Name | None) -> None:
    assert reference({"author": [stated]}).author == ((expected,) if expected else ())


def test_an_article_number_stands_for_the_pages() -> None:
    assert reference({"article-number": "140501"}).page == "140501"
    assert reference({"article-number": "140501", "page": "1-6"}).page == "1-6"


def test_a_lookup(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("crossref")
    ids = [Identifier("doi", "10.5555/A"), Identifier("arxiv", SHEEP_ARXIV), Identifier("doi", "10.5555/b,c")]
    list(desk.source(mail="me@meadow.org").fetch(ids))
    (asked,) = desk.server.requests
    assert (asked.method, asked.path) == ("GET", "/works")
    assert asked.fields["filter"] == "doi:10.5555/a"
    assert asked.fields["rows"] == "1"
    assert asked.headers["user-agent"].endswith(" (mailto:me@meadow.org)")
    assert desk.told("refused") == [
        "Crossref cannot be asked about 10.5555/b,c: its list of ids has no way to write it"
    ]


def test_many_ids_are_asked_in_batches(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("crossref")
    list(desk.source().fetch([Identifier("doi", f"10.5555/{number}") for number in range(120)]))
    assert [asked.fields["rows"] for asked in desk.server.requests] == ["50", "50", "20"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            Query(title="Counting <i>n</i>-ary $T_c$ {S}heep", author=(Name("Woolsey", "B."),)),
            {"query.bibliographic": "Counting n -ary T_c S heep", "query.author": "Woolsey"},
        ),
        (Query(title="Sheep", author=(Name(literal="ATLAS Collaboration"),)), {"query.bibliographic": "Sheep"}),
        (Query(text="Woolsey (2019), Counting sheep"), {"query.bibliographic": "Woolsey (2019), Counting sheep"}),
        (Query(text="x" * 900), {"query.bibliographic": "x" * 600}),
    ],
)
def test_a_search(query: Query, expected: dict[str, str]) -> None:
    ask = SERVICE.find(query)
    assert ask is not None
    assert {name: value for name, value in ask.fields.items() if name.startswith("query")} == expected


def test_a_mail_address_quickens_the_pace(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("crossref")
    list(desk.source(mail="me@meadow.org").search([Query(title="one"), Query(title="two")], "title"))
    assert desk.waits.slept == pytest.approx([0.34 + MARGIN])


def test_a_key_is_sent_as_a_header(open_desk: Callable[..., Any]) -> None:
    desk = open_desk("crossref", key="Bearer s3cret")
    assert list(desk.source(key="s3cret").search([Query(title="A Teapot Calculus")], "title"))
    assert desk.server.requests[0].headers["crossref-plus-api-token"] == "Bearer s3cret"
