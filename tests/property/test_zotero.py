"""Zotero under Hypothesis: our rules against the replica server's, items and RDF there and back, fills that settle."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from property.strategies import arxiv_ids, dates, dois, name_lists, titles
from property.zotero_importer import imported
from servers.zotero_facts import FACTS
from servers.zotero_facts import Schema as TheirSchema
from servers.zotero_local import imported as reimported
from servers.zotero_rules import Rejected, check_shape, cleaned, merged
from servers.zotero_store import Library

from bibtools.formats.zotero.amend import as_property, lacking, replacing, rulings
from bibtools.formats.zotero.dates import read_date
from bibtools.formats.zotero.extra import with_line
from bibtools.formats.zotero.identifiers import arxiv_ids as stated_ids
from bibtools.formats.zotero.identifiers import dois as stated_dois
from bibtools.formats.zotero.item import reference
from bibtools.formats.zotero.local import complete, type_line
from bibtools.formats.zotero.mapping import ITEM_TYPES
from bibtools.formats.zotero.rdf import write
from bibtools.formats.zotero.read import entry, read
from bibtools.formats.zotero.schema import FALLBACK, schema_from_json, violations
from bibtools.formats.zotero.write import new_item
from bibtools.model.reference import Reference

OURS, THEIRS = schema_from_json(FACTS), TheirSchema(FACTS)
TYPES = sorted(name for name, kind in OURS.types.items() if kind.creators)
FIELDS = sorted({field for kind in OURS.types.values() for field in kind.fields} | {"publisher", "number", "arXiv"})

# --- references and items ---------------------------------------------------------------------------------------------

hostile = st.text(st.sampled_from("ab é🙂𝔄\u2028\x85\x00\x07\r\n\t<>&]\"'{}:$[1") | st.characters(), max_size=20)
texts = st.none() | titles | hostile
extras = st.dictionaries(
    st.sampled_from(["title-short", "license", "tex.owner", "medium", "file", "accessed", "csl-issued", "keyword"]),
    hostile | st.sampled_from(['{"date-parts": [[2026, 11, 20]]}', '{"literal": "Spring 2019"}', "[1"]),
    max_size=3,
)
references = st.builds(
    Reference,
    type=st.none() | st.sampled_from([*ITEM_TYPES, "treaty", "no type"]),
    title=texts,
    author=name_lists | st.just(()),
    editor=name_lists | st.just(()),
    issued=st.none() | dates(),
    container_title=texts,
    publisher=texts,
    event_title=texts,
    volume=texts,
    issue=texts,
    number=texts,
    page=texts,
    genre=texts,
    abstract=texts,
    note=texts,
    url=st.none() | st.sampled_from(["https://arxiv.org/abs/1706.03762", "https://example.org/1"]) | hostile,
    ids=st.tuples(st.lists(arxiv_ids(), max_size=1), st.lists(dois, max_size=2)).map(lambda two: (*two[0], *two[1])),
    categories=st.sampled_from([(), ("cs.CL",), ("hep-th", "math.QA")]),
    extra=extras,
)
lines = st.sampled_from(
    ["arXiv:1706.03762 [cs]", "_eprint: 1706.03762", "DOI: 10.1000/182", "Citation Key: doe", "PMID: 7", "read twice",
     "Publisher: X", "arXiv: 1810.04805", "", "  odd ", "number: 7", "see arXiv:2001.00001", "version: 2"]
) | hostile  # fmt: skip
values = texts | st.sampled_from(
    ["", "arXiv:1706.03762", "10.48550/arXiv.1706.03762", "http://arxiv.org/abs/1706.03762v3", "arXiv", "2017-06-12"]
)


@st.composite
def items(draw: st.DrawFn) -> dict[str, Any]:
    """Items as they lie in libraries: any of the type's fields, any Extra."""
    item_type = draw(st.sampled_from(TYPES))
    fields = draw(st.lists(st.sampled_from(OURS.types[item_type].fields), max_size=6, unique=True))
    item: dict[str, Any] = {"key": "ABCD2345", "itemType": item_type}
    item |= {field: draw(values) for field in fields}
    item["extra"] = "\n".join(draw(st.lists(lines, max_size=4)))
    creators = draw(st.booleans()) and [{"creatorType": "author", "firstName": "J.", "lastName": "Doe"}]
    return {name: value for name, value in item.items() if value is not None} | (
        {"creators": creators} if creators else {}
    )


