"""Recorded answers of arXiv's API, in both forms it has had: each is read as it should be, and none is left unread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bibtools.sources.arxiv_api.feed import Page, identifier, parse, reference


@dataclass(frozen=True)
class Expected:
    """What one answer holds; the counts are of entries that have the field."""

    total: int
    start: int = 0
    entries: int = 0
    doi: int = 0
    journal_ref: int = 0
    comment: int = 0
    error: str | None = None


TESTING = 214881
ANSWERS = {
    "id_0000.0000_s0_m100_8b51d9633a68": Expected(0),
    "id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af": Expected(1, entries=1, comment=1),
    "id_0808.05394_s0_m100_7b0c7d0a7cdd": Expected(0),
    "id_1605.08386_s0_m100_199195aa31ad": Expected(1, entries=1, comment=1),
    "id_1707.08567_s0_m100_6a1afebfc6a3": Expected(1, entries=1, comment=1),
    "id_2104.12255v1_s0_m100_6ae69987ffe1": Expected(1, entries=1),
    "id_abc_s0_m100_b79c8dcf6bc3": Expected(0, error="incorrect id format for abc"),
    "id_astro-ph_0601001_s0_m100_3150dca9dc76": Expected(1, entries=1, journal_ref=1, comment=1),
    "id_quant-ph_0201082v1_s0_m100_86989fe779ef": Expected(1, entries=1, comment=1),
    "q_testing_s0_m100_cfe7536492ca": Expected(TESTING, 0, 100, 32, 18, 97),
    "q_testing_s0_m10_bc5a6c384fe9": Expected(TESTING, 0, 10, 6, 6, 10),
    "q_testing_s0_m15_80c242b59d59": Expected(TESTING, 0, 15, 6, 6, 15),
    "q_testing_s10_m10_34e56e15aaac": Expected(TESTING, 10, 10, 1, 0, 10),
    "q_testing_s20_m10_348a237fecab": Expected(TESTING, 20, 10, 1, 0, 10),
    "q_testing_s30_m10_f2e39f0143dc": Expected(TESTING, 30, 10, 1, 0, 10),
    "q_testing_s40_m10_96dd32eb854c": Expected(TESTING, 40, 10, 2, 0, 10),
    "q_testing_s50_m10_7f488ab8598c": Expected(TESTING, 50, 10, 6, 1, 10),
    "q_testing_s5_m10_c0e94a259d4a": Expected(TESTING, 5, 10, 1, 1, 10),
    "q_testing_s5_m15_bbcf6b23085b": Expected(TESTING, 5, 15, 2, 1, 15),
    "q_testing_s9_m15_0b78d4b4d476": Expected(TESTING, 9, 15, 2, 0, 15),
    "xiv_search_csRO_2025-10": Expected(5619, 0, 2, comment=1),
    "zoia_id_list_1601.00001_2020": Expected(1, entries=1, doi=1, journal_ref=1),
}


@pytest.fixture(scope="module")
def answers(shared: Path) -> Path:
    return shared / "fixtures" / "arxiv_api"


def test_every_recorded_answer_is_used(answers: Path) -> None:
    assert {path.stem for path in answers.glob("*.xml")} == set(ANSWERS)
    cassettes = {path.stem for path in (answers / "cassettes").glob("*")}
    assert cassettes <= set(ANSWERS)
    assert {path.suffix for path in answers.rglob("*") if path.is_file()} == {".xml", ".json"}


def summary(page: Page) -> Expected:
    references = [reference(record) for record in page.records]
    return Expected(
        page.total,
        page.start,
        len(references),
        sum(each.id("doi") is not None for each in references),
        sum(each.journal_ref is not None for each in references),
        sum(each.comment is not None for each in references),
        page.error,
    )


@pytest.mark.parametrize("name", ANSWERS)
def test_answer(answers: Path, name: str) -> None:
    page = parse((answers / f"{name}.xml").read_bytes())
    assert summary(page) == ANSWERS[name]
    assert page.unreadable == 0
    for each in map(reference, page.records):
        assert each.type == "article"
        assert each.title == " ".join((each.title or "").split()) != ""
        assert each.abstract
        assert each.author
        assert each.issued is not None
        assert each.updated is not None
        assert each.issued <= each.updated
        assert each.categories
        assert len(set(each.categories)) == len(each.categories)
        assert each.ids[0].scheme == "arxiv"
        assert each.ids[0].version


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_as_it_was_stored(answers: Path, name: str) -> None:
    cassette = answers / "cassettes" / f"{name}.json"
    if not cassette.is_file():
        assert name.startswith(("xiv_", "zoia_"))
        return
    stored = json.loads(cassette.read_text("utf-8"))
    assert stored["status_code"] == (400 if ANSWERS[name].error else 200)
    assert summary(parse(stored["body"].encode("utf-8"))) == ANSWERS[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_cut_anywhere_is_noticed(answers: Path, name: str) -> None:
    from bibtools.sources.arxiv_api.feed import NotAFeed

    body = (answers / f"{name}.xml").read_bytes().rstrip()
    for part in (0.1, 0.33, 0.5, 0.8, 0.97):
        with pytest.raises(NotAFeed):
            parse(body[: int(len(body) * part)])


def only(page: Page) -> Callable[[str], object]:
    (record,) = page.records
    found = reference(record)
    return lambda name: getattr(found, name)


def test_the_older_form_in_full(answers: Path) -> None:
    field = only(parse((answers / "zoia_id_list_1601.00001_2020.xml").read_bytes()))
    assert field("title") == ("Inelastic effects in molecular transport junctions: The probe technique at high bias")
    assert [name.display() for name in field("author")] == ["Michael Kilgour", "Dvira Segal"]  # type: ignore[attr-defined]
    assert [(id.scheme, id.versioned()) for id in field("ids")] == [  # type: ignore[attr-defined]
        ("arxiv", "1601.00001v1"),
        ("doi", "10.1063/1.4944470"),
    ]
    assert field("journal_ref") == "J. Chem. Phys. 144, 124107 (2016)"
    assert field("categories") == ("cond-mat.mes-hall",)
    assert field("issued").iso() == "2015-12-26"  # type: ignore[attr-defined]
    assert "Landauer-Büttiker" in str(field("abstract"))
    assert "$I$-$V$" in str(field("abstract"))


def test_the_newer_form_in_full(answers: Path) -> None:
    page = parse((answers / "id_astro-ph_0601001_s0_m100_3150dca9dc76.xml").read_bytes())
    field = only(page)
    assert identifier(page.records[0]) == field("ids")[0]  # type: ignore[index]
    assert [id.versioned() for id in field("ids")] == ["astro-ph/0601001v1"]  # type: ignore[attr-defined]
    assert [(name.family, name.given) for name in field("author")] == [  # type: ignore[attr-defined]
        ("Gould", "Andrew"),
        ("Dorsher", "Susan"),
        ("Gaudi", "B. Scott"),
        ("Udalski", "Andrzej"),
    ]
    assert field("journal_ref") == "ActaAstron.56:1-50,2006"
    assert str(field("comment")).startswith("62 pages including 16 figures")


def test_the_newest_category_order_keeps_the_primary_first(answers: Path) -> None:
    page = parse((answers / "xiv_search_csRO_2025-10.xml").read_bytes())
    assert reference(page.records[0]).categories == ("cs.RO", "cs.AI", "cs.CV", "cs.LG", "cs.SY", "eess.SY")
