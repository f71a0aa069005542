"""Services that know published works: Crossref, DBLP, OpenAlex, DataCite and Semantic Scholar, each as a source.

Their records may state how a preprint and its published form belong together (`Reference.related`). Where a service
keeps both as one record, it is of the published form, and `ids` hold the preprint's arXiv id besides its DOI.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.errors import ConfigError

if TYPE_CHECKING:
    from bibtools.sources.base import Source
    from bibtools.sources.clock import Clock
    from bibtools.sources.notice import Report

SERVICES = ("crossref", "dblp", "openalex", "datacite", "semantic-scholar")


def service(
    name: str,
    *,
    cache_dir: Path,
    gate_dir: Path,
    timeout: float,
    max_age_days: float,
    offline: bool,
    report: Report,
    mail: str | None = None,
    key: str | None = None,
    base_url: str | None = None,
    clock: Clock | None = None,
) -> Source:
    """One of SERVICES, ready to be asked; it keeps answers and the time of its last request below the two folders.

    `timeout` is in seconds. `mail` and `key` are optional: they make some services answer faster, or at all.
    Raises ConfigError for a name that is none of SERVICES.
    """
    from bibtools.sources.works.source import Works

    if name not in SERVICES:
        raise ConfigError(f"no such service: {name!r}", hint=f"choose from {', '.join(SERVICES)}")
    module = import_module(f"bibtools.sources.works.{name.replace('-', '_')}")
    return Works(
        module.SERVICE,
        cache_dir=cache_dir,
        gate_dir=gate_dir,
        timeout=timeout,
        max_age_days=max_age_days,
        offline=offline,
        report=report,
        mail=mail,
        key=key,
        base_url=base_url,
        clock=clock,
    )
