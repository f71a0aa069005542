"""Papers with data that nobody expects: each is stored as it is, or refused with a clear reason; never half of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from servers.zotero_facts import FACTS, Schema
from servers.zotero_store import Library
from servers.zotero_write import parsed, post_items
from zotero.conftest import Clerk, Hire
from zotero.papers import held, paper, papers

from bibtools.formats.zotero.schema import schema_from_json
from bibtools.formats.zotero.write import new_item
from bibtools.model.name import Name
from bibtools.model.reference import Reference

CROWD = tuple(Name(family=f"Sheep{number}", given="B.") for number in range(3000))
STORED: dict[str, dict[str, Any]] = {
    "emoji": {"title": "Counting 🐑🐑 under 🌙", "abstract": "👩‍🔬 agrees."},
    "four bytes": {"title": "𝔸 𝕥𝕖𝕒𝕡𝕠𝕥 of 𐍈", "author": (Name(family="𠮷野", given="𝒜"),)},
    "line separators": {"title": "One\u2028Two\u2029Three", "abstract": "One\u2028Two\u0085Three"},
    "mark-up": {"title": "<i>H<sub>2</sub>O</i> & <script>alert(1)</script> </title> <b"},
    "mathematics": {"title": r"Bounds on $\alpha_{<1}$ and \mathbb{R}^n"},
    "control characters": {"title": "A\x00B\x07C\x1bD\x7f", "abstract": "tab\there\x0bvertical"},
    "right to left": {"title": "על הכבשים\u202e\u202c", "author": (Name(family="שפירא", given="דנה"),)},
    "combining": {"title": "Z" + "\u0301" * 200 + "ebra"},
    "no-break spaces": {"title": "\u00a0\ufeffA\u200bsheep\u00a0"},
    "three thousand authors": {"author": CROWD},
    "a crowd without a name": {"author": (Name(literal="The Kettle 🫖 Collaboration"), Name(family="B", given=""))},
    "particle and suffix": {"author": (Name(family="Gogh", given="V.", particle="van", suffix="Jr."),)},
    "just fits": {"abstract": "é" * 32_767},
    "looks like JSON": {"title": '{"tags": []}', "abstract": '"], "deleted": 1}'},
    "looks like lines of Extra": {"note": "type: report\nDOI: 10.1/x\nCitation Key: ck"},
}
REFUSED: dict[str, dict[str, Any]] = {
    "a long abstract": {"abstract": "Sheep. " * 30_000},
    "a long title": {"title": "é" * 40_000},
    "a long name": {"author": (Name(family="S" * 300, given="B."),)},
    "a long collaboration": {"author": (Name(literal="The " + "very " * 80 + "long list"),)},
}


def merged(clerk: Clerk, hostile: Reference) -> Any:
    """A hostile paper between two good ones."""
    return clerk.merge([paper(1), hostile, paper(3)])


@pytest.mark.parametrize("name", STORED)
def test_stored_as_a_whole_and_once(hire: Hire, name: str) -> None:
    clerk = hire()
    hostile = replace(paper(2), **STORED[name])
    receipt = merged(clerk, hostile)
    assert receipt.left == ()
    items = clerk.server.user.items
    assert len(items) == 3
    made = next(item.data for item in items.values() if paper(2).url in item.data["url"])
    if "author" in STORED[name]:
        assert len(made["creators"]) == len(hostile.author)
    if name == "just fits":
        assert made["abstractNote"] == hostile.abstract
    version = clerk.server.user.version
    again = clerk.merge([paper(1), hostile, paper(3)])
    assert (again.plan.changes, again.left) == ((), ())
    assert clerk.server.user.version == version


@pytest.mark.parametrize("name", STORED)
def test_undone_and_filled_where_the_item_is_there(hire: Hire, name: str) -> None:
    clerk = hire()
    hostile = replace(paper(2), **STORED[name])
    key = clerk.server.user.add(**held(2, creators=[]))
    before = dict(clerk.server.user.items[key].data)
    receipt = clerk.merge([hostile], accept="strong")
    assert ("creators" in {change.field for change in receipt.plan.changes}) is ("title" not in STORED[name])
    clerk.library().undo(receipt)
    after = dict(clerk.server.user.items[key].data)
    assert {**after, "dateModified": ""} == {**before, "dateModified": ""}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason_and_the_others_are_stored(hire: Hire, name: str) -> None:
    clerk = hire()
    hostile = replace(paper(2), **REFUSED[name])
    library = clerk.library()
    plan = clerk.plan([paper(1), hostile, paper(3)], library)
    (conflict,) = plan.conflicts
    assert "long" in conflict.reason or "bytes" in conflict.reason
    library.apply(plan)
    titles = {item.data["title"] for item in clerk.server.user.items.values()}
    assert titles == {reference.title for reference in papers(1, 3)}


def test_a_field_that_the_library_cannot_hold_does_not_keep_the_others_from_being_filled(hire: Hire) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(2))
    hostile = replace(paper(2), abstract="Sheep. " * 30_000)
    library = clerk.library()
    plan = clerk.plan([hostile], library)
    library.apply(plan)
    data = clerk.server.user.items[key].data
    assert data["date"] == "2020-01-03"
    assert "abstractNote" not in data


def test_a_name_of_spaces_is_nothing_to_fill_in(hire: Hire) -> None:
    clerk = hire()
    clerk.server.user.add(**held(2, creators=[]))
    plan = clerk.plan([replace(paper(2), author=(Name(family=" "),))], clerk.library())
    assert plan.changes
    assert "creators" not in {change.field for change in plan.changes}


def test_fifty_large_items_go_in_several_requests(hire: Hire) -> None:
    clerk = hire()
    large = [replace(paper(number), abstract=f"{number} " + "Sheep. " * 9_000) for number in range(40)]
    assert clerk.merge(large).left == ()
    assert len(clerk.server.user.items) == 40
    assert len(clerk.server.writes) > 2
    assert max(len(asked.body) for asked in clerk.server.writes) <= 1_000_000


NAMES = st.builds(Name, family=st.text(min_size=1, max_size=40), given=st.text(max_size=40) | st.none())


@given(st.text(max_size=80), st.text(max_size=200), st.lists(NAMES, max_size=3), st.text(max_size=60))
@example("", "", [Name(family=" ", given=""), Name(family="B", given="C.")], "")
def test_the_server_takes_every_item_that_we_make_and_keeps_it(
    title: str, abstract: str, author: list[Name], note: str
) -> None:
    reference = replace(paper(7), title=title, abstract=abstract, author=tuple(author), note=note)
    item = new_item(reference, schema_from_json(FACTS))
    library = Library("users", 1, Schema(FACTS), lambda: 0.0)
    elements = parsed(json.dumps([{"key": "ABCDEFGH", "version": 0, **item}]).encode())
    report = post_items(library, elements, None)
    assert report["failed"] == {}
    stored = report["successful"]["0"]["data"]
    assert {name: stored[name] for name in item} == item
