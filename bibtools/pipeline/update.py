"""Update: what arXiv changed since the index's last day, harvested and put into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.errors import IndexUnusable, SourceOffline, UsageError

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.model.document import Problem
    from bibtools.sources.arxiv_index import Updated
    from bibtools.sources.http import Transport
    from bibtools.sources.notice import Report
    from bibtools.sources.oai import Request, Spool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask arXiv for: of `set` (None: all) what changed on the day `since` (None: the index knows) or later.

    `restart` throws away what an interrupted harvest left.
    """

    format: str = "arXivRaw"
    set: str | None = None
    since: str | None = None
    restart: bool = False


def update_index(
    path: Path,
    wanted: Wanted,
    config: Config,
    *,
    workers: int = 1,
    report: Report | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
    on_problem: Callable[[Problem], None] | None = None,
) -> Updated | None:
    """Bring the index at `path` up to date, or make one there; None when arXiv had nothing new.

    An update that was interrupted goes on where it stopped. Raises SourceFailed, IndexUnusable, or UsageError; the
    index at `path` stays as it is then.
    """
    from bibtools.sources import arxiv_index
    from bibtools.sources.notice import ignore
    from bibtools.sources.oai import Spool, harvest

    spool = Spool(path.with_name(f".{path.name}.harvest"))
    if path.exists():
        # Found out now, and not after hours of harvesting.
        arxiv_index.open_index(path)
    with spool.alone():
        _begin(spool, path, wanted, config.text("oai.url"))
        if not spool.complete and config.flag("source.offline"):
            raise SourceOffline("offline: arXiv was not asked what is new", hint="run again without --offline")
        told = progress
        harvest(
            spool,
            transport(config, report),
            report=report or ignore,
            progress=(lambda records: told("harvesting", records, None)) if told else None,
        )
        updated = None
        if any(page.records or page.deleted for page in spool.pages):
            updated = arxiv_index.update(path, spool, workers=workers, progress=progress, on_problem=on_problem)
        spool.clear()
    return updated


def transport(config: Config, report: Report | None = None) -> Transport:
    """The way to arXiv's OAI-PMH, through the same gate as to its API."""
    from bibtools import __version__
    from bibtools.sources.gate import Gate
    from bibtools.sources.http import Timeout, Transport
    from bibtools.sources.notice import ignore

    return Transport(
        Gate(config.gate_path, config.number("api.delay")),
        f"bibtools/{__version__}",
        Timeout(read=config.number("oai.timeout"), whole=2 * config.number("oai.timeout")),
        report=report or ignore,
    )


def _begin(spool: Spool, path: Path, wanted: Wanted, url: str) -> None:
    """Go on with the harvest that is kept, if it is the one that is wanted; else begin it."""
    from bibtools.sources import arxiv_index
    from bibtools.sources.oai import Request

    _check_day(wanted.since)
    if wanted.restart:
        spool.clear()
    kept = spool.request
    if kept is not None:
        asked = Request(url, wanted.format, wanted.set, wanted.since or kept.since)
        if asked != kept:
            raise UsageError(
                f"an interrupted harvest is kept in {spool.folder}, and it asked for something else",
                hint=f"finish it with `bibtools index update {_options(kept)}`, or throw it away with --restart",
            )
        return
    day = wanted.since
    if day is None:
        if not path.exists():
            raise IndexUnusable(
                f"there is no index at {path}",
                hint="build one with `bibtools index build`, or make one of what changed lately: --from 2024-01-01",
            )
        day = arxiv_index.since(path, wanted.set)
        if day is None:
            raise UsageError(f"{path} does not tell how new it is", hint="say from which day on: --from 2024-01-01")
    spool.begin(Request(url, wanted.format, wanted.set, day))


def _check_day(day: str | None) -> None:
    try:
        if day is not None and date.fromisoformat(day).isoformat() != day:
            raise ValueError
    except ValueError as error:
        raise UsageError(f"--from {day} is no day", hint="a day is written 2024-01-31") from error


def _options(kept: Request) -> str:
    given = [("--set", kept.set), ("--from", kept.since), ("--format", kept.format)]
    return " ".join(f"{option} {value}" for option, value in given if value)