LIBRARY = Library("users", 1, THEIRS, lambda: 0.0)


def refusal(properties: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Why the replica server would not take a new item, or what it would keep of it."""
    element = cleaned(properties)
    try:
        check_shape(THEIRS, element, None, partial=False)
        return "", merged(LIBRARY, element, None, partial=False)
    except Rejected as rejected:
        return rejected.message, {}


# --- new items --------------------------------------------------------------------------------------------------------


@given(references)
def test_a_new_item_is_stored_as_it_was_meant(paper: Reference) -> None:
    item = new_item(paper, OURS)
    refused, kept = refusal(dict(item))
    assert bool(violations(item, str(item["itemType"]), OURS)) == bool(refused), refused
    assert refused or {name: value for name, value in kept.items() if value} == {
        name: value for name, value in item.items() if value
    }


@given(references)
def test_what_an_item_says_makes_the_same_item(paper: Reference) -> None:
    # Without an address: one of arXiv's would be read as a second id, or as one that is not stated.
    item = new_item(replace(paper, url=None), FALLBACK)
    again = new_item(reference(item), FALLBACK)
    assert {**again, "extra": ""} == {**item, "extra": ""}
    assert sorted(str(again.get("extra", "")).splitlines()) == sorted(str(item.get("extra", "")).splitlines())


perturbations = st.dictionaries(
    st.sampled_from([*FIELDS, "creators", "tags", "collections", "relations"]),
    hostile
    | st.integers()
    | st.none()
    | st.lists(
        st.dictionaries(
            st.sampled_from(["creatorType", "firstName", "lastName", "name", "tag", "suffix"]),
            st.sampled_from(["author", "director", "editor", "", "Doe", "x" * 256]) | hostile,
            max_size=3,
        )
        | st.just("x"),
        max_size=2,
    )
    | st.just({})
    | st.just("é" * 40_000),
    max_size=4,
)


@given(st.sampled_from(TYPES), perturbations)
def test_what_the_server_refuses_has_been_named(item_type: str, properties: dict[str, Any]) -> None:
    refused, _ = refusal({"itemType": item_type, **properties})
    assert not refused or violations(properties, item_type, OURS), refused


# --- RDF --------------------------------------------------------------------------------------------------------------


@given(st.lists(references, max_size=3))
def test_rdf_comes_back_as_the_very_items(papers: list[Reference]) -> None:
    found = imported(write([(f"key{number}", paper) for number, paper in enumerate(papers)]))
    assert len(found) == len(papers)
    for number, (item, paper) in enumerate(zip(found, papers, strict=True)):
        meant = {**new_item(paper, FALLBACK), "citationKey": f"key{number}"}
        people = [_in_file(creator) for creator in meant.pop("creators")]  # type: ignore[attr-defined]
        roles = list(dict.fromkeys(creator["creatorType"] for creator in people))
        assert item.pop("creators") == [
            creator for role in roles for creator in people if creator["creatorType"] == role
        ]
        item.pop("tags")
        assert item == {
            name: value for name, value in meant.items() if name not in ("collections", "relations", "tags")
        }


def _in_file(creator: dict[str, str]) -> dict[str, str]:
    """A name of which only one part is there is a name in a single field."""
    parts = [creator[part] for part in ("name", "lastName", "firstName") if creator.get(part)]
    return creator if len(parts) > 1 else {"creatorType": creator["creatorType"], "name": parts[0]}


# --- items that exist -------------------------------------------------------------------------------------------------

EVERYTHING = frozenset(Reference.__dataclass_fields__) - {"type"} | {"ids.arxiv", "ids.doi"}
NEVER = {"itemType", "tags", "collections", "relations", "citationKey", "accessDate", "dateAdded", "rights", "genre"}


@given(items(), references)
def test_filling_touches_only_what_is_empty_and_settles(item: dict[str, Any], paper: Reference) -> None:
    found = dict(lacking(item, paper, EVERYTHING, OURS))
    assert not found.keys() & NEVER
    for field, value in found.items():
        before = item.get(field)
        assert value.startswith(before) if field == "extra" and before else not str(before or "").strip()
    after = {**item, **{field: as_property(field, value) for field, value in found.items()}}
    assert dict(lacking(after, paper, EVERYTHING, OURS)) == {}
    assert len(stated_ids(after)) <= max(1, len(stated_ids(item)))
    assert {each.rule for each in rulings(item, paper, OURS)} <= {"fill", "same", "conflict", "skip"}


@given(items(), references)
def test_replacing_settles_and_keeps_the_arxiv_id(item: dict[str, Any], paper: Reference) -> None:
    found = list(replacing(item, paper, EVERYTHING, OURS))
    assert not {field for field, _, _ in found} & NEVER
    after = {**item, **{field: as_property(field, new) for field, _, new in found}}
    assert {each.value for each in stated_ids(item)} <= {each.value for each in stated_ids(after)}
    assert list(replacing(after, paper, EVERYTHING, OURS)) == []


@given(items())
def test_an_items_own_reference_adds_nothing_but_homes_for_what_it_says(item: dict[str, Any]) -> None:
    own = reference(item)
    for field, value in lacking(item, own, EVERYTHING, OURS):
        assert field in ("archiveID", "repository", "DOI", "url", "extra", "creators", "title", "date", "abstractNote")
        assert value


@given(items(), st.sampled_from(FIELDS), hostile)
def test_nothing_in_extra_moves_on_the_desktop(item: dict[str, Any], field: str, value: str) -> None:
    if type_line(item) or field not in OURS.types[item["itemType"]].fields or field == "extra":
        return
    body = complete(item, {field: value}, OURS)
    after = reimported(THEIRS, {**item, **body})
    assert after.get("extra", "").split() == item["extra"].split()


# --- reading ----------------------------------------------------------------------------------------------------------

names = st.sampled_from([*FIELDS, "creators", "creatorType", "name", "tags", "tag"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | hostile,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=5,
)
properties = st.sampled_from([*FIELDS, "creators", "tags", "deleted", "data", "meta", "key"])


@given(st.dictionaries(properties, anything, max_size=6))
def test_any_json_is_read(data: dict[str, Any]) -> None:
    assert entry(data, "x", 1).origin.path == "x"
    stated_dois(data)
    document = read(json.dumps([data]), "x")
    assert len(document.entries) <= 1
    assert all(problem.origin.path == "x" for problem in document.problems)


@given(st.text(st.sampled_from('[]{}",:\\ \n<ab1key') | st.characters(), max_size=40))
def test_any_text_is_read(text: str) -> None:
    document = read(text, "x")
    assert document.text == text
    assert document.entries or document.problems or not text.strip("[] \t\r\n{}")


@given(dates())
def test_iso_dates_are_read_whole(date: Any) -> None:
    assert read_date(date.iso()) == (date, True)


@given(st.text(max_size=30), st.text(st.characters(blacklist_characters="\r\n"), max_size=10))
def test_a_line_is_added_and_nothing_else(extra: str, line: str) -> None:
    after = with_line(extra, line)
    assert after.startswith(extra)
    assert after.endswith(line)
    assert after.removeprefix(extra) in (line, f"\n{line}")
