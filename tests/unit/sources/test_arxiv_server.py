"""The server that the source is tested against keeps arXiv's rules, so that passing there means something."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from servers.arxiv import ArxivServer, Library, read_records
from servers.arxiv_atom import error_feed, feed, version_of
from servers.arxiv_search import BadQuery, Exhausted
from servers.invented import HAND_WRITTEN, LANTERN, SHEEP, STRANGER, TEAPOT, UMBRELLA, invent

from bibtools.sources.arxiv_api.feed import parse, reference

FEW = Library(HAND_WRITTEN)
S, T, L, U, X = (each["id"] for each in (SHEEP, TEAPOT, LANTERN, UMBRELLA, STRANGER))


def search(query: str) -> set[str]:
    return {FEW.records[number]["id"] for number in FEW.search(query)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param('ti:"teapot calculus"', {T}, id="phrase"),
        pytest.param('ti:"Teapots calculus"', {T}, id="stemmed"),
        pytest.param('ti:"calculus teapot"', set(), id="words in another order"),
        pytest.param('ti:"drowsiness aware"', {S}, id="a hyphen separates"),
        pytest.param('ti:"drowsiness-aware"', {S}, id="in the query too"),
        pytest.param('ti:"tallies for ary"', set(), id="math breaks a phrase"),
        pytest.param(
            'abs:"schrodinger\'s forgotten postcard"', {L}, id="accents are folded, apostrophes belong to words"
        ),
        pytest.param('abs:"schrodinger forgotten"', set(), id="without the apostrophe it is another word"),
        pytest.param('ti:"teapot*"', {T}, id="a wildcard in a single quoted word"),
        pytest.param('ti:"teapot calc*"', set(), id="a wildcard in a phrase matches nothing"),
        pytest.param("ti:teap?t", {T}, id="one letter"),
        pytest.param('au:"baa b woolsey"', {S, T, L, U}, id="a name"),
        pytest.param('au:"woolsey baa b"', {S, T, L, U}, id="family first"),
        pytest.param("au:nunez", {S}, id="a family name without its accents"),
        pytest.param("au:pieter_van_hoorn", {S}, id="underscores"),
        pytest.param('au:"pieter woolsey"', set(), id="parts of two names"),
        pytest.param("cat:hep-th", {L}, id="category"),
        pytest.param("cat:cs.*", {S, T, U, X}, id="category by wildcard"),
        pytest.param('doi:"10.1000/Sheep.182"', {S}, id="doi"),
        pytest.param('doi:"10.1000/sheep.182"', set(), id="a doi is exact"),
        pytest.param("jr:sheep", {S}, id="journal reference"),
        pytest.param("co:flocks", {S}, id="comment"),
        pytest.param("id:2004.09999v1", {U}, id="id"),
        pytest.param("turnips", {X}, id="any field"),
        pytest.param("au:woolsey AND ti:teapot", {T}, id="AND"),
        pytest.param("ti:teapot OR ti:lanterns", {T, L}, id="OR"),
        pytest.param("au:woolsey ANDNOT ti:teapot", {S, L, U}, id="ANDNOT"),
        pytest.param("ANDNOT au:woolsey", {X}, id="NOT alone"),
        pytest.param("ti:teapot AND ti:lanterns OR ti:turnips", set(), id="no precedence: grouped from the right"),
        pytest.param("(ti:teapot AND ti:lanterns) OR ti:turnips", {X}, id="parentheses"),
        pytest.param("ti:turnips ANDNOT ti:teapot OR ti:turnips", set(), id="ANDNOT takes all that follows"),
        pytest.param("ti:teapot turnips", {T, X}, id="a word without operator is looked up in all fields"),
        pytest.param("((ti:teapot))", {T}, id="more parentheses"),
    ],
)
def test_the_language(query: str, found: set[str]) -> None:
    assert search(query) == found


@pytest.mark.parametrize(
    "query",
    [
        'ti:"open',
        'ti:"a"b"',
        "ti:a AND OR ti:b",
        "ti:a AND",
        "(ti:a",
        "ti:a)",
        "xx:a",
        "ti:*a",
        "?a",
        "AND ti:a",
        "()",
        " ",
    ],
)
def test_what_is_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        FEW.search(query)


def test_a_long_chain_exhausts_the_server() -> None:
    terms = [f'ti:"number {n}"' for n in range(1000)]
    assert FEW.search(" OR ".join(terms[:900])) == {}
    with pytest.raises(Exhausted):
        FEW.search(" OR ".join(terms))
    halves = f"({' OR '.join(terms[:500])}) OR ({' OR '.join(terms[500:])})"
    assert FEW.search(halves) == {}


def get(server: ArxivServer, **fields: str) -> requests.Response:
    return requests.get(server.url, params=fields, timeout=5)


def listed(response: requests.Response) -> list[str]:
    return [reference(record).ids[0].versioned() for record in parse(response.content).records]


def test_ids_come_back_in_no_order_and_unknown_ones_not_at_all() -> None:
    with ArxivServer(FEW) as server:
        answer = get(server, id_list=f"{S},{X},1903.99999,{T},{S}v2,{S}v9")
        assert set(listed(answer)) == {f"{S}v3", f"{X}v1", f"{T}v1", f"{S}v2"}
        assert listed(answer)[0] != f"{S}v3"


def test_one_malformed_id_spoils_the_request() -> None:
    with ArxivServer(FEW) as server:
        answer = get(server, id_list=f"{S},abc")
    assert answer.status_code == 400
    assert parse(answer.content).error == "incorrect id format for abc"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "must be specified"),
        ({"id_list": S, "max_results": "x"}, "max_results must be an integer"),
        ({"id_list": S, "start": "-1"}, "start must be non-negative"),
        ({"search_query": "ti:a", "sortBy": "colour"}, "sortBy must be in"),
        ({"search_query": "ti:a", "start": "9500", "max_results": "501"}, "10000"),
    ],
)
def test_wrong_parameters(fields: dict[str, str], message: str) -> None:
    with ArxivServer(FEW) as server:
        answer = get(server, **fields)
    assert answer.status_code == 400
    assert message in (parse(answer.content).error or "")


def test_addresses_have_a_limit_and_forms_have_none() -> None:
    ids = ",".join(each["id"] for each in invent(500))
    with ArxivServer(invent(500)) as server:
        assert get(server, id_list=ids, max_results="500").status_code == 414
        posted = requests.post(server.url, data={"id_list": ids, "max_results": "500"}, timeout=5)
    assert len(listed(posted)) == 500


def test_pages_are_of_2000_at_most() -> None:
    library = Library(invent(2100))
    with ArxivServer(library) as server:
        first = parse(get(server, search_query="cat:cs.DL", max_results="3000").content)
        second = parse(get(server, search_query="cat:cs.DL", start="2000", max_results="3000").content)
    assert (first.total, first.start, len(first.records)) == (2100, 0, 2000)
    assert (second.total, second.start, len(second.records)) == (2100, 2000, 100)


def test_ten_results_unless_told() -> None:
    with ArxivServer(invent(30)) as server:
        assert len(listed(get(server, search_query="cat:cs.IR"))) == 10


@pytest.mark.parametrize(
    ("by", "order", "first"),
    [
        ("submittedDate", "ascending", f"{L}v1"),
        ("submittedDate", "descending", f"{U}v1"),
        ("lastUpdatedDate", "ascending", f"{L}v1"),
        ("relevance", "descending", f"{T}v1"),
    ],
)
def test_sorting(by: str, order: str, first: str) -> None:
    with ArxivServer(FEW) as server:
        query = "au:woolsey OR ti:teapot"
        assert listed(get(server, search_query=query, sortBy=by, sortOrder=order))[0] == first


def test_a_query_and_ids_together() -> None:
    with ArxivServer(FEW) as server:
        assert listed(get(server, search_query="au:woolsey", id_list=f"{T},{X}")) == [f"{T}v1"]


@pytest.mark.parametrize(
    ("recorded", "form"),
    [("zoia_id_list_1601.00001_2020", "2025-10"), ("id_1605.08386_s0_m100_199195aa31ad", "2026-04")],
)
def test_the_feeds_have_the_form_of_recorded_ones(shared: Path, recorded: str, form: str) -> None:
    """Same elements with the same attributes in the same order, whatever they hold."""
    from xml.etree import ElementTree

    def shape(body: bytes) -> list[tuple[str, tuple[str, ...]]]:
        return [(each.tag, tuple(each.attrib)) for each in ElementTree.fromstring(body).iter()]

    real = (shared / "fixtures" / "arxiv_api" / f"{recorded}.xml").read_bytes()
    (record,) = parse(real).records
    found = reference(record)
    ours = {
        "id": found.ids[0].value,
        "title": record["title"],
        "abstract": record["summary"],
        "authors_parsed": [[name, "", ""] for name in record["authors"]],
        "categories": " ".join(record["categories"]),
        "doi": record["doi"],
        "journal-ref": record["journal_ref"],
        "comments": record["comment"],
        "versions": [{"version": "v1", "created": "Mon, 4 Mar 2019 10:00:00 GMT"}],
    }
    entry = version_of(ours, 1)
    assert entry is not None
    assert shape(feed([entry], 1, {}, form)) == shape(real)  # type: ignore[arg-type]


def test_the_error_feed_has_the_form_of_the_recorded_one(shared: Path) -> None:
    real = (shared / "fixtures" / "arxiv_api" / "id_abc_s0_m100_b79c8dcf6bc3.xml").read_bytes()
    assert error_feed("incorrect id format for abc") == real


def test_real_records_are_served(shared: Path) -> None:
    """Every tenth record of the sample, whatever gaps it has: no date, no version's number, day without time."""
    records = read_records(shared / "data" / "arxiv-sample.jsonl.zst")[::10]
    with ArxivServer(Library(records)) as server:
        ids = ",".join(each["id"] for each in records)
        page = parse(requests.post(server.url, data={"id_list": ids, "max_results": "2000"}, timeout=30).content)
    assert len(page.records) == page.total == len(records)
