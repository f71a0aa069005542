"""The model as JSON and back."""

from __future__ import annotations

import json

import pytest

from bibtools.formats.values import from_json, to_json
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin, Role
from bibtools.model.identifier import Identifier
from bibtools.model.match import Guard, Recommendation
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference, Relation

FULL = Reference(
    type="article",
    title="On $x^2$",
    author=(Name(family="Erdős", given="Paul"), OTHERS),
    issued=PartialDate(1999, 2),
    ids=(Identifier("arxiv", "math/0309136", 2),),
    related=(Relation("published-as", Identifier("doi", "10.1000/182")),),
    categories=("math.CO",),
    extra={"pubstate": "forthcoming"},
)


def test_a_reference_survives_the_journey() -> None:
    assert from_json(Reference, json.loads(json.dumps(to_json(FULL)))) == FULL


def test_an_entry_survives_the_journey() -> None:
    place = Origin("seeds.txt", 3, 9, 2, 1, 2)
    entry = Entry("L2", FULL, place, roles=(Role("title", place, 0.5),), text="On x")
    assert from_json(Entry, to_json(entry)) == entry


def test_empty_fields_are_left_out() -> None:
    assert to_json(Reference(title="A")) == {"title": "A"}


def test_enums_are_words() -> None:
    assert to_json(Recommendation.REVIEW) == "review"
    assert from_json(Recommendation, "review") is Recommendation.REVIEW


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"titel": "A"}, "Reference has no field 'titel'"),
        ({"title": 7}, "expected str, found 7"),
        ({"author": "Doe"}, "expected a list, found 'Doe'"),
        ({"issued": {"year": 2023, "month": 13}}, "no such date"),
        ({"ids": [{"scheme": "doi"}]}, "Identifier: .*value"),
        ([], "expected an object"),
    ],
)
def test_what_does_not_fit_is_named(data: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(Reference, data)


def test_an_empty_list_that_was_left_out_is_there_again() -> None:
    guard = Guard("other-title", (), "the titles are others")
    assert to_json(guard) == {"name": "other-title", "note": "the titles are others"}
    assert from_json(Guard, to_json(guard)) == guard
