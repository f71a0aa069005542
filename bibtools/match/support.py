"""What vouches for a pair beside its title."""

from __future__ import annotations

from bibtools.match.distance import similarity
from bibtools.match.settings import Settings
from bibtools.match.similarity import Alignment, spelled_alike
from bibtools.model.match import Distance

# Letter by letter; "task" and "mask" have 0.75, "image" and "video" 0.2.
MISTYPED = 0.7


def abstracts_agree(away: Distance, settings: Settings) -> bool:
    """Whether the abstracts share so much wording that a small difference in the titles is no other work."""
    return (similarity(away, "abstract") or 0.0) >= settings.abstract_support


def abstracts_settle(aligned: Alignment, away: Distance, settings: Settings) -> bool:
    """Whether titles differ so little that agreeing abstracts make them one.

    A word that may be mistyped needs abstracts that agree, any other word abstracts that are nearly equal: a group's
    next paper has much of the wording of the last, in title and abstract.
    """
    needed = settings.abstract_support if _perhaps_mistyped(aligned) else settings.abstract_settles
    return aligned.similarity >= settings.small_difference and (similarity(away, "abstract") or 0.0) >= needed


def _perhaps_mistyped(aligned: Alignment) -> bool:
    """Whether all words without a partner face one that a slip may have made of them, real word or not."""
    if not len(aligned.left_only) == len(aligned.right_only) == len(aligned.swaps):
        return False
    return all(abs(len(a) - len(b)) <= 1 and spelled_alike(a, b) >= MISTYPED for a, b in aligned.swaps)


def authors_agree(away: Distance, settings: Settings) -> bool:
    """Whether the authors are the same, as far as they are given."""
    return (similarity(away, "author") or 0.0) >= settings.author_support


def supported(away: Distance, settings: Settings) -> bool:
    """Whether authors, abstract or an equal identifier speak for the pair."""
    return authors_agree(away, settings) or abstracts_agree(away, settings) or similarity(away, "id") == 1.0
