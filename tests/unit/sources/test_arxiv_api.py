"""The arXiv API source against a real server: its economy, its patience, its cache, and that it loses nothing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from servers.arxiv import ArxivServer, Fault, Library, cut, empty, error, html, lose, reset, stall, status
from servers.arxiv_atom import Form
from servers.invented import HAND_WRITTEN, LANTERN, SHEEP, STRANGER, TEAPOT, UMBRELLA, invent, record

from bibtools.errors import SourceFailed, SourceOffline
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_api import ArxivApi
from bibtools.sources.base import Hit, Query
from bibtools.sources.clock import Clock
from bibtools.sources.http import Backoff
from bibtools.sources.notice import Notice
from bibtools.sources.records import from_snapshot

INVENTED = invent(1200)
MANY = Library(INVENTED)
FEW = Library(HAND_WRITTEN)
# As short as can be, and without a limit on the URL's length by accident.
QUICK = Backoff(first=0.01, crowded=0.01, jitter=0.0)

Start = Callable[..., ArxivApi]


@pytest.fixture
def notices() -> list[Notice]:
    return []


@pytest.fixture
def start(tmp_path: Path, notices: list[Notice]) -> Start:
    def start(server: ArxivServer | str, **more: object) -> ArxivApi:
        url = server if isinstance(server, str) else server.url
        options: dict[str, object] = {
            "cache_dir": tmp_path / "cache",
            "delay": 0.0,
            "timeout": 0.5,
            "backoff": QUICK,
            "report": notices.append,
            "random": Random(1),
        }
        return ArxivApi(base_url=url, **{**options, **more})  # type: ignore[arg-type]

    return start


def id_of(snapshot: dict[str, object], version: int | None = None) -> Identifier:
    return Identifier("arxiv", str(snapshot["id"]), version)


def ids(references: Iterator[Reference]) -> list[str]:
    return sorted(found.ids[0].versioned() for found in references)


def by_query(hits: Iterator[Hit]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for hit in hits:
        assert hit.source == "arxiv-api"
        found.setdefault(hit.query, []).append(hit.reference.ids[0].value)
    return found


def losses(notices: list[Notice]) -> list[tuple[str, tuple[str, ...]]]:
    return [(notice.kind, notice.subjects) for notice in notices if notice.is_loss]


@pytest.mark.parametrize("form", ["2025-10", "2026-04"])
def test_the_feed_and_the_snapshot_say_the_same(start: Start, form: Form) -> None:
    with ArxivServer(FEW, form=form) as server:
        found = list(start(server).fetch([id_of(each) for each in HAND_WRITTEN]))
    assert sorted(found, key=lambda each: each.ids[0].value) == sorted(
        map(from_snapshot, HAND_WRITTEN), key=lambda each: each.ids[0].value
    )


# --- economy -----------------------------------------------------------------------------------------------------


def test_a_thousand_ids_in_one_request_and_then_none(start: Start) -> None:
    wanted = [id_of(each) for each in INVENTED[:1000]]
    with ArxivServer(MANY) as server:
        first = ids(start(server).fetch(wanted))
        assert [(asked.method, len(asked.ids)) for asked in server.requests] == [("POST", 1000)]
        assert ids(start(server).fetch(wanted)) == first
        assert len(server.requests) == 1
    assert len(first) == 1000


def test_a_thousand_titles_in_seven_requests_and_then_none(start: Start) -> None:
    queries = [Query(title=each["title"].lower()) for each in INVENTED[:1000]]
    with ArxivServer(MANY) as server:
        found = by_query(start(server).search(queries, "title"))
        assert len(server.requests) == 7
        assert by_query(start(server).search(queries, "title")) == found
        assert len(server.requests) == 7
    assert [found[n][0] for n in range(1000)] == [each["id"] for each in INVENTED[:1000]]


def test_150_abstracts_in_two_requests(start: Start) -> None:
    queries = [Query(abstract="Abstract: " + each["abstract"]) for each in INVENTED[:150]]
    with ArxivServer(MANY) as server:
        found = by_query(start(server).search(queries, "abstract"))
        assert len(server.requests) == 2
        assert [int(asked.fields["max_results"]) for asked in server.requests] == [600, 600]
    assert [found[n][0] for n in range(150)] == [each["id"] for each in INVENTED[:150]]


def test_nothing_to_ask_asks_nothing(start: Start) -> None:
    with ArxivServer(FEW) as server:
        api = start(server)
        for strategy in api.strategies:
            assert list(api.search([Query(), Query(title=" ")], strategy)) == []
            assert list(api.search([], strategy)) == []
        assert list(api.fetch([])) == []
        assert server.requests == []


def test_a_caller_who_keeps_no_cache(start: Start, tmp_path: Path) -> None:
    with ArxivServer(FEW) as server:
        api = start(server, cache_dir=None, gate_dir=tmp_path / "gate")
        assert ids(api.fetch([id_of(TEAPOT)])) == ids(api.fetch([id_of(TEAPOT)])) == ["1903.05678v1"]
        assert len(server.requests) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["gate"]


def test_records_that_a_search_brought_need_not_be_fetched(start: Start) -> None:
    with ArxivServer(FEW) as server:
        api = start(server)
        list(api.search([Query(title=SHEEP["title"])], "title"))
        assert ids(api.fetch([id_of(SHEEP), id_of(SHEEP, 3)])) == ["1903.01234v3", "1903.01234v3"]
        assert len(server.requests) == 1


def test_an_answer_for_one_file_serves_another(start: Start) -> None:
    """The cache holds answers by entry: a batch of other composition asks only for what is new."""
    titles = [Query(title=each["title"]) for each in INVENTED[:30]]
    with ArxivServer(MANY) as server:
        list(start(server).search(titles[:20], "title"))
        list(start(server).search(titles[10:], "title"))
        assert [asked.query.count("ti:") for asked in server.requests] == [20, 10]


def test_old_answers_are_asked_again(start: Start) -> None:
    now = 1_000_000.0
    clock = Clock(wall=lambda: now)
    with ArxivServer(FEW) as server:
        for days, requests in ((0.0, 1), (6.9, 1), (0.2, 2)):
            now += days * 86_400
            assert ids(start(server, clock=clock, max_age_days=7.0).fetch([id_of(TEAPOT)])) == ["1903.05678v1"]
            assert len(server.requests) == requests


def test_that_nothing_was_found_is_believed_for_a_day(start: Start) -> None:
    now = 1_000_000.0
    clock = Clock(wall=lambda: now)
    query = Query(title="A paper which nobody has written about anything")
    with ArxivServer(FEW) as server:
        for days, requests in ((0.0, 2), (0.9, 2), (0.2, 4)):
            now += days * 86_400
            assert list(start(server, clock=clock).search([query], "title")) == []
            assert len(server.requests) == requests


def test_a_damaged_cache_is_asked_around(start: Start, tmp_path: Path) -> None:
    with ArxivServer(FEW) as server:
        query = Query(title=SHEEP["title"])
        list(start(server).search([query], "title"))
        for path in (tmp_path / "cache" / "record").rglob("*.json"):
            path.write_bytes(path.read_bytes()[:-9])
        assert by_query(start(server).search([query], "title")) == {0: ["1903.01234"]}
        assert len(server.requests) == 2
        for path in (tmp_path / "cache" / "record").rglob("*.json"):
            entry = json.loads(path.read_bytes())
            path.write_text(json.dumps({**entry, "value": {**entry["value"], "authors": None}}))
        assert by_query(start(server).search([query], "title")) == {0: ["1903.01234"]}
        assert ids(start(server).fetch([id_of(SHEEP)])) == ["1903.01234v3"]


# --- ids ---------------------------------------------------------------------------------------------------------


def test_versions_are_asked_for_as_stated(start: Start) -> None:
    with ArxivServer(FEW) as server:
        found = start(server).fetch([id_of(SHEEP, 2), id_of(SHEEP), id_of(LANTERN)])
        assert ids(found) == ["1903.01234v2", "1903.01234v3", "hep-th/9901017v1"]
        assert len(server.requests) == 1


def test_a_missing_id_is_asked_for_once_more_and_reported(start: Start, notices: list[Notice]) -> None:
    absent = Identifier("arxiv", "1903.99999")
    with ArxivServer(FEW) as server:
        assert ids(start(server).fetch([id_of(TEAPOT), absent])) == ["1903.05678v1"]
        assert [asked.ids for asked in server.requests] == [["1903.05678", "1903.99999"], ["1903.99999"]]
        assert losses(notices) == [("missing", ("1903.99999",))]
        assert ids(start(server).fetch([id_of(TEAPOT), absent])) == ["1903.05678v1"]
        assert len(server.requests) == 2
    assert losses(notices) == [("missing", ("1903.99999",))] * 2


def test_an_id_that_was_lost_on_the_way_comes_back(start: Start, notices: list[Notice]) -> None:
    with ArxivServer(FEW, faults=[lose("1903.05678")]) as server:
        assert ids(start(server).fetch([id_of(TEAPOT), id_of(SHEEP)])) == ["1903.01234v3", "1903.05678v1"]
        assert len(server.requests) == 2
    assert losses(notices) == []


def test_of_a_version_that_does_not_exist_the_latest_is_given(start: Start, notices: list[Notice]) -> None:
    with ArxivServer(FEW) as server:
        assert ids(start(server).fetch([id_of(SHEEP, 9)])) == ["1903.01234v3"]
        assert [asked.ids for asked in server.requests] == [["1903.01234v9"], ["1903.01234v9", "1903.01234"]]
    assert losses(notices) == [("missing", ("1903.01234v9",))]
    assert "the latest is 1903.01234v3" in notices[-1].message


def test_what_cannot_be_an_id_is_not_sent(start: Start, notices: list[Notice]) -> None:
    with ArxivServer(FEW) as server:
        wrong = [Identifier("arxiv", value) for value in ("abc", "1713.01234", "1903.01234,abc")]
        assert ids(start(server).fetch([*wrong, id_of(LANTERN), Identifier("doi", "10.1/x")])) == ["hep-th/9901017v1"]
        assert [asked.ids for asked in server.requests] == [["hep-th/9901017"]]
    assert [kind for kind, _ in losses(notices)] == ["malformed"] * 3


@pytest.mark.parametrize("message", ["incorrect id format for 1903.05678", "something is wrong"])
def test_an_id_the_server_refuses_costs_the_others_nothing(
    start: Start, notices: list[Notice], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our grammar and the server's may differ; then the culprit is found by its name, or by halving."""

    class Picky(ArxivServer):
        def answer(self, handler: object, fields: dict[str, str], lost: str | None = None) -> tuple[int, bytes]:
            if "1903.05678" in fields.get("id_list", ""):
                from servers.arxiv_atom import error_feed

                return 400, error_feed(message)
            return super().answer(handler, fields, lost)  # type: ignore[arg-type]

    with Picky(FEW) as server:
        found = ids(start(server).fetch([id_of(each) for each in HAND_WRITTEN]))
        assert len(server.requests) <= 7
    assert found == sorted(["1903.01234v3", "hep-th/9901017v1", "2004.09999v1", "2004.10000v1"])
    assert losses(notices) == [("refused", ("1903.05678",))]


