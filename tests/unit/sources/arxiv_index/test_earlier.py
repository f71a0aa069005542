"""Earlier titles: kept when a record is replaced, found by whoever has them, told with the version that had them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bibtools.model.date import PartialDate
from bibtools.model.document import Problem
from bibtools.model.identifier import Identifier
from bibtools.model.reference import EarlierTitle, Reference
from bibtools.sources.arxiv_index import build, open_index, update
from bibtools.sources.arxiv_index.container import Container
from bibtools.sources.base import Hit, Query
from bibtools.sources.oai import Request, Spool
from bibtools.sources.oai.parse import Page

from .conftest import Record, invented_records, write_snapshot

OTHERS = invented_records(60)
PAPER = OTHERS[7]
ID = Identifier("arxiv", str(PAPER["id"]))


def version(number: int, title: str, **more: object) -> Record:
    """The paper as it was when version `number` was its latest; version 1 came in January, version 2 in February …"""
    months = ("Jan", "Feb", "Mar", "Apr", "May")[:number]
    days = [
        {"version": f"v{n}", "created": f"Fri, {n} {month} 2025 10:00:00 GMT"}
        for n, month in enumerate(months, start=1)
    ]
    return PAPER | {"title": title, "versions": days, "update_date": f"2025-{number:02}-09"} | more


def built(path: Path, records: Sequence[Record], *, keep_abstracts: bool = False) -> Path:
    others = [record for record in OTHERS if record is not PAPER]
    snapshot = write_snapshot(path.with_suffix(".jsonl"), [*others, *records])
    build([snapshot], path, keep_abstracts=keep_abstracts, sampling=2)
    return path


def updated(path: Path, *records: Record) -> Path:
    spool = Spool(path.with_suffix(".harvest"))
    spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", None, "2024-03-01"))
    spool.add(Page(records, (), ("2025-06-03",), None))
    update(path, spool)
    return path


def record(path: Path) -> Reference:
    (found,) = open_index(path).fetch([ID])
    return found


def earlier(path: Path) -> list[tuple[str, int | None]]:
    return [(each.title, each.version) for each in record(path).earlier_titles]


def best(path: Path, query: Query) -> Hit:
    return next(open_index(path).search([query], "text"))


FIRST, SECOND, THIRD = "Sleeping in the open air", "Rest of mammals without shelter", "A census of dormant sheep"


@pytest.mark.parametrize("keep_abstracts", [True, False])
def test_an_update_that_retitles(tmp_path: Path, keep_abstracts: bool) -> None:
    path = built(tmp_path / "arxiv.index", [version(1, FIRST)], keep_abstracts=keep_abstracts)
    assert record(path).earlier_titles == ()
    updated(path, version(2, SECOND))
    found = record(path)
    assert (found.title, found.ids[0].version) == (SECOND, 2)
    assert found.earlier_titles == (EarlierTitle(FIRST, 1, PartialDate(2025, 1, 1)),)
    # What is older than the index has comes too late, and takes nothing away.
    assert record(updated(path, version(1, FIRST))) == found
    assert earlier(updated(path, version(3, THIRD))) == [(FIRST, 1), (SECOND, 2)]
    assert record(path).title == THIRD


@pytest.mark.parametrize(
    "title",
    [
        FIRST,
        "Sleeping in the Open Air.",
        "{S}leeping in the open air",
        "Sleeping in the \\emph{open} air",
        "Sleeping in the open-air",
    ],
)
def test_another_spelling_is_no_other_title(tmp_path: Path, title: str) -> None:
    path = updated(built(tmp_path / "arxiv.index", [version(1, FIRST)]), version(2, title))
    assert earlier(path) == []


def test_a_title_that_comes_back(tmp_path: Path) -> None:
    path = built(tmp_path / "arxiv.index", [version(1, FIRST)])
    updated(path, version(2, SECOND))
    assert earlier(updated(path, version(3, FIRST))) == [(SECOND, 2)]
    assert earlier(updated(path, version(4, THIRD))) == [(SECOND, 2), (FIRST, 3)]
    assert earlier(updated(path, version(5, SECOND))) == [(FIRST, 3), (THIRD, 4)]


def test_a_format_without_versions_gives_the_day(tmp_path: Path) -> None:
    undated = version(1, FIRST) | {"versions": [{"version": None, "created": "2025-01-01"}]}
    path = updated(built(tmp_path / "arxiv.index", [undated]), version(2, SECOND))
    assert record(path).earlier_titles == (EarlierTitle(FIRST, None, PartialDate(2025, 1, 1)),)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_snapshots_of_several_days_in_any_order(tmp_path: Path, place: int) -> None:
    given = [version(1, FIRST), version(2, SECOND), version(3, THIRD)]
    path = built(tmp_path / "arxiv.index", [*given[place:], *given[:place]])
    assert record(path).title == THIRD
    assert earlier(path) == [(FIRST, 1), (SECOND, 2)]
    assert [found.ids[0].value for found in open_index(path).by_title(FIRST)] == [ID.value]


def test_an_older_snapshot_beside_a_newer_one(tmp_path: Path) -> None:
    older = write_snapshot(tmp_path / "older.jsonl", [*OTHERS[8:14], version(1, FIRST)])
    newer = write_snapshot(tmp_path / "newer.jsonl", [*OTHERS[10:20], version(2, SECOND)])
    paths = []
    for given_ in ((older, newer), (newer, older)):
        paths.append(tmp_path / f"{given_[0].stem}.index")
        problems: list[Problem] = []
        told = build(given_, paths[-1], keep_abstracts=False, on_problem=problems.append)
        assert (told.records, told.replaced) == (13, 5)
        assert [(problem.code, problem.severity) for problem in problems] == [("IDX103", "note")] * len(problems)
        assert sum(int(problem.message.split()[3]) for problem in problems) == 5
        assert earlier(paths[-1]) == [(FIRST, 1)]
    assert paths[0].read_bytes() == paths[1].read_bytes()


@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, FIRST.upper()]), min_size=1, max_size=5), st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_at_once_or_one_after_the_other_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, titles: list[str], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("earlier")
    versions = [version(number, title) for number, title in enumerate(titles, start=1)]
    at_once = built(folder / "at-once.index", versions)
    first = data.draw(st.integers(1, len(versions)))
    steps = built(folder / "steps.index", versions[:first])
    for each in versions[first:]:
        updated(steps, each)
    one, other = Container(at_once), Container(steps)
    for section in ("facts", "titles", "grams", "postings", "postings.starts"):
        assert one.array(section).tobytes() == other.array(section).tobytes()
    titles_now = {each.casefold() for each in (str(record(steps).title), *(title for title, _ in earlier(steps)))}
    assert titles_now == {title.casefold() for title in titles}


def test_the_same_update_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    path = updated(built(tmp_path / "arxiv.index", [version(1, FIRST)]), version(2, SECOND), version(3, THIRD))
    once = path.read_bytes()
    assert updated(path, version(2, SECOND), version(3, THIRD)).read_bytes() == once


@pytest.mark.parametrize("kind", ["updated", "built"])
@pytest.mark.parametrize(
    "query",
    [
        Query(title=FIRST),
        Query(title="Sleping in the opn air"),
        Query(title="Sleeping out in open air"),
        Query(text=f"A. Doe, {FIRST}, Journal of Naps 3 (2025) 4-7"),
    ],
)
def test_an_earlier_title_finds_the_paper(tmp_path: Path, kind: str, query: Query) -> None:
    versions = [version(1, FIRST), version(2, SECOND)]
    if kind == "built":
        path = built(tmp_path / "arxiv.index", versions)
    else:
        path = updated(built(tmp_path / "arxiv.index", versions[:1]), *versions[1:])
    hit = best(path, query)
    assert (hit.reference.ids[0].value, hit.reference.title) == (ID.value, SECOND)
    (other,) = hit.alternatives
    assert (other.title, other.ids, other.updated) == (
        FIRST,
        (Identifier("arxiv", ID.value, 1),),
        PartialDate(2025, 1, 1),
    )


@pytest.mark.parametrize("keep_abstracts", [True, False])
def test_an_earlier_abstract_finds_the_paper(tmp_path: Path, keep_abstracts: bool) -> None:
    reworded = str(invented_records(1, seed=3)[0]["abstract"])
    path = built(tmp_path / "arxiv.index", [version(1, FIRST)], keep_abstracts=keep_abstracts)
    updated(path, version(2, FIRST, abstract=reworded))
    for text in (str(PAPER["abstract"]), reworded):
        hit = best(path, Query(abstract=text))
        assert hit.reference.ids[0].value == ID.value
        assert hit.abstract is not None
        assert hit.abstract.of_query == 1.0
        assert 0.8 < hit.abstract.of_record <= 1.0


def test_an_earlier_title_of_words_that_are_all_misspelt(tmp_path: Path) -> None:
    """Compared with all titles, the earlier one is among them."""
    path = built(tmp_path / "arxiv.index", [version(1, "Quuxicated frobnicators"), version(2, SECOND)])
    assert best(path, Query(title="Quuxxicatedd fropnycators")).reference.title == SECOND


def test_by_id_the_hit_knows_them_too(tmp_path: Path) -> None:
    path = built(tmp_path / "arxiv.index", [version(1, FIRST), version(2, SECOND)])
    (hit,) = open_index(path).search([Query(ids=(ID,))], "id")
    assert [other.title for other in hit.alternatives] == [FIRST]


def test_a_deleted_paper_is_gone_with_all_its_titles(tmp_path: Path) -> None:
    path = built(tmp_path / "arxiv.index", [version(1, FIRST), version(2, SECOND)])
    spool = Spool(tmp_path / "harvest")
    spool.begin(Request("http://127.0.0.1/oai", "arXivRaw", None, "2024-03-01"))
    spool.add(Page((version(3, THIRD),), (), ("2025-06-03",), "more"))
    spool.add(Page((), (ID.value,), ("2025-06-04",), None))
    update(path, spool)
    for title in (FIRST, SECOND, THIRD):
        assert not list(open_index(path).by_title(title))
