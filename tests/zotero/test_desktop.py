"""Merging papers into the running desktop client: its permission, its ways of losing things, and its own keys."""

from __future__ import annotations

import pytest
from servers.zotero_faults import close_after, close_before, cut, meanwhile, server_error
from servers.zotero_invariants import contents, twins
from servers.zotero_local import Desktop
from servers.zotero_store import Data, Item, Library
from zotero.conftest import Clerk, Hire
from zotero.papers import arxiv_id, held, paper, papers

from bibtools.errors import BibtoolsError, Refused
from bibtools.libraries.zotero.transport import Stopped

USER = "zotero+local:user"


def desktop(clerk: Clerk) -> Desktop:
    assert isinstance(clerk.server.api, Desktop)
    return clerk.server.api


def test_items_are_filled_and_made(hire: Hire) -> None:
    clerk = hire(local=True)
    key = clerk.server.user.add(**held(1))
    receipt = clerk.merge(papers(1, 2), USER)
    assert receipt.left == ()
    data = clerk.server.user.items[key].data
    assert (data["date"], data["extra"]) == ("2020-01-02", "kept by hand, line 1")
    assert data["DOI"] == f"10.48550/arXiv.{arxiv_id(paper(1))}"
    (made,) = (item.data for item in clerk.server.user.items.values() if item.key != key)
    assert (made["itemType"], made["title"]) == ("preprint", paper(2).title)
    assert {change.entry_id for change in receipt.plan.changes} == set(clerk.server.user.items)


def test_a_second_run_sends_no_write(hire: Hire) -> None:
    clerk = hire(local=True)
    clerk.server.user.add(**held(1))
    clerk.merge(papers(1, 2), USER)
    writes = len(clerk.server.writes)
    assert clerk.merge(papers(1, 2), USER).plan.changes == ()
    assert len(clerk.server.writes) == writes


def test_a_preview_asks_for_no_permission(hire: Hire) -> None:
    clerk = hire(local=True)
    clerk.server.user.add(**held(1))
    library = clerk.library(USER)
    assert library.preview(clerk.plan(papers(1, 2), library))
    assert [asked.path for asked in clerk.server.requests if asked.method != "GET"] == []


@pytest.mark.parametrize("dialog", ["once", "deny"])
def test_without_lasting_permission_nothing_is_written(hire: Hire, dialog: str) -> None:
    clerk = hire(local=True, dialog=dialog)
    with pytest.raises(Refused):
        clerk.merge(papers(1, 2), USER)
    assert clerk.server.writes == []
    assert clerk.server.user.items == {}


def test_an_older_client_can_only_be_read(hire: Hire) -> None:
    clerk = hire(local=True, server_id=None)
    clerk.server.user.add(**held(1))
    library = clerk.library(USER)
    plan = clerk.plan(papers(1, 2), library)
    assert plan.changes
    with pytest.raises(Refused, match="read"):
        library.apply(plan)
    assert clerk.server.writes == []


def test_a_closed_client_says_what_to_do(hire: Hire) -> None:
    clerk = hire(local=True, enabled=False)
    with pytest.raises(BibtoolsError) as refused:
        clerk.merge(papers(1), USER)
    assert "Settings" in str(refused.value.hint)


def test_lines_of_extra_stay_where_they_are(hire: Hire) -> None:
    clerk = hire(local=True)
    extra = "DOI: 10.1/x\nCitation Key: ck1\nPMID: 12\n\nPublisher: X\n  Place: Y\n\n\nkept: y"
    key = clerk.server.user.add(**held(1, extra=extra))
    other = clerk.server.user.add(
        "journalArticle", title=paper(2).title, creators=held(2)["creators"], url="x", extra=extra
    )
    clerk.merge(papers(1, 2), USER)
    assert clerk.server.user.items[key].data["extra"] == extra
    assert "citationKey" not in clerk.server.user.items[key].data
    assert clerk.server.user.items[other].data["extra"].startswith(extra)


def test_an_item_that_a_write_would_turn_into_another_type_is_left(hire: Hire) -> None:
    clerk = hire(local=True)
    user = clerk.server.user
    keys = [user.add(**held(number, extra=line)) for number, line in ((1, "type: report"), (2, "type: article"))]
    before = dict(user.items[keys[0]].data)
    library = clerk.library(USER)
    plan = clerk.plan(papers(1, 2), library)
    assert {change.entry_id for change in plan.changes} == {keys[1]}
    assert any("type: report" in conflict.reason for conflict in plan.conflicts)
    library.apply(plan)
    assert user.items[keys[0]].data == before
    assert user.items[keys[1]].data["date"] == "2020-01-03"


