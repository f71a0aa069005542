"""The index that comes along: whole, small, without anybody's prose, and the seeds' papers stand out in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bibtools.model.identifier import Identifier
from bibtools.sources.arxiv_index import ArxivIndex, build, info, open_index, starter
from bibtools.sources.base import Hit, Query
from bibtools.text.fold import fold


@pytest.fixture(scope="module")
def index() -> ArxivIndex:
    return open_index(starter())


@pytest.fixture(scope="module")
def abstracts(root: Path) -> list[str]:
    texts = [line for path in sorted((root / "seeds").glob("*.txt")) for line in path.read_text("utf-8").splitlines()]
    return [text for text in texts if len(text) > 300]


def hits_of(index: ArxivIndex, queries: list[Query]) -> list[list[Hit]]:
    hits = list(index.search(queries, "text"))
    return [[hit for hit in hits if hit.query == number] for number in range(len(queries))]


def test_it_is_whole_and_small_and_has_no_text(index: ArxivIndex) -> None:
    index.verify()
    told = info(starter())
    assert (told.records, told.abstracts, told.skipped, told.replaced) == (19_796, False, 0, 0)
    assert told.size < 6_000_000
    (found,) = index.fetch([Identifier("arxiv", "2403.14987")])
    assert (found.abstract, found.comment) == (None, None)


def test_each_seed_finds_one_record_with_nothing_near(index: ArxivIndex, abstracts: list[str]) -> None:
    assert len(abstracts) == 40
    found = hits_of(index, [Query(abstract=text) for text in abstracts])
    for hits in found:
        first, *others = [hit.abstract for hit in hits]
        assert first is not None
        assert first.count >= 8
        assert max(first.of_query, first.of_record) > 0.85
        assert all(other is not None and max(other.of_query, other.of_record) < 0.3 for other in others)
    assert len({hits[0].reference.ids[0].value for hits in found}) == 40


def test_seeds_that_state_their_id_or_title_find_it(index: ArxivIndex, root: Path) -> None:
    text = (root / "seeds" / "004_418f67d2ad78cc63.txt").read_text("utf-8")
    stated = re.findall(r"^(\S.{300,})\n+(?:.{1,200}\n+)?arXiv:([\d.]+)", text, re.MULTILINE)
    assert len(stated) == 10
    found = hits_of(index, [Query(abstract=abstract) for abstract, _ in stated])
    assert [hits[0].reference.ids[0].value for hits in found] == [id for _, id in stated]
    lines = (root / "seeds" / "000_e4e77f6a97019bba.txt").read_text("utf-8").splitlines()
    for title, abstract in ((lines[1], lines[3]), (lines[4], lines[6])):
        for hits in hits_of(index, [Query(title=title), Query(abstract=abstract)]):
            assert fold(hits[0].reference.title or "") == fold(title)


@pytest.mark.slow
def test_it_holds_the_sample_and_nothing_else(shared: Path, tmp_path: Path) -> None:
    told = build([shared / "data" / "arxiv-sample.jsonl.zst"], tmp_path / "again", keep_abstracts=False, sampling=8)
    assert abs(told.size - info(starter()).size) < 200_000
    ours, theirs = (
        [row for block in open_index(path)._titles.blocks() for row in block]
        for path in (starter(), tmp_path / "again")
    )
    assert ours == theirs
