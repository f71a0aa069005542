"""Edits of CSL-JSON in the hand of each file, and what is refused; expected text stands beside its source."""

from __future__ import annotations

import difflib

import pytest

from bibtools.errors import Refused
from bibtools.formats.csljson.edit import edit
from bibtools.formats.csljson.verify import verify
from bibtools.formats.edits import apply_edits
from bibtools.model.change import Change
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference

NEW = Reference(
    type="book",
    title="Élan",
    author=(Name(family="Roe", given="Ann"),),
    issued=PartialDate(2020, 5),
    volume="7",
)


def edited(text: str, *changes: Change) -> str:
    """The text with the changes, proven; doing them again must change nothing."""
    after = apply_edits(text, edit(text, changes))
    verify(text, after, changes)
    assert edit(after, changes) == ()
    return after


def lines_touched(before: str, after: str) -> tuple[list[str], list[str]]:
    diff = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [line[2:] for line in diff if line[0] == "-"], [line[2:] for line in diff if line[0] == "+"]


def add(field: str, new: str, entry: str = "a") -> Change:
    return Change(entry, "add-field", "test", field, new=new)


def put(field: str, old: str, new: str, entry: str = "a") -> Change:
    return Change(entry, "set-field", "test", field, old=old, new=new)


SPREAD = """[
\t{
\t\t"id": "a",
\t\t"type": "book",
\t\t"x-mine": {"keep":   [1,2]},
\t\t"author": [
\t\t\t{
\t\t\t\t"family": "Doe"
\t\t\t}
\t\t],
\t\t"volume": 7,
\t\t"title": "Caf\\u00e9"
\t}
]
"""


def test_a_field_is_added_on_a_line_of_its_own() -> None:
    after = edited(SPREAD, add("publisher", '"Müller"'))
    assert lines_touched(SPREAD, after) == ([], ['\t\t"publisher": "M\\u00fcller",'])


def test_a_field_is_replaced_on_its_own_line() -> None:
    after = edited(SPREAD, put("volume", "7", '"8"'))
    assert lines_touched(SPREAD, after) == (['\t\t"volume": 7,'], ['\t\t"volume": 8,'])


def test_numbers_written_as_text_stay_text() -> None:
    text = '[\n  {"id": "a", "type": "book", "volume": "7", "issued": {"date-parts": [["2019"]]}}\n]\n'
    after = edited(
        text, put("volume", "7", "8"), put("issued", '{"date-parts": [[2019]]}', '{"date-parts": [[2020, 5]]}')
    )
    assert after == '[\n  {"id": "a", "type": "book", "volume": "8", "issued": {"date-parts": [["2020", "5"]]}}\n]\n'