def test_such_a_line_that_comes_in_the_meantime(hire: Hire) -> None:
    clerk = hire(local=True)
    user = clerk.server.user
    key = user.add(**held(1))
    library = clerk.library(USER)
    plan = clerk.plan(papers(1), library)
    user.edit(key, extra="type: report")
    assert [conflict.entry_id for conflict in library.apply(plan).left] == [key]
    assert user.items[key].type == "preprint"


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("fault", [close_before(), close_after(), server_error(), cut()], ids=lambda fault: fault.kind)
def test_a_write_whose_answer_never_came_is_done_once(hire: Hire, fault: object, number: int) -> None:
    clerk = hire(local=True, write_faults={number: fault})
    for known in (1, 2):
        clerk.server.user.add(**held(known))
    receipt = clerk.merge(papers(1, 2, 3, 4), USER)
    assert receipt.left == ()
    assert len(receipt.versions) == 4
    assert len(clerk.server.user.items) == 4
    assert twins(clerk.server.user) == []


def test_the_client_is_started_anew_before_the_answer(hire: Hire) -> None:
    clerk = hire(local=True)
    clerk.server.faults.writes[1] = close_after()
    clerk.server.faults.any[7] = meanwhile(desktop(clerk).restart)
    receipt = clerk.merge(papers(1, 2, 3), USER)
    assert receipt.left == ()
    assert len(clerk.server.user.items) == 3


def test_somebody_works_in_the_client_meanwhile(hire: Hire) -> None:
    clerk = hire(local=True)
    user = clerk.server.user
    keys = [user.add(**held(number)) for number in (1, 2)]

    def others() -> None:
        user.edit(keys[0], shortTitle="Mine")
        user.edit(keys[1], date="June 1999")
        user.add(**held(3))

    clerk.server.faults.writes[1] = meanwhile(others)
    receipt = clerk.merge(papers(1, 2, 3, 4), USER)
    assert user.items[keys[0]].data["date"] == "2020-01-02"
    assert user.items[keys[1]].data["date"] == "June 1999"
    assert twins(user) == []
    assert len(user.items) == 4
    assert len(receipt.left) == 2


def test_a_client_that_changes_more_than_it_was_asked_to_is_stopped(
    hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = hire(local=True)
    user = clerk.server.user
    for number in range(60):
        user.add(**held(number))
    api = desktop(clerk)
    keep = api._keep

    def careless(library: Library, element: Data, existing: Item | None, *, partial: bool) -> tuple[Item, bool]:
        return keep(library, {**element, "shortTitle": "Surprise"}, existing, partial=partial)

    monkeypatch.setattr(api, "_keep", careless)
    with pytest.raises(Stopped, match="shortTitle"):
        clerk.merge(papers(*range(60)), USER)
    assert len(clerk.server.writes) == 1


def test_undone(hire: Hire) -> None:
    clerk = hire(local=True)
    user = clerk.server.user
    key = user.add(**held(1, extra="DOI: 10.1/x\nkept: y"))
    before = {name: value for name, value in user.items[key].data.items() if name != "dateModified"}
    receipt = clerk.merge(papers(1, 2), USER)
    assert clerk.library(USER).undo(receipt) == []
    now = {name: value for name, value in user.items[key].data.items() if name != "dateModified"}
    assert now == before
    assert [item.key for item in user.items.values() if item.is_trashed] == [k for k in user.items if k != key]


def test_a_group_and_a_collection(hire: Hire) -> None:
    clerk = hire(local=True)
    group = clerk.server.group(7)
    shelf = group.collect("Shelf")
    clerk.merge(papers(1), f"zotero+local:group/7/collection/{shelf}")
    assert [item.data["collections"] for item in group.items.values()] == [[shelf]]


def test_another_database_is_not_taken_for_this_one(hire: Hire) -> None:
    clerk = hire(local=True)
    clerk.server.user.add(**held(1))
    plan = clerk.plan(papers(1), clerk.library(USER))
    desktop(clerk).server_id = "another"
    before = contents(clerk.server.user)
    with pytest.raises(BibtoolsError):
        clerk.library(USER).apply(plan)
    assert clerk.server.writes == []
    assert contents(clerk.server.user) == before
