"""Bulk matching: any number of entries, in bounded memory, on all cores, one line of JSON for each, in their order.

The results are the same for any number of processes: entries are looked up in batches of one size, and a local source
answers each entry for itself. A source that sends requests is asked by one process, which sees all batches in turn.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from bibtools.errors import BibtoolsError, SourceOffline
from bibtools.model.document import Problem
from bibtools.pipeline.batches import Batch
from bibtools.pipeline.match import CHUNK, match, match_settings, sources

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.match.settings import Settings
    from bibtools.sources.base import Source
    from bibtools.sources.notice import Report

__all__ = ["CHUNK", "Done", "cores", "is_local", "matched"]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch: `lines` are its matches as JSON lines, `counts` how many got which recommendation.

    `size` is how many bytes of input it stood for. `failures` are sources that did not answer; where one of them makes
    the batch worth asking again, `lines` is empty.
    """

    lines: bytes
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    failures: tuple[BibtoolsError, ...] = ()
    size: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every source answered that could be asked."""
        return all(isinstance(error, SourceOffline) for error in self.failures)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_local(config: Config) -> bool:
    """Whether all sources that the settings ask for answer without a request."""
    use = config.text("source.use")
    return use != "api" and (use != "auto" or config.flag("source.offline"))


def matched(
    batches: Iterator[Batch], config: Config, *, workers: int = 1, report: Report | None = None
) -> Iterator[Done]:
    """What becomes of each batch, in order, worked on by `workers` processes where all sources are local.

    Ends after a batch that is not whole: what follows is better asked when the source answers again.
    Raises IndexUnusable, and SourceFailed when a process was killed.
    """
    first = list(islice(batches, 2))
    batches = chain(first, batches)
    if workers > 1 and len(first) > 1 and is_local(config):
        from bibtools.pipeline.workers import Workers

        with Workers(partial(_prepare, config), workers) as pool:
            yield from _until_broken(pool.map(batches))
    elif first:
        yield from _until_broken(map(_prepare(config, report), batches))


def _until_broken(stream: Iterator[Done]) -> Iterator[Done]:
    for done in stream:
        yield done
        if not done.is_whole:
            return


def _prepare(config: Config, report: Report | None = None) -> Callable[[Batch], Done]:
    return partial(_work, sources=list(sources(config, report)), settings=match_settings(config))


def _work(batch: Batch, sources: Sequence[Source], settings: Settings) -> Done:
    from bibtools.formats.matches import write_line

    batch = batch.read()
    failures: list[BibtoolsError] = []
    found = list(match(batch.entries, sources, settings, on_failure=failures.append))
    counts = Counter(one.recommendation.value for one in found)
    done = Done(b"".join(map(write_line, found)), counts, batch.problems, tuple(failures), batch.size)
    return done if done.is_whole else replace(done, lines=b"", counts={})