RENAMED = SHEEP | {"earlier": {1: {"title": "Drowsy Tallies of Flocks"}, 2: {"title": SHEEP["title"].upper()}}}


def test_beside_the_version_that_is_cited_the_latest_is_asked_for(start: Start) -> None:
    queries = [Query(ids=(id_of(SHEEP, version),)) for version in (1, 2, 3)] + [Query(ids=(id_of(SHEEP),))]
    with ArxivServer(Library([RENAMED, TEAPOT])) as server:
        hits = list(start(server).search(queries, "id"))
        assert [asked.ids for asked in server.requests] == [
            ["1903.01234v1", "1903.01234", "1903.01234v2", "1903.01234v3"]
        ]
        assert [hit.query for hit in start(server).search(queries, "id")] == [0, 1, 2, 3]
        assert len(server.requests) == 1
    assert [hit.reference.ids[0].versioned() for hit in hits] == ["1903.01234v3"] * 4
    assert {hit.reference.title for hit in hits} == {SHEEP["title"]}
    assert [[other.ids[0].version for other in hit.alternatives] for hit in hits] == [[1], [2], [], []]
    # A title in capitals is no other one.
    assert [[(e.title, e.version) for e in hit.reference.earlier_titles] for hit in hits] == [
        [("Drowsy Tallies of Flocks", 1)], [], [], []
    ]  # fmt: skip


