"""The habits of small files, and entries rendered in them."""

from __future__ import annotations

import pytest

from bibtools.formats.bib.habits import layout_of
from bibtools.formats.bib.layout import Layout
from bibtools.formats.bib.parse import parse
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.style import NewEntry, Style, observe, render


def style(text: str) -> Style:
    return observe(scan(text))


def layout(text: str) -> Layout:
    return layout_of(text, parse(text, 0))


def test_a_file_without_entries_gets_the_usual_style() -> None:
    assert style("% nothing\n") == Style()
    assert style("").layout.newline == "\n"
    assert style("% nothing\r\n").layout.newline == "\r\n"


@pytest.mark.parametrize(
    ("text", "habit", "expected"),
    [
        ("@misc{a,\n\t title = {A},\n\t note = {B}\n}", "indent", "\t "),
        ("@misc{a,\n title={A},\n note={B}\n}", "before", ""),
        ("@misc{a,\n title =  {A},\n note =  {B}\n}", "after", "  "),
        ("@misc{a,\n  title   = {A},\n  journal = {B}\n}", "equals_column", 10),
        ("@misc{a,\n  title = {A},\n  journal = {B}\n}", "equals_column", None),
        ("@misc{a,\n  title=   {A},\n  journal= {B}\n}", "value_column", 11),
        ("@misc{a,\n  title = {A},\n  month = {B}\n}", "equals_column", None),
        (
            "@misc{a,\n  title  = {A},\n  author = {B},\n  year   = {C},\n  date-added-by = {D}\n}",
            "equals_column",
            9,
        ),
        ("@misc{a,\n   title = {A},\n journal = {B}\n}", "right_aligned", True),
        ("@misc{a, title = {A},  note = {B}}", "inline", True),
        ("@misc{a, title = {A},  note = {B}}", "gap", "  "),
        ("@misc{a\n , title = {A}\n , note = {B}\n}", "leading_comma", True),
        ("@misc{a, title = {A},\n}", "trailing_comma", True),
        ("@misc{a, title = {A}\n}", "trailing_comma", False),
        ('@misc{a, title = "A", note = "B", year = {1}}', "quoted", True),
        ("@misc{a, year = 2001, volume = 3, number = {4}}", "bare_numbers", True),
        ("@misc{a, year = {2001}, month = jan}", "bare_numbers", False),
        ("@misc(a, year = {2001})", "parentheses", True),
        ("@MISC{a, year = {2001}}", "type_case", "upper"),
        ("@InProceedings{a, year = {2001}}", "type_case", "capital"),
        ("@misc{a, Year = {2001}, archivePrefix = {x}, Title = {A}}", "field_case", "capital"),
        ("@misc{a, archivePrefix = {x}}", "field_case", "lower"),
        ("@misc{a,\r\n  title = {A}\r\n  }", "closing", "\r\n  "),
        ("@misc{a,\r title = {A}\r}", "newline", "\r"),
    ],
)
def test_a_habit_of_an_entry(text: str, habit: str, expected: object) -> None:
    assert getattr(layout(text), habit) == expected


