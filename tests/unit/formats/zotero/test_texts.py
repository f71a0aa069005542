"""Dates, names and lines of Extra as Zotero has them."""

from __future__ import annotations

import pytest

from bibtools.formats.zotero.creators import People, as_text, from_creators, from_text, to_creators
from bibtools.formats.zotero.dates import read_date
from bibtools.formats.zotero.extra import variables, with_line
from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.schema import FALLBACK
from bibtools.formats.zotero.texts import one_line, storable
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference


@pytest.mark.parametrize(
    ("text", "iso", "whole"),
    [
        ("2017-06-12", "2017-06-12", True),
        ("2017-06", "2017-06", True),
        ("2017", "2017", True),
        ("2017/6/12", "2017-06-12", True),
        ("2017-06-12 10:30:00", "2017-06-12", True),
        ("2017-06-12T10:30:00Z", "2017-06-12", True),
        ("June 12, 2017", "2017-06-12", True),
        ("Jun. 12, 2017", "2017-06-12", True),
        ("12 June 2017", "2017-06-12", True),
        ("12th June 2017", "2017-06-12", True),
        ("June 2017", "2017-06", True),
        ("2017 Jun 12", "2017-06-12", True),
        ("sept 2017", "2017-09", True),
        ("6/12/2017", "2017-06-12", True),
        ("13/6/2017", "2017-06-13", True),
        ("12.6.2017", "2017-12-06", True),
        ("6/2017", "2017-06", True),
        ("Spring 2019", "2019", False),
        ("circa 2017", "2017", False),
        ("2017?", "2017", False),
        ("June 12-14, 2017", "2017-06-12", False),
        ("2017-2018", "2017", False),
        ("June 31, 2017", "2017-06", False),
        ("20170612", None, False),
        ("in press", None, False),
        ("Mayor 2017", "2017", False),
        ("", None, False),
    ],
)
def test_dates(text: str, iso: str | None, whole: bool) -> None:
    date, told = read_date(text)
    assert ((date.iso() if date else None), told) == (iso, whole)


@pytest.mark.parametrize(
    ("name", "creator"),
    [
        (Name(family="Doe", given="Jane"), {"firstName": "Jane", "lastName": "Doe"}),
        (Name(family="Gogh", given="Vincent", particle="van"), {"firstName": "Vincent", "lastName": "van Gogh"}),
        (Name(family="King", given="John", suffix="Jr."), {"firstName": "John, Jr.", "lastName": "King"}),
        (Name(family="Plato"), {"firstName": "", "lastName": "Plato"}),
        (Name(family="王", given="小明"), {"firstName": "小明", "lastName": "王"}),
        (Name(literal="ATLAS Collaboration"), {"name": "ATLAS Collaboration"}),
        (OTHERS, {"name": "others"}),
    ],
)
def test_names_there_and_back(name: Name, creator: dict[str, str]) -> None:
    made = to_creators(Reference(author=(name,)), FALLBACK.types["preprint"])
    assert made == [{"creatorType": "author", **creator}]
    assert from_creators(made) == People(author=(name,))
    assert from_text(as_text(made)) == made


def roles(reference: Reference, item_type: str) -> list[str]:
    return [creator["creatorType"] for creator in to_creators(reference, FALLBACK.types[item_type])]


def test_roles() -> None:
    doe = Name(family="Doe", given="Jane")
    translated = {"translator": '[{"family": "Quill", "given": "Ada"}]', "composer": "no JSON"}
    both = Reference(author=(doe,), editor=(doe,), extra=translated)
    assert roles(both, "book") == ["author", "editor", "translator"]
    assert roles(both, "presentation") == ["presenter", "contributor", "translator"]
    assert roles(both, "thesis") == ["author", "contributor", "contributor"]
    people = from_creators(to_creators(both, FALLBACK.types["book"]))
    assert (people.author, people.editor, people.whole) == ((doe,), (doe,), True)
    assert people.extra() == {"translator": translated["translator"]}


@pytest.mark.parametrize(
    "creators",
    ["Doe", 7, [7], [{"creatorType": "author"}], [{}], [{"creatorType": "cosponsor"}], [{"creatorType": []}]],
)
def test_creators_of_no_known_shape_are_not_whole(creators: object) -> None:
    assert from_creators(creators) == People(whole=False)


@pytest.mark.parametrize("name", [Name(literal=" "), Name(family="\x00", given=" "), Name()])
def test_a_name_without_letters_is_no_creator(name: Name) -> None:
    assert to_creators(Reference(author=(name,)), FALLBACK.types["book"]) == []


@pytest.mark.parametrize("text", ["", "{}", "[7]", "Doe"])
def test_a_text_that_holds_no_creators(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the standard library's own message for what is no JSON
        from_text(text)


def test_what_cannot_be_stored_goes_and_the_rest_stays() -> None:
    assert storable("a\x00b\x1fc\x7f\ud83d \ufffe🙂\r\nd\re ") == "abc 🙂\nd\ne"
    assert one_line("a\n  b\u2028c") == "a b c"


def test_extra_keeps_every_byte() -> None:
    extra = "PMID: 7\r\n\r\n  odd   spacing\t\n"
    assert with_line(extra, "arXiv:1706.03762") == extra + "arXiv:1706.03762"


def test_lines_of_extra_that_are_variables_of_csl() -> None:
    found = [
        (name, value) for _, name, value in variables("event title: X\nEvent-Place: Y\nfoo: z\narchive_location: W")
    ]
    assert found == [("event-title", "X"), ("event-place", "Y"), ("archive_location", "W")]


@pytest.mark.parametrize("line", ["a" + " " * 60_000, "a: b" + " " * 60_000 + "c", "word " * 12_000, "{:" * 30_000])
def test_a_line_as_long_as_a_field_takes_no_time_worth_speaking_of(line: str) -> None:
    """With a pattern that looks back and forth, each of these would take minutes."""
    known = reference({"itemType": "preprint", "extra": line})
    assert (known.note or "").split() == line.split()
