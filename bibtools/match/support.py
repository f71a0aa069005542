"""What vouches for a pair beside its title."""

from __future__ import annotations

from bibtools.match.distance import similarity
from bibtools.match.settings import Settings
from bibtools.model.match import Distance


def abstracts_agree(away: Distance, settings: Settings) -> bool:
    """Whether the abstracts share so much wording that a small difference in the titles is no other work."""
    return (similarity(away, "abstract") or 0.0) >= settings.abstract_support


def abstracts_settle(alike: float, away: Distance, settings: Settings) -> bool:
    """Whether titles that are `alike` differ so little that agreeing abstracts make them one."""
    return alike >= settings.small_difference and abstracts_agree(away, settings)


def authors_agree(away: Distance, settings: Settings) -> bool:
    """Whether the authors are the same, as far as they are given."""
    return (similarity(away, "author") or 0.0) >= settings.author_support


def supported(away: Distance, settings: Settings) -> bool:
    """Whether authors, abstract or an equal identifier speak for the pair."""
    return authors_agree(away, settings) or abstracts_agree(away, settings) or similarity(away, "id") == 1.0