def test_a_list_is_spread_as_the_files_lists_are() -> None:
    text = SPREAD.replace('"x-mine": {"keep":   [1,2]},\n\t\t', "")
    assert edited(text, add("issued", '{"date-parts": [[2020]]}')) == text.replace(
        '\t\t"volume"',
        '\t\t"issued": {\n\t\t\t"date-parts": [\n\t\t\t\t[\n\t\t\t\t\t2020\n\t\t\t\t]\n\t\t\t]\n\t\t},\n\t\t"volume"',
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # Better BibTeX: one item on one line
            '[\n  {"id":"a","type":"book","volume":"1"},\n  {"id":"b","type":"book"}\n]\n',
            '[\n  {"id":"a","type":"book","volume":"1"},\n  {"id":"b","type":"book"},\n'
            '  {"id":"new","citation-key":"new","type":"book","title":"Élan","author":[{"family":"Roe","given":"Ann"}],'
            '"issued":{"date-parts":[[2020,5]]},"volume":"7"}\n]\n',
        ),
        (  # Zotero: tabs, everything spread
            '[\n\t{\n\t\t"id": "a",\n\t\t"author": [\n\t\t\t{\n\t\t\t\t"family": "Doe"\n\t\t\t}\n\t\t]\n\t}\n]',
            '[\n\t{\n\t\t"id": "a",\n\t\t"author": [\n\t\t\t{\n\t\t\t\t"family": "Doe"\n\t\t\t}\n\t\t]\n\t},\n'
            '\t{\n\t\t"id": "new",\n\t\t"citation-key": "new",\n\t\t"type": "book",\n\t\t"title": "Élan",\n'
            '\t\t"author": [\n\t\t\t{\n\t\t\t\t"family": "Roe",\n\t\t\t\t"given": "Ann"\n\t\t\t}\n\t\t],\n'
            '\t\t"issued": {\n\t\t\t"date-parts": [\n'
            "\t\t\t\t[\n\t\t\t\t\t2020,\n\t\t\t\t\t5\n\t\t\t\t]\n\t\t\t]\n\t\t},\n"
            '\t\t"volume": "7"\n\t}\n]',
        ),
        (  # minified, escaped, in capitals
            '[{"id":"a","title":"\\u00C9\\/","volume":1}]',
            '[{"id":"a","title":"\\u00C9\\/","volume":1},{"id":"new","citation-key":"new","type":"book",'
            '"title":"\\u00C9lan","author":[{"family":"Roe","given":"Ann"}],"issued":{"date-parts":[[2020,5]]},'
            '"volume":7}]',
        ),
        (  # CRLF, braces at the line's start
            '[\r\n{\r\n  "id": "a"\r\n}\r\n]\r\n',
            '[\r\n{\r\n  "id": "a"\r\n},\r\n{\r\n  "id": "new",\r\n  "citation-key": "new",\r\n  "type": "book",\r\n'
            '  "title": "Élan",\r\n  "author": [{"family": "Roe", "given": "Ann"}],\r\n'
            '  "issued": {"date-parts": [[2020, 5]]},\r\n  "volume": "7"\r\n}\r\n]\r\n',
        ),
        (  # an empty list
            "[]\n",
            '[\n  {\n    "id": "new",\n    "citation-key": "new",\n    "type": "book",\n    "title": "Élan",\n'
            '    "author": [{"family": "Roe", "given": "Ann"}],\n    "issued": {"date-parts": [[2020, 5]]},\n'
            '    "volume": "7"\n  }\n]\n',
        ),
        (  # inside an outer object
            '{"total": 1, "items": [{"id": "a"}]}',
            '{"total": 1, "items": [{"id": "a"}, {"id": "new", "citation-key": "new", "type": "book", "title": "Élan", '
            '"author": [{"family": "Roe", "given": "Ann"}], "issued": {"date-parts": [[2020, 5]]}, "volume": "7"}]}',
        ),
    ],
    ids=["better-bibtex", "zotero", "minified", "crlf", "empty", "wrapped"],
)
def test_a_new_item_looks_like_the_others(before: str, after: str) -> None:
    assert edited(before, Change("new", "add-entry", "test", reference=NEW)) == after


def test_several_changes_at_once() -> None:
    text = '[\n  {\n    "id": "a",\n    "type": "book",\n    "volume": "1"\n  }\n]\n'
    after = edited(
        text,
        add("title", '"Lakes"'),
        add("DOI", '"10.1000/182"'),
        add("language", '"en"'),
        put("volume", '"1"', '"2"'),
        Change("new", "add-entry", "test", reference=Reference(type="book")),
        Change("new2", "add-entry", "test", reference=Reference(ids=(Identifier("arxiv", "1706.03762"),))),
    )
    assert [line.strip() for line in after.splitlines()[:8]] == [
        "[",
        "{",
        '"id": "a",',
        '"type": "book",',
        '"title": "Lakes",',
        '"DOI": "10.1000/182",',
        '"language": "en",',
        '"volume": "2"',
    ]


