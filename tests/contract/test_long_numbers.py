"""A number of thousands of digits is a text like any other: nothing takes it for a year, a page or a version."""

from __future__ import annotations

import json

import pytest

from bibtools.check import RULES, check, check_bib
from bibtools.formats.base import detect

LONG = "1" * 5000
VALUES = (
    LONG,
    f"{LONG}--{LONG}2",
    f"2001-{LONG}",
    f"2001.00001v{LONG}",
    f"Version {LONG}",
    f"Phys. Rev. D {LONG} (2001) {LONG}",
)
FIELDS = (
    "title", "author", "note", "journal", "pages", "date", "year", "month", "day", "volume", "number", "eprint", "doi",
    "url", "isbn", "version", "edition",
)  # fmt: skip
VARIABLES = (
    "title",
    "note",
    "page",
    "issued",
    "volume",
    "number",
    "version",
    "edition",
    "DOI",
    "URL",
    "archive_location",
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12])
@pytest.mark.parametrize("field", FIELDS)
def test_in_a_bib_file(field: str, value: str) -> None:
    text = f"@article{{a,\n  eprint = {{2001.00001}},\n  archiveprefix = {{arXiv}},\n  {field} = {{{value}}},\n}}\n"
    form = detect(text, "refs.bib")
    document = form.read(text, "refs.bib")
    found = sorted(problem.code for problem in (*document.problems, *check(document)))
    assert found == sorted(problem.code for problem in check_bib(text, "refs.bib", RULES)[0])
    (entry,) = document.entries
    assert entry.id == "a"
    assert form.write([("a", entry.reference)], "bibtex")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12])
@pytest.mark.parametrize("variable", VARIABLES)
def test_in_csl_json(variable: str, value: str) -> None:
    stated = {"raw": value} if variable == "issued" else value
    text = json.dumps([{"id": "a", "type": "article", "number": "arXiv:2001.00001", variable: stated}])
    form = detect(text, "refs.json")
    document = form.read(text, "refs.json")
    check(document)
    (entry,) = document.entries
    assert form.write([("a", entry.reference)], "csl-json")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12])
def test_in_running_text(value: str) -> None:
    text = f"Doe, Jane: {value}\narXiv:{value}\n"
    assert detect(text).read(text, "notes.txt").entries
