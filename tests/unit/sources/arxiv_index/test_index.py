"""Asking an index of invented papers, with texts as damaged as real copies are."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_index import ArxivIndex, build, open_index
from bibtools.sources.base import Hit, Query, Source

from .conftest import write_snapshot

Records = list[dict[str, str]]


def first(index: ArxivIndex, queries: list[Query]) -> list[str | None]:
    best: dict[int, str] = {}
    for hit in index.search(queries, "text"):
        best.setdefault(hit.query, hit.reference.ids[0].value)
    return [best.get(number) for number in range(len(queries))]


def misspelt(text: str, every: int) -> str:
    return "".join(
        "w" if place % every == every // 2 and letter != " " else letter for place, letter in enumerate(text)
    )


def test_it_is_a_source(index: ArxivIndex) -> None:
    source: Source = index
    assert (source.name, source.strategies, len(index)) == ("arxiv-index", ("id", "text"), 300)


def test_fetch_by_id_and_by_doi(index: ArxivIndex, records: Records) -> None:
    wanted = records[4]
    for id in (
        Identifier("arxiv", wanted["id"]),
        Identifier("arxiv", wanted["id"], 9),
        Identifier("doi", wanted["doi"].upper()),
    ):
        (found,) = index.fetch([id])
        assert found.title == wanted["title"]
        assert [name.family for name in found.author] == [each[0] for each in wanted["authors_parsed"]]  # type: ignore[index]
        assert found.journal_ref == wanted["journal-ref"]
    assert not list(index.fetch([Identifier("arxiv", "9999.99999"), Identifier("doi", "10.5555/none")]))
    assert not list(index.fetch([]))


def test_all_ids_at_once(index: ArxivIndex, records: Records) -> None:
    found = index.fetch([Identifier("arxiv", record["id"]) for record in records])
    assert {reference.ids[0].value for reference in found} == {record["id"] for record in records}


def test_the_version_is_the_latest_known(index: ArxivIndex, records: Records) -> None:
    assert [
        id.version for reference in index.fetch([Identifier("arxiv", records[7]["id"])]) for id in reference.ids
    ] == [2]


def test_search_by_id_tells_which_query(index: ArxivIndex, records: Records) -> None:
    queries = [
        Query(ids=(Identifier("arxiv", "9999.99999"),)),
        Query(ids=(Identifier("arxiv", records[0]["id"]),)),
        Query(),
    ]
    assert [(hit.query, hit.reference.ids[0].value) for hit in index.search(queries, "id")] == [(1, records[0]["id"])]


def test_a_record_with_next_to_no_abstract_is_not_the_nearest(tmp_path: Path, records: Records) -> None:
    """All that it has stands in the query: one common phrase, which tells little."""
    abstract = records[0]["abstract"]
    withdrawn = {"id": "2401.99999", "title": "Withdrawn", "abstract": " ".join(abstract.split()[:3])}
    path = write_snapshot(tmp_path / "papers.jsonl", [*records[:9], withdrawn])
    build([path], tmp_path / "arxiv.index", sampling=1)
    damaged = " ".join(word if place < 5 else word[:-1] + "w" for place, word in enumerate(abstract.split()))
    assert first(open_index(tmp_path / "arxiv.index"), [Query(abstract=damaged)]) == [records[0]["id"]]


@pytest.mark.parametrize("damage", [
    lambda text: text,
    lambda text: text.upper(),
    lambda text: text[: len(text) // 3],
    lambda text: text[len(text) // 2 :],
    lambda text: text + " Code is available at https://example.org/code.",
    lambda text: " ".join(word for place, word in enumerate(text.split()) if place % 9),
    lambda text: text.replace(" lo", "\nlo").replace("ki", "ki-\n"),
    lambda text: misspelt(text, 30),
])  # fmt: skip
def test_abstracts_find_their_records(index: ArxivIndex, records: Records, damage: object) -> None:
    asked = [Query(abstract=damage(record["abstract"])) for record in records]  # type: ignore[operator]
    assert first(index, asked) == [record["id"] for record in records]


@pytest.mark.parametrize("every", [1000, 20, 12, 7])
def test_titles_find_their_records_also_misspelt(index: ArxivIndex, records: Records, every: int) -> None:
    asked = [Query(title=misspelt(record["title"], every)) for record in records]
    assert first(index, asked) == [record["id"] for record in records]


def test_a_title_misspelt_in_every_word(index: ArxivIndex, records: Records) -> None:
    """No word is left to vote: all titles are compared."""
    title = " ".join(word[:-1] + "w" if len(word) > 2 else word + "w" for word in records[5]["title"].split())
    assert first(index, [Query(title=title)]) == [records[5]["id"]]


def test_reference_strings_find_the_title_within(index: ArxivIndex, records: Records) -> None:
    asked = [
        Query(text=f"[{number}] {record['authors']}: {record['title']}, J. Inv. Pap. {number}, 12-34 (2024)")
        for number, record in enumerate(records)
    ]
    assert first(index, asked) == [record["id"] for record in records]


def test_title_and_abstract_and_authors_together(index: ArxivIndex, records: Records) -> None:
    record = records[11]
    query = Query(title=record["title"], abstract=record["abstract"], author=(Name(family="Nobody"),))
    assert first(index, [query]) == [record["id"]]


def test_overlap_both_ways(index: ArxivIndex, records: Records) -> None:
    text = records[3]["abstract"]
    half = " ".join(text.split()[:60])
    asked = [Query(abstract=text), Query(abstract=half), Query(abstract=f"{half} {records[9]['abstract']}")]
    hits = list(index.search(asked, "text"))
    whole, part, two = ([hit for hit in hits if hit.query == number] for number in range(3))
    assert whole[0].abstract is not None
    assert (whole[0].abstract.of_query, whole[0].abstract.of_record) == (1.0, 1.0)
    assert part[0].abstract is not None
    assert part[0].abstract.of_query == 1.0
    assert 0.4 < part[0].abstract.of_record < 0.6
    assert {hit.reference.ids[0].value for hit in two} >= {records[3]["id"], records[9]["id"]}
    assert all(hit.source == "arxiv-index" for hit in hits)


def test_no_overlap_is_told_without_an_abstract(index: ArxivIndex, records: Records) -> None:
    (hit, *_) = index.search([Query(title=records[0]["title"])], "text")
    assert hit.abstract is None


def test_sampled_overlap_estimates_the_whole(
    tmp_path: Path, snapshot: Path, records: Records, index: ArxivIndex
) -> None:
    build([snapshot], tmp_path / "sampled", keep_abstracts=False, sampling=4)
    asked = [Query(abstract=" ".join(record["abstract"].split()[:80])) for record in records]

    def overlaps(index: ArxivIndex) -> list[float]:
        return [hit.abstract.of_record for hit in index.search(asked, "text") if hit.abstract]

    whole, sampled = overlaps(index), overlaps(open_index(tmp_path / "sampled"))
    assert abs(sum(whole) / len(whole) - sum(sampled) / len(sampled)) < 0.03


def test_what_is_absent_or_empty_finds_nothing_alike(index: ArxivIndex) -> None:
    asked = [
        Query(),
        Query(title=""),
        Query(abstract="..."),
        Query(text="?"),
        Query(title="entirely different words here"),
    ]
    assert [hit for hit in index.search(asked, "text") if hit.query < 4] == []
    assert list(index.search([], "text")) == []


def test_many_queries_are_answered_like_single_ones(index: ArxivIndex, records: Records) -> None:
    random = Random(5)
    asked = [
        Query(title=misspelt(record["title"], 9)) if random.random() < 0.5 else Query(abstract=record["abstract"][:300])
        for record in records[:60]
    ]

    def told(hits: list[Hit]) -> list[tuple[Reference, object]]:
        return [(hit.reference, hit.abstract) for hit in hits]

    together = list(index.search(asked, "text"))
    for number, query in enumerate(asked):
        alone = list(index.search([query], "text"))
        assert told([hit for hit in together if hit.query == number]) == told(alone)


def test_by_author_and_by_title(index: ArxivIndex, records: Records) -> None:
    family = records[2]["authors_parsed"][0][0]
    found = {reference.ids[0].value for reference in index.by_author(Name(family=family.upper(), given="A."))}
    assert found == {record["id"] for record in records if family in [each[0] for each in record["authors_parsed"]]}
    (exact,) = index.by_title(records[2]["title"].upper() + "!")
    assert exact.ids[0].value == records[2]["id"]
    assert not list(index.by_title("no such title"))
    assert not list(index.by_author(Name(family="Nobody")))


def test_an_index_of_one_record(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "1706.03762", "title": "Attention"}\n', "utf-8")
    told = build([path], tmp_path / "one.index")
    assert (told.records, told.issued, told.categories) == (1, None, ())
    assert first(open_index(tmp_path / "one.index"), [Query(title="Attention"), Query(abstract="a b c d")]) == [
        "1706.03762",
        None,
    ]
