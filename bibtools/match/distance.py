"""All evidence about a pair, as a distance that can explain itself."""

from __future__ import annotations

from bibtools.match.compare import COMPARISONS
from bibtools.match.settings import Settings
from bibtools.match.sides import Pair
from bibtools.model.match import Distance


def distance(pair: Pair, settings: Settings) -> Distance:
    """The weighted evidence about a pair: 0 is the same in all that could be compared, 1 is different in all."""
    found = [compare(pair, settings.weights[name]) for name, compare in COMPARISONS]
    return Distance(tuple([evidence for evidence in found if evidence is not None]))


def similarity(evidence: Distance, field: str) -> float | None:
    """What was found about one field, None where it could not be compared.

    >>> from bibtools.model.match import Evidence
    >>> similarity(Distance((Evidence("title", 0.9, 3.0),)), "title")
    0.9
    """
    for found in evidence.evidence:
        if found.field == field:
            return found.similarity
    return None
