"""What became of a paper since it was cited: told with its evidence, and only where there is something to tell."""

from __future__ import annotations

import pytest
from conftest import ROOT

from bibtools.merge.lifecycle import TURNS, lifecycle
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.reference import Reference

PLACE = Origin("refs.bib", line=7)
PAPER = Identifier("arxiv", "1901.00001", 3)
DOI = Identifier("doi", "10.1000/l.4")
RECORD = Reference(type="article", title="Lanterns over silent harbours", ids=(PAPER,))
ARTICLE = Reference(
    type="article-journal",
    title="Lanterns over silent harbours",
    container_title="Journal of Lamps",
    volume="4",
    issued=PartialDate(2020),
    ids=(PAPER, DOI),
)


def cited(version: int | None = None, **fields: object) -> Entry:
    title = {"title": "Lanterns over silent harbours", "ids": (Identifier("arxiv", "1901.00001", version),)}
    return Entry("dove19", Reference(**{**title, **fields}), PLACE)  # type: ignore[arg-type]


def told(entry: Entry, record: Reference, **known: object) -> list[tuple[str, str]]:
    found = lifecycle(entry, record, **known)  # type: ignore[arg-type]
    assert all(problem.origin == PLACE and problem.hint for problem in found)
    return [(problem.code, problem.message.removeprefix("dove19: ")) for problem in found]


def record(**fields: object) -> Reference:
    return Reference(**{"type": "article", "title": RECORD.title, "ids": (PAPER,), **fields})  # type: ignore[arg-type]


def test_nothing_became_of_it() -> None:
    assert told(cited(), RECORD) == []
    assert told(cited(3), record(comment="12 pages, 3 figures", abstract="We study lamps.")) == []


def test_withdrawn() -> None:
    words = "This paper has been withdrawn by the author"
    expected = [("LIF101", f"arXiv:1901.00001 is withdrawn: “{words}”")]
    assert told(cited(), record(comment=words)) == expected
    assert told(cited(), record(abstract=f"{words}.")) == expected
    assert told(cited(), record(comment=words, abstract="This paper is withdrawn.")) == expected
    assert told(cited(), record(comment="Withdrawn", abstract=words)) == expected


def test_superseded() -> None:
    words = "This preprint is superseded by arXiv:2001.00002"
    assert told(cited(), record(comment=words)) == [
        ("LIF102", f"arXiv:1901.00001 is superseded by arXiv:2001.00002: “{words}”")
    ]


def test_its_own_id_is_no_successor() -> None:
    words = "Superseded by arXiv:1901.00001v4"
    assert told(cited(), record(comment=words)) == [("LIF102", f"arXiv:1901.00001 is superseded: “{words}”")]


def test_a_newer_version() -> None:
    assert told(cited(1), RECORD) == [("LIF103", "cites version 1 of arXiv:1901.00001; there is version 3")]
    assert told(cited(3), RECORD) == []
    assert told(cited(4), RECORD) == []
    assert told(cited(1), record(ids=(Identifier("arxiv", "1901.00001"),))) == []


def test_retitled() -> None:
    assert told(cited(title="Lamps in {H}arbours"), RECORD) == [
        ("LIF104", "has another title than version 3 of arXiv:1901.00001: “Lanterns over silent harbours”")
    ]


@pytest.mark.parametrize(
    ("entry", "known"),
    [
        (cited(title="Lanterns over Silent {H}arbours."), RECORD),
        (cited(title="Lantens over silent harbours"), RECORD),
        (cited(title="Lamps in harbours"), record(ids=(Identifier("arxiv", "1901.00001", 1),))),
        (cited(title="Lamps in harbours"), record(ids=(Identifier("arxiv", "1901.00001"),))),
        (cited(title="Lamps in harbours", ids=()), RECORD),
        (cited(title=None), RECORD),
    ],
)
def test_not_retitled(entry: Entry, known: Reference) -> None:
    assert told(entry, known) == []


def test_published_meanwhile() -> None:
    where = "is cited as a preprint and has been published: Journal of Lamps, 4, 2020, doi:10.1000/l.4"
    assert told(cited(), RECORD, published=ARTICLE) == [("LIF105", where)]
    assert told(cited(container_title="arXiv preprint"), RECORD, published=ARTICLE) == [("LIF105", where)]
    assert told(cited(container_title="Journal of Lamps", type="article-journal"), RECORD, published=ARTICLE) == []


def test_a_doi_that_the_entry_has_is_no_news() -> None:
    only = record(ids=(PAPER, DOI))
    assert told(cited(), RECORD, published=only) == [
        ("LIF105", "is cited as a preprint and has been published: doi:10.1000/l.4")
    ]
    assert told(cited(ids=(PAPER, DOI)), RECORD, published=only) == []
    assert told(cited(), RECORD, published=RECORD) == []


def test_all_at_once_in_one_order() -> None:
    found = told(cited(1), record(comment="Withdrawn. It is superseded by arXiv:2001.00002"), published=ARTICLE)
    assert [code for code, _ in found] == ["LIF101", "LIF102", "LIF103", "LIF105"]


@pytest.mark.parametrize("turn", TURNS, ids=lambda turn: turn.code)
def test_every_code_is_explained(turn: object) -> None:
    page = (ROOT / "docs" / "explanation" / "published-versions.md").read_text("utf-8")
    assert f"| {turn.code} | {turn.slug} | {turn.severity} |" in page  # type: ignore[attr-defined]