def test_the_version_that_is_cited_is_told_where_the_latest_cannot_be_had(start: Start) -> None:
    with ArxivServer(Library([RENAMED])) as server:
        assert ids(start(server).fetch([id_of(SHEEP, 1)])) == ["1903.01234v1"]
        found = start(server, offline=True).search([Query(ids=(id_of(SHEEP, 1),))], "id")
        assert next(found).reference.ids[0].version == 1
        with pytest.raises(SourceOffline):
            next(found)


def test_the_id_strategy_reads_dois_of_arxiv_too(start: Start) -> None:
    queries = [
        Query(ids=(Identifier("doi", "10.48550/arXiv.1903.05678"),)),
        Query(ids=(id_of(SHEEP, 1), id_of(TEAPOT))),
        Query(title="no id"),
    ]
    with ArxivServer(FEW) as server:
        found = by_query(start(server).search(queries, "id"))
        assert len(server.requests) == 1
    assert {n: sorted(values) for n, values in found.items()} == {0: ["1903.05678"], 1: ["1903.01234", "1903.05678"]}


def test_the_doi_strategy(start: Start) -> None:
    queries = [Query(ids=(Identifier("doi", doi),)) for doi in ("10.1000/none", "10.1000/Sheep.182")]
    with ArxivServer(FEW) as server:
        assert by_query(start(server).search(queries, "doi")) == {1: ["1903.01234"]}
        assert len(server.requests) == 1


