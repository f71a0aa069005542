"""From an entry and the records found for it to a decision that explains itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bibtools.match.confidence import compete, features, kind, log_odds
from bibtools.match.distance import distance
from bibtools.match.guards import guards
from bibtools.match.recommend import recommend
from bibtools.match.settings import Settings
from bibtools.match.sides import Ours, Pair, Title
from bibtools.model.document import Entry
from bibtools.model.match import Candidate, Distance, Guard, Match, Recommendation
from bibtools.model.reference import Reference
from bibtools.sources.base import Hit

DEFAULTS = Settings()


def match(entry: Entry, hits: Sequence[Hit], settings: Settings = DEFAULTS) -> Match:
    """The decision about `entry`, given every record that was found for it, in any order and from any source.

    A record that came more than once counts once, in the form that fits best. `Match.candidates` stand best first,
    each with its evidence, guards and share of the probability; `Match.why` says what decided. Pure: the same
    arguments give the same match. Never raises for any content of entry and hits.

    >>> from bibtools.model.document import Origin
    >>> from bibtools.model.reference import Reference
    >>> wanted = Reference(title="On the permanent of a random symmetric matrix")
    >>> found = Reference(title="On the Permanent of a Random Symmetric Matrix")
    >>> match(Entry("L1", wanted, Origin("titles.txt")), [Hit(0, found, "arxiv-index")]).recommendation.value
    'accept'
    """
    if not hits:
        recommendation, why = recommend((), settings)
        return Match(entry, (), recommendation, 0.0, why)
    needs_text = any(hit.abstract is None for hit in hits)
    ours = Ours.of(entry, with_triples=needs_text)
    real_words = words_of_titles(hits)
    judged: dict[object, _Judged] = {}
    for hit in hits:
        pair = Pair.of(ours, hit, real_words)
        away = distance(pair, settings)
        against = guards(pair, away, settings)
        odds = log_odds(features(away, against), kind(pair, away), settings)
        found = hit.reference.id("arxiv") or (hit.reference.ids[0] if hit.reference.ids else None)
        key: object = (found.scheme, found.value) if found else hit.reference.title
        if key not in judged or judged[key].odds < odds:
            judged[key] = _Judged(odds, hit, away, against)
    ranked = sorted(judged.values(), key=lambda each: (-each.odds, each.distance.value, _order(each.hit.reference)))
    shares = compete([each.odds for each in ranked])
    candidates = tuple(
        Candidate(each.hit.reference, each.hit.source, each.distance, each.guards, share)
        for each, share in zip(ranked, shares, strict=True)
    )
    recommendation, why = recommend(candidates, settings)
    if recommendation is Recommendation.ACCEPT and entry.state == "suspect" and entry.roles:
        # A passage of running text that may hold two papers: one of them has been found, the other would be lost.
        recommendation, why = Recommendation.REVIEW, ("the text may describe more than one paper", *why)
    return Match(entry, candidates, recommendation, candidates[0].confidence, why)


class _Judged(NamedTuple):
    """A record with all that was found out about it, before the other candidates are heard."""

    odds: float
    hit: Hit
    distance: Distance
    guards: tuple[Guard, ...]


def words_of_titles(hits: Sequence[Hit]) -> frozenset[str]:
    """The folded words of all records' titles: words that exist, so that none of them is a typing error."""
    return frozenset[str]().union(*[Title.of(hit.reference.title).words for hit in hits if hit.reference.title])


def _order(reference: Reference) -> str:
    """Equal candidates stand in the order of their ids, whatever order they came in."""
    return ",".join(sorted([found.value for found in reference.ids])) or reference.title or ""
