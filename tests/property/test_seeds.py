"""Whatever lines a seed document mixes: nothing is lost, nothing is taken twice, nothing raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.formats.seeds.layouts import LAYOUTS
from bibtools.formats.seeds.passages import passages
from bibtools.formats.seeds.read import read
from bibtools.model.document import Document

FAMILIES = ["Doe", "Roe", "Zhu", "van der Berg", "Müller", "Ó Briain", "Erdős", "Knuth", "王", "An"]
GIVEN = ["Jane", "R.", "A. B.", "Congcong", "Jürgen", "Seán", "D. E.", "Ann-Marie"]
NOUNS = ["graphs", "trees", "birds", "colours", "fields", "winter", "numbers", "galaxies", "words", "bridges"]
WORDS = [*NOUNS, "on", "the", "of", "and", "sorting", "without", "deep", "blue", "why", "do", "learning", "a"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=25).map(
    lambda some: "We study " + " ".join(some) + "."
)
names = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILIES)).map(" ".join)
inverted = st.tuples(st.sampled_from(FAMILIES), st.sampled_from(GIVEN)).map(", ".join)
numbers = st.integers(1, 99999).map(lambda n: f"2101.{n:05d}")
prose = st.lists(sentences, min_size=1, max_size=6).map(" ".join)
lines = st.one_of(
    words.map(str.title),
    words.map(lambda text: text.capitalize() + "?"),
    st.lists(inverted, min_size=1, max_size=4).map(", ".join),
    st.lists(names, min_size=1, max_size=4).map(", ".join),
    prose,
    prose.map("Abstract:".__add__),
    prose.map("--".__add__),
    st.sampled_from(
        ["11 pages, 4 figures", "Accepted by GRAPHS 2021", "Code is available at https://example.org/x", "To appear"]
    ),
    numbers,
    numbers.map("arXiv:{}".format),
    numbers.map("arXiv:{} - doi: 10.1000/xyz".format),
    numbers.map("https://arxiv.org/abs/{}v2".format),
    st.sampled_from(
        ["Created: 2021-01-02", "Updated: 2021-02-30", "2021", "Submitted 2 January, 2021", "DOI: none", "Title:"]
    ),
    st.tuples(names, words, numbers).map(lambda t: f"[12] {t[0]}, {t[1].title()}, 2021. arXiv:{t[2]}"),
    st.tuples(words, numbers).map(lambda t: f"- [{t[0].title()}](https://arxiv.org/abs/{t[1]})"),
    st.tuples(words, names).map(lambda t: f"| {t[0].title()} | {t[1]} | 2020 |"),
    st.sampled_from(
        [
            "# Reading list",
            "References",
            "-----",
            "* * *",
            "|---|---|---|",
            r"\bibitem{key}",
            r"\newblock In",
            r"\\",
            "1.",
            "•",
        ]
    ),
    st.text(max_size=30),
)
newlines = st.sampled_from(["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\r", " \n", "\n  ", "\n\t"])
documents = st.lists(st.tuples(lines, newlines).map("".join), max_size=14).map("".join)
LETTER = re.compile(r"[^\W_]")


def owners(document: Document) -> dict[int, list[str]]:
    """Line -> what it belongs to: entries by their id, the document's roles, problems of lines that were not read."""
    held: dict[int, list[str]] = {}
    for entry in document.entries:
        own = {n for role in entry.roles for n in range(role.origin.line, role.origin.end_line + 1)}
        for line in own:
            held.setdefault(line, []).append(entry.id)
    for role in document.roles[1:]:
        for line in range(role.origin.line, role.origin.end_line + 1):
            held.setdefault(line, []).append(role.name)
    for problem in document.problems:
        if problem.code in ("SEED102", "SEED107"):
            for line in range(problem.origin.line, problem.origin.end_line + 1):
                held.setdefault(line, []).append(problem.code)
    return held


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def check(text: str) -> Document:
    document = read(text, "mixed.txt")
    held = owners(document)
    for number, line in enumerate(lines_of(text), 1):
        if line.strip():
            assert len(held.get(number, [])) == 1, (number, line, held.get(number))
        else:
            assert set(held.get(number, [])) <= {entry.id for entry in document.entries}
    return document


