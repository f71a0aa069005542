"""Bad seed documents: a clear problem with its place, never an exception, nothing lost."""

from __future__ import annotations

import time

import pytest

from bibtools.formats.encoding import decode
from bibtools.formats.seeds.build import Reading, unread
from bibtools.formats.seeds.lines import Places, lines
from bibtools.formats.seeds.problems import KINDS
from bibtools.formats.seeds.read import read
from bibtools.formats.seeds.two_papers import second_paper, second_reference
from bibtools.model.document import Document

GRAPHS = "We study the colour of graphs. It is shown that each planar graph has a colouring with few colours."


def codes(document: Document) -> list[str]:
    return [found.code for found in document.problems]


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n\r\n", "\u00a0\n"])
def test_an_empty_document(text: str) -> None:
    found = read(text, "empty.txt")
    assert codes(found) == ["SEED101"]
    assert found.entries == ()
    assert str(found.problems[0].origin) == "empty.txt:1:1"


def test_every_problem_has_a_hint_and_its_line() -> None:
    found = read(f"{GRAPHS}\n\narXiv:2113.00001\nCreated: 2021-02-30\n", "notes.txt")
    assert [(str(p.origin), p.code, p.source_line) for p in found.problems] == [
        ("notes.txt:3:1", "SEED105", "arXiv:2113.00001"),
        ("notes.txt:4:1", "SEED106", "Created: 2021-02-30"),
    ]
    assert all(kind.hint and kind.means for kind in KINDS)


def test_damaged_characters_are_reported_and_replaced() -> None:
    text = decode("Über die Farben der Graphen und Bäume".encode() + b" \xfc").text
    found = read(f"{text}\nTrees in Winter\n", "notes.txt")
    assert codes(found) == ["SEED109"]
    assert found.entries[0].reference.title == "Über die Farben der Graphen und Bäume \ufffd"
    found.entries[0].reference.title.encode("utf-8")


def test_lines_that_nothing_holds_are_reported_with_their_range() -> None:
    text = "one\ntwo\n\nthree\n"
    found = list(unread(list(lines(text)), Reading(Places(text, "a.txt"))))
    assert [(p.code, p.origin.line, p.origin.end_line) for p in found] == [("SEED102", 1, 2), ("SEED102", 4, 4)]


def test_two_identifiers_in_one_block() -> None:
    found = read(f"{GRAPHS}\n\narXiv:2101.00001\narXiv:2101.00099\nCreated: 2021-01-01\n", "")
    assert codes(found) == ["SEED104"]
    assert len(found.entries) == 1
    assert found.entries[0].state == "suspect"
    assert [one.value for one in found.entries[0].reference.ids] == ["2101.00001", "2101.00099"]


@pytest.mark.parametrize(
    "id_line", ["arXiv:2101.00001 - doi: 10.1000/182", "arXiv:2101.00001\nDOI: 10.48550/arXiv.2101.00001"]
)
def test_two_names_of_one_work_are_no_problem(id_line: str) -> None:
    found = read(f"{GRAPHS}\n\n{id_line}\n", "")
    assert codes(found) == []
    assert len(found.entries) == 1


def test_one_paper_is_not_suspected_for_being_told_at_length() -> None:
    assert second_paper(f"{GRAPHS} " * 15) is None
    assert second_paper("See arXiv:2101.00001 and arXiv:2101.00002. " + GRAPHS) is None


def test_two_papers_are_suspected() -> None:
    assert second_paper(f"Abstract:{GRAPHS} Abstract:We study trees.") == (109, "a second “Abstract” begins in it")
    assert second_paper(f"{GRAPHS} arXiv:2101.00001 {GRAPHS} arXiv:2101.00002") is not None
    assert second_paper(f"{GRAPHS} " * 25) is not None  # no abstract on arXiv is that long
    assert second_reference("J. Doe, A title, 2020. [13] A. Roe, Another, 2021.") is not None
    assert second_reference("J. Doe, A title, 2020 [arXiv:2001.00001].") is None


def test_time_grows_with_length_only() -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        read(text, "")
        return time.process_time() - started

    for unit in ("The quick brown fox jumps. ", "a,", "((", "“", "1 ", "\\newblock ", "| ", "A. B, "):
        assert seconds(unit * 300_000) < 5
        assert seconds(unit * (19_000 // len(unit))) < 5


@pytest.mark.slow
def test_fifty_megabytes_in_one_line() -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 1_200_000
    found = read(text, "long.txt")
    assert codes(found) == ["SEED107"]
    assert (found.problems[0].origin.line, found.problems[0].origin.end_line) == (1, 1)
    assert len(found.problems[0].source_line or "") == 200
