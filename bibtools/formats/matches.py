"""Decisions as a file: written by `match`, read and edited by a person, fed to `export`, `add` and `merge`.

An object with `"format": "bibtools-matches"`, `"version": 1` and `"matches"`. Each match has a `"decision"` that a
person may change to "accept", "review" or "reject". To take another candidate than the first, `"choice"` names its
arXiv id or DOI. Abstracts are not repeated here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bibtools.errors import UnreadableInput
from bibtools.formats.values import from_json, to_json
from bibtools.model.document import Entry
from bibtools.model.match import Candidate, Match, Recommendation

FORMAT = "bibtools-matches"
VERSION = 1
HINT = 'only "decision" and "choice" are meant to be edited; `bibtools match FILE -o matches.json` writes a fresh file'


def sniff(text: str) -> bool:
    """Whether this is a file of decisions.

    >>> sniff('{"format": "bibtools-matches", "version": 1, "matches": []}')
    True
    """
    return text.lstrip("\ufeff \r\n\t").startswith("{") and f'"{FORMAT}"' in text[:200]


def write(matches: Iterable[Match]) -> str:
    """The matches as JSON text: the same matches give the same text."""
    body = {"format": FORMAT, "version": VERSION, "matches": [_match_to_json(match) for match in matches]}
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def read(text: str, path: str) -> tuple[Match, ...]:
    """The matches with a person's decisions applied. Raises UnreadableInput."""
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"{path}:{error.lineno}:{error.colno}: {error.msg}", hint=HINT) from None
    if not isinstance(body, dict) or body.get("format") != FORMAT or body.get("version") != VERSION:
        raise UnreadableInput(f"{path}: not a matches file of version {VERSION}", hint=HINT)
    matches = []
    for number, item in enumerate(body.get("matches", ()), start=1):
        try:
            matches.append(_match_from_json(item))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableInput(f"{path}: match {number}: {error}", hint=HINT) from None
    return tuple(matches)


def _match_to_json(match: Match) -> dict[str, Any]:
    return {
        "decision": match.recommendation.value,
        "confidence": round(match.confidence, 6),
        "why": list(match.why),
        "entry": to_json(_without_abstract(match.entry)),
        "candidates": [_candidate_to_json(candidate) for candidate in match.candidates],
    }


def _without_abstract(entry: Entry) -> Entry:
    return replace(entry, reference=replace(entry.reference, abstract=None))


def _candidate_to_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "confidence": round(candidate.confidence, 6),
        "distance": round(candidate.distance.value, 6),
        "evidence": _rounded(to_json(candidate.distance.evidence)),
        "guards": to_json(candidate.guards),
        "reference": to_json(replace(candidate.reference, abstract=None)),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


def _match_from_json(item: dict[str, Any]) -> Match:
    candidates = tuple(_candidate_from_json(candidate) for candidate in item["candidates"])
    choice = item.get("choice")
    if choice is not None:
        chosen = [c for c in candidates if choice in {i.value for i in c.reference.ids}]
        if not chosen:
            raise ValueError(f'"choice" names no candidate: {choice!r}')
        candidates = (chosen[0], *(c for c in candidates if c is not chosen[0]))
    decision = Recommendation(item["decision"])
    if decision is Recommendation.ACCEPT and not candidates:
        raise ValueError("there is no candidate to accept")
    return Match(
        entry=from_json(Entry, item["entry"]),
        candidates=candidates,
        recommendation=decision,
        confidence=float(item["confidence"]),
        why=tuple(item.get("why", ())),
    )


def _candidate_from_json(item: dict[str, Any]) -> Candidate:
    known = {name: item[name] for name in ("source", "confidence", "guards", "reference")}
    return from_json(Candidate, {**known, "distance": {"evidence": item["evidence"]}})