@given(documents)
def test_every_line_belongs_to_exactly_one(text: str) -> None:
    if not text.strip():
        assert [problem.code for problem in read(text, "").problems] == ["SEED101"]
        return
    check(text)


@given(documents)
def test_every_letter_and_digit_stands_in_exactly_one_entry_role_or_problem(text: str) -> None:
    document = read(text, "")
    spans = [entry.origin for entry in document.entries]
    spans += [role.origin for role in document.roles[1:] if role.name != "separator"]
    spans += [problem.origin for problem in document.problems if problem.code in ("SEED102", "SEED107")]
    counts = [0] * len(text)
    for span in spans:
        for place in range(span.start, span.end):
            counts[place] += 1
    for place, character in enumerate(text):
        if LETTER.match(character):
            assert counts[place] == 1, (place, text[max(0, place - 20) : place + 20])


@given(documents)
def test_roles_and_origins_fit_the_text(text: str) -> None:
    document = read(text, "here.txt")
    assert len({entry.id for entry in document.entries}) == len(document.entries)
    assert [entry.origin.start for entry in document.entries] == sorted(
        entry.origin.start for entry in document.entries
    )
    for entry in document.entries:
        assert entry.id == f"L{entry.origin.line}"
        assert entry.roles
        for role in entry.roles:
            assert entry.origin.start <= role.origin.start < role.origin.end <= entry.origin.end
            assert 0 <= role.confidence <= 1
    starts = [0]
    for found in re.finditer(r"\r\n|\n|\r", text):
        starts.append(found.end())
    for one in (*(r.origin for e in document.entries for r in e.roles), *(p.origin for p in document.problems)):
        assert one.path == "here.txt"
        assert starts[one.line - 1] <= one.start
        assert one.start - starts[one.line - 1] + 1 == one.column
        assert one.end_line >= one.line


@given(documents)
def test_the_kind_of_newline_changes_nothing(text: str) -> None:
    plain = re.sub(r"\r\n|\r", "\n", text)
    ours = read(plain, "")
    for newline in ("\r\n", "\r"):
        theirs = read(plain.replace("\n", newline), "")
        assert [entry.reference for entry in theirs.entries] == [entry.reference for entry in ours.entries]
        assert [entry.id for entry in theirs.entries] == [entry.id for entry in ours.entries]
        assert [problem.code for problem in theirs.problems] == [problem.code for problem in ours.problems]


@given(documents)
def test_a_final_newline_changes_nothing(text: str) -> None:
    bare = text.rstrip()
    ours = [(entry.id, entry.reference) for entry in read(bare, "").entries]
    for end in ("\n", "\n\n \n", "  "):
        assert [(entry.id, entry.reference) for entry in read(bare + end, "").entries] == ours


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@given(text=documents)
def test_each_layout_keeps_every_passage_of_any_document(layout, text: str) -> None:  # type: ignore[no-untyped-def]
    page = passages(text)
    if not page:
        return
    assert 0 <= layout.sniff(page) <= 1
    groups = layout.split(page)
    taken = [(part.start, part.end) for group in groups for part in group]
    for passage in page:
        if LETTER.search(passage.text) and passage.look.role != "separator":
            assert any(start < passage.end and end > passage.start for start, end in taken), passage.text


@given(st.text(max_size=400))
def test_any_text_at_all(text: str) -> None:
    if text.strip():
        check(text)


@given(st.lists(prose, min_size=2, max_size=6, unique=True))
def test_abstracts_one_a_line(some: list[str]) -> None:
    some = [text for text in some if len(text) > 160]
    found = read("\n".join(some), "")
    assert [entry.reference.abstract for entry in found.entries] == some


@given(
    st.lists(numbers, min_size=1, max_size=8, unique=True),
    st.sampled_from(["{}", "arXiv:{}", "- https://arxiv.org/abs/{}"]),
)
def test_identifiers_one_a_line(some: list[str], form: str) -> None:
    found = read("\n".join(map(form.format, some)), "")
    assert [entry.reference.ids[0].value for entry in found.entries] == some
    assert not found.problems
