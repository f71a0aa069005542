"""arXiv's records in bulk: what is new, changed or deleted since a day, by OAI-PMH, page after page kept on disk."""

from __future__ import annotations

from bibtools.sources.oai.harvest import FORMATS, OAI, harvest
from bibtools.sources.oai.spool import Request, Spool

__all__ = ["FORMATS", "OAI", "Request", "Spool", "harvest"]
