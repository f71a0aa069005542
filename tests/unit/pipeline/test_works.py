"""Services asked in turn: what each says is kept, whatever befalls the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bibtools.config import Config, load
from bibtools.errors import BibtoolsError, ConfigError, SourceFailed, SourceOffline
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.pipeline.works import answers, works
from bibtools.sources.base import Hit, Query

DOI = Identifier("doi", "10.1000/182")
QUERIES = [Query(ids=(DOI,), title="On Wool"), Query(title="On Felt"), Query(title="On Yarn")]


class Service:
    """A service that knows works by DOI and by title, and may fail at a strategy after what it has told."""

    def __init__(self, name: str, known: Sequence[Reference], failing: dict[str, SourceFailed] | None = None) -> None:
        self.name, self.known, self.failing = name, known, failing or {}
        self.strategies = ("id", "title")
        self.asked: list[tuple[str, list[str | None]]] = []

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        return (work for work in self.known if set(ids) & set(work.ids))

    def search(self, queries: Sequence[Query], strategy: str, settled: object = ()) -> Iterator[Hit]:  # noqa: ARG002
        self.asked.append((strategy, [query.title for query in queries]))
        for number, query in enumerate(queries):
            for work in self.known:
                same_id = set(query.ids) & set(work.ids)
                if same_id if strategy == "id" else query.title == work.title:
                    yield Hit(number, work, self.name)
        if strategy in self.failing:
            raise self.failing[strategy]


WOOL = Reference(title="On Wool", ids=(DOI,))
FELT, YARN = Reference(title="On Felt"), Reference(title="On Yarn")


def asked(*services: Service) -> tuple[list[list[tuple[str, str | None]]], list[BibtoolsError]]:
    failures: list[BibtoolsError] = []
    found = answers(QUERIES, services, on_failure=failures.append)
    return [[(source, work.title) for source, work in each] for each in found], failures


def test_each_query_gets_the_answers_of_all_services_in_their_order() -> None:
    found, failures = asked(Service("a", [WOOL, FELT]), Service("b", [FELT, YARN]))
    assert found == [[("a", "On Wool")], [("a", "On Felt"), ("b", "On Felt")], [("b", "On Yarn")]]
    assert failures == []


def test_what_is_known_by_its_id_is_not_looked_for_by_its_title() -> None:
    service = Service("a", [WOOL, FELT])
    asked(service)
    assert service.asked == [("id", ["On Wool", "On Felt", "On Yarn"]), ("title", ["On Felt", "On Yarn"])]


def test_a_service_that_fails_is_not_asked_on_and_keeps_nobody_else() -> None:
    broken = Service("a", [WOOL, FELT], {"id": SourceFailed("a: HTTP 503")})
    found, failures = asked(broken, Service("b", [FELT]))
    assert found == [[("a", "On Wool")], [("b", "On Felt")], []]
    assert [failure.message for failure in failures] == ["a: HTTP 503"]
    assert [strategy for strategy, _ in broken.asked] == ["id"]


def test_offline_the_cache_is_asked_in_every_way() -> None:
    cached = Service("a", [FELT], {"id": SourceOffline("offline: a was not asked")})
    found, failures = asked(cached)
    assert found == [[], [("a", "On Felt")], []]
    assert len(failures) == 1


def settings(**flags: str) -> Config:
    return load(environ={}, folder=None, user_file=None, flags={f"works.{name}": flags[name] for name in flags})


def test_services_are_asked_in_the_order_they_are_named() -> None:
    assert [service.name for service in works(settings(use="dblp, crossref"))] == ["dblp", "crossref"]
    assert list(works(settings())) == []


def test_a_service_that_does_not_exist() -> None:
    with pytest.raises(ConfigError, match="no service is called 'scopus'"):
        list(works(settings(use="scopus")))
