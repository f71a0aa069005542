"""Fifty ways in which arXiv ids stand in libraries: the item is found by each, and no paper is added a second time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from servers.zotero_invariants import twins
from zotero.conftest import Hire
from zotero.disguises import disguised
from zotero.papers import held, paper

from bibtools.formats.zotero.identifiers import arxiv_ids
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

DISGUISED = disguised()


def as_arxiv_tells(number: int, id: str) -> Reference:
    """A paper under another arXiv id."""
    doi = Identifier("doi", f"10.48550/arXiv.{id}")
    return replace(paper(number), ids=(Identifier("arxiv", id), doi), url=f"https://arxiv.org/abs/{id}")


def item(number: int, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    whole = held(number)
    plain = {name: whole[name] for name in ("title", "creators", "tags")}
    return {"item_type": kind, **plain, **fields}


def test_each_is_read_as_the_id_of_its_item() -> None:
    assert len(DISGUISED) >= 50
    for id, kind, fields in DISGUISED:
        assert [found.value for found in arxiv_ids({"itemType": kind, **fields})] == [id], (kind, fields)


def test_all_are_matched_and_none_is_doubled(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    keys = [user.add(**item(number, kind, fields)) for number, (_, kind, fields) in enumerate(DISGUISED)]
    receipt = clerk.merge([as_arxiv_tells(number, id) for number, (id, _, _) in enumerate(DISGUISED)])
    assert [change for change in receipt.plan.changes if change.op == "add-entry"] == []
    assert receipt.left == ()
    assert set(user.items) == set(keys)
    assert twins(user) == []
    for key, (id, kind, fields) in zip(keys, DISGUISED, strict=True):
        data = user.items[key].data
        # An id that is there is never told a second time, and the owner's lines of Extra stay, each as it is.
        assert [found.value for found in arxiv_ids(data)] == [id]
        assert data["itemType"] == kind
        assert data.get("extra", "").split("\n")[: fields.get("extra", "").count("\n") + 1] == fields.get(
            "extra", ""
        ).split("\n")


def test_none_matches_the_neighbouring_paper(hire: Hire) -> None:
    clerk = hire()
    for number, (_, kind, fields) in enumerate(DISGUISED):
        clerk.server.user.add(**item(number, kind, fields))
    others = [as_arxiv_tells(500 + number, f"2107.{number:05}") for number in range(20)]
    plan = clerk.plan(others, clerk.library())
    assert {change.op for change in plan.changes} == {"add-entry"}
    assert len(plan.changes) == 20
