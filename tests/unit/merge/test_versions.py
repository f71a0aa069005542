"""The version that an entry cites, before and after."""

from __future__ import annotations

import pytest

from bibtools.merge.versions import restated
from bibtools.model.identifier import Identifier

NEW = Identifier("arxiv", "1706.03762", 7)
OLD = Identifier("arxiv", "math/0309136", 2)

CASES = [
    # field, value, stripped, latest
    ("eprint", "{1706.03762v5}", "{1706.03762}", "{1706.03762v7}"),
    ("eprint", '"arXiv:1706.03762v5"', '"arXiv:1706.03762"', '"arXiv:1706.03762v7"'),
    ("journal", "{arXiv:1706.03762v1 [cs.CL]}", "{arXiv:1706.03762 [cs.CL]}", "{arXiv:1706.03762v7 [cs.CL]}"),
    ("url", "{arxiv.org/pdf/1706.03762v5.pdf}", "{arxiv.org/pdf/1706.03762.pdf}", "{arxiv.org/pdf/1706.03762v7.pdf}"),
    ("eprint", "{1706.03762}", None, None),
    ("eprint", "{1706.03762v9}", "{1706.03762}", None),
    ("eprint", "{11706.03762v5}", None, None),
    ("eprint", "{1706.037621v5}", None, None),
    ("note", "{see 1706.03763v5}", None, None),
    ("version", "{5}", None, "{7}"),
    ("version", "5", None, "7"),
    ("version", "{5.1}", None, None),
    ("version", "{9}", None, None),
    (
        "pdf",
        "{http://arxiv.org/pdf/1706.03762v5}",
        "{http://arxiv.org/pdf/1706.03762}",
        "{http://arxiv.org/pdf/1706.03762v7}",
    ),
    ("pdf", "{papers/arxiv/1706.03762v5.pdf}", None, None),
    ("file", "{:papers/1706.03762v5.pdf:PDF}", None, None),
    ("abstract", "{What 1706.03762v5 left open}", None, None),
]
OLD_CASES = [
    ("eprint", "{math/0309136v1}", "{math/0309136}", "{math/0309136v2}"),
    ("eprint", "{math.GT/0309136v1}", "{math.GT/0309136}", "{math.GT/0309136v2}"),
    ("eprint", "{hep-th/0309136v1}", None, None),
]
GIVEN = [(NEW, *case) for case in CASES] + [(OLD, *case) for case in OLD_CASES]


@pytest.mark.parametrize(("paper", "field", "value", "stripped", "latest"), GIVEN)
def test_strip(paper: Identifier, field: str, value: str, stripped: str | None, latest: str | None) -> None:
    expected = [(field, value, stripped)] if stripped else []
    assert list(restated({field: value}, paper, "strip")) == expected
    if stripped:
        assert list(restated({field: stripped}, paper, "strip")) == []


@pytest.mark.parametrize(("paper", "field", "value", "stripped", "latest"), GIVEN)
def test_latest(paper: Identifier, field: str, value: str, stripped: str | None, latest: str | None) -> None:
    found = list(restated({field: value}, paper, "latest"))
    assert found == ([(field, value, latest)] if latest else [])
    if latest:
        assert list(restated({field: latest}, paper, "latest")) == []


def test_keep_and_unknown_versions_change_nothing() -> None:
    fields = {"eprint": "{1706.03762v5}", "version": "{5}"}
    assert list(restated(fields, NEW, "keep")) == []
    assert list(restated(fields, NEW.unversioned(), "latest")) == []
