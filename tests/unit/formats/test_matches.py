"""Decisions as a file that a person may edit."""

from __future__ import annotations

import json

import pytest

from bibtools.errors import UnreadableInput
from bibtools.formats import matches
from bibtools.model.document import Entry, Origin, Role
from bibtools.model.identifier import Identifier
from bibtools.model.match import Candidate, Distance, Evidence, Guard, Match, Recommendation
from bibtools.model.reference import Reference


def candidate(number: str, similarity: float) -> Candidate:
    record = Reference(title=f"Paper {number}", ids=(Identifier("arxiv", number, 1),))
    return Candidate(record, "arxiv-index", Distance((Evidence("title", similarity, 2.0, "note"),)), (), similarity)


PLACE = Origin("seed.txt", 0, 20, 1, 1, 1)
ENTRY = Entry("L1", Reference(title="Paper", abstract="Long text."), PLACE, roles=(Role("title", PLACE),))
GUARDED = Candidate(
    Reference(title="Paper II"), "arxiv-index", Distance(()), (Guard("part", ("II",), "differs in part"),), 0.25
)
MATCH = Match(
    ENTRY, (candidate("2101.00001", 0.75), candidate("2101.00002", 0.5), GUARDED), Recommendation.REVIEW, 0.75, ("why",)
)


def test_written_and_read_again() -> None:
    (again,) = matches.read(matches.write([MATCH]), "matches.json")
    assert again.candidates == MATCH.candidates
    assert (again.recommendation, again.confidence, again.why) == (Recommendation.REVIEW, 0.75, ("why",))
    assert again.entry.roles == ENTRY.roles


def test_abstracts_are_not_repeated() -> None:
    assert "Long text" not in matches.write([MATCH])


def test_written_again_it_is_the_same_text() -> None:
    text = matches.write([MATCH])
    assert matches.write(matches.read(text, "matches.json")) == text


def edited(**changes: object) -> str:
    body = json.loads(matches.write([MATCH]))
    body["matches"][0] |= changes
    return json.dumps(body)


def test_a_decision_can_be_changed() -> None:
    (again,) = matches.read(edited(decision="accept"), "matches.json")
    assert again.recommendation is Recommendation.ACCEPT


def test_another_candidate_can_be_chosen() -> None:
    (again,) = matches.read(edited(decision="accept", choice="2101.00002"), "matches.json")
    assert again.best is not None
    assert again.best.reference.title == "Paper 2101.00002"
    assert len(again.candidates) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "matches.json:1:2"),
        ("[]", "not a matches file"),
        ('{"format": "bibtools-matches", "version": 99}', "not a matches file of version 1"),
        (edited(decision="maybe"), "match 1: 'maybe' is not a valid Recommendation"),
        (edited(decision="accept", choice="9901.00001"), 'match 1: "choice" names no candidate'),
        (edited(decision="accept", candidates=[]), "match 1: there is no candidate to accept"),
        (edited(entry=None), "match 1: expected an object"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        matches.read(text, "matches.json")


def test_a_text_that_is_nested_too_deeply() -> None:
    with pytest.raises(UnreadableInput, match=r"deep\.json: nested too deeply"):
        matches.read('{"format": "bibtools-matches", "version": 1, "matches": ' + "[" * 100_000, "deep.json")
