"""Edits beside the text they make: expected text next to input text, every one done twice, and refusals."""

from __future__ import annotations

import difflib
import doctest
from pathlib import Path

import pytest

from bibtools.errors import Refused
from bibtools.formats.bib.edit import ENTRY_TYPE, edit
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.style import NewEntry
from bibtools.formats.bib.verify import verify
from bibtools.formats.edits import apply_edits
from bibtools.model.change import Change


def add(name: str, value: str, key: str = "a") -> Change:
    return Change(key, "add-field", "test", name, new=value)


def put(name: str, value: str, old: str | None = None, key: str = "a") -> Change:
    return Change(key, "set-field", "test", name, old=old, new=value)


def edited(text: str, *changes: Change | NewEntry, encoding: str = "utf-8") -> str:
    """The text after the changes, verified; done again they change nothing."""
    before = scan(text)
    after = apply_edits(text, edit(before, changes, encoding=encoding))
    assert edit(verify(before, after, changes, encoding=encoding), changes, encoding=encoding) == ()
    return after


def touched(before: str, after: str) -> int:
    """How many lines of `before` are not in `after` as they were."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(True), after.splitlines(True), autojunk=False)
    return sum(op[2] - op[1] for op in matcher.get_opcodes() if op[0] != "equal")


ADDED = {
    "trailing comma": (
        "@misc{a,\n  title = {A},\n  note = {B},\n}\n",
        "@misc{a,\n  title = {A},\n  note = {B},\n  doi = {10.1000/1},\n}\n",
        0,
    ),
    "no trailing comma": (
        "@misc{a,\n  title = {A},\n  note = {B}\n}\n",
        "@misc{a,\n  title = {A},\n  doi = {10.1000/1},\n  note = {B}\n}\n",
        0,
    ),
    "closing brace on the last line": (
        "@misc{a,\n\ttitle={A},\n\tnote={B}}",
        "@misc{a,\n\ttitle={A},\n\tdoi={10.1000/1},\n\tnote={B}}",
        0,
    ),
    "aligned equals signs, CRLF": (
        "@misc{a,\r\n  title     = {A},\r\n  booktitle = {B},\r\n}\r\n",
        "@misc{a,\r\n  title     = {A},\r\n  booktitle = {B},\r\n  doi       = {10.1000/1},\r\n}\r\n",
        0,
    ),
    "aligned values": (
        "@misc{a,\n  title=     {A},\n  booktitle= {B},\n}\n",
        "@misc{a,\n  title=     {A},\n  booktitle= {B},\n  doi=       {10.1000/1},\n}\n",
        0,
    ),
    "names to the right": (
        "@misc{a,\n      title = {A},\n  booktitle = {B},\n}\n",
        "@misc{a,\n      title = {A},\n  booktitle = {B},\n        doi = {10.1000/1},\n}\n",
        0,
    ),
    "quotes and capitals": (
        '@Misc{a,\n  Title = "A",\n  Note = "B",\n}\n',
        '@Misc{a,\n  Title = "A",\n  Note = "B",\n  Doi = "10.1000/1",\n}\n',
        0,
    ),
    "upper case": (
        "@MISC{a,\n  TITLE = {A},\n  NOTE = {B},\n}\n",
        "@MISC{a,\n  TITLE = {A},\n  NOTE = {B},\n  DOI = {10.1000/1},\n}\n",
        0,
    ),
    "leading commas": (
        "@misc{ a\n  , title = {A}\n  , note = {B}\n  }\n",
        "@misc{ a\n  , title = {A}\n  , note = {B}\n  , doi = {10.1000/1}\n  }\n",
        0,
    ),
    "leading commas and one more": (
        "@misc{a\n\t, title = {A}\n\t, note = {B}\n\t,\n}\n",
        "@misc{a\n\t, title = {A}\n\t, note = {B}\n\t, doi = {10.1000/1}\n\t,\n}\n",
        0,
    ),
    "blanks behind the comma": (
        "@misc{a,\n  title = {A},  \n}\n",
        "@misc{a,\n  title = {A},  \n  doi = {10.1000/1},\n}\n",
        0,
    ),
    "one line": ("@misc{a, title={A}, note={B}}\n", "@misc{a, title={A}, note={B}, doi={10.1000/1}}\n", 1),
    "one line, trailing comma": ("@misc{a,title={A},}\n", "@misc{a,title={A}, doi={10.1000/1},}\n", 1),
    "parentheses": ("@misc(a,\n title = {A}\n)", "@misc(a,\n doi = {10.1000/1},\n title = {A}\n)", 0),
    "no field": ("@misc{a}\n", "@misc{a,\n  doi = {10.1000/1},\n}\n", 1),
    "no field but a comma": ("@misc{a,\n}\n", "@misc{a,\n  doi = {10.1000/1},\n}\n", 0),
    "no field among leading commas": (
        "@misc{b\n  , title = {B}\n  , note = {C}\n}\n@misc{a}\n",
        "@misc{b\n  , title = {B}\n  , note = {C}\n}\n@misc{a\n  , doi = {10.1000/1}\n}\n",
        1,
    ),
    "now a leading comma, now none": (
        "@misc{a\n , title = {A}\n , note = {B} ,\n   x = {C}\n}\n",
        "@misc{a\n , title = {A}\n , note = {B} ,\n   doi = {10.1000/1},\n   x = {C}\n}\n",
        0,
    ),
    "mixed newlines": ("@misc{a,\r\n  title = {A},\n}\n", "@misc{a,\r\n  title = {A},\n  doi = {10.1000/1},\r\n}\n", 0),
    "old Macintosh newlines": (
        "@misc{a,\r  title = {A},\r}\r",
        "@misc{a,\r  title = {A},\r  doi = {10.1000/1},\r}\r",
        0,
    ),
    "undecodable byte": (
        "@misc{a,\n  title = {\udce9},\n}",
        "@misc{a,\n  title = {\udce9},\n  doi = {10.1000/1},\n}",
        0,
    ),
}


@pytest.mark.parametrize("name", ADDED)
def test_a_field_is_added_as_its_owner_would(name: str) -> None:
    before, expected, lines = ADDED[name]
    after = edited(before, add("doi", "{10.1000/1}"))
    assert after == expected
    assert touched(before, after) == lines
    assert edited(before) == before


def test_several_fields_keep_their_order() -> None:
    text = "@misc{a,\n  title = {A}\n}\n@misc{b,\n  title = {B}\n}\n"
    changes = [add("year", "{2001}"), add("title", "{A}"), add("doi", "{1}", "b"), add("month", "jan")]
    assert edited(text, *changes) == (
        "@misc{a,\n  year = {2001},\n  month = jan,\n  title = {A}\n}\n@misc{b,\n  doi = {1},\n  title = {B}\n}\n"
    )


@pytest.mark.parametrize(
    ("value", "new", "expected"),
    [
        ("{A}", "{B}", "{B}"),
        ('"A"', "{B}", '"B"'),
        ('"A"', '{a "B"}', '{a "B"}'),
        ("{2001}", "{2002}", "{2002}"),
        ("2001", "{2002}", "2002"),
        ("2001", "{in press}", "{in press}"),
        ("jan", "feb", "feb"),
        ('{A} # jan # "C"', "{B}", "{B}"),
        ("{A}", "{B} # jan", "{B} # jan"),
        ("{A\n   B}", "{A C}", "{A C}"),
    ],
)
def test_a_value_is_replaced_within_its_own_delimiters(value: str, new: str, expected: str) -> None:
    text = "@misc{a, x = {1}, Title\t= %s ,}"
    assert edited(text % value, put("title", new, old=value)) == text % expected


def test_the_type_is_replaced_in_its_own_case() -> None:
    assert edited("@Misc{a, title={A}}", put(ENTRY_TYPE, "article", old="misc")) == "@Article{a, title={A}}"


def test_new_entries_stand_behind_the_last_good_one() -> None:
    text = '@Book{b,\n    title  = "B",\n    author = "X"\n}\n\n@comment{jabref-meta: x;}\n'
    entry = NewEntry("a", "article", (("title", "{A}"), ("month", "jan"), ("author", "{Y}")))
    assert edited(text, entry) == (
        '@Book{b,\n    title  = "B",\n    author = "X"\n}\n\n'
        '@Article{a,\n    title  = "A",\n    month  = jan,\n    author = "Y"\n}\n\n'
        "@comment{jabref-meta: x;}\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "@misc{n,\n  year = {1},\n}\n"),
        ("@misc{a, x={1}} ,\n x = {2}\n}\n", "@misc{a, x={1}} ,\n x = {2}\n}\n\n@misc{n, year={1}}\n"),
        ("@misc{a, x={1}} y,\n x = {2}\n}\n", "@misc{a, x={1}} y,\n x = {2}\n}\n\n@misc{n, year={1}}\n"),
        ("% mine", "% mine\n\n@misc{n,\n  year = {1},\n}\n"),
        ("% mine\n", "% mine\n\n@misc{n,\n  year = {1},\n}\n"),
        ("@misc{a, x={1}}", "@misc{a, x={1}}\n\n@misc{n, year={1}}"),
        ("@misc{a, x={1}} % end\n", "@misc{a, x={1}} % end\n\n@misc{n, year={1}}\n"),
        ("@misc{a,\r\n  x = {1}\r\n}\r\n", "@misc{a,\r\n  x = {1}\r\n}\r\n\r\n@misc{n,\r\n  year = {1}\r\n}\r\n"),
        ("@misc{a,\n\tx={1}}\n@misc{b,\n\tx={1}}\n", "@misc{a,\n\tx={1}}\n@misc{b,\n\tx={1}}\n@misc{n,\n\tyear={1}}\n"),
    ],
)
def test_a_new_entry_looks_like_the_others(text: str, expected: str) -> None:
    assert edited(text, NewEntry("n", "misc", (("year", "{1}"),))) == expected


def test_a_new_entry_goes_to_its_place_in_a_sorted_file() -> None:
    text = "\n\n".join(f"@misc{{{key},\n  note = {{x}}\n}}" for key in "bdfhjlnp") + "\n"
    entry = (("note", "{y}"),)
    after = edited(text, *(NewEntry(key, "misc", entry) for key in "zaej"[:3]))
    keys = [block.key.of(after) for block in scan(after) if block.key]
    assert keys == list("abdefhjlnpz")
    assert after.count("}\n\n@misc{") == 10


REFUSED = {
    "unknown": ("@misc{a}", add("doi", "{1}", "b"), "no entry has this key"),
    "broken": ("@misc{a, title = {A}", add("doi", "{1}"), "could not be read to its end"),
    "suspect": ("@misc{a, title = {A} year = 1}", add("doi", "{1}"), "BIB104"),
    "closes early": ("@misc{a, title = {A}},\n year = {1}\n}", add("doi", "{1}"), "BIB113"),
    "has it already": ("@misc{a, DOI = {2}}", add("doi", "{1}"), "already"),
    "lacks it": ("@misc{a}", put("doi", "{1}"), "no field"),
    "has it twice": ("@misc{a, doi = {1}, doi = {2}}", put("doi", "{3}"), "more than one"),
    "changed since": ("@misc{a, doi = {2}}", put("doi", "{3}", old="{1}"), "no longer what it was"),
    "type changed since": ("@misc{a}", put(ENTRY_TYPE, "book", old="article"), "no longer of type"),
    "brace too many": ("@misc{a}", add("doi", "{1}}"), "not a whole value"),
    "brace too few": ("@misc{a}", add("doi", "{{1}"), "not a whole value"),
    "no delimiters": ("@misc{a}", add("title", "two words"), "not a whole value"),
    "escaped brace": ("@misc{a}", add("title", "{{A\\} B}"), "BIB110"),
    "an entry inside": ("@misc{a}", add("note", "{\n@misc{b}}"), "BIB112"),
    "bad name": ("@misc{a}", add("two words", "{1}"), "cannot be written"),
    "two opinions": ("@misc{a}", (add("doi", "{1}"), add("DOI", "{2}")), "do not agree"),
    "key taken": ("@misc{A, title = {A}}", NewEntry("a", "misc", (("title", "{B}"),)), "another entry has this key"),
    "key taken by a suspect one": (
        "@misc{a, title = {A},, year = 1}",
        NewEntry("a", "misc", (("title", "{A}"),)),
        "another entry has this key",
    ),
    "key taken by a broken one": ("@misc{c}\n@misc{a, b", NewEntry("a", "misc"), "could not be read"),
    "two new ones": ("", (NewEntry("a", "misc"), NewEntry("A", "book")), "two new entries"),
    "bad key": ("", NewEntry("a b", "misc"), "cannot be written"),
    "key with a brace": ("", NewEntry("a}", "misc"), "cannot be written"),
    "special type": ("", NewEntry("a", "comment"), "cannot be written"),
    "same field twice": ("", NewEntry("a", "misc", (("x", "{1}"), ("X", "{1}"))), "BIB118"),
    "behind an unclosed entry": ("% x\n@misc{a, title = {A}\n", NewEntry("n", "misc"), "never closed"),
    "behind an unclosed comment": ("@comment{ x\n", NewEntry("n", "misc"), "never closed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    text, changes, reason = REFUSED[name]
    with pytest.raises(Refused, match=reason):
        edit(scan(text), changes if isinstance(changes, tuple) else (changes,))


def test_a_character_without_a_place_in_the_encoding_is_refused() -> None:
    text = "@misc{a,\n  title = {é},\n}\n"
    assert "Müller" in edited(text, add("author", "{Müller}"), encoding="latin-1")
    with pytest.raises(Refused, match=r"U\+0141"):
        edit(scan(text), [add("author", "{Łukasz}")], encoding="latin-1")


def test_a_change_without_its_field_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="NewEntry"):
        edit(scan("@misc{a}"), [Change("b", "add-entry", "test")])


@pytest.mark.parametrize(
    "wrong",
    [
        "% Mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {Y}}\n@misc{a, title = {A}, doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {1}}\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {2}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@book{a, title = {A}, doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{A, title = {A}, doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc(a, title = {A}, doi = {1})\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {1}}\n\n@misc{b, title = {C}}\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {1}}\n\n",
        "% mine\n@string{x = {X}}\n@misc{a, title = {A} doi = {1}}\n\n@misc{b, title = {B}}\n",
        "% mine\n@string{x = {X}}\n@misc{b, title = {B}}\n\n@misc{a, title = {A}, doi = {1}}\n",
    ],
)
def test_verify_refuses_every_other_difference(wrong: str) -> None:
    before = scan("% mine\n@string{x = {X}}\n@misc{a, title = {A}}\n\n@misc{b, title = {B}}\n")
    right = "% mine\n@string{x = {X}}\n@misc{a, title = {A}, doi = {1}}\n\n@misc{b, title = {B}}\n"
    changes = [add("doi", "{1}")]
    verify(before, right, changes)
    with pytest.raises(Refused, match="would not read back"):
        verify(before, wrong, changes)


def test_the_page_about_editing_does_what_it_says(root: Path) -> None:
    page = root / "docs" / "explanation" / "lossless-editing.md"
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0
