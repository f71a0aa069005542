"""What became of a paper since it was cited: told with its evidence, and only where there is something to tell."""

from __future__ import annotations

import pytest
from conftest import ROOT

from bibtools.check.told import TURNS
from bibtools.merge.lifecycle import lifecycle
from bibtools.model.date import PartialDate
from bibtools.model.document import Entry, Origin
from bibtools.model.identifier import Identifier
from bibtools.model.reference import EarlierTitle, Reference
from bibtools.model.standing import Standing

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


def test_what_a_record_without_texts_still_knows() -> None:
    other = Identifier("arxiv", "2001.00002")
    known = record(standing=(Standing("withdrawn"), Standing("superseded", (PAPER, other))))
    assert told(cited(), known) == [
        ("LIF101", "arXiv:1901.00001 is withdrawn"),
        ("LIF102", "arXiv:1901.00001 is superseded by arXiv:2001.00002"),
    ]
    assert told(cited(), record(standing=(Standing("superseded"),))) == [
        ("LIF102", "arXiv:1901.00001 is superseded"),
    ]


def test_the_paper_that_a_withdrawal_names_is_told_in_its_words_or_without() -> None:
    words = "This paper has been withdrawn because of arXiv:2001.00002"
    assert told(cited(), record(comment=words)) == [("LIF101", f"arXiv:1901.00001 is withdrawn: “{words}”")]
    known = Standing("withdrawn", (Identifier("arxiv", "2001.00002"),))
    assert told(cited(), record(standing=(known,))) == [
        ("LIF101", "arXiv:1901.00001 is withdrawn in a note that names arXiv:2001.00002")
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


EARLIER = (
    EarlierTitle("Lamps in harbours", 1, PartialDate(2019, 1, 1)),
    EarlierTitle("Torches in harbours", 2, PartialDate(2019, 2, 2)),
)


@pytest.mark.parametrize("title", ["Lamps in harbours", "LAMPS in {H}arbours.", "Lmaps in harbours"])
def test_cited_under_an_earlier_title(title: str) -> None:
    known = record(earlier_titles=EARLIER)
    words = "has the title of version 1 of arXiv:1901.00001; version 3 is titled “Lanterns over silent harbours”"
    assert told(cited(title=title), known) == [("LIF104", words)]
    assert told(cited(title=title, ids=()), known) == [("LIF104", words)]
    assert told(cited(1, title=title), known) == [
        ("LIF103", "cites version 1 of arXiv:1901.00001; there is version 3"),
        ("LIF104", words),
    ]
    assert told(cited(), known) == []
    other = "has another title than version 3 of arXiv:1901.00001: “Lanterns over silent harbours”"
    assert told(cited(title="Candles at sea"), known) == [("LIF104", other)]


@pytest.mark.parametrize(
    ("earlier", "version", "words"),
    [
        (EarlierTitle("Lamps", None, PartialDate(2019, 1, 1)), None,
         "has the title that arXiv:1901.00001 had on 2019-01-01; today it is titled “Lanterns over silent harbours”"),
        (EarlierTitle("Lamps", None, None), 3,
         "has an earlier title of arXiv:1901.00001; version 3 is titled “Lanterns over silent harbours”"),
        (EarlierTitle("Lamps", 3, None), 3,
         "has an earlier title of arXiv:1901.00001; version 3 is titled “Lanterns over silent harbours”"),
    ],
)  # fmt: skip
def test_as_much_is_told_of_an_earlier_title_as_is_known(
    earlier: EarlierTitle, version: int | None, words: str
) -> None:
    known = record(ids=(Identifier("arxiv", "1901.00001", version),), earlier_titles=(earlier,))
    assert told(cited(title="Lamps"), known) == [("LIF104", words)]


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
