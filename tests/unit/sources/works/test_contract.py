"""What every service does, whatever goes wrong: keeps what worked, lists the rest, and asks no more than it must."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from servers.invented_works import (
    RECORDS,
    SHEEP_ARXIV,
    SHEEP_DOI,
    SHEEP_TITLE,
    TEAPOT_ARXIV,
    TEAPOT_DOI,
    TEAPOT_TITLE,
)
from servers.works import Fault, changed, cut, html, nothing, reset, stall, status

from bibtools.errors import BibtoolsError, ConfigError, SourceFailed, SourceOffline
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.sources.base import Query
from bibtools.sources.gate import MARGIN
from bibtools.sources.works import SERVICES, crossref, datacite, dblp, openalex, semantic_scholar, service

Open = Callable[..., Any]
Gather = Callable[[Iterator[Any]], tuple[list[Any], BibtoolsError | None]]

ARXIV = (Identifier("arxiv", SHEEP_ARXIV), Identifier("arxiv", TEAPOT_ARXIV))
DOIS = (Identifier("doi", SHEEP_DOI.upper()), Identifier("doi", TEAPOT_DOI))
IDS = {"crossref": DOIS, "openalex": DOIS, "datacite": ARXIV, "semantic-scholar": ARXIV}
MODULES = dict(zip(SERVICES, (crossref, dblp, openalex, datacite, semantic_scholar), strict=True))
UNKNOWN = Identifier("doi", "10.5555/nothing")
SHEEP = Query(title=SHEEP_TITLE, author=(Name("Woolsey", "Baa"),))
TEAPOT = Query(title=TEAPOT_TITLE)
NOWHERE = Query(title="Quilting Without Thread")

every_service = pytest.mark.parametrize("name", SERVICES)
every_lookup = pytest.mark.parametrize("name", sorted(IDS))
# What is asked once more, and how long after: two seconds, or five if the service said that it was too much.
PASSING = {
    "429": (status(429), 5.0),
    "429 with Retry-After": (status(429, retry_after=7), 7.0),
    "500": (status(500), 2.0),
    "503 with Retry-After": (status(503, retry_after=120), 120.0),
    "silence": (stall(30.0), 2.0),
    "a web page": (html(), 2.0),
    "cut short": (cut(), 2.0),
    "reset": (reset(), 2.0),
}
passing_fault = pytest.mark.parametrize(("fault", "pause"), PASSING.values(), ids=PASSING)
LASTING = {"429": status(429), "502": status(502), "a web page": html(), "cut short": cut(), "reset": reset()}
lasting_fault = pytest.mark.parametrize("fault", LASTING.values(), ids=LASTING)


def test_services_are_told_apart() -> None:
    assert set(RECORDS) == set(SERVICES)
    with pytest.raises(ConfigError, match="no such service: 'scopus'") as failure:
        service("scopus")
    assert "semantic-scholar" in str(failure.value.hint)


@every_service
def test_a_title_is_found_in_one_request(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    source = desk.source()
    hits = list(source.search([NOWHERE, SHEEP, TEAPOT, SHEEP, Query()], "title"))
    assert [hit.query for hit in hits] == [1, 3, 2]
    assert [hit.source for hit in hits] == [name] * 3
    assert [fold(hit.reference.title) for hit in hits] == [fold(SHEEP_TITLE)] * 2 + [fold(TEAPOT_TITLE)]
    assert len(desk.server.requests) == 3
    assert [notice for notice in desk.notices if notice.is_loss] == []


def fold(title: str | None) -> str:
    return (title or "").replace("<i>", "").replace("</i>", "")


@every_lookup
def test_ids_are_looked_up_together(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    source = desk.source()
    assert source.strategies == ("id", "title")
    ids = IDS[name]
    found = list(source.fetch([UNKNOWN, *ids, ids[0]]))
    assert [ids[0] in each.ids for each in found] == [True, False]
    assert [ids[1] in each.ids for each in found] == [False, True]
    assert len(desk.server.requests) == 1
    assert [notice for notice in desk.notices if notice.is_loss] == []


@every_lookup
def test_ids_of_queries(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    ids = IDS[name]
    queries = [Query(ids=(UNKNOWN,)), Query(ids=ids), Query(ids=(ids[1],)), TEAPOT]
    hits = list(desk.source().search(queries, "id"))
    assert sorted((hit.query, ids.index(next(id for id in ids if id in hit.reference.ids))) for hit in hits) == [
        (1, 0),
        (1, 1),
        (2, 1),
    ]
    assert len(desk.server.requests) == 1


def test_a_service_without_ids_is_not_asked_for_any(open_desk: Open) -> None:
    desk = open_desk("dblp")
    assert desk.source().strategies == ("title",)
    assert list(desk.source().fetch([*ARXIV, *DOIS])) == []
    assert desk.server.requests == []


@every_lookup
def test_ids_of_other_kinds_cost_nothing(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    assert list(desk.source().fetch([Identifier("isbn", "9780306406157"), Identifier("pmid", "1")])) == []
    assert desk.server.requests == []


@every_service
def test_what_is_known_is_not_asked_again(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    ids = [*IDS.get(name, ()), UNKNOWN]
    first = (list(desk.source().fetch(ids)), list(desk.source().search([SHEEP, NOWHERE], "title")))
    sent = len(desk.server.requests)
    again = desk.source()
    assert (list(again.fetch(ids)), list(again.search([SHEEP, NOWHERE], "title"))) == first
    offline = desk.source(offline=True)
    assert (list(offline.fetch(ids)), list(offline.search([SHEEP, NOWHERE], "title"))) == first
    assert len(desk.server.requests) == sent


@every_service
def test_that_nothing_was_found_is_believed_for_a_day(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    for hours, requests in ((0, 1), (23, 1), (2, 2)):
        desk.waits.ahead += hours * 3600
        assert list(desk.source().search([NOWHERE], "title")) == []
        assert len(desk.server.requests) == requests


@every_service
def test_offline_serves_the_cache_and_names_the_rest(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name)
    before = list(desk.source().search([TEAPOT], "title"))
    sent = len(desk.server.requests)
    hits, error = gather(desk.source(offline=True).search([TEAPOT, SHEEP], "title"))
    assert hits == before
    assert isinstance(error, SourceOffline)
    assert f"not asked about 1 of 2: {SHEEP_TITLE}" in error.message
    assert error.hint
    assert len(desk.server.requests) == sent


@every_lookup
def test_offline_names_ids(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name)
    found, error = gather(desk.source(offline=True).fetch(IDS[name]))
    assert found == []
    assert isinstance(error, SourceOffline)
    assert IDS[name][1].value.lower() in error.message
    assert desk.server.requests == []


@passing_fault
@every_service
def test_what_passes_is_asked_again(name: str, fault: Fault, pause: float, open_desk: Open) -> None:
    desk = open_desk(name, faults=[fault])
    (hit,) = desk.source(timeout=0.4 if fault.kind == "stall" else 5.0).search([TEAPOT], "title")
    assert hit.reference.title == TEAPOT_TITLE
    assert len(desk.server.requests) == 2
    assert pause <= sum(desk.waits.slept) <= pause * 1.25
    assert len(desk.told("retry")) == 1


@pytest.mark.parametrize("fault", [status(503), html(), cut()], ids=["503", "a web page", "cut short"])
@every_lookup
def test_a_lookup_is_asked_again(name: str, fault: Fault, open_desk: Open) -> None:
    desk = open_desk(name, faults=[fault])
    assert len(list(desk.source().fetch(IDS[name]))) == 2
    assert len(desk.server.requests) == 2


@lasting_fault
@every_service
def test_what_lasts_ends_it(name: str, fault: Fault, open_desk: Open, gather: Gather) -> None:
    """The first title is answered; the next two are not in four attempts each; the others are not even asked about."""
    desk = open_desk(name, faults=[None, *[fault] * 99])
    titles = [Query(title=f"{TEAPOT_TITLE} {number}") for number in range(20)]
    hits, error = gather(desk.source().search([TEAPOT, *titles], "title"))
    assert [hit.query for hit in hits] == [0]
    assert type(error) is SourceFailed
    assert error.exit_code == 4
    assert "about 20 of 21: A Teapot Calculus 0; A Teapot Calculus 1; " in error.message
    assert "A Teapot Calculus 9; and 10 more (" in error.message
    assert error.message.endswith("(asked 4 times))")
    assert error.hint
    assert len(desk.server.requests) == 9


@every_service
def test_one_title_that_fails_is_left_out(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name, faults=[*[status(500)] * 4])
    hits, error = gather(desk.source().search([SHEEP, TEAPOT], "title"))
    assert [hit.query for hit in hits] == [1]
    assert isinstance(error, SourceFailed)
    assert f"1 of 2: {SHEEP_TITLE}" in error.message
    hits, error = gather(desk.source().search([SHEEP, TEAPOT], "title"))
    assert sorted(hit.query for hit in hits) == [0, 1]
    assert error is None
    assert len(desk.server.requests) == 6


@every_service
def test_nobody_there(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    source = desk.source(base_url=f"http://127.0.0.1:{port}")
    hits, error = gather(source.search([SHEEP, TEAPOT, NOWHERE], "title"))
    assert hits == []
    assert isinstance(error, SourceFailed)
    assert "3 of 3" in error.message
    assert "cannot connect" in error.message
    assert [notice.kind for notice in desk.notices].count("retry") == 2


@every_service
def test_a_long_pause_ends_it_at_once(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name, faults=[None, status(429, retry_after=7200)])
    hits, error = gather(desk.source().search([TEAPOT, SHEEP, NOWHERE], "title"))
    assert [hit.query for hit in hits] == [0]
    assert isinstance(error, SourceFailed)
    assert "2 of 3" in error.message
    assert "120 minutes" in error.message
    assert len(desk.server.requests) == 2
    assert sum(desk.waits.slept) < 10


@every_service
def test_a_form_that_nobody_knows_ends_it_at_once(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name, faults=[None, changed()])
    hits, error = gather(desk.source().search([TEAPOT, SHEEP, NOWHERE], "title"))
    assert [hit.query for hit in hits] == [0]
    assert isinstance(error, SourceFailed)
    assert "2 of 3" in error.message
    assert "a form that bibtools does not know" in error.message
    assert len(desk.server.requests) == 2


@pytest.mark.parametrize("code", [401, 403, 404, 410])
@every_service
def test_a_door_that_is_shut_ends_it_at_once(name: str, code: int, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name, faults=[status(code)])
    hits, error = gather(desk.source().search([TEAPOT, SHEEP], "title"))
    assert hits == []
    assert isinstance(error, SourceFailed)
    assert f"HTTP {code}" in error.message
    assert "2 of 2" in error.message
    assert len(desk.server.requests) == 1


@every_service
def test_a_refused_title_is_reported_and_left_out(name: str, open_desk: Open) -> None:
    desk = open_desk(name, faults=[status(400)])
    hits = list(desk.source().search([SHEEP, TEAPOT], "title"))
    assert [hit.query for hit in hits] == [1]
    (told,) = desk.told("refused")
    assert SHEEP_TITLE in told
    assert len(desk.server.requests) == 2


@every_lookup
def test_a_refused_batch_is_divided(name: str, open_desk: Open) -> None:
    """One id of five is refused with whatever is asked together with it."""
    culprit = Identifier("doi", "10.5555/poison")
    desk = open_desk(name, refuses=["10.5555/poison"])
    others = [Identifier("doi", f"10.5555/{number}") for number in range(2)]
    found = list(desk.source().fetch([IDS[name][0], *others, culprit, IDS[name][1]]))
    assert len(found) == 2
    (told,) = desk.told("refused")
    assert "10.5555/poison" in told
    assert len(desk.server.requests) <= 7


@every_lookup
def test_a_service_that_refuses_everything_is_not_asked_for_ever(name: str, open_desk: Open, gather: Gather) -> None:
    desk = open_desk(name, refuses=["10.5555"])
    ids = [Identifier("doi", f"10.5555/{number}") for number in range(300)]
    found, error = gather(desk.source().fetch(ids))
    assert found == []
    assert isinstance(error, SourceFailed)
    assert "refuses whatever it is asked" in error.message
    assert len(desk.server.requests) <= 13


@every_service
def test_records_of_another_shape_cost_only_themselves(name: str, open_desk: Open) -> None:
    desk = open_desk(name, records=[7, RECORDS[name][1]])
    hits = list(desk.source().search([TEAPOT], "title"))
    assert [hit.reference.title for hit in hits] == [TEAPOT_TITLE]
    if name in IDS:
        desk.notices.clear()
        assert len(list(desk.source().fetch([UNKNOWN, IDS[name][1]]))) == 1
        assert len(desk.told("malformed")) == 1
        desk.notices.clear()
        list(desk.source().search([SHEEP], "title"))
    if name != "semantic-scholar":  # A title has only one answer there.
        assert len(desk.told("malformed")) == 1


@every_service
def test_fields_of_another_shape_cost_only_themselves(name: str, open_desk: Open) -> None:
    """Every field in turn is something else than it should be: what the others say is still there."""
    whole = next(iter(open_desk(name).source().search([TEAPOT], "title"))).reference
    for field in RECORDS[name][1]:
        for strange in (None, 17, [], {}, [[]], [None, {"a": []}], "", {"": [{}]}, True):
            changed_record = {**RECORDS[name][1], field: strange}
            found = MODULES[name].reference(changed_record)
            same = sum(getattr(found, part) == getattr(whole, part) for part in found.__slots__)
            assert same >= len(found.__slots__) - 9, (field, strange)


@every_service
def test_an_empty_answer_is_no_error(name: str, open_desk: Open) -> None:
    desk = open_desk(name, faults=[nothing(), nothing()])
    assert list(desk.source().search([TEAPOT], "title")) == []
    assert list(desk.source().fetch(IDS.get(name, ()))) == []
    assert [notice for notice in desk.notices if notice.is_loss] == []


@every_service
def test_each_service_has_its_own_gate_and_pace(name: str, open_desk: Open) -> None:
    desk = open_desk(name)
    list(desk.source().search([SHEEP, TEAPOT, NOWHERE], "title"))
    assert [path.name for path in (desk.folder / "gates").iterdir()] == [name]
    paces = {"crossref": 1.0, "dblp": 2.0, "openalex": 0.1, "datacite": 0.6, "semantic-scholar": 1.0}
    assert desk.waits.slept == pytest.approx([paces[name] + MARGIN] * 2)
    desk.waits.slept.clear()
    other = desk.source(gate_dir=desk.folder / "elsewhere", cache_dir=desk.folder / "elsewhere")
    list(other.search([SHEEP], "title"))
    assert desk.waits.slept == []
