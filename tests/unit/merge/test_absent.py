"""What a library has not: new works go on, works it has do not, and doubts are told."""

from __future__ import annotations

from bibtools.merge.absent import absent
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.match import Enriched
from bibtools.model.name import Name
from bibtools.model.reference import Reference

PLACE = Origin("refs.bib")
DOVE, REED = Name(family="Dove", given="Ceri"), Name(family="Reed", given="Bo")
LANTERNS = Reference(
    type="article", title="Lanterns over Silent Harbours", author=(DOVE,), ids=(Identifier("arxiv", "1901.00001"),)
)
STONES = Reference(type="article-journal", title="A Theory of Wet Stones", author=(REED,))


def item(name: str, reference: Reference) -> Enriched:
    return Enriched(Entry(name, reference, PLACE), reference)


def test_new_works_go_on_as_they_are() -> None:
    items = [item("a", LANTERNS), item("b", STONES)]
    assert absent(items, []) == (items, [])
    assert absent(items, [Entry("x", LANTERNS, PLACE)]) == (items[1:], [])
    assert absent([], [Entry("x", LANTERNS, PLACE)]) == ([], [])


def test_a_doubt_is_left_out_and_told() -> None:
    other = Reference(type="article-journal", title="A theory of wet stones", author=(Name(family="Sand", given="Cy"),))
    found, unsure = absent([item("b", STONES)], [Entry("x", other, PLACE)])
    assert found == []
    assert [(told.entry_id, told.theirs, told.ours) for told in unsure] == [("x", other.title, STONES.title)]


def test_what_was_thrown_away_does_not_come_back() -> None:
    found, unsure = absent([item("a", LANTERNS)], [], [Entry("x", LANTERNS, PLACE)])
    assert found == []
    assert [told.reason for told in unsure] == ["it is in the trash; it is left out"]
    assert absent([item("a", LANTERNS)], [Entry("y", LANTERNS, PLACE)], [Entry("x", LANTERNS, PLACE)]) == ([], [])
