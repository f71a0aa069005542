"""The manual's page on seed documents says what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bibtools.formats.seeds.layout import Layout
from bibtools.formats.seeds.layouts import LAYOUTS
from bibtools.formats.seeds.problems import KINDS, Kind


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "reference" / "seeds.md").read_text("utf-8")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_layout_is_documented(layout: Layout, page: str) -> None:
    assert f"| `{layout.name}` | {layout.means} |" in page


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_problem_is_documented(kind: Kind, page: str) -> None:
    assert f"| {kind.code} | {kind.severity} | {kind.means} | {kind.hint} |" in page


def test_nothing_else_is_documented(page: str) -> None:
    assert page.count("| SEED") == len(KINDS)


def test_names_and_codes_are_unique() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
    assert [kind.code for kind in KINDS] == [f"SEED{number}" for number in range(101, 101 + len(KINDS))]
