"""Match: each entry asked of the sources in turn, until it is settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from bibtools.errors import BibtoolsError, IndexUnusable, SourceFailed, SourceOffline
from bibtools.model.document import Entry
from bibtools.model.match import Match, Recommendation

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.match.settings import Settings
    from bibtools.sources.base import Hit, Query, Source
    from bibtools.sources.notice import Report

# Entries that are looked up together: large enough for batched requests, small enough to stream.
CHUNK = 1000

Failures = Callable[[BibtoolsError], None]
Progress = Callable[[int], None]


def query(entry: Entry) -> Query:
    """What sources are asked about an entry."""
    from bibtools.sources.base import Query

    known = entry.reference
    return Query(
        ids=known.ids,
        title=known.title,
        abstract=known.abstract,
        author=known.author,
        issued=known.issued,
        text=entry.text,
        listing=entry.origin.path,
    )


def sources(config: Config, report: Report | None = None) -> Iterator[Source]:
    """The sources the settings ask for, in the order they are to be asked; `report` hears what they tell.

    Raises IndexUnusable when an index is asked for by name and cannot be opened, or when nothing is left to ask.
    """
    wanted, offline = config.text("source.use"), config.flag("source.offline")
    if wanted == "starter":
        from bibtools.sources.arxiv_index import open_index, starter

        yield open_index(starter())
    if wanted in ("auto", "index"):
        named = config.settings["index.path"].origin != "defaults"
        if named or wanted == "index" or config.index_path.exists():
            from bibtools.sources.arxiv_index import open_index

            yield open_index(config.index_path)
        elif offline:
            raise IndexUnusable(
                f"there is no local index at {config.index_path}, and --offline forbids asking arXiv",
                hint="build one with `bibtools index build`, or try the small one that comes along: --source starter",
            )
    if wanted in ("auto", "api") and not (offline and wanted == "auto"):
        yield api(config, report)


def api(config: Config, report: Report | None = None) -> Source:
    """The arXiv API, as the settings describe it."""
    from bibtools.sources.arxiv_api import ArxivApi
    from bibtools.sources.notice import ignore

    return ArxivApi(
        base_url=config.text("api.url"),
        cache_dir=config.cache_path,
        gate_dir=config.gate_path,
        delay=config.number("api.delay"),
        timeout=config.number("api.timeout"),
        max_age_days=config.number("cache.days"),
        offline=config.flag("source.offline"),
        report=report or ignore,
    )


def match(
    entries: Iterable[Entry],
    sources: Sequence[Source],
    settings: Settings,
    *,
    on_failure: Failures,
    progress: Progress | None = None,
) -> Iterator[Match]:
    """A decision for each entry, in order. A source that fails is reported once and not asked again for that chunk."""
    stream = iter(entries)
    while chunk := list(islice(stream, CHUNK)):
        yield from _match_chunk(chunk, sources, settings, on_failure)
        if progress:
            progress(len(chunk))


def _match_chunk(
    entries: Sequence[Entry], sources: Sequence[Source], settings: Settings, on_failure: Failures
) -> list[Match]:
    from bibtools.match.matcher import match as decide

    queries = [query(entry) for entry in entries]
    hits: list[list[Hit]] = [[] for _ in entries]
    matches = [decide(entry, (), settings) for entry in entries]
    for source in sources:
        for strategy in source.strategies:
            still_open = [n for n, found in enumerate(matches) if found.recommendation is not Recommendation.ACCEPT]
            if not still_open:
                return matches
            settled = [
                (queries[n], found.best.reference)
                for n, found in enumerate(matches)
                if found.best and found.recommendation is Recommendation.ACCEPT
            ]
            answered = set()
            gave_up = False
            try:
                for hit in source.search([queries[n] for n in still_open], strategy, settled):
                    hits[still_open[hit.query]].append(hit)
                    answered.add(still_open[hit.query])
            except SourceFailed as error:
                on_failure(error)
                # Offline, the cache may still hold the answers to the next strategy's questions.
                gave_up = not isinstance(error, SourceOffline)
            for n in answered:
                matches[n] = decide(entries[n], hits[n], settings)
            if gave_up:
                break
    return matches


def match_settings(config: Config) -> Settings:
    """The `[match]` settings, as the decision takes them. Raises ConfigError for a name it does not have."""
    from bibtools.match.settings import Settings

    return Settings.from_mapping(config.tree("match"))
