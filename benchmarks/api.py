"""The arXiv API source beside the `arxiv` package as it is ordinarily used: requests, wall time, reading a page.

    python -m benchmarks.api [--records 1000] [--delay 0.03] [--latency 0.02] [--save FILE]

Both ask the same local server, which keeps arXiv's limits, and both wait between requests as they do by themselves,
with the pause of 3 s shortened by the same factor for both (`--delay`; the up to 0.3 s that ours adds for the sake of
its neighbours is shortened likewise). What is computed is not, so the column "at 3 s" puts the rest of the pauses back:
seconds + (requests - 1) x (3 - delay). `arxiv` cannot ask for 1,000 ids at once (HTTP 414), so it is given chunks of
100, its page size; titles it is asked one by one, and abstracts by a phrase, their first eight words. All records are
invented.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import arxiv
import arxiv._feed

from bibtools.model.identifier import Identifier
from bibtools.sources import gate
from bibtools.sources.arxiv_api import ArxivApi
from bibtools.sources.arxiv_api.feed import parse, reference
from bibtools.sources.base import Query

sys.path.append(str(Path(__file__).parent.parent / "tests"))

from servers.arxiv import ArxivServer, Library
from servers.arxiv_atom import feed, version_of
from servers.invented import invent

POLITE_DELAY = 3.0
PAGE = 2000
REPEATS = 7
PHRASE = 8


class Run(NamedTuple):
    """What one way of asking cost, and how many of the entries it found."""

    requests: int
    seconds: float
    found: int


def timed(server: ArxivServer, work: Callable[..., int], *arguments: Any) -> Run:
    before, start = len(server.requests), perf_counter()
    found = work(*arguments)
    return Run(len(server.requests) - before, perf_counter() - start, found)


def right(records: list[dict[str, Any]], api: ArxivApi, queries: list[Query], strategy: str) -> int:
    """For how many queries, which stand in the order of the records, the right record is among the answers."""
    found = {(hit.query, hit.reference.ids[0].value) for hit in api.search(queries, strategy)}
    return sum((number, each["id"]) in found for number, each in enumerate(records))


def ours(server: ArxivServer, records: list[dict[str, Any]], delay: float, cache: Path) -> dict[str, Run]:
    ids = [Identifier("arxiv", each["id"]) for each in records]
    asked = {
        "title": [Query(title=each["title"]) for each in records],
        "abstract": [Query(abstract=each["abstract"]) for each in records],
    }
    runs = {}
    for turn in ("cold", "warm"):
        # A cache of its own for each: otherwise the records found one way would answer half of the next question.
        by_id = ArxivApi(base_url=server.url, cache_dir=cache / "ids", delay=delay)
        runs[f"ids, {turn}"] = timed(server, lambda api=by_id: sum(1 for _ in api.fetch(ids)))
        for strategy, queries in asked.items():
            api = ArxivApi(base_url=server.url, cache_dir=cache / strategy, delay=delay)
            runs[f"{strategy}s, {turn}"] = timed(server, lambda *given: right(records, *given), api, queries, strategy)
    return runs


def peers(server: ArxivServer, records: list[dict[str, Any]], delay: float) -> dict[str, Run]:
    client = arxiv.Client(page_size=100, delay_seconds=delay, num_retries=3)
    client.query_url_format = server.url + "?{}"
    ids = [each["id"] for each in records]

    def by_id() -> int:
        chunks = [ids[at : at + 100] for at in range(0, len(ids), 100)]
        return sum(1 for chunk in chunks for _ in client.results(arxiv.Search(id_list=chunk, max_results=len(chunk))))

    def one_by_one(queries: list[str]) -> int:
        searches = (arxiv.Search(query=query, max_results=1) for query in queries)
        found = (next(client.results(search), None) for search in searches)
        return sum(one is not None and one.get_short_id().startswith(id) for id, one in zip(ids, found, strict=True))

    titles = [f'ti:"{each["title"]}"' for each in records]
    phrases = [f'abs:"{" ".join(each["abstract"].split()[:PHRASE])}"' for each in records]
    return {
        "ids, cold": timed(server, by_id),
        "titles, cold": timed(server, one_by_one, titles),
        "abstracts, cold": timed(server, one_by_one, phrases),
    }


def page_times(records: list[dict[str, Any]]) -> dict[str, float]:
    """CPU seconds to read one page, medians of turns taken by each reader."""
    body = feed([entry for each in records if (entry := version_of(each, None))], len(records), {}, "2026-04")
    readers: dict[str, Callable[[], object]] = {
        "arxiv": lambda: arxiv._feed.parse(body),
        "bibtools": lambda: parse(body),
        "bibtools, to references": lambda: [reference(record) for record in parse(body).records],
    }
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(REPEATS):
        for name, read in readers.items():
            start = process_time()
            read()
            times[name].append(process_time() - start)
    return {name: median(each) for name, each in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--delay", type=float, default=0.03, help="what 3 s are shortened to, for both")
    parser.add_argument("--latency", type=float, default=0.02, help="how long the server thinks about each request")
    parser.add_argument("--save", type=Path, help="a JSON file for the figures")
    options = parser.parse_args()
    logging.getLogger("arxiv").setLevel(logging.ERROR)
    shortened = options.delay / POLITE_DELAY
    gate.MARGIN, gate.ARRIVAL = gate.MARGIN * shortened, gate.ARRIVAL * shortened

    records = invent(options.records)
    with tempfile.TemporaryDirectory() as cache, ArxivServer(Library(records), latency=options.latency) as server:
        mine = ours(server, records, options.delay, Path(cache))
        theirs = peers(server, records, options.delay)
    pages = page_times(invent(PAGE))

    print(
        f"{options.records} entries, {options.delay} s for 3 s, latency {options.latency} s, arxiv {arxiv.__version__}"
    )
    print(f"{'':16} {'':10} {'requests':>8} {'seconds':>8} {'at 3 s':>8} {'found':>6}")
    for name, run in mine.items():
        print(f"{name:16} {'bibtools':10} {shown(run, options.delay)}")
        if peer := theirs.get(name):
            print(f"{'':16} {'arxiv':10} {shown(peer, options.delay)}")
            ratios = (
                run.requests / peer.requests,
                run.seconds / peer.seconds,
                polite(run, options.delay) / polite(peer, options.delay),
            )
            print(f"{'':16} {'ratio':10} {ratios[0]:8.3f} {ratios[1]:8.3f} {ratios[2]:8.3f}")
    print(f"\nA page of {PAGE} entries, CPU time, medians of {REPEATS}")
    for name, seconds in pages.items():
        print(f"{name:24} {seconds * 1000:7.0f} ms   {seconds / pages['arxiv']:.2f} x arxiv")
    if options.save:
        figures = {
            "bibtools": {name: run._asdict() for name, run in mine.items()},
            "arxiv": {name: run._asdict() for name, run in theirs.items()},
            "page": pages,
        }
        options.save.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def polite(run: Run, delay: float) -> float:
    """The seconds that a run takes when its pauses are not shortened."""
    return run.seconds + max(0, run.requests - 1) * (POLITE_DELAY - delay)


def shown(run: Run, delay: float) -> str:
    return f"{run.requests:8} {run.seconds:8.2f} {polite(run, delay):8.1f} {run.found:6}"


if __name__ == "__main__":
    main()
