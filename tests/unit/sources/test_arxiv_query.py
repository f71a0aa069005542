"""The plan of questions to arXiv: what is safe to ask, and how much fits into one request."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers.arxiv_search import BadQuery, Library
from servers.invented import HAND_WRITTEN, SHEEP

from bibtools.model.identifier import Identifier
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference
from bibtools.sources.arxiv_api import phrases
from bibtools.sources.arxiv_api.query import (
    IDS,
    LONGEST_REQUEST_LINE,
    SEARCH,
    Clause,
    abstract_clause,
    api_id,
    author_clause,
    common_authors,
    doi_clause,
    fits,
    loose_title_clause,
    pack,
    quoted,
    title_clause,
)
from bibtools.sources.base import Query
from bibtools.sources.http import address

URL = "https://export.arxiv.org/api/query"


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("Attention Is All You Need", 'ti:"Attention Is All You Need"'),
        ("STSA: Spatial-Temporal Semantic Alignment", 'ti:"STSA Spatial Temporal Semantic Alignment"'),
        ("What? Why *now*: a {\\em short} note on turnips", 'ti:"What Why now a short note on turnips"'),
        ('The "quoted" part of a meadow', 'ti:"The quoted part of a meadow"'),
        ("Sheep (and goats) in meadows/fields", 'ti:"Sheep and goats in meadows fields"'),
        ("$K$-theory of woolly meadows", 'ti:"theory of woolly meadows"'),
        (
            "Counting Sheep: Drowsiness-Aware Tallies for $n$-ary Flocks",
            'ti:"Counting Sheep Drowsiness Aware Tallies for"',
        ),
        ("GPT-3.5 in sheep counting contests", 'ti:"in sheep counting contests"'),
        ("Noether's theorem", 'ti:"theorem"'),
        ("注意力机制", 'ti:"注 意 力 机 制"'),
        ("???", None),
        ("", None),
    ],
)
def test_a_title_becomes_a_phrase(title: str, phrase: str | None) -> None:
    clause = title_clause(3, Query(title=title))
    assert (clause.text if clause else None) == phrase
    assert clause is None or clause.query == 3


def test_a_short_title_is_asked_for_with_its_author() -> None:
    author = (Name(family="Núñez", given="Inés"), Name(family="Li"))
    clause = title_clause(0, Query(title="On Turnips", author=author))
    assert clause == Clause(0, '(ti:"On Turnips" AND au:"nunez")', 2)
    assert loose_title_clause(0, Query(title="On Turnips", author=author)) == Clause(0, 'ti:"On Turnips"', 1)
    assert loose_title_clause(0, Query(title="On Turnips")) is None


@pytest.mark.parametrize(
    ("author", "text"),
    [
        ((), '(ti:"Counting Drowsy" OR ti:"Sheep at")'),
        ((OTHERS,), '(ti:"Counting Drowsy" OR ti:"Sheep at")'),
        ((Name("Woolsey"),), '(au:"woolsey" AND (ti:"Counting" OR ti:"Drowsy" OR ti:"Sheep"))'),
    ],
)
def test_a_title_with_a_slip_is_asked_for_loosely(author: tuple[Name, ...], text: str) -> None:
    clause = loose_title_clause(0, Query(title="Counting Drowsy Sheep at Night", author=author))
    assert clause is not None
    assert clause.text == text


def test_a_reference_string_is_asked_for_by_its_longest_parts() -> None:
    text = "[7] B. B. Woolsey and C. Okafor, A teapot calculus for distributed kettles, J. Kettle Stud. 4, 17 (2020)."
    clause = title_clause(0, Query(text=text))
    assert clause is not None
    assert "A teapot calculus for distributed kettles" in quoted(clause)


ABSTRACT = (
    "We study 12 meadows with state-of-the-art fences (see https://example.org/fences for code). Shepherds who whistle "
    "backwards confuse neighbouring lighthouses considerably. Our $O(n \\log n)$ bound is the first. Every evening, "
    "woolly congregations rehearse complicated pirouettes around abandoned haystacks without supervision."
)


def test_an_abstract_gives_two_phrases_of_plain_words() -> None:
    clause = abstract_clause(0, Query(abstract=ABSTRACT))
    assert clause is not None
    assert clause.terms == 2
    first, second = quoted(clause)
    for phrase in (first, second):
        assert re.fullmatch(r"[A-Za-z]+( [A-Za-z]+){7}", phrase)
        assert phrase in re.sub(r"[.,]", "", ABSTRACT)
    assert not set(first.split()) & set(second.split())
    assert "pirouettes" in clause.text
    assert "whistle" in clause.text


def test_the_next_phrases_are_others() -> None:
    first = abstract_clause(0, Query(abstract=SHEEP["abstract"]))
    assert first is not None
    second = abstract_clause(0, Query(abstract=SHEEP["abstract"]), size=6, avoid=quoted(first))
    assert second is not None
    assert len(quoted(first)) == len(quoted(second)) == 2
    for earlier in quoted(first):
        for later in quoted(second):
            assert later not in earlier
            assert earlier not in later


def test_copied_text_is_mended_first() -> None:
    clean = "T o achieve woolly arithmetic we require twelve neighbouring lighthouses and patient shepherds."
    found = phrases.windows(clean, count=1)
    assert found
    assert not any(word in ("T", "o") for phrase in found for word in phrase.split())


@pytest.mark.parametrize("abstract", ["", "Too short.", "$x$ $y$", "1 2 3 4 5 6 7 8 9", "不 是 英文 的 摘要"])
def test_nothing_is_asked_where_nothing_is_plain(abstract: str) -> None:
    assert abstract_clause(0, Query(abstract=abstract)) is None


def test_dois_are_asked_as_written() -> None:
    ids = (Identifier("doi", "10.1000/Sheep.182"), Identifier("arxiv", "1903.01234"), Identifier("doi", "10.1/x*"))
    assert doi_clause(1, Query(ids=ids)) == Clause(1, 'doi:"10.1000/Sheep.182"', 1)
    assert doi_clause(1, Query(ids=ids[1:])) is None


@pytest.mark.parametrize(
    ("id", "text"),
    [
        (Identifier("arxiv", "1706.03762"), "1706.03762"),
        (Identifier("arxiv", "1706.03762", 5), "1706.03762v5"),
        (Identifier("arxiv", "math.GT/0309136"), "math/0309136"),
        (Identifier("arxiv", "hep-th/9901017", 2), "hep-th/9901017v2"),
        (Identifier("arxiv", "abc"), None),
        (Identifier("arxiv", "1713.01234"), None),
        (Identifier("arxiv", "1706.03762,1706.03763"), None),
        (Identifier("arxiv", ""), None),
        (Identifier("doi", "10.1000/182"), None),
    ],
)
def test_ids_that_may_be_sent(id: Identifier, text: str | None) -> None:
    assert api_id(id) == text


def work(*families: str) -> Reference:
    return Reference(author=tuple(Name(family=family, given="A.") for family in families))


@pytest.mark.parametrize(
    ("works", "families"),
    [
        pytest.param([], [], id="no works"),
        pytest.param([work("Zhu", "Li")], [], id="one work tells nothing"),
        pytest.param([work("Zhu", "Li"), work("Li", "Ma")], ["Li"], id="common to both"),
        pytest.param([work("Zhu", "Li"), work("Li", "Zhu")], ["Li", "Zhu"], id="tied"),
        pytest.param([work("A"), work("B"), work("C")], [], id="nobody twice"),
        pytest.param([work("Li"), work("Li"), *(work(str(n)) for n in range(3))], [], id="less than half"),
        pytest.param([work("Li"), work("Li"), work("Ma"), work("Bo")], ["Li"], id="half"),
        pytest.param([work(*"ABCDE"), work(*"ABCDE")], ["A", "B", "C"], id="no more than three"),
    ],
)
def test_the_author_common_to_a_listing(works: list[Reference], families: list[str]) -> None:
    assert [name.family for name in common_authors(works)] == families


def test_others_is_nobody() -> None:
    listed = [Reference(author=(Name("Li"), OTHERS)), Reference(author=(Name("Ma"), OTHERS))]
    assert common_authors(listed) == ()


def test_names_are_quoted_whole() -> None:
    names = [Name("Hoorn", "Pieter", "van"), Name(literal="Sheep Collaboration")]
    assert author_clause(0, names) == Clause(0, '(au:"pieter van hoorn" OR au:"sheep collaboration")', 2)
    assert author_clause(0, []) is None


def test_a_thousand_ids_are_one_post_and_four_gets() -> None:
    clauses = [Clause(n, f"2001.{n:05}") for n in range(1, 1001)]
    assert len(list(pack(clauses, IDS, "POST", URL))) == 1
    batches = list(pack(clauses, IDS, "GET", URL))
    assert [len(batch) for batch in batches] == [300, 300, 300, 100]
    assert [clause for batch in batches for clause in batch] == clauses


def test_a_thousand_titles_are_seven_posts() -> None:
    clauses = [Clause(n, f'ti:"some title number {n} of a thousand and more"') for n in range(1000)]
    assert [len(batch) for batch in pack(clauses, SEARCH, "POST", URL)] == [150] * 6 + [100]


def test_abstracts_count_double() -> None:
    clauses = [Clause(n, '(abs:"a" OR abs:"b")', 2) for n in range(80)]
    assert [len(batch) for batch in pack(clauses, SEARCH, "POST", URL)] == [75, 5]


@given(st.lists(st.text("abc -ä", min_size=1, max_size=200), max_size=60))
def test_no_get_is_longer_than_its_line(texts: list[str]) -> None:
    clauses = [Clause(n, f'ti:"{text}"') for n, text in enumerate(texts)]
    batches = list(pack(clauses, SEARCH, "GET", URL))
    assert [clause for batch in batches for clause in batch] == clauses
    for batch in batches:
        assert len(address(URL, SEARCH.fields(batch))) <= LONGEST_REQUEST_LINE
        assert fits(batch, SEARCH, "GET", URL)


def test_pages_are_as_large_as_the_batch_needs() -> None:
    sizes = [SEARCH.fields([Clause(0, "x")] * n)["max_results"] for n in (1, 20, 150, 900)]
    assert sizes == ["50", "80", "600", "2000"]
    assert SEARCH.fields([Clause(0, "x", 2)] * 75)["max_results"] == "600"
    assert IDS.fields([Clause(0, "1706.03762")] * 700)["max_results"] == "700"


LIBRARY = Library(HAND_WRITTEN)
AWKWARD = st.text(st.sampled_from("ab AND OR(\")*?$\\{}:-’'/~^_&,.;[]<>é中1"), max_size=60)


@given(AWKWARD, AWKWARD, st.sampled_from([(), (Name("O'Neil"),), (Name(literal='a"b*'),)]))
def test_whatever_the_text_the_server_can_read_the_query(title: str, abstract: str, author: tuple[Name, ...]) -> None:
    """The server of the tests refuses what arXiv's refuses: quotation marks, leading wildcards, stray parentheses."""
    query = Query(title=title, abstract=abstract * 5, author=author, text=title + abstract)
    makers = (title_clause, loose_title_clause, abstract_clause)
    clauses = [clause for make in makers if (clause := make(0, query))]
    clauses += [clause for each in (author_clause(0, author),) if (clause := each)]
    if clauses:
        text = SEARCH.fields(clauses)["search_query"]
        try:
            LIBRARY.search(text)
        except BadQuery as refused:
            pytest.fail(f"{text}: {refused}")
        assert "*" not in text
        assert "?" not in text


@given(st.sampled_from(HAND_WRITTEN), st.booleans())
def test_each_phrase_finds_its_own_record(record: dict[str, str], loose: bool) -> None:
    query = Query(title=record["title"], abstract=record["abstract"])
    for make in (loose_title_clause if loose else title_clause, abstract_clause):
        clause = make(0, query)
        if clause is None:
            assert make is loose_title_clause
            assert len(record["title"].split()) < 4
            continue
        found = {LIBRARY.records[number]["id"] for number in LIBRARY.search(clause.text)}
        assert record["id"] in found
