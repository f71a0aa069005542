"""What to do with the best candidate, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bibtools.match.settings import Settings
from bibtools.model.match import Candidate, Recommendation
from bibtools.model.reference import Reference


def recommend(candidates: Sequence[Candidate], settings: Settings) -> tuple[Recommendation, tuple[str, ...]]:
    """ACCEPT, REVIEW or REJECT for the first of `candidates` (best first), with reasons.

    ACCEPT needs all three: a confidence of at least `accept`, a distance at least `margin` below that of every
    rival, and no guard. A rival that a guard speaks against is none. Two records of one paper are rivals too: which
    of them is meant cannot be told from equal words, so a person chooses.
    """
    if not candidates:
        return Recommendation.REJECT, ("no record resembles this entry",)
    best, *rest = candidates
    if best.confidence < settings.review and not (best.guards and best.distance.value < 0.5):
        return Recommendation.REJECT, (f"the nearest record has a confidence of {best.confidence:.2f}",)
    doubts = [f"{guard.note} ({', '.join(guard.words)})" if guard.words else guard.note for guard in best.guards]
    rival = next((other for other in rest if not other.guards), None)
    if rival is not None and rival.distance.value - best.distance.value < settings.margin:
        doubts.append(f"{_label(rival.reference)} fits as well: {_how_alike(best.reference, rival.reference)}")
    elif best.confidence < settings.accept and not best.guards:
        doubts.append(f"a confidence of {best.confidence:.2f} is below {settings.accept:.2f}")
    if doubts or best.confidence < settings.accept:
        return Recommendation.REVIEW, tuple(doubts) or (f"a confidence of {best.confidence:.2f}",)
    return Recommendation.ACCEPT, _reasons(best)


def _reasons(best: Candidate) -> tuple[str, ...]:
    telling = [evidence for evidence in best.distance.evidence if (evidence.similarity or 0) >= 0.5]
    return tuple(f"{evidence.field}: {evidence.note}" for evidence in telling) or ("all evidence together",)


def _label(reference: Reference) -> str:
    found = reference.id("arxiv") or next(iter(reference.ids), None)
    return f"{found.scheme}:{found.versioned()}" if found else f"“{reference.title}”"


def _how_alike(left: Reference, right: Reference) -> str:
    same = (left.title or "").casefold() == (right.title or "").casefold() and left.author == right.author
    return "the same title and authors, perhaps one paper twice" if same else "nothing in the entry tells them apart"