def test_nothing_to_do_gives_no_edits() -> None:
    assert edit(SPREAD, ()) == ()
    assert edit(SPREAD, [add("volume", '"7"'), put("title", '"x"', '"Café"')]) == ()


@pytest.mark.parametrize(
    ("text", "change", "reason"),
    [
        ('[{"id": "a",}]', add("title", '"T"'), "not valid CSL-JSON"),
        ('[{"id": "a"}]', add("title", '"T"', "b"), "there is no item 'b'"),
        ('[{"id": "a"}, {"id": "a"}]', add("title", '"T"'), "stands more than once"),
        ('[{"id": "a"}, {"id": "a"}]', add("title", '"T"', "a#2"), "stands more than once"),
        ('[{"id": "a", "page": "1", "page": "2"}]', add("title", '"T"'), "a key stands twice"),
        ('[{"id": "a", "title": "S"}]', add("title", '"T"'), "has another 'title' already"),
        ('[{"id": "a", "title": "S"}]', put("title", '"R"', '"T"'), "is not what the change says"),
        ('[{"id": "a", "title": "S"}]', put("title", "R", '"T"'), "is not what the change says"),
        ('[{"id": "a"}]', put("title", '"S"', '"T"'), "has no 'title' to replace"),
        ('[{"id": "a"}]', add("title", "T"), "is no JSON"),
        ('[{"id": "a"}]', add("title", "7"), "cannot be '7'"),
        ('[{"id": "a"}]', add("eprint", '"1706.03762"'), "cannot be"),
        ('[{"id": "a"}]', put("id", '"a"', '"b"'), "cannot be"),
        ('[{"id": "a"}]', Change("a", "add-field", "test"), "incomplete"),
        ('[{"id": "a"}]', Change("b", "add-entry", "test"), "lack its reference"),
        ('[{"id": "a"}]', Change("A", "add-entry", "test", reference=NEW), "the id 'A' is taken"),
        ('[{"id": "a"}]', Change("a", "add-entry", "test", reference=NEW), "the id 'a' is taken"),
        ('{"id": "a"}', Change("b", "add-entry", "test", reference=NEW), "holds no list"),
    ],
)
def test_refused(text: str, change: Change, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        edit(text, [change])


def test_colliding_changes_are_refused() -> None:
    with pytest.raises(Refused, match="two changes"):
        edit('[{"id": "a"}]', [add("title", '"T"'), add("title", '"S"')])
    with pytest.raises(Refused, match="collide"):
        edit('[{"id": "a"}]', [Change("b", "add-entry", "test", reference=NEW)] * 2)


def test_where_a_file_is_broken_is_said() -> None:
    with pytest.raises(Refused, match="a comma before the closing brace") as refused:
        edit('[\n {"id": "a",}\n]', [add("title", '"T"')])
    assert refused.value.at == 13


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('[{"id": "a", "page": 1}]', '[{"id": "a", "page": 2}]', "no change names"),
        ('[{"id": "a", "page": 1}]', '[{"id": "a", "page": 1,}]', "a comma before"),
        ('[{"id": "a"}, {"id": "b"}]', '[{"id": "a"}]', "would become 'nothing'"),
        ('[{"id": "a"}]', '[{"id": "a"}, {"id": "b"}]', "other items than the new ones"),
        ('[{"id": "a"}]', ' [{"id": "a"}]', "text outside the items"),
        ('[{"id": "a"}, {"id": "b"}]', '[{"id": "a"},{"id": "b"}]', "text outside the items"),
    ],
)
def test_verify_refuses_any_other_difference(before: str, after: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        verify(before, after, [])


def test_verify_wants_every_change_to_be_there() -> None:
    with pytest.raises(Refused, match="'title' of 'a'"):
        verify('[{"id": "a"}]', '[{"id": "a"}]', [add("title", '"T"')])
    with pytest.raises(Refused, match="other items"):
        verify('[{"id": "a"}]', '[{"id": "a"}]', [Change("b", "add-entry", "test", reference=NEW)])
