"""Decisions as a file: written by `match`, read and edited by a person, fed to `export`, `add` and `merge`.

An object with `"format": "bibtools-matches"`, `"version": 1` and `"matches"`. Each match has a `"decision"` that a
person may change to "accept", "review" or "reject". To take another candidate than the first, `"choice"` names its
arXiv id or DOI. Abstracts are not repeated here.

The same matches may also stand one a line (JSON lines), without the object around them: so bulk matching writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bibtools.errors import UnreadableInput
from bibtools.formats.values import as_text, from_json, to_json
from bibtools.model.document import Entry
from bibtools.model.match import Candidate, Match, Recommendation

FORMAT = "bibtools-matches"
VERSION = 1
_START = 1000
_TELLING = frozenset(("decision", "entry", "candidates"))
HINT = 'only "decision" and "choice" are meant to be edited; `bibtools match FILE -o matches.json` writes a fresh file'


def sniff(text: str) -> bool:
    """Whether this is a file of decisions.

    >>> sniff('{"format": "bibtools-matches", "version": 1, "matches": []}')
    True
    """
    start = text[:_START].lstrip("\ufeff \r\n\t")
    return start.startswith("{") and (f'"{FORMAT}"' in start[:200] or is_line(_first_line(text)))


def is_line(line: str) -> bool:
    """Whether a line of text is a match, as `write_line` writes it.

    >>> is_line('{"decision": "reject", "confidence": 0, "why": [], "entry": {}, "candidates": []}')
    True
    >>> is_line('{"title": "Decision theory"}')
    False
    """
    if not line.startswith("{") or not all(f'"{name}"' in line for name in _TELLING):
        return False
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return is_match(item)


def is_match(item: object) -> bool:
    """Whether a decoded value has what makes a match."""
    return isinstance(item, dict) and item.keys() >= _TELLING


def write(matches: Iterable[Match]) -> str:
    """The matches as JSON text: the same matches give the same text."""
    body = {"format": FORMAT, "version": VERSION, "matches": [_match_to_json(match) for match in matches]}
    return as_text(body)


def write_line(match: Match) -> bytes:
    """A match as one line of JSON, in UTF-8, with its end; the same content as an element of what `write` writes."""
    import orjson

    item = _match_to_json(match)
    try:
        return orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # half a surrogate pair, which JSON can say and UTF-8 cannot
        return f"{json.dumps(item)}\n".encode()


def read(text: str, path: str) -> tuple[Match, ...]:
    """The matches with a person's decisions applied. Raises UnreadableInput."""
    if is_line(_first_line(text)):
        return tuple(_read_lines(text, path))
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableInput(f"{path}:{error.lineno}:{error.colno}: {error.msg}", hint=HINT) from None
    except RecursionError:
        raise UnreadableInput(f"{path}: nested too deeply", hint=HINT) from None
    if not isinstance(body, dict) or body.get("format") != FORMAT or body.get("version") != VERSION:
        raise UnreadableInput(f"{path}: not a matches file of version {VERSION}", hint=HINT)
    matches = []
    for number, item in enumerate(body.get("matches", ()), start=1):
        try:
            matches.append(_match_from_json(item))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableInput(f"{path}: match {number}: {error}", hint=HINT) from None
    return tuple(matches)


def _first_line(text: str) -> str:
    return text.lstrip("\ufeff \r\n\t").partition("\n")[0].rstrip()


def _read_lines(text: str, path: str) -> Iterator[Match]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _match_from_json(json.loads(line))
        except json.JSONDecodeError as error:
            raise UnreadableInput(f"{path}:{number}:{error.colno}: {error.msg}", hint=HINT) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadableInput(f"{path}:{number}: {error}", hint=HINT) from None


def entry_to_json(entry: Entry) -> Any:
    """The entry as it stands in a match: without its abstract."""
    told: dict[str, Any] = to_json(entry)
    told["reference"].pop("abstract", None)
    return told


def _match_to_json(match: Match) -> dict[str, Any]:
    return {
        "decision": match.recommendation.value,
        "confidence": round(match.confidence, 6),
        "why": list(match.why),
        "entry": entry_to_json(match.entry),
        "candidates": [_candidate_to_json(candidate) for candidate in match.candidates],
    }


def _candidate_to_json(candidate: Candidate) -> dict[str, Any]:
    reference = to_json(candidate.reference)
    reference.pop("abstract", None)
    return {
        "source": candidate.source,
        "confidence": round(candidate.confidence, 6),
        "distance": round(candidate.distance.value, 6),
        "evidence": [_rounded(evidence) for evidence in to_json(candidate.distance.evidence)],
        "guards": to_json(candidate.guards),
        "reference": reference,
    }


def _rounded(numbers: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in numbers.items()}


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