# --- titles, abstracts, authors ----------------------------------------------------------------------------------


def test_results_are_told_apart_by_their_text(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in HAND_WRITTEN] + [Query(title=TEAPOT["title"].upper())]
    with ArxivServer(FEW) as server:
        found = by_query(start(server).search(queries, "title"))
        assert len(server.requests) == 1
    assert [found[n][0] for n in range(6)] == [each["id"] for each in (*HAND_WRITTEN, TEAPOT)]


@pytest.mark.parametrize(
    "query",
    [
        Query(title="A Teapot Calclus for Distributed Kettles"),
        Query(title="A Teapot Calculus for Distribted Kettles"),
        Query(title="Teapot Calclus for Distribted Kettles", author=from_snapshot(TEAPOT).author),
    ],
)
def test_a_title_with_a_slip_is_found_in_the_second_round(start: Start, query: Query) -> None:
    with ArxivServer(FEW) as server:
        assert by_query(start(server).search([query], "title")) == {0: ["1903.05678"]}
        assert len(server.requests) == 2


def test_no_record_is_given_twice_for_one_query(start: Start) -> None:
    """The first round finds a record that is near but not surely the one, and so does the second."""
    with ArxivServer(FEW) as server:
        assert by_query(start(server).search([Query(title="A Teapot Calculus for")], "title")) == {0: ["1903.05678"]}
        assert len(server.requests) == 2


def test_an_abstract_of_another_version_is_found_by_other_phrases(start: Start) -> None:
    """Words were changed in both phrases of the first round, which leaves those of the second."""
    changed = (
        SHEEP["abstract"]
        .replace("shepherds", "watchmen")
        .replace("eleven", "twelve")
        .replace("mountain", "hillside")
        .replace("arithmetic", "reckoning")
        .replace("introduce", "present")
    )
    with ArxivServer(FEW) as server:
        assert by_query(start(server).search([Query(abstract=changed)], "abstract")) == {0: ["1903.01234"]}
        assert len(server.requests) == 2


def test_a_reference_string_is_found(start: Start) -> None:
    text = "[7] B. B. Woolsey and C. Okafor, A teapot calculus for distributed kettles, J. Kettle Stud. 4, 17 (2020)."
    with ArxivServer(FEW) as server:
        assert by_query(start(server).search([Query(text=text)], "title")) == {0: ["1903.05678"]}


def test_an_absent_paper_is_not_found(start: Start) -> None:
    absent = Query(
        title="Marmalade Logistics for Nocturnal Bakeries",
        abstract="Bakers who work at night spread marmalade along conveyor belts and measure how quickly sleepy "
        "customers reach adjacent croissants, which turns out to depend on barometric pressure alone.",
    )
    with ArxivServer(FEW) as server:
        api = start(server)
        assert list(api.search([absent], "title")) == []
        assert list(api.search([absent], "abstract")) == []


