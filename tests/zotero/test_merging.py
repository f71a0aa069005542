"""Merging papers into a library of zotero.org that others use too: what is written, what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from servers.zotero import READ_ONLY_KEY
from servers.zotero_faults import meanwhile
from servers.zotero_invariants import contents, twins
from zotero.conftest import Hire
from zotero.papers import arxiv_id, held, paper, papers

from bibtools.errors import BibtoolsError, ChangedUnderneath, Refused, UsageError
from bibtools.model.change import Change


def test_a_plan_and_its_preview_write_nothing(hire: Hire) -> None:
    clerk = hire()
    clerk.server.user.add(**held(1))
    before = contents(clerk.server.user)
    library = clerk.library()
    plan = clerk.plan(papers(1, 2), library)
    shown = library.preview(plan)
    assert {change.op for change in plan.changes} == {"add-entry", "add-field"}
    assert f"+archiveID: arXiv:{arxiv_id(paper(2))}" in shown
    assert "+date: 2020-" in shown
    assert clerk.server.writes == []
    assert contents(clerk.server.user) == before


def test_what_is_missing_is_filled_and_what_is_new_is_made(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    key = user.add(**held(1))
    receipt = clerk.merge(papers(1, 2))
    assert receipt.left == ()
    filled = user.items[key].data
    assert filled["date"] == "2020-01-02"
    assert filled["DOI"] == f"10.48550/arXiv.{arxiv_id(paper(1))}"
    assert filled["extra"] == "kept by hand, line 1"
    (made,) = (item.data for item in user.items.values() if item.key != key)
    assert (made["itemType"], made["title"], made["repository"]) == ("preprint", paper(2).title, "arXiv")
    assert made["creators"] == held(2)["creators"]
    assert (made["tags"], made["collections"]) == ([], [])
    assert [len(asked.elements) for asked in clerk.server.writes] == [1, 1]


def test_a_second_run_sends_no_write_and_reads_once(hire: Hire) -> None:
    clerk = hire()
    for number in range(5):
        clerk.server.user.add(**held(number))
    clerk.merge(papers(*range(9)))
    version, count, asked = clerk.server.user.version, len(clerk.server.writes), len(clerk.server.requests)
    receipt = clerk.merge(papers(*range(9)))
    assert (receipt.plan.changes, receipt.left) == ((), ())
    assert (clerk.server.user.version, len(clerk.server.writes)) == (version, count)
    assert all(each.method == "GET" for each in clerk.server.requests[asked:])


def test_reading_what_nobody_changed_costs_one_304(hire: Hire) -> None:
    clerk = hire()
    for number in range(120):
        clerk.server.user.add(**held(number))
    clerk.library().read()
    asked = len(clerk.server.requests)
    document, _ = clerk.library().read()
    assert len(document.entries) == 120
    again = [each.path for each in clerk.server.requests[asked:]]
    assert list(zip(again, clerk.server.answers[asked:], strict=True)) == [
        ("/keys/current", 200),
        ("/users/1/items/top", 304),
    ]


def test_one_connection_and_at_most_fifty_at_once(hire: Hire) -> None:
    clerk = hire()
    for number in range(120):
        clerk.server.user.add(**held(number))
    receipt = clerk.merge(papers(*range(240)))
    assert len(receipt.versions) == 240
    assert [len(asked.elements) for asked in clerk.server.writes] == [50, 50, 20, 50, 50, 20]
    assert clerk.server.connections == 1
    assert twins(clerk.server.user) == []


def test_the_collection_of_the_target_gets_the_new_items_only(hire: Hire) -> None:
    clerk = hire()
    shelf, other = clerk.server.user.collect("Shelf"), clerk.server.user.collect("Other")
    key = clerk.server.user.add(**held(1), collections=[other])
    clerk.merge(papers(1, 2), f"zotero:user/collection/{shelf}")
    items = clerk.server.user.items
    assert items[key].data["collections"] == [other]
    assert [item.data["collections"] for item in items.values() if item.key != key] == [[shelf]]


def test_a_group(hire: Hire) -> None:
    clerk = hire()
    group = clerk.server.group(7)
    key = group.add(**held(1))
    shelf = group.collect("Shelf")
    clerk.merge(papers(1, 2), f"zotero:group/7/collection/{shelf}")
    assert group.items[key].data["date"] == "2020-01-02"
    assert len(group.items) == 2
    assert clerk.server.user.items == {}


def test_a_collection_that_is_not_there(hire: Hire) -> None:
    clerk = hire()
    with pytest.raises(BibtoolsError, match="AAAAAAAA"):
        clerk.merge(papers(1), "zotero:user/collection/AAAAAAAA")
    assert clerk.server.user.items == {}


@pytest.mark.parametrize("number", [1, 2])
def test_without_permission_nothing_is_sent(hire: Hire, number: int) -> None:
    clerk = hire()
    clerk.server.group(7, editing="admins" if number == 2 else "members")
    clerk.key = READ_ONLY_KEY if number == 1 else clerk.key
    with pytest.raises(BibtoolsError) as refused:
        clerk.merge(papers(1, 2), "zotero:group/7")
    assert isinstance(refused.value, Refused) or "403" in refused.value.message
    assert clerk.server.api.groups[7].items == {}
    assert len(clerk.server.writes) == number - 1


def test_without_a_key_or_with_a_wrong_one(hire: Hire) -> None:
    clerk = hire()
    clerk.key = None
    with pytest.raises(UsageError, match="ZOTERO_API_KEY"):
        clerk.merge(papers(1))
    clerk.key = "wrongwrongwrongwrongwron"
    with pytest.raises(BibtoolsError) as refused:
        clerk.merge(papers(1))
    assert clerk.key not in refused.value.message
    assert clerk.server.writes == []


def test_what_is_in_the_trash_is_neither_changed_nor_made_again(hire: Hire) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1), deleted=1)
    before = contents(clerk.server.user)
    library = clerk.library()
    plan = clerk.plan(papers(1), library)
    assert plan.changes == ()
    assert [conflict.entry_id for conflict in plan.conflicts] == [key]
    assert "trash" in plan.conflicts[0].reason
    library.apply(plan)
    assert contents(clerk.server.user) == before
    assert clerk.server.writes == []


def test_two_items_with_one_id_and_one_item_with_two(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    user.add(**held(1))
    user.add(**held(1, title="Another title that somebody gave it"))
    two = f"Published: arXiv:{arxiv_id(paper(2))}\narXiv: {arxiv_id(paper(3))}"
    user.add(**held(2, archiveID="", extra=two))
    before = contents(user)
    receipt = clerk.merge(papers(1, 2))
    assert receipt.plan.changes == ()
    assert contents(user) == before
    plan = clerk.plan(papers(1, 2), clerk.library())
    assert plan.conflicts


def test_values_that_differ_are_left_to_a_person(hire: Hire) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1, date="1998", abstractNote="Mine."))
    library = clerk.library()
    plan = clerk.plan(papers(1), library)
    assert not {"date", "abstractNote"} & {change.field for change in plan.changes}
    library.apply(plan)
    data = clerk.server.user.items[key].data
    assert (data["date"], data["abstractNote"]) == ("1998", "Mine.")


def test_dates_and_addresses_that_say_the_same_are_the_same(hire: Hire) -> None:
    clerk = hire()
    id = arxiv_id(paper(1))
    written = {"date": "2020", "url": f"http://arxiv.org/pdf/{id}v3", "DOI": f"10.48550/ARXIV.{id}"}
    key = clerk.server.user.add(
        **held(1, repository="arXiv", abstractNote="Mine.", archiveID=id, libraryCatalog="arXiv.org", **written)
    )
    receipt = clerk.merge(papers(1))
    assert receipt.plan.changes == ()
    assert clerk.server.user.items[key].data["url"] == written["url"]


# Somebody else at the same time.


def test_another_field_changed_between_plan_and_write_does_not_matter(hire: Hire) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1))
    library = clerk.library()
    plan = clerk.plan(papers(1), library)
    clerk.server.user.edit(key, shortTitle="Mine", tags=[{"tag": "new"}])
    assert library.apply(plan).left == ()
    data = clerk.server.user.items[key].data
    assert (data["date"], data["shortTitle"]) == ("2020-01-02", "Mine")


def test_the_same_field_changed_between_plan_and_write_stays_theirs(hire: Hire) -> None:
    clerk = hire()
    keys = [clerk.server.user.add(**held(number)) for number in (1, 2)]
    library = clerk.library()
    plan = clerk.plan(papers(1, 2), library)
    clerk.server.user.edit(keys[0], date="June 1999")
    receipt = library.apply(plan)
    assert [conflict.entry_id for conflict in receipt.left] == keys[:1]
    assert clerk.server.user.items[keys[0]].data["date"] == "June 1999"
    assert clerk.server.user.items[keys[1]].data["date"] == "2020-01-03"


@pytest.mark.parametrize("deed", ["trash", "erase"])
def test_an_item_that_is_thrown_away_between_plan_and_write_is_left(hire: Hire, deed: str) -> None:
    clerk = hire()
    keys = [clerk.server.user.add(**held(number)) for number in (1, 2)]
    library = clerk.library()
    plan = clerk.plan(papers(1, 2), library)
    getattr(clerk.server.user, deed)(keys[0])
    receipt = library.apply(plan)
    assert [conflict.entry_id for conflict in receipt.left] == keys[:1]
    assert clerk.server.user.items[keys[1]].data["date"] == "2020-01-03"
    if deed == "trash":
        assert "date" not in clerk.server.user.items[keys[0]].data
    else:
        assert keys[0] not in clerk.server.user.items


def test_a_paper_that_another_adds_between_plan_and_write_is_not_added_twice(hire: Hire) -> None:
    clerk = hire()
    library = clerk.library()
    plan = clerk.plan(papers(1, 2), library)
    theirs = clerk.server.user.add(**held(1))
    receipt = library.apply(plan)
    assert len(receipt.left) == 1
    assert twins(clerk.server.user) == []
    assert len(clerk.server.user.items) == 2
    assert "date" not in clerk.server.user.items[theirs].data


@pytest.mark.parametrize("deed", ["add", "edit", "trash", "erase"])
@pytest.mark.parametrize("number", [3, 4])
def test_the_library_changes_while_it_is_read(hire: Hire, number: int, deed: str) -> None:
    clerk = hire()
    user = clerk.server.user
    keys = [user.add(**held(each)) for each in range(101)]

    def others() -> None:
        if deed == "add":
            user.add(**held(300))
        elif deed == "edit":
            user.edit(keys[7], date="June 1999")
        else:
            getattr(user, deed)(keys[7])

    clerk.server.faults.any[number] = meanwhile(others)
    library = clerk.library()
    document, _ = library.read()
    there = {key for key, item in user.items.items() if not item.is_trashed}
    assert {entry.id for entry in document.entries} == there
    plan = clerk.plan(papers(7, 300), library)
    assert (
        sum(change.op == "add-entry" for change in plan.changes) == {"add": 0, "edit": 1, "trash": 1, "erase": 2}[deed]
    )
    assert "date" not in {change.field for change in plan.changes if change.entry_id == keys[7]} or deed == "add"


@pytest.mark.parametrize("field", ["tags", "collections", "citationKey", "dateAdded", "itemType", "deleted", "extra\n"])
def test_a_plan_that_was_tampered_with_is_not_obeyed(hire: Hire, field: str) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1), citationKey="mine")
    before = contents(clerk.server.user)
    library = clerk.library()
    plan = clerk.plan(papers(1), library)
    change = Change(key, "set-field", "because", field, None, "1")
    receipt = library.apply(replace(plan, changes=(change,)))
    assert [conflict.entry_id for conflict in receipt.left] == [key]
    assert contents(clerk.server.user) == before
    assert clerk.server.writes == []


# The same, but between the last look and the write.


def test_the_library_moved_on_just_before_a_new_item_came(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    clerk.server.faults.writes[1] = meanwhile(lambda: user.add(**held(50)))
    receipt = clerk.merge(papers(1, 2))
    assert receipt.left == ()
    assert clerk.server.answers.count(412) == 1
    assert len(user.items) == 3


def test_the_same_paper_came_just_before_the_new_item(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    clerk.server.faults.writes[1] = meanwhile(lambda: user.add(**held(1)))
    receipt = clerk.merge(papers(1, 2))
    assert len(receipt.left) == 1
    assert len(user.items) == 2
    assert twins(user) == []


def test_an_item_moved_on_just_before_it_was_changed(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    keys = [user.add(**held(number)) for number in (1, 2, 3)]

    def others() -> None:
        user.edit(keys[0], shortTitle="Mine")
        user.edit(keys[1], date="June 1999")
        user.trash(keys[2])

    clerk.server.faults.writes[1] = meanwhile(others)
    receipt = clerk.merge(papers(1, 2, 3))
    assert (user.items[keys[0]].data["date"], user.items[keys[0]].data["shortTitle"]) == ("2020-01-02", "Mine")
    assert user.items[keys[1]].data["date"] == "June 1999"
    assert {conflict.entry_id for conflict in receipt.left} == {*keys[1:]}


def test_a_library_that_never_keeps_still_is_left_for_later(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    for number in range(1, 40):
        clerk.server.faults.writes[number] = meanwhile(lambda: user.add(title="Again"))
    with pytest.raises(BibtoolsError) as stopped:
        clerk.merge(papers(1))
    assert stopped.value.hint is not None
    assert clerk.runs[-1] in stopped.value.hint
    assert len(clerk.server.writes) < 40
    clerk.server.faults.writes.clear()
    assert clerk.library().resume(clerk.runs[-1]).left == ()
    assert sum(item.data.get("title") == paper(1).title for item in user.items.values()) == 1


def test_a_plan_for_another_library_is_refused(hire: Hire) -> None:
    clerk = hire()
    clerk.server.group(7)
    plan = clerk.plan(papers(1), clerk.library())
    with pytest.raises(ChangedUnderneath):
        clerk.library("zotero:group/7").apply(plan)
    assert clerk.server.writes == []
