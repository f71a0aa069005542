"""What an entry gets where it says things in its own way."""

from __future__ import annotations

import pytest

from bibtools.formats.bib.amend import lacking, replacing
from bibtools.formats.bib.types import Dialect
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

TWO = {"title": "{Teapots}", "Subtitle": "{A Calculus of kettles}"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Teapots: A Calculus of Kettles", [("Subtitle", "{A Calculus of kettles}", "{A Calculus of Kettles}")]),
        (
            "Two Teapots: A BERT of Kettles",
            [
                ("title", "{Teapots}", "{Two Teapots}"),
                ("Subtitle", "{A Calculus of kettles}", "{A {BERT} of Kettles}"),
            ],
        ),
        ("A Calculus of Teapots", []),
    ],
)
def test_a_title_in_two_fields_stays_in_two(title: str, expected: list[tuple[str, str, str]]) -> None:
    assert list(replacing("article", TWO, Reference(title=title), frozenset({"title"}), "biblatex")) == expected


def test_the_name_of_a_journal_in_two_fields() -> None:
    fields = {"journaltitle": "{Moonlight}", "journalsubtitle": "{Annals}"}
    paper = Reference(type="article-journal", container_title="Moonlight: Letters", volume="7")
    variables = frozenset({"container_title", "volume"})
    assert list(replacing("article", fields, paper, variables, "biblatex")) == [
        ("volume", None, "{7}"),
        ("journalsubtitle", "{Annals}", "{Letters}"),
    ]


@pytest.mark.parametrize(
    ("archive", "dialect", "field"),
    [
        ("eprinttype", "bibtex", "eprintclass"),
        ("archivePrefix", "bibtex", "primaryClass"),
        ("archivePrefix", "biblatex", "primaryClass"),
        ("eprinttype", "biblatex", "eprintclass"),
    ],
)
def test_the_category_stands_beside_the_archive_as_the_entry_has_it(archive: str, dialect: Dialect, field: str) -> None:
    paper = Reference(title="T", ids=(Identifier("arxiv", "1901.00001"),), categories=("math.CO",))
    variables = frozenset({"ids.arxiv", "categories"})
    assert list(lacking("article", {"eprint", archive}, paper, variables, dialect)) == [(field, "{math.CO}")]
