"""Libraries of other times and kinds: older and newer schemas, odd items, types that nobody heard of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from servers.zotero_facts import FACTS, Schema, before_version_39
from servers.zotero_invariants import contents
from zotero.conftest import Clerk, Hire
from zotero.papers import held, paper, papers

from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

BOOK = Reference(
    type="book",
    title="The Sheep Counted",
    author=paper(1).author,
    issued=paper(1).issued,
    publisher="Meadow Press",
    ids=(Identifier("doi", "10.1000/book.1"), Identifier("isbn", "9780306406157")),
)
TYPES = (
    *(
        "article-journal",
        "paper-conference",
        "report",
        "manuscript",
        "document",
        "webpage",
        "thesis",
        "book",
        "chapter",
    ),
    *("speech", "dataset", "software", "legislation", None, "no-such-type"),
)


def asked_for_schema(clerk: Clerk) -> int:
    return sum(asked.path.endswith("/schema") for asked in clerk.server.requests)


def with_schema(clerk: Clerk, schema: dict[str, object]) -> None:
    """The server is updated to another schema."""
    clerk.server.api.schema = clerk.server.user.schema = Schema(schema)


def test_the_schema_is_asked_for_once_in_each_version(hire: Hire) -> None:
    clerk = hire()
    clerk.merge(papers(1))
    clerk.merge(papers(2))
    assert asked_for_schema(clerk) == 1
    with_schema(clerk, {**FACTS, "version": 42})
    clerk.merge(papers(3))
    clerk.merge(papers(4))
    assert asked_for_schema(clerk) == 2


def test_an_older_schema_is_obeyed(hire: Hire) -> None:
    clerk = hire(schema=before_version_39(FACTS))
    receipt = clerk.merge([*papers(1), BOOK])
    assert receipt.left == ()
    book = next(item.data for item in clerk.server.user.items.values() if item.type == "book")
    assert "DOI" not in book
    assert "10.1000/book.1" in book["extra"]
    assert clerk.merge([*papers(1), BOOK]).plan.changes == ()


def test_a_schema_that_loses_a_field_before_the_write(hire: Hire) -> None:
    clerk = hire()
    library = clerk.library()
    plan = clerk.plan([BOOK, *papers(1)], library)
    with_schema(clerk, before_version_39(FACTS))
    receipt = library.apply(plan)
    assert [conflict.reason for conflict in receipt.left if "DOI" in conflict.reason]
    assert [item.type for item in clerk.server.user.items.values()] == ["preprint"]


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_work_is_taken(hire: Hire, kind: str | None) -> None:
    clerk = hire()
    work = replace(BOOK, type=kind, container_title="Sheep Letters", volume="4", issue="2", page="17-23", number="7")
    assert clerk.merge([work]).left == ()
    (made,) = clerk.server.user.items.values()
    assert made.data["title"] == BOOK.title
    assert "10.1000/book.1" in str(made.data)
    assert clerk.merge([work]).plan.changes == ()


def test_odd_items_are_read_and_left(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    user.add("webpage")
    user.add("note", note="<p>Counting sheep</p>")
    user.add("attachment", linkMode="linked_url", title=str(paper(1).title), url=paper(1).url)
    user.add("preprint", title=" ", extra=":\n: \n::::\n\u2028arXiv:\nDOI:", date="????", creators=[])
    user.add("report", creators=[{"creatorType": "author", "name": ""}], date="0000-00-00")
    user.add("preprint", title="Twice", url="not a url", archiveID="arXiv:", DOI="10.", tags=[{"tag": "🐑"}])
    before = contents(user)
    receipt = clerk.merge(papers(1, 2))
    assert len(receipt.versions) == 2
    ours = set(receipt.versions)
    assert contents(user) != before
    assert {key for key in user.items if key not in ours} == set(user.left)


def test_a_type_that_we_do_not_know_is_left(hire: Hire) -> None:
    newer = {"itemType": "hologram", "fields": [{"field": "title"}, {"field": "extra"}], "creatorTypes": []}
    clerk = hire(schema={**FACTS, "version": 99, "itemTypes": [*FACTS["itemTypes"], newer]})
    key = clerk.server.user.add("hologram", title=paper(1).title, extra=f"arXiv:{paper(1).ids[0].value}")
    before = dict(clerk.server.user.items[key].data)
    receipt = clerk.merge(papers(1, 2))
    assert receipt.left == ()
    assert clerk.server.user.items[key].data == before
    assert len(clerk.server.user.items) == 2


def test_child_notes_and_attachments_are_never_touched(hire: Hire) -> None:
    clerk = hire()
    user = clerk.server.user
    key = user.add(**held(1))
    note = user.add("note", note="<p>mine</p>", parentItem=key, tags=[{"tag": "x"}])
    file = user.add("attachment", linkMode="imported_file", title="Full text", filename="a.pdf", parentItem=key)
    versions = [user.items[child].version for child in (note, file)]
    clerk.merge(papers(1))
    assert [user.items[child].version for child in (note, file)] == versions