@pytest.mark.parametrize(
    ("text", "habit", "expected"),
    [
        ("@misc{a}\n\n\n@misc{b}\n\n\n@misc{c}\n", "blank_lines", 2),
        ("@misc{a}\n@misc{b}\n", "blank_lines", 0),
        ("@misc{a}\n% between\n@misc{b}\n", "blank_lines", 1),
        ("@misc{a, title = {\u00e9}}", "ascii", False),
        ("% \u00e9\n@misc{a, title = {\\'e}}", "ascii", True),
        ("@misc{a, title = {A}}", "dialect", None),
        ("@article{a, journal = {A}, year = 2001}", "dialect", "bibtex"),
        ("@article{a, journaltitle = {A}, date = {2001}}", "dialect", "biblatex"),
        ("@misc{a, eprint = {1}, archivePrefix = {arXiv}}", "dialect", "bibtex"),
        ("@misc{a, eprint = {1}, eprinttype = {arxiv}}", "dialect", "biblatex"),
        ("".join(f"@misc{{{key}}}\n" for key in "aBcDeFgH"), "order", "key"),
        ("".join(f"@misc{{{key}}}\n" for key in "aBcDeFhG"), "order", None),
        ("@misc{a}\n@misc{b}\n", "order", None),
    ],
)
def test_a_habit_of_a_file(text: str, habit: str, expected: object) -> None:
    assert getattr(style(text), habit) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("doe2001", "smith1999", "garcia2010"), "{family}{year}"),
        (("Doe2001a", "Smith1999b", "Garcia2010a"), "{Family}{year}{letter}"),
        (("Doe:01", "Smith:99", "Garcia:10"), "{Family}:{yy}"),
        (("DOE_2001_Great", "SMITH_1999_Great", "GARCIA_2010_Great"), "{FAMILY}_{year}_{Title}"),
        (("one", "two", "three"), None),
        (("doe2001", "x", "y"), None),
    ],
)
def test_the_pattern_of_keys(keys: tuple[str, ...], expected: str | None) -> None:
    authors = (("Jane Doe", "2001"), ("Smith, J. and Roe, R.", "1999"), ("Garc{\\'i}a, Luz", "2010"))
    text = "\n".join(
        f"@misc{{{key}, author = {{{author}}}, title = {{The {{Great}} Work}}, year = {year}}}"
        for key, (author, year) in zip(keys, authors, strict=True)
    )
    assert style(text).key_style == expected


NEW = NewEntry("new", "article", (("title", "{A}"), ("year", "{2001}"), ("journal", "{J}"), ("month", "jan")))

RENDERED = {
    "aligned to one column": (
        "@misc{a,\n  title    = {A},\n  note     = {B}\n}\n",
        "@article{new,\n  title    = {A},\n  year     = {2001},\n  journal  = {J},\n  month    = jan\n}",
    ),
    "aligned entry by entry": (
        "@misc{a,\n  title = {A},\n  note  = {B},\n}\n@misc{b,\n  booktitle = {A},\n  note      = {B},\n}\n",
        "@article{new,\n  title   = {A},\n  year    = {2001},\n  journal = {J},\n  month   = jan,\n}",
    ),
    "quotes, bare numbers, capitals, CRLF": (
        '@Misc{a,\r\n\tTitle = "A",\r\n\tYear = 1999,\r\n}\r\n',
        '@Article{new,\r\n\tTitle = "A",\r\n\tYear = 2001,\r\n\tJournal = "J",\r\n\tMonth = jan,\r\n}',
    ),
    "leading commas": (
        "@misc{a\n  , title = {A}\n  , note = {B}\n}\n",
        "@article{new\n  , title = {A}\n  , year = {2001}\n  , journal = {J}\n  , month = jan\n}",
    ),
    "one line in parentheses": (
        "@misc(a, title={A}, note={B})\n",
        "@article(new, title={A}, year={2001}, journal={J}, month=jan)",
    ),
}


@pytest.mark.parametrize("name", RENDERED)
def test_a_new_entry_follows_the_majority(name: str) -> None:
    text, expected = RENDERED[name]
    found = render(NEW, style(text))
    assert found == expected
    again = scan(found)
    assert [block.kind for block in again] == ["entry"]


def test_suspect_entries_are_no_model() -> None:
    assert style("@misc{a, title = {A} % why not\n}") == Style()


def test_the_majority_wins_habit_by_habit() -> None:
    text = "@misc{a,\n  title = {A},\n}\n\n@misc{b,\n  title = {A}\n}\n\n@Misc{c,\n    title = {A},\n}\n"
    found = style(text).layout
    assert (found.indent, found.trailing_comma, found.type_case) == ("  ", True, "lower")


def test_a_new_entry_without_fields_in_parentheses_keeps_its_key() -> None:
    text = render(NewEntry("k", "misc"), style("@misc(a, title={A})"))
    (block,) = scan(text)
    assert block.kind == "entry"
    assert block.key is not None
    assert block.key.of(text) == "k"