def test_the_author_common_to_a_listing_brings_the_rest(start: Start) -> None:
    """Nothing of the open entry is in common with the record but words too few to search for."""
    rest = Query(abstract="Umbrellas sideways: " + UMBRELLA["abstract"][40:160], listing="page.txt")
    settled = [(Query(listing="page.txt"), from_snapshot(each)) for each in (SHEEP, TEAPOT)]
    with ArxivServer(FEW) as server:
        api = start(server)
        assert by_query(api.search([rest], "author", settled)) == {0: ["2004.09999"]}
        assert [asked.query for asked in server.requests] == ['au:"baa b woolsey"']
        assert by_query(start(server).search([rest], "author", settled)) == {0: ["2004.09999"]}
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("listing", "settled"),
    [
        pytest.param("page.txt", [("page.txt", SHEEP)], id="one settled entry"),
        pytest.param("page.txt", [("page.txt", SHEEP), ("page.txt", SHEEP)], id="the same paper twice"),
        pytest.param("page.txt", [("page.txt", SHEEP), ("page.txt", STRANGER)], id="nobody in common"),
        pytest.param("page.txt", [("other.txt", SHEEP), ("other.txt", TEAPOT)], id="another listing"),
        pytest.param(None, [(None, SHEEP), (None, TEAPOT)], id="no listing"),
    ],
)
def test_no_common_author_no_request(
    start: Start, listing: str | None, settled: list[tuple[str | None, dict[str, object]]]
) -> None:
    pairs = [(Query(listing=where), from_snapshot(each)) for where, each in settled]
    with ArxivServer(FEW) as server:
        assert list(start(server).search([Query(abstract="x", listing=listing)], "author", pairs)) == []
        assert server.requests == []


def test_an_author_of_many_works_is_read_page_by_page_until_all_is_found(start: Start) -> None:
    day = "Mon, {} Mar 2019 10:00:00 GMT"
    works = [
        record(each["id"], each["title"], each["abstract"], [("Prolific", "Ann")], created=[day.format(1 + n % 28)])
        for n, each in enumerate(INVENTED[:1100])
    ]
    settled = [(Query(listing="page"), from_snapshot(each)) for each in works[:2]]
    oldest = [each for each in works if each["versions"][0]["created"] == day.format(1)]
    newest = [each for each in works if each["versions"][0]["created"] == day.format(28)]
    with ArxivServer(works) as server:
        api = start(server)
        assert by_query(api.search([Query(abstract=newest[0]["abstract"], listing="page")], "author", settled))
        assert [asked.fields["start"] for asked in server.requests] == ["0"]
        found = by_query(api.search([Query(abstract=oldest[0]["abstract"], listing="page")], "author", settled))
        assert found == {0: [oldest[0]["id"]]}
        assert [asked.fields["start"] for asked in server.requests] == ["0", "0", "500", "1000"]


def test_an_unknown_strategy_is_a_mistake_of_the_caller(start: Start) -> None:
    with pytest.raises(KeyError):
        list(start("http://127.0.0.1:9/").search([Query(title="x")], "guess"))


# --- POST and GET ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("posts", "tries"),
    [
        (status(405), 1),
        (status(400), 1),
        (status(403), 1),
        (status(404), 1),
        (status(301), 1),
        (html(200), 1),
        (html(405), 1),
        (status(500), 2),
    ],
    ids=lambda each: f"{each.kind}-{each.status}" if isinstance(each, Fault) else str(each),
)
def test_where_post_is_refused_get_is_used_for_the_rest_of_the_run(
    start: Start, notices: list[Notice], posts: Fault, tries: int
) -> None:
    wanted = [id_of(each) for each in INVENTED[:320]]
    with ArxivServer(MANY, posts=posts) as server:
        api = start(server)
        assert len(ids(api.fetch(wanted))) == 320
        assert [asked.method for asked in server.requests] == ["POST"] * tries + ["GET"] * 2
        assert by_query(api.search([Query(title=INVENTED[900]["title"])], "title")) == {0: [INVENTED[900]["id"]]}
        assert [asked.method for asked in server.requests][-1] == "GET"
    assert [notice.kind for notice in notices].count("fallback") == 1
    assert losses(notices) == []


def test_a_passing_fault_of_post_does_not_lead_to_get(start: Start) -> None:
    with ArxivServer(FEW, faults=[status(503), status(429, retry_after=0)]) as server:
        assert ids(start(server).fetch([id_of(TEAPOT)])) == ["1903.05678v1"]
        assert [asked.method for asked in server.requests] == ["POST"] * 3


