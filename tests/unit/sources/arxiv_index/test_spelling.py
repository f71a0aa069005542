"""Titles with wrong words are found by what may have been meant, without comparing all titles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.sources.arxiv_index import ArxivIndex, search, spelling
from bibtools.sources.base import Query

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@given(word=WORDS, data=st.data())
def test_one_slip_is_near(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for slip in (word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:], swapped):
        assert slip == word or word in spelling.near(slip)
    if len(word) > 4:
        missing = word[:at] + word[at + 1 :]
        assert missing == word or word in spelling.near(missing)


def test_short_words_are_left_alone() -> None:
    assert spelling.near("ice") == set()
    assert spelling.near("") == set()


def test_readings_put_every_word_in_a_place() -> None:
    meant = {"latice": ["lattice"], "modls": ["models", "modes", "moduls"], "qqqqq": []}
    assert list(spelling.readings("latice modls on qqqqq", meant)) == [
        "lattice models on qqqqq",
        "lattice modes on qqqqq",
        "lattice moduls on qqqqq",
    ]
    assert list(spelling.readings("qqqqq on", meant)) == []


def test_a_title_of_wrong_words_needs_no_comparison_with_all(
    index: ArxivIndex, records: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(asked: dict[int, str], _: object) -> list[tuple[int, int]]:
        assert not asked
        return []

    monkeypatch.setattr(search, "brute_force", refuse)
    random = Random(7)
    for record in records[:40]:
        words = [
            word[:1] + random.choice("qxz") + word[2:] if len(word) > 3 else word for word in record["title"].split()
        ]
        first = next(iter(index.search([Query(title=" ".join(words))], "text")))
        assert first.reference.ids[0].value == record["id"]


def test_words_without_their_space_are_parted(index: ArxivIndex, records: list[dict[str, str]]) -> None:
    for record in records[:40]:
        words = record["title"].split()
        glued = " ".join(["".join(words[:2]), "".join(words[2:4]), *words[4:6]])
        first = next(iter(index.search([Query(title=glued)], "text")))
        assert first.reference.ids[0].value == record["id"]
