"""JSON lines of entries, with CSL's names or plain ones."""

from __future__ import annotations

import json

import pytest

from bibtools.formats import jsonl
from bibtools.formats.base import detect
from bibtools.model.document import Entry, Problem
from bibtools.model.name import Name
from bibtools.model.reference import Reference


def one(**fields: object) -> Reference:
    found = jsonl.read_line(jsonl.Line(1, 0, json.dumps(fields)), "x.jsonl")
    assert isinstance(found, Entry)
    return found.reference


DOE = Name(family="Doe", given="Jane")
ROE = Name(family="Roe", given="R.")


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ({"author": "Jane Doe, R. Roe"}, (DOE, ROE)),
        ({"author": "Doe, Jane and Roe, R."}, (DOE, ROE)),
        ({"authors": "Jane Doe and R. Roe"}, (DOE, ROE)),
        ({"authors": ["Jane Doe", "Roe, R."]}, (DOE, ROE)),
        ({"author": ["Doe, Jane", "R. Roe"]}, (DOE, ROE)),
        ({"authors": [{"name": "Jane Doe", "authorId": "7"}]}, (DOE,)),
        ({"authors": [{"family": "Doe", "given": "Jane"}]}, (DOE,)),
        ({"author": [{"family": "Doe", "given": "Jane"}]}, (DOE,)),
        ({"author": [{"name": "ATLAS"}]}, (Name(literal="ATLAS"),)),
        ({"author": None, "authors": []}, ()),
    ],
)
def test_authors_in_every_shape(fields: dict[str, object], authors: tuple[Name, ...]) -> None:
    assert one(**fields).author == authors


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"year": 2017}, "2017"),
        ({"year": "2017"}, "2017"),
        ({"date": "2017-06-12"}, "2017-06-12"),
        ({"published": "2017-06"}, "2017-06"),
        ({"issued": {"date-parts": [[2017, 6]]}, "year": 2018}, "2017-06"),
    ],
)
def test_dates(fields: dict[str, object], date: str) -> None:
    issued = one(**fields).issued
    assert issued is not None
    assert issued.iso() == date


@pytest.mark.parametrize(
    "fields",
    [
        {"arxiv": "1706.03762"},
        {"arxiv_id": "arXiv:1706.03762"},
        {"arxivId": "https://arxiv.org/abs/1706.03762"},
        {"eprint": "1706.03762"},
        {"doi": "10.48550/arXiv.1706.03762"},
        {"number": "arXiv:1706.03762"},
        {"text": "A. Vaswani et al., arXiv:1706.03762 (2017)"},
    ],
)
def test_arxiv_ids_wherever_they_stand(fields: dict[str, object]) -> None:
    found = one(**fields).id("arxiv")
    assert found is not None
    assert found.value == "1706.03762"


def test_plain_names_of_other_fields() -> None:
    found = one(
        title="A", doi="https://doi.org/10.1000/182", journal="J. Things", pages="1-2", summary="Words.", url="u"
    )
    assert (found.container_title, found.page, found.abstract, found.url) == ("J. Things", "1-2", "Words.", "u")
    assert [each.value for each in found.ids] == ["10.1000/182"]


def test_nothing_is_lost() -> None:
    assert one(title="A", score=0.5, tags=["x"], arxiv="no id").extra == {
        "score": "0.5",
        "tags": '["x"]',
        "arxiv": "no id",
    }


def test_a_reference_string_is_text_only_where_no_field_is_told() -> None:
    found = jsonl.read_line(jsonl.Line(3, 0, '{"text": "J. Doe, On Everything, 2021."}'), "x")
    assert isinstance(found, Entry)
    assert (found.id, found.text) == ("L3", "J. Doe, On Everything, 2021.")
    told = jsonl.read_line(jsonl.Line(3, 0, '{"title": "On Everything", "text": "full text …"}'), "x")
    assert isinstance(told, Entry)
    assert (told.text, told.reference.extra) == (None, {"text": "full text …"})


@pytest.mark.parametrize(
    ("line", "column"),
    [("[1]", 1), ('{"a": }', 7), ("nothing", 1), ('{"a": "\udcff"}', 1), ("[" * 100_000, 1), ('{"a": 1} x', 10)],
)
def test_lines_that_are_no_object(line: str, column: int) -> None:
    found = jsonl.read_line(jsonl.Line(4, 100, line), "x.jsonl")
    assert isinstance(found, Problem)
    assert (found.code, found.origin.line, found.origin.column) == ("JSL101", 4, column)


def test_places_of_a_whole_text() -> None:
    text = '\ufeff{"title": "Ä"}\r\n\n{"title": "B"}'
    found = jsonl.read(text, "x.jsonl")
    assert [text[e.origin.start : e.origin.end].strip("\ufeff\r") for e in found.entries] == text.strip("\ufeff").split(
        "\r\n\n"
    )
    assert [entry.origin.line for entry in found.entries] == [1, 3]


def test_json_lines_are_told_from_csl_json() -> None:
    assert detect('{"title": "A"}\n{"title": "B"}').name == "json-lines"
    assert detect('{"title": "A"}\n{"title": "B"}', "snapshot.json").name == "json-lines"
    assert detect('{"a": {"title": "A"}}').name == "csl-json"
    assert detect('[{"title": "A"},\n{"title": "B"}]').name == "csl-json"
    assert detect('{"title": "A"}', "x.jsonl").name == "json-lines"
