"""CSL-JSON under Hypothesis: the data rules against the official schema, round trips, lossless spans and edits."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bibtools.errors import Refused
from bibtools.formats.csljson.dates import from_date, to_date
from bibtools.formats.csljson.edit import edit
from bibtools.formats.csljson.names import from_names, to_names
from bibtools.formats.csljson.read import read
from bibtools.formats.csljson.render import Hand, to_json
from bibtools.formats.csljson.rules import KINDS, TYPES, violations
from bibtools.formats.csljson.scan import scan
from bibtools.formats.csljson.verify import verify
from bibtools.formats.csljson.write import Options, to_item, write
from bibtools.formats.edits import apply_edits
from bibtools.model.change import Change
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference, Relation

# --- items, valid and nearly so ---------------------------------------------------------------------------------------

texts = st.text(max_size=12)
scalars = texts | st.integers(-9999, 9999) | st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    st.none() | st.booleans() | scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
names = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(
                ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle"), texts
            ),
            **dict.fromkeys(("comma-suffix", "static-ordering", "parse-names"), scalars | st.booleans()),
        },
    ),
    max_size=3,
)
dates = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(st.lists(scalars, min_size=1, max_size=3), min_size=1, max_size=2),
        "season": scalars,
        "circa": scalars | st.booleans(),
        "literal": texts,
        "raw": texts,
    },
)
BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "string": texts,
    "number": scalars,
    "names": names,
    "date": dates,
    "type": st.sampled_from(sorted(TYPES)),
    "id": scalars,
    "list": st.lists(texts, max_size=3),
    "object": st.dictionaries(texts, anything, max_size=3),
}


@st.composite
def valid_items(draw: st.DrawFn) -> dict[str, Any]:
    variables = {"id", "type", *draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=6))}
    return {variable: draw(BY_KIND[KINDS[variable]]) for variable in sorted(variables)}


@st.composite
def nearly_valid_items(draw: st.DrawFn) -> Any:
    """A valid item with one thing changed somewhere inside: a value, a key, a length, a missing part."""
    item = copy.deepcopy(draw(valid_items()))
    place: Any = item
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or draw(st.booleans()):
            break
        place = place[key]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace" if keys:
            place[key] = draw(anything)
        case "remove" if keys:
            del place[key]
        case _ if isinstance(place, dict):
            place[draw(st.sampled_from(["year", "ids", "name", "", *KINDS]))] = draw(anything)
        case _:
            place.append(draw(anything))
    return item


@given(valid_items())
def test_valid_items_break_no_rule(item: dict[str, Any]) -> None:
    assert violations(item) == ()


@pytest.fixture(scope="module")
def schema(shared: Path) -> Any:
    from jsonschema import Draft7Validator

    official = json.loads((shared / "fixtures" / "csl" / "csl-data.json").read_text("utf-8"))
    return Draft7Validator(official["items"] | {"definitions": official["definitions"]})


@given(nearly_valid_items() | anything)
@example({"id": True, "type": "book"})
@example({"id": "a", "type": "book", "volume": False})
@example({"id": "a", "type": "book", "issued": {"date-parts": []}})
@example({"id": "a", "type": "book", "issued": {"date-parts": [[2001], [2002], [2003]]}})
def test_our_rules_and_the_official_schema_agree(schema: Any, item: Any) -> None:
    assert (violations(item) == ()) == schema.is_valid(item)


# --- references -------------------------------------------------------------------------------------------------------

words = st.text(st.sampled_from("abcdefgh ABC éßńл,.:-&<>{}$\\\"'/[]()_%1234"), min_size=1, max_size=14).filter(
    str.strip
)
capital = st.sampled_from(
    ["Doe", "Waals", "Müller", "O'Neil", "Ångström", "Doe-Roe", "Smith Jones", "王", "D’Alembert"]
)
people = st.builds(
    Name,
    family=capital,
    given=st.none() | st.sampled_from(["Jane", "J. D.", "Jean-Paul", "伟", "John, Q."]),
    particle=st.none() | st.sampled_from(["van der", "de", "'t", "von und zu", "Van"]),
    suffix=st.none() | st.sampled_from(["Jr.", "III", "2nd", "the Elder"]),
)
literals = st.builds(Name, literal=st.sampled_from(["ATLAS Collaboration", "NVIDIA and Partners", "王小明"]))
name_lists = st.tuples(st.lists(people | literals, max_size=3), st.booleans()).map(
    lambda drawn: (*drawn[0], *((OTHERS,) if drawn[1] and drawn[0] else ()))
)
some_dates = st.one_of(
    st.none(),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
    st.builds(PartialDate, st.integers(1000, 2099), st.integers(0, 12)),
)
arxiv_ids = st.builds(Identifier, st.just("arxiv"), st.sampled_from(["1706.03762", "0704.0001", "hep-th/9901001"]))
other_ids = st.sampled_from(
    [
        Identifier("doi", "10.1000/182"),
        Identifier("doi", "10.1103/PhysRevD.76.013009"),
        Identifier("isbn", "9780306406157"),
        Identifier("issn", "0378-5955"),
        Identifier("pmid", "12345"),
        Identifier("pmcid", "PMC12345"),
    ]
)


relations = st.builds(Relation, st.sampled_from(["published-as", "preprint-of"]), other_ids)
extras = st.dictionaries(
    st.sampled_from(["file", "tex.owner", "medium", "annote", "x y"]),
    st.sampled_from(["a", "[1]", "12", "{b"]),
    max_size=3,
)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """References as readers of any format make them: canonical identifiers, names in parts."""
    arxiv = draw(st.none() | arxiv_ids)
    if arxiv and draw(st.booleans()):
        arxiv = Identifier("arxiv", arxiv.value, draw(st.integers(1, 12)))
    type_ = draw(st.sampled_from(["article", "article-journal", "paper-conference", "book", "thesis", "software"]))
    order = ["doi", "isbn", "issn", "pmid", "pmcid"]
    others = sorted(set(draw(st.lists(other_ids, max_size=4))), key=lambda i: (order.index(i.scheme), i.value))
    optional = {
        field: draw(st.none() | words)
        for field in ("title", "container_title", "collection_title", "publisher_place", "event_title", "edition")
    }
    optional |= {
        field: draw(st.none() | words) for field in ("volume", "issue", "page", "genre", "language", "abstract")
    }
    plain = st.none() | st.sampled_from(["Read twice.", "Two\nlines", "see: also", "12 pages"])
    is_preprint = arxiv is not None and type_ == "article"
    return Reference(
        type=type_,
        **optional,
        author=draw(name_lists),
        editor=draw(name_lists),
        issued=draw(some_dates),
        updated=draw(some_dates),
        publisher=None if is_preprint else draw(st.none() | words),
        number=None if is_preprint else draw(st.none() | st.sampled_from(["7", "TR-12"])),
        url=f"https://arxiv.org/abs/{arxiv.value}"
        if is_preprint and arxiv
        else draw(st.none() | st.just("https://a.b/c")),
        note=draw(plain),
        ids=(*((arxiv,) if arxiv else ()), *others),
        categories=tuple(draw(st.lists(st.sampled_from(["cs.CL", "hep-th", "cs.LG"]), unique=True))) if arxiv else (),
        journal_ref=draw(plain),
        comment=draw(plain),
        related=tuple(draw(st.lists(relations, max_size=2))),
        extra=draw(extras),
    )


@given(references(), st.booleans())
def test_what_is_written_reads_back_the_same(reference: Reference, separate: bool) -> None:
    options = Options(separate_name_parts=separate, record=True)
    item = to_item(reference, "key", options)
    assert violations(item) == ()
    document = read(write([("key", reference)], options), "x.json")
    assert document.problems == ()
    (entry,) = document.entries
    assert entry.id == "key"
    assert entry.state == "clean"
    assert entry.reference == reference


@given(references())
def test_a_second_round_changes_no_character(reference: Reference) -> None:
    once = write([("key", reference)])
    assert write([("key", read(once, "x").entries[0].reference)]) == once


@given(people | literals, st.booleans())
def test_names_survive(name: Name, separate: bool) -> None:
    assert from_names(to_names([name], separate=separate)) == ((name,), True)


@given(st.dates())
def test_dates_survive(day: Any) -> None:
    date = PartialDate(day.year, day.month, day.day)
    assert from_date(to_date(date)) == (date, True)


# --- any item: nothing is lost ----------------------------------------------------------------------------------------


@given(valid_items())
def test_an_item_keeps_all_it_says_through_the_model(item: dict[str, Any]) -> None:
    """Whatever valid item is read and written, a second reading finds the same reference."""
    document = read(json.dumps([item]), "x")
    (entry,) = document.entries
    again = to_item(entry.reference, entry.id)
    assert violations(again) == ()
    assert to_item(read(json.dumps([again]), "x").entries[0].reference, entry.id) == again


# --- spans and edits --------------------------------------------------------------------------------------------------

File = tuple[str, Hand, list[dict[str, Any]]]
hands = st.builds(
    Hand,
    indent=st.sampled_from(["", "  ", "    ", "\t"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    colon=st.sampled_from([": ", ":", " : "]),
    comma=st.sampled_from([", ", ","]),
    short=st.sampled_from([0, 40, 100]),
    ascii=st.booleans(),
    upper=st.booleans(),
)


@st.composite
def files(draw: st.DrawFn) -> File:
    """A file in some hand, with its items; ids are unique."""
    hand = draw(hands)
    items = draw(st.lists(valid_items(), min_size=1, max_size=4))
    items = [{"id": f"key{number}"} | without(item, "id", "note", "citation-key") for number, item in enumerate(items)]
    lead = hand.newline + hand.indent if hand.indent else ""
    between = "," + (lead or draw(st.sampled_from(["", " ", "\n"])))
    text = "[" + lead + between.join(to_json(item, hand, 1, spread=True) for item in items)
    return text + (hand.newline if hand.indent else "") + "]" + draw(st.sampled_from(["", "\n", "\r\n"])), hand, items


def without(item: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


@given(files())
def test_spans_are_those_of_the_values(file: File) -> None:
    text, _, items = file
    found = scan(text)
    assert found.flaws == ()
    assert [{m.key: m.value for m in item.members} for item in found.items] == json.loads(text) == items
    for item in found.items:
        assert json.loads(text[item.start : item.end]) == {m.key: m.value for m in item.members}
        for member in item.members:
            assert json.loads(text[member.key_start : member.key_end]) == member.key
            assert json.loads(text[member.start : member.end]) == member.value


@given(st.text(st.sampled_from('[]{}",:\\ \nab1tné'), max_size=40) | st.text(max_size=30))
@example('[{"id": "a", "x": [1, 2}, {"id": "b"}]')
@example('{"items": [{"id": "a"}')
@example('{"items": [{"id": "a"}], "b": }')
@example('[{"a":1]')
def test_any_text_is_scanned_and_read(text: str) -> None:
    found = scan(text)
    end = 0
    for item in found.items:
        assert end <= item.start < item.end <= len(text)
        end = item.end
    try:
        json.loads(text)
    except ValueError:
        assert found.flaws
    document = read(text, "x")
    assert len(document.entries) == len(found.items)
    assert len({entry.id for entry in document.entries}) == len(document.entries)
    assert all(problem.origin.path == "x" for problem in document.problems)


@given(files(), st.data())
def test_a_cut_or_damaged_file_keeps_the_items_before_the_damage(file: File, data: st.DataObject) -> None:
    text, _, _items = file
    cut = data.draw(st.integers(0, len(text)))
    whole = [item for item in scan(text).items if item.end <= cut]
    found = scan(text[:cut])
    assert [item.members for item in found.items[: len(whole)]] == [item.members for item in whole]


@given(files(), st.data())
def test_edits_read_back_and_touch_nothing_else(file: File, data: st.DataObject) -> None:
    text, hand, items = file
    assert edit(text, []) == ()
    item = data.draw(st.sampled_from(items))
    variable = data.draw(st.sampled_from(sorted(set(KINDS) - {"id", "note", "citation-key"})))
    value = json.dumps(data.draw(BY_KIND[KINDS[variable]]))
    change = (
        Change(item["id"], "set-field", "test", variable, old=json.dumps(item[variable]), new=value)
        if variable in item
        else Change(item["id"], "add-field", "test", variable, new=value)
    )
    after = apply_edits(text, edit(text, [change]))
    verify(text, after, [change])
    assert edit(after, [change]) == ()
    if variable not in item:
        gone = [line for line in text.splitlines(keepends=True) if line not in after.splitlines(keepends=True)]
        assert len(gone) <= 1
    if hand.ascii and any(ord(c) > 127 for c in str(items)):
        assert after.isascii()


@given(files(), references())
def test_a_new_item_is_appended_and_reads_back(file: File, reference: Reference) -> None:
    text, _, _items = file
    change = Change("new2021", "add-entry", "test", reference=reference)
    after = apply_edits(text, edit(text, [change]))
    verify(text, after, [change])
    assert edit(after, [change]) == ()
    added = read(after, "x").entries[-1]
    assert added.id == "new2021"
    assert write([("new2021", added.reference)]) == write([("new2021", reference)])


@given(files(), st.data())
def test_verify_notices_any_other_difference(file: File, data: st.DataObject) -> None:
    text, _, _ = file
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from(["", " ", "x", '"', "}"])) + text[at + 1 :]
    assume(changed != text)
    with pytest.raises(Refused):
        verify(text, changed, [])