def test_titles_by_get_fit_the_request_line(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in INVENTED[:100]]
    with ArxivServer(MANY, posts=status(405)) as server:
        found = by_query(start(server).search(queries, "title"))
        gets = [asked for asked in server.requests if asked.method == "GET"]
        assert 2 <= len(gets) <= 4
    assert [found[n][0] for n in range(100)] == [each["id"] for each in INVENTED[:100]]


# --- faults ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        status(429),
        status(429, retry_after=1),
        status(503),
        status(503, retry_after=0),
        stall(0.8),
        cut(),
        empty(total=5),
        html(200),
        reset(),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.header}",
)
@pytest.mark.parametrize("strategy", ["id", "title", "abstract"])
def test_one_fault_costs_one_more_request(start: Start, fault: Fault, strategy: str) -> None:
    queries = [
        Query(ids=(id_of(each),), title=each["title"], abstract=each["abstract"]) for each in (SHEEP, TEAPOT, UMBRELLA)
    ]
    # The second request: by then it is known that the server takes POST.
    with ArxivServer(FEW, faults=[None, fault]) as server:
        api = start(server)
        list(api.fetch([id_of(STRANGER)]))
        found = by_query(api.search(queries, strategy))
        assert [asked.method for asked in server.requests] == ["POST"] * 3
        assert server.requests[1].fields == server.requests[2].fields
    assert {n: values[0] for n, values in found.items()} == {0: "1903.01234", 1: "1903.05678", 2: "2004.09999"}


def test_an_unlikely_empty_answer_is_asked_for_again(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in HAND_WRITTEN]
    with ArxivServer(FEW, faults=[empty()]) as server:
        assert len(by_query(start(server).search(queries, "title"))) == 5
        assert len(server.requests) == 2


def test_what_worked_comes_before_the_failure_and_is_kept(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in INVENTED[:300]]
    with ArxivServer(MANY, faults=[None, *[status(503)] * 4]) as server:
        found = []
        with pytest.raises(SourceFailed, match="HTTP 503") as failure:
            found.extend(start(server).search(queries, "title"))
        assert {hit.query for hit in found} == set(range(150))
        assert failure.value.hint
        assert failure.value.exit_code == 4
        assert len(by_query(start(server).search(queries, "title"))) == 300
        assert [asked.query.count("ti:") for asked in server.requests] == [150, *[150] * 4, 150]


@pytest.mark.parametrize("fault", [cut(), html(200), empty(total=3), reset(), stall(0.8)], ids=lambda fault: fault.kind)
def test_a_fault_that_stays_is_a_failure(start: Start, fault: Fault) -> None:
    with ArxivServer(FEW, faults=[None, *[fault] * 9]) as server:
        api = start(server, attempts=2)
        list(api.fetch([id_of(STRANGER)]))
        with pytest.raises(SourceFailed):
            list(api.fetch([id_of(TEAPOT)]))
        assert len(server.requests) == 3


@pytest.mark.parametrize("code", [200, 400])
def test_one_refused_query_does_not_cost_the_others(start: Start, notices: list[Notice], code: int) -> None:
    queries = [Query(title=each["title"]) for each in INVENTED[:8]]
    marked = INVENTED[5]["title"].split()[0]

    class Picky(ArxivServer):
        def answer(self, handler: object, fields: dict[str, str], lost: str | None = None) -> tuple[int, bytes]:
            if marked in fields.get("search_query", ""):
                from servers.arxiv_atom import error_feed

                return code, error_feed("cannot parse fragment")
            return super().answer(handler, fields, lost)  # type: ignore[arg-type]

    with Picky(MANY) as server:
        found = by_query(start(server).search(queries, "title"))
    # The second round asks for the refused one in other words.
    assert sorted(found) == list(range(8))
    ((kind, (subject,)),) = losses(notices)
    assert kind == "refused"
    assert marked in subject


def test_refusals_without_end_are_a_failure(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in INVENTED[:300]]
    with ArxivServer(MANY, faults=[error("the server is being moved")] * 99) as server:
        with pytest.raises(SourceFailed, match="the server is being moved"):
            list(start(server).search(queries, "title"))
        assert len(server.requests) <= 17


def test_an_address_that_is_too_long_after_all_is_divided(start: Start) -> None:
    queries = [Query(title=each["title"]) for each in INVENTED[:20]]
    with ArxivServer(MANY, posts=status(405), faults=[None, status(414)]) as server:
        found = by_query(start(server).search(queries, "title"))
        assert [asked.query.count("ti:") for asked in server.requests] == [20, 20, 10, 10]
    assert len(found) == 20


