"""Fields that no variable of the model holds, from one format to the other and back."""

from __future__ import annotations

import pytest

from bibtools.formats.across import across
from bibtools.model.reference import Reference


@pytest.mark.parametrize(
    ("field", "raw", "variable", "value"),
    [
        ("shorttitle", "Gates \\& Fences", "title-short", "Gates & Fences"),
        ("keywords", r"gardens, M{\"u}ller", "keyword", "gardens, Müller"),
        ("urldate", "2024-03-01", "accessed", '{"date-parts": [[2024, 3, 1]]}'),
        ("urldate", "2024", "accessed", '{"date-parts": [[2024]]}'),
        ("pagetotal", "312", "number-of-pages", "312"),
    ],
)
def test_there_and_back(field: str, raw: str, variable: str, value: str) -> None:
    there, left = across(Reference(extra={field: raw}), "csl-json")
    assert (dict(there.extra), left) == ({variable: value}, ())
    back, left = across(there, "bib")
    assert (list(back.extra), left) == ([field], ())
    assert across(back, "csl-json") == (there, ())


@pytest.mark.parametrize(
    ("name", "value", "into"),
    [
        ("file", "a.pdf", "csl-json"),
        ("urldate", "last week", "csl-json"),
        ("source", "arXiv.org", "bib"),
        ("accessed", '{"date-parts": [[2024, 3], [2024, 4]]}', "bib"),
        ("accessed", "{", "bib"),
    ],
)
def test_what_the_other_has_no_place_for(name: str, value: str, into: str) -> None:
    moved, left = across(Reference(extra={name: value}), into)
    assert (dict(moved.extra), left) == ({}, (name,))


def test_a_citation_key_is_no_note_to_print() -> None:
    item = Reference(note="Citation Key: doe2020\nRead this twice.")
    assert across(item, "bib")[0].note == "Read this twice."
    assert across(item, "csl-json")[0].note == item.note
    assert across(Reference(note="Citation Key: doe2020"), "bib")[0].note is None
