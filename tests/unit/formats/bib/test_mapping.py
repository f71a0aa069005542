"""The table of types and fields: it is consistent, and its page in the reference says what it says."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import fields as attributes
from pathlib import Path

import pytest

from bibtools.formats.bib.dates import month_number, read_date, read_year_month
from bibtools.formats.bib.mapping import FIELDS, KINDS, row_for, rows_for
from bibtools.formats.bib.page import page
from bibtools.formats.bib.types import DIALECTS, TYPES, csl_type, entry_type
from bibtools.formats.csljson.rules import TYPES as CSL_TYPES
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference


def test_the_page_is_what_the_table_says(root: Path) -> None:
    stated = (root / "docs" / "reference" / "mapping.md").read_text("utf-8")
    assert stated == page(), "docs/reference/mapping.md is stale: write bibtools.formats.bib.page.page() into it"


def test_every_type_is_one_of_csl_s_and_stated_once() -> None:
    assert {row.csl for row in TYPES} <= set(CSL_TYPES)
    assert max(Counter(row.csl for row in TYPES).values()) == 1


def test_every_variable_is_one_of_the_model_s() -> None:
    known = {attribute.name for attribute in attributes(Reference)}
    for row in FIELDS:
        head = row.variable.partition(":")[0].partition(".")[0]
        assert head in known, row.variable
        assert row.kind in KINDS
        assert row.source


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_field_of_an_entry_has_two_meanings(dialect: str) -> None:
    for kind in {row.biblatex if dialect == "biblatex" else row.bibtex for row in TYPES}:
        rows = rows_for(kind, dialect)  # type: ignore[arg-type]
        twice = [name for name, count in Counter(row.field for row in rows if row.when is None).items() if count > 1]
        assert twice == [], kind


def test_what_is_written_is_read_as_the_same_variable() -> None:
    for dialect in DIALECTS:
        for kind in {row.biblatex if dialect == "biblatex" else row.bibtex for row in TYPES}:
            for row in rows_for(kind, dialect):
                read_as = row_for(row.field, kind)
                assert read_as is not None
                if not row.field.startswith("eprint"):
                    assert read_as.variable == row.variable, (kind, row.field)


def a_whole(kind: str | None) -> Reference:
    """A reference that lacks nothing its type needs."""
    return Reference(
        type=kind,
        title="T",
        author=(Name(family="Doe"),),
        editor=(Name(family="Roe"),),
        container_title="J",
        number="1",
        note="n",
        url="https://a.b",
    )


@pytest.mark.parametrize("row", TYPES, ids=lambda row: row.csl)
def test_biblatex_brings_every_type_back_that_has_an_entry_type_of_its_own(row) -> None:  # type: ignore[no-untyped-def]
    written = entry_type(a_whole(row.csl), "biblatex")
    assert written == row.biblatex
    shared = {"standard", "legislation", "legal_case", "personal_communication", "motion_picture", "song", "article"}
    shared |= {"performance", "figure", "graphic", "review", "review-book", "entry"}
    if row.csl not in shared:
        assert csl_type(written, row.subtype) == row.csl


@pytest.mark.parametrize(
    ("reference", "bibtex", "biblatex"),
    [
        (Reference(), "misc", "misc"),
        (Reference(type="article", ids=(Identifier("arxiv", "1706.03762"),)), "misc", "online"),
        (Reference(type="article"), "misc", "misc"),
        (Reference(type="article-journal", ids=(Identifier("arxiv", "1706.03762"),)), "misc", "online"),
        (Reference(type="article-journal"), "article", "article"),
        (Reference(type="paper-conference", container_title="P"), "inproceedings", "inproceedings"),
        (Reference(type="chapter", container_title="B"), "incollection", "inbook"),
        (Reference(type="chapter", container_title="B", editor=(Name(family="R"),)), "incollection", "incollection"),
        (Reference(type="book", editor=(Name(family="R"),)), "book", "collection"),
        (Reference(type="thesis", genre="Master thesis"), "mastersthesis", "thesis"),
        (Reference(type="thesis", genre="Diplomarbeit"), "mastersthesis", "thesis"),
        (Reference(type="thesis", genre="Habilitation thesis"), "phdthesis", "thesis"),
        (Reference(type="manuscript"), "misc", "unpublished"),
        (Reference(type="manuscript", note="n"), "unpublished", "unpublished"),
        (Reference(type="book", extra={"entrytype": "proceedings"}), "proceedings", "proceedings"),
        (
            Reference(type="article-journal", container_title="J", extra={"entrytype": "proceedings"}),
            "article",
            "article",
        ),
        (Reference(type="motion_picture", extra={"entrytype": "movie"}), "misc", "movie"),
        (Reference(extra={"entrytype": "gizmo"}), "gizmo", "gizmo"),
    ],
)
def test_the_entry_type_of_a_reference(reference: Reference, bibtex: str, biblatex: str) -> None:
    assert (entry_type(reference, "bibtex"), entry_type(reference, "biblatex")) == (bibtex, biblatex)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("jan", 1),
        ("January", 1),
        ("JAN.", 1),
        ("01", 1),
        ("12", 12),
        ("sept", 9),
        ("Okt.", 10),
        ("août", 8),
        ("diciembre", 12),
        ("juillet", 7),
        ("maggio", 5),
        ("mrt", 3),
        ("13", None),
        ("0", None),
        ("ma", None),
        ("jui", None),
        ("Spring", None),
        ("", None),
    ],
)
def test_months_in_seven_languages(word: str, month: int | None) -> None:
    assert month_number(word) == month


def test_every_abbreviation_of_an_english_month_is_that_month() -> None:
    for number, name in enumerate(calendar.month_name[1:], 1):
        for length in range(3, len(name) + 1):
            assert month_number(name[:length]) == number


@pytest.mark.parametrize("text", ["", "/", "..", "2017-13", "99999", "2017-6-1", "x" * 1000, "2017-00-00", "-", "٢٠١٧"])
def test_any_text_can_be_asked_for_a_date(text: str) -> None:
    assert read_date(text).kept == ("date",)
    read_year_month(text, text, text)
