"""Works: services of published metadata, asked about entries whose work is known, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bibtools.errors import ConfigError, SourceFailed, SourceOffline
from bibtools.model.reference import Reference

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.pipeline.match import Failures
    from bibtools.sources.base import Query, Source
    from bibtools.sources.notice import Report

# (name of the source, what it says)
Answer = tuple[str, Reference]


def works(config: Config, report: Report | None = None) -> Iterator[Source]:
    """The services the settings name, in their order. Raises ConfigError for a name that is none."""
    from bibtools.sources.notice import ignore
    from bibtools.sources.works import SERVICES, service
    from bibtools.sources.works.source import Works

    for name in config.text("works.use").replace(",", " ").split():
        if name not in SERVICES:
            raise ConfigError(f"works.use: no service is called {name!r}", hint=f"there are {', '.join(SERVICES)}")
        yield Works(
            service(name),
            cache_dir=config.cache_path,
            gate_dir=config.gate_path,
            timeout=config.number("works.timeout"),
            max_age_days=config.number("cache.days"),
            offline=config.flag("source.offline"),
            report=report or ignore,
            mail=config.text("works.mail") or None,
            key=config.keys.get(name),
            base_url=config.text(f"works.url.{name}") or None,
        )


def answers(queries: Sequence[Query], services: Sequence[Source], *, on_failure: Failures) -> list[list[Answer]]:
    """What the services say about each query, in the order of the services, each record once.

    A service that fails is reported and not asked again; what it said until then is kept.
    """
    found: list[list[Answer]] = [[] for _ in queries]
    for service in services:
        answered: set[int] = set()
        for strategy in service.strategies:
            # A work that the service knows by its identifier is not looked for by its title.
            still_open = [number for number in range(len(queries)) if number not in answered]
            try:
                for hit in service.search([queries[number] for number in still_open], strategy):
                    number = still_open[hit.query]
                    answered.add(number)
                    if (answer := (service.name, hit.reference)) not in found[number]:
                        found[number].append(answer)
            except SourceFailed as error:
                on_failure(error)
                # Offline, the cache may still hold the answers to the next strategy's questions.
                if not isinstance(error, SourceOffline):
                    break
    return found
