"""Turns messy references into a bibliography you can trust, and never damages the one you already have.

The public names, each imported when it is first used: the values of the model, and `pipeline`, whose functions are what
the command line calls.

>>> import bibtools
>>> bibtools.parse_identifier("arXiv:1706.03762v5 [cs.CL]").versioned()
'1706.03762v5'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bibtools import pipeline as pipeline
    from bibtools.config import Config as Config
    from bibtools.errors import BibtoolsError as BibtoolsError
    from bibtools.model.change import Change as Change
    from bibtools.model.change import Conflict as Conflict
    from bibtools.model.change import Plan as Plan
    from bibtools.model.change import Receipt as Receipt
    from bibtools.model.date import PartialDate as PartialDate
    from bibtools.model.document import Document as Document
    from bibtools.model.document import Entry as Entry
    from bibtools.model.document import Problem as Problem
    from bibtools.model.identifier import Identifier as Identifier
    from bibtools.model.identifier import parse_identifier as parse_identifier
    from bibtools.model.match import Enriched as Enriched
    from bibtools.model.match import Match as Match
    from bibtools.model.match import Recommendation as Recommendation
    from bibtools.model.name import Name as Name
    from bibtools.model.reference import Reference as Reference

__version__ = "0.1.0"

_HOMES = {
    "BibtoolsError": "bibtools.errors",
    "Change": "bibtools.model.change",
    "Config": "bibtools.config",
    "Conflict": "bibtools.model.change",
    "Document": "bibtools.model.document",
    "Enriched": "bibtools.model.match",
    "Entry": "bibtools.model.document",
    "Identifier": "bibtools.model.identifier",
    "Match": "bibtools.model.match",
    "Name": "bibtools.model.name",
    "PartialDate": "bibtools.model.date",
    "Plan": "bibtools.model.change",
    "Problem": "bibtools.model.document",
    "Receipt": "bibtools.model.change",
    "Recommendation": "bibtools.model.match",
    "Reference": "bibtools.model.reference",
    "parse_identifier": "bibtools.model.identifier",
    "pipeline": "bibtools",
}


def __getattr__(name: str) -> Any:
    """A public name, from where it lives."""
    if name == "pipeline":
        return import_module("bibtools.pipeline")
    if name not in _HOMES:
        raise AttributeError(f"module 'bibtools' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*_HOMES, "__version__"]
