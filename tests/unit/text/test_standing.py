"""What comments and abstracts say became of a paper; what only sounds like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.text.standing import standings

WITHDRAWN = [
    "This paper has been withdrawn",
    "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
    "The paper has been temporarily withdrawn by the authors.",
    "Withdrawn",
    "12 pages. Paper withdrawn due to an error in Lemma 2",
    "withdrawn by arXiv administrators",
    "This article, which commented on a measurement, has been withdrawn.",
    "We have decided to withdraw this manuscript to allow for further revisions",
    "We are withdrawing this preprint because it is undergoing a major revision",
    "Retracted temporarily to fix two figures",
    "This paper is\n  withdrawn since the figure was wrong",
]


@pytest.mark.parametrize("text", WITHDRAWN)
def test_withdrawn(text: str) -> None:
    [found] = standings(text)
    assert found.kind == "withdrawn"


@pytest.mark.parametrize(
    ("text", "words", "ids"),
    [
        ("11 pages. This paper is superseded by arXiv:0710.2183; 2 figures",
         "This paper is superseded by arXiv:0710.2183", ["0710.2183"]),
        ("Superseded by quant-ph/0101003", "Superseded by quant-ph/0101003", ["quant-ph/0101003"]),
        ("This preprint is now replaced by arXiv:0808.2420.",
         "This preprint is now replaced by arXiv:0808.2420", ["0808.2420"]),
        ("This paper has been merged with another paper: see arXiv:1303.6802",
         "This paper has been merged with another paper: see arXiv:1303.6802", ["1303.6802"]),
        ("merged into arXiv:1409.1085", "merged into arXiv:1409.1085", ["1409.1085"]),
        ("This letter is superseded by a later, more detailed version",
         "This letter is superseded by a later, more detailed version", []),
        ("This submission is a duplicate of arXiv:q-bio/0602024",
         "This submission is a duplicate of arXiv:q-bio/0602024", ["q-bio/0602024"]),
    ],
)  # fmt: skip
def test_superseded(text: str, words: str, ids: list[str]) -> None:
    [found] = standings(text)
    assert (found.kind, found.words, [each.value for each in found.ids]) == ("superseded", words, ids)


def test_both_at_once() -> None:
    found = standings("This paper has been withdrawn as it has been superseded by arXiv:1103.0251. 8 pages")
    assert [each.kind for each in found] == ["withdrawn"]
    assert [each.value for each in found[0].ids] == ["1103.0251"]
    both = standings("This paper is withdrawn. It is superseded by arXiv:1103.0251")
    assert [each.kind for each in both] == ["withdrawn", "superseded"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "16 pages, improved version, supersedes quant-ph/0607173",
        "This version supersedes the conference contribution",
        "This paper had been withdrawn; this is the modified version",
        "9 pages; the second part withdrawn in v2",
        "two words are changed (normal replaced by supernormal)",
        "refs. added, section V merged into section VI",
        "We study how retracted articles are cited, and when the withdrawn drug returns",
        "These distributions supersede the previously available sets",
        "v1 withdrawn from a journal, v2 resubmitted",
        "Scaling at the selective withdrawal transition",
        "The model of this paper was incorporated into a warning system",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert standings(text) == ()


@given(st.text(max_size=120))
def test_any_text_says_something_or_nothing(text: str) -> None:
    for found in standings("this paper is withdrawn " + text):
        assert found.words


def test_long_texts_take_no_longer_than_their_length() -> None:
    assert standings("this paper which " * 20_000 + "withdr") == ()
