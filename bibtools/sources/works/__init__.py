"""Services that know published works: Crossref, DBLP, OpenAlex, DataCite and Semantic Scholar, each as a source.

Their records may state how a preprint and its published form belong together (`Reference.related`). Where a service
keeps both as one record, it is of the published form, and `ids` hold the preprint's arXiv id besides its DOI.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bibtools.errors import ConfigError

if TYPE_CHECKING:
    from bibtools.sources.works.base import Service

SERVICES = ("crossref", "dblp", "openalex", "datacite", "semantic-scholar")


def service(name: str) -> Service:
    """One of SERVICES: its address, how it is asked, and how its answers are read; `source.Works` asks it.

    Raises ConfigError for a name that is none of SERVICES.

    >>> service("crossref").url
    'https://api.crossref.org'
    """
    if name not in SERVICES:
        raise ConfigError(f"no such service: {name!r}", hint=f"choose from {', '.join(SERVICES)}")
    module = import_module(f"bibtools.sources.works.{name.replace('-', '_')}")
    found: Service = module.SERVICE
    return found
