"""Anything may happen between any two requests: no work of others is lost, no paper comes twice, all gets done."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from hypothesis import given, settings
from hypothesis import strategies as st
from servers.zotero import ZoteroServer, serve, serve_local
from servers.zotero_faults import (
    Fault,
    backoff,
    bad_gateway,
    close_after,
    close_before,
    cut,
    limited,
    maintenance,
    meanwhile,
    server_error,
)
from servers.zotero_invariants import twins, violations
from servers.zotero_store import Library
from zotero.conftest import Clerk, Watch
from zotero.papers import held, papers

from bibtools.errors import Refused, SourceFailed

LINE: dict[str, Callable[[], Fault]] = {
    "lost before": close_before,
    "lost after": close_after,
    "500": server_error,
    "502": bad_gateway,
    "cut": cut,
    "429": lambda: limited(4),
    "429 for long": lambda: limited(100_000),
    "503": lambda: maintenance(20),
    "backoff": lambda: backoff(9),
}
WANTED = range(6)


def nth(library: Library, number: int) -> str | None:
    keys = sorted(library.items)
    return keys[number % len(keys)] if keys else None


def add(library: Library, number: int) -> None:
    library.add(**held(number % len(WANTED)))


def edit(library: Library, number: int) -> None:
    if key := nth(library, number):
        library.edit(key, date=f"19{number % 90 + 10}")


def tag(library: Library, number: int) -> None:
    if key := nth(library, number):
        library.edit(key, tags=[{"tag": f"mine {number}"}], citationKey=f"mine{number}")


def trash(library: Library, number: int) -> None:
    if key := nth(library, number):
        library.trash(key)


def erase(library: Library, number: int) -> None:
    if key := nth(library, number):
        library.erase(key)


DEEDS = {deed.__name__: deed for deed in (add, edit, tag, trash, erase)}
EVENTS = st.tuples(
    st.integers(1, 16), st.sampled_from(sorted(LINE)) | st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 9))
)


def ordered(server: ZoteroServer, events: list[tuple[int, str | tuple[str, int]]]) -> dict[int, Fault]:
    """The faults that make the events happen, by the number of the request before which they do."""

    def happen(deed: str, number: int) -> Fault:
        return meanwhile(lambda: DEEDS[deed](server.user, number))

    return {
        request: LINE[event]() if isinstance(event, str) else happen(*event) for request, event in dict(events).items()
    }


def doubled_by_us(library: Library) -> list[tuple[str, str]]:
    """The pairs of the same paper of which the later one is ours: others may add twice what they like."""
    order = list(library.items)
    return [pair for pair in twins(library) if max(pair, key=order.index) not in library.left]


@given(st.lists(EVENTS, max_size=6), st.lists(st.integers(0, 5), max_size=4, unique=True), st.booleans())
@settings(max_examples=max(settings().max_examples // 4, 10))
def test_anything_may_happen(events: list[tuple[int, str | tuple[str, int]]], known: list[int], local: bool) -> None:
    target = "zotero+local:user" if local else "zotero:user"
    watch = Watch()
    server = serve_local(clock=watch) if local else serve(clock=watch)
    for number in known:
        server.user.add(**held(number))
    server.faults.any = ordered(server, events)
    with tempfile.TemporaryDirectory() as folder, server:
        clerk = Clerk(server, watch, Path(folder))
        try:
            clerk.merge(papers(*WANTED), target)
        except Refused:
            assert server.writes == []  # the desktop client did not answer whether writing is allowed
        except SourceFailed:
            server.faults.any.clear()
            for run in clerk.runs:
                clerk.library(target).resume(run)
        server.faults.any.clear()
        assert doubled_by_us(server.user) == []
        clerk.merge(papers(*WANTED), target)
        sent = len(server.writes)
        again = clerk.merge(papers(*WANTED), target)
        assert (again.plan.changes, len(server.writes)) == ((), sent)
        assert violations(server) == []
        for client in clerk.clients:
            client.close()


def test_two_merges_at_the_same_time(tmp_path: Path) -> None:
    count = 130
    with serve() as server:
        for number in range(0, count, 2):
            server.user.add(**held(number))
        clerks = [Clerk(server, Watch(), tmp_path / name) for name in ("one", "other")]
        threads = [Thread(target=clerk.merge, args=(papers(*range(count)),)) for clerk in clerks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for clerk in clerks:
            clerk.clients[0].close()
        titles = sorted(item.data["title"] for item in server.user.items.values())
        assert titles == sorted(str(reference.title) for reference in papers(*range(count)))
        assert all(item.data["date"] for item in server.user.items.values())
        assert [found for found in violations(server) if not found.endswith("requests at once")] == []
