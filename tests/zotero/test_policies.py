"""How far a merge may go in a Zotero library: what fills, what replaces, how sure it must be, what never changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from zotero.conftest import Clerk, Hire
from zotero.papers import arxiv_id, held, paper, papers

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference


def published(number: int) -> Reference:
    """The paper as a journal printed it."""
    preprint = paper(number)
    ids = (Identifier("doi", f"10.1000/sheep.{number}"), Identifier("arxiv", arxiv_id(preprint)))
    venue = {"container_title": "Sheep Letters", "volume": "4", "page": "17-23", "issued": PartialDate(2021, 5)}
    return replace(preprint, type="article-journal", ids=ids, abstract=None, **venue)  # type: ignore[arg-type]


def hired(hire: Hire, policy: str) -> Clerk:
    clerk = hire()
    clerk.policy = policy
    return clerk


@pytest.mark.parametrize("policy", ["fill", "update"])
def test_a_preprint_stays_one_when_it_is_published(hire: Hire, policy: str) -> None:
    clerk = hired(hire, policy)
    key = clerk.server.user.add(**held(1, date="2020-01-02"))
    clerk.merge([published(1)])
    data = clerk.server.user.items[key].data
    assert data["itemType"] == "preprint"
    assert data["date"] == "2020-01-02"
    assert data["archiveID"] == f"arXiv:{arxiv_id(paper(1))}"
    assert data.get("DOI", "") in ("", f"10.48550/arXiv.{arxiv_id(paper(1))}")
    assert "Sheep Letters" not in str(data)


def test_a_disguised_preprint_gets_its_journal_and_keeps_its_id(hire: Hire) -> None:
    clerk = hired(hire, "update")
    id = arxiv_id(paper(1))
    plain = {name: value for name, value in held(1).items() if name in ("title", "creators", "tags")}
    old = {**plain, "publicationTitle": f"arXiv:{id} [cs]", "extra": "read twice"}
    key = clerk.server.user.add("journalArticle", **old)
    receipt = clerk.merge([published(1)])
    data = clerk.server.user.items[key].data
    assert (data["publicationTitle"], data["volume"], data["pages"], data["date"]) == (
        "Sheep Letters",
        "4",
        "17-23",
        "2021-05",
    )
    assert data["extra"] == f"read twice\narXiv:{id}"
    assert clerk.merge([published(1)]).plan.changes == ()
    clerk.library().undo(receipt)
    assert {name: clerk.server.user.items[key].data.get(name) for name in old} == old


def test_filling_leaves_the_journal_of_a_disguised_preprint(hire: Hire) -> None:
    clerk = hired(hire, "fill")
    id = arxiv_id(paper(1))
    key = clerk.server.user.add("journalArticle", title=paper(1).title, publicationTitle=f"arXiv:{id} [cs]")
    clerk.merge([published(1)])
    assert clerk.server.user.items[key].data["publicationTitle"] == f"arXiv:{id} [cs]"


@pytest.mark.parametrize("accept", ["exact", "strong"])
def test_without_an_identifier_in_common_a_person_decides_or_says_so_beforehand(hire: Hire, accept: str) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1, archiveID="", abstractNote=paper(1).abstract))
    library = clerk.library()
    plan = clerk.plan(papers(1), library, accept=accept)
    assert not [change for change in plan.changes if change.op == "add-entry"]
    assert bool(plan.changes) is (accept == "strong")
    assert bool(plan.conflicts) is (accept == "exact")
    library.apply(plan)
    assert len(clerk.server.user.items) == 1
    assert clerk.server.user.items[key].data.get("archiveID", "") == (
        f"arXiv:{arxiv_id(paper(1))}" if accept == "strong" else ""
    )


def test_what_is_protected_stays(hire: Hire) -> None:
    clerk = hire()
    keys = [clerk.server.user.add(**held(number)) for number in (1, 2)]
    clerk.merge(papers(1, 2), protect=["date", keys[1]])
    assert "date" not in clerk.server.user.items[keys[0]].data
    assert "DOI" in clerk.server.user.items[keys[0]].data
    assert "DOI" not in clerk.server.user.items[keys[1]].data


def test_a_citation_key_is_never_written_and_its_owner_warned(hire: Hire) -> None:
    clerk = hire()
    key = clerk.server.user.add(**held(1), citationKey="woolsey20")
    other = clerk.server.user.add(**held(2))
    library = clerk.library()
    plan = clerk.plan(papers(1, 2, 3), library)
    assert "woolsey20" in library.preview(plan)
    library.apply(plan)
    items = clerk.server.user.items
    assert items[key].data["citationKey"] == "woolsey20"
    assert "citationKey" not in items[other].data
