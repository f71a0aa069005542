"""Words looked up all at once have the numbers that they have one by one."""

from __future__ import annotations

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bibtools.sources.arxiv_index.fingerprint import Fingerprinter
from bibtools.sources.arxiv_index.words import _MANY_LETTERS, Words

WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=40)
TEXTS = st.lists(st.lists(WORD, max_size=8).map("  ".join), max_size=6)
FILLING = "filling " * (_MANY_LETTERS // 8 + 1)


@given(texts=TEXTS)
def test_all_at_once_as_one_by_one(texts: list[str]) -> None:
    words = Words()
    for _ in range(2):  # the second time it knows them
        numbers, owners = words.of_texts([FILLING, *texts])
        parted = [text.split() for text in (FILLING, *texts)]
        assert (numbers == Words().numbers(word for each in parted for word in each)).all()
        assert owners.tolist() == [owner for owner, each in enumerate(parted) for _ in each]


def test_many_texts() -> None:
    texts = [f"word{number} and {'again ' * (number % 5)}x{number % 7}" for number in range(1500)]
    numbers, owners = Words().of_texts(texts)
    assert (numbers == Words().numbers(word for text in texts for word in text.split())).all()
    assert np.bincount(owners.astype(int)).tolist() == [len(text.split()) for text in texts]


def test_fingerprints_do_not_depend_on_what_is_asked_with_them() -> None:
    texts = [f"we show that number {number} is not number {number + 1} at all" for number in range(1300)]
    together, prints = Fingerprinter(sampling=2).abstracts(texts), Fingerprinter(sampling=2)
    alone = [prints.abstracts([text]) | np.uint64(owner) for owner, text in enumerate(texts)]
    assert (together == np.sort(np.concatenate(alone))).all()


def test_what_was_learned_is_not_sent_along() -> None:
    prints = Fingerprinter(sampling=4)
    prints.abstracts([FILLING])
    assert len(pickle.dumps(prints)) < 200
    assert pickle.loads(pickle.dumps(prints)).sampling == 4