def test_an_error_feed_is_not_a_record(start: Start, notices: list[Notice]) -> None:
    with ArxivServer(FEW, faults=[error("something is wrong", code=200)]) as server:
        assert list(start(server).fetch([id_of(TEAPOT)])) == []
    assert losses(notices) == [("refused", ("1903.05678",))]


def test_a_wrong_address(start: Start) -> None:
    with ArxivServer(FEW) as server, pytest.raises(SourceFailed, match="HTTP 404"):
        list(start(server.url + "/nowhere").fetch([id_of(TEAPOT)]))


def test_every_request_is_reported(start: Start, notices: list[Notice]) -> None:
    with ArxivServer(FEW, faults=[None, status(503)]) as server:
        api = start(server)
        list(api.search([Query(ids=(id_of(TEAPOT),))], "id"))
        list(api.search([Query(title=SHEEP["title"])], "title"))
    assert [notice.kind for notice in notices] == ["request", "request", "retry"]
    assert notices[1].subjects == ('ti:"Counting Sheep Drowsiness Aware Tallies for"',)


# --- offline and politeness --------------------------------------------------------------------------------------


def test_offline_serves_the_cache_and_names_the_rest(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [Query(title=each["title"]) for each in (SHEEP, TEAPOT)]
    with ArxivServer(FEW) as server:
        list(start(server).search(queries[:1], "title"))
        list(start(server).fetch([id_of(LANTERN)]))

    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    offline = start(server_url := "http://127.0.0.1:9/", offline=True)
    found = []
    with pytest.raises(SourceOffline, match="A Teapot Calculus for Distributed Kettles") as failure:
        found.extend(offline.search(queries, "title"))
    assert [hit.query for hit in found] == [0]
    assert failure.value.exit_code == 4
    records = []
    with pytest.raises(SourceOffline, match=r"1903\.05678"):
        records.extend(offline.fetch([id_of(TEAPOT), id_of(LANTERN)]))
    assert ids(iter(records)) == ["hep-th/9901017v1"]
    assert list(offline.search(queries[:1], "title"))
    settled = [(Query(listing="p"), from_snapshot(each)) for each in (SHEEP, TEAPOT)]
    with pytest.raises(SourceOffline, match="au:"):
        list(start(server_url, offline=True).search([Query(abstract="x", listing="p")], "author", settled))


def test_long_lists_are_cut_short_in_what_offline_says(start: Start) -> None:
    many = [Identifier("arxiv", f"2001.{n:05}") for n in range(1, 31)]
    with pytest.raises(SourceOffline, match=r"30 ids: 2001\.00001; .*; and 20 more"):
        list(start("http://127.0.0.1:9/", offline=True).fetch(many))


PROGRAM = """
import sys
from pathlib import Path
from bibtools.model.identifier import Identifier
from bibtools.sources.arxiv_api import ArxivApi
api = ArxivApi(base_url=sys.argv[1], cache_dir=Path(sys.argv[2]), delay=float(sys.argv[3]))
print(sum(1 for id in sys.argv[4:] for _ in api.fetch([Identifier("arxiv", id)])))
"""


def run_two(server: ArxivServer, cache: Path, delay: float) -> list[str]:
    halves = (INVENTED[:3], INVENTED[3:6])
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, server.url, str(cache), str(delay), *(each["id"] for each in half)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    return [program.communicate(timeout=120)[0].strip() for program in running]


def test_two_processes_keep_their_distance(tmp_path: Path) -> None:
    with ArxivServer(MANY, latency=0.1) as server:
        assert run_two(server, tmp_path, 0.3) == ["3", "3"]
        assert len(server.starts) == 6
        assert min(b - a for a, b in pairwise(server.starts)) >= 0.3
        assert server.most_at_once == 1


@pytest.mark.slow
def test_two_processes_keep_three_seconds(tmp_path: Path) -> None:
    with ArxivServer(MANY) as server:
        assert run_two(server, tmp_path, 3.0) == ["3", "3"]
        assert len(server.starts) == 6
        assert min(b - a for a, b in pairwise(server.starts)) >= 3.0
        assert server.most_at_once == 1
