"""Bulk matching: what a source that fails leaves behind, and workers that fail or die."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from bibtools import config as configuration
from bibtools.errors import IndexUnusable, SourceFailed, SourceOffline
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference
from bibtools.pipeline import bulk
from bibtools.pipeline.batches import Batch, batches
from bibtools.pipeline.match import match_settings
from bibtools.pipeline.workers import Workers
from bibtools.sources.base import Hit, Query

BATCH = Batch("x.jsonl", (Entry("a", Reference(title="On Everything"), Origin("x.jsonl")),), size=30)
SETTINGS = match_settings(configuration.load(environ={}, folder=None, user_file=None))


class Failing:
    """A source that answers nothing but an error."""

    name = "failing"
    strategies = ("title",)

    def __init__(self, error: SourceFailed) -> None:
        self._error = error

    def fetch(self, ids: Sequence[Identifier]) -> Iterator[Reference]:
        del ids
        raise self._error

    def search(
        self, queries: Sequence[Query], strategy: str, settled: Sequence[tuple[Query, Reference]] = ()
    ) -> Iterator[Hit]:
        del queries, strategy, settled
        raise self._error


def test_what_a_failing_source_could_not_say_is_not_written() -> None:
    done = bulk._work(BATCH, [Failing(SourceFailed("no answer"))], SETTINGS)
    assert (done.is_whole, done.lines, done.counts, done.size) == (False, b"", {}, 30)
    assert [failure.message for failure in done.failures] == ["no answer"]


def test_offline_the_rest_goes_on() -> None:
    done = bulk._work(BATCH, [Failing(SourceOffline("offline"))], SETTINGS)
    assert done.is_whole
    assert done.lines.count(b"\n") == 1


def test_a_run_ends_with_the_first_batch_that_is_not_whole() -> None:
    results = [bulk.Done(b"1\n"), bulk.Done(b"", failures=(SourceFailed("no answer"),)), bulk.Done(b"3\n")]
    assert list(bulk._until_broken(iter(results))) == results[:2]


@pytest.mark.parametrize(
    ("flags", "local"),
    [
        ({"source.use": "index"}, True),
        ({"source.use": "starter"}, True),
        ({"source.use": "api"}, False),
        ({"source.use": "auto"}, False),
        ({"source.use": "auto", "source.offline": True}, True),
    ],
)
def test_which_sources_may_be_asked_by_several_processes(flags: dict[str, str | bool], local: bool) -> None:
    assert bulk.is_local(configuration.load(environ={}, folder=None, user_file=None, flags=flags)) is local


def squares() -> Callable[[int], int]:
    return lambda number: number * number


def fails_at_three() -> Callable[[int], int]:
    def answer(number: int) -> int:
        if number == 3:
            raise IndexUnusable("damaged", hint="build it again")
        return number

    return answer


def dies_at_three() -> Callable[[int], int]:
    def answer(number: int) -> int:
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return answer


# Leaving `with` waits for processes that end only when none of them holds what this one asks through.
STARTED = pytest.mark.parametrize("fork", [False, True], ids=["afresh", "forked"])


@STARTED
def test_answers_come_in_order_and_tasks_are_taken_as_needed(fork: bool) -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for number in range(50):
            taken.append(number)
            yield number

    with Workers(squares, 2, fork=fork) as workers:
        answers = workers.map(tasks())
        assert next(answers) == 0
        assert len(taken) <= 8
        assert list(answers) == [number * number for number in range(1, 50)]


@STARTED
def test_an_error_of_a_worker_is_raised_with_its_hint(fork: bool) -> None:
    with pytest.raises(IndexUnusable, match="damaged") as raised, Workers(fails_at_three, 2, fork=fork) as workers:
        list(workers.map(iter(range(10))))
    assert raised.value.hint == "build it again"


@STARTED
def test_a_worker_that_was_killed_is_told(fork: bool) -> None:
    with pytest.raises(SourceFailed, match="exit code -9"), Workers(dies_at_three, 2, fork=fork) as workers:
        list(workers.map(iter(range(10))))


def test_json_lines_are_cut_into_batches_without_reading_ahead(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    path.write_text('{"title": "A"}\n\n{"title": "B"}\n{"title": "C"}', "utf-8")
    found = list(batches([str(path)], 2))
    assert [len(batch.lines) for batch in found] == [2, 1]
    assert sum(batch.size for batch in found) == path.stat().st_size
    assert [entry.id for batch in found for entry in batch.read().entries] == ["L1", "L3", "L4"]
