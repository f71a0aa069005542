"""Documents of every layout, and what must be read from them, in tests/golden/seeds.

Each case is a folder with `input.*` (or, in `expected.json`, the name of a document in seeds/) and `expected.json`.
After a change that is meant, look at what `summary` gives now and put it there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from bibtools.formats.seeds.layouts import LAYOUTS
from bibtools.formats.seeds.problems import KINDS
from bibtools.formats.seeds.read import read
from bibtools.model.document import Document, Entry, Role

CASES = sorted((ROOT / "tests" / "golden" / "seeds").iterdir())


def summary(document: Document) -> dict[str, Any]:
    """What a golden file states: of abstracts only their first and last words."""
    return {
        "roles": [role_summary(role) for role in document.roles],
        "entries": [entry_summary(entry) for entry in document.entries],
        "problems": [f"{found.code} {found.origin.line}-{found.origin.end_line}" for found in document.problems],
    }


def role_summary(role: Role) -> str:
    first, last = role.origin.line, role.origin.end_line
    return f"{role.name} {first}" if first == last else f"{role.name} {first}-{last}"


def entry_summary(entry: Entry) -> dict[str, Any]:
    known = entry.reference
    full: dict[str, Any] = {
        "id": entry.id,
        "state": entry.state if entry.state != "clean" else None,
        "roles": [role_summary(role) for role in entry.roles],
        "title": known.title,
        "author": [name.display() for name in known.author],
        "abstract": ends(known.abstract),
        "comment": known.comment,
        "ids": [f"{one.scheme}:{one.versioned()}" for one in known.ids],
        "issued": known.issued.iso() if known.issued else None,
        "updated": known.updated.iso() if known.updated else None,
        "journal_ref": known.journal_ref,
        "categories": list(known.categories),
        "url": known.url,
        "text": ends(entry.text),
    }
    return {key: value for key, value in full.items() if value}


def ends(text: str | None) -> str | None:
    words = (text or "").split()
    return f"{' '.join(words[:3])} … {' '.join(words[-3:])} ({len(words)} words)" if words else None


def source(case: Path, expected: dict[str, Any]) -> Path:
    return ROOT / expected["document"] if "document" in expected else next(case.glob("input.*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    text = source(case, expected).read_bytes().decode("utf-8")
    assert summary(read(text, "input")) == {key: value for key, value in expected.items() if key != "document"}


def test_every_layout_and_problem_has_a_case() -> None:
    texts = [(case / "expected.json").read_text("utf-8") for case in CASES]
    for layout in LAYOUTS:
        assert any(f'"layout: {layout.name} ' in text or f'"layout: {layout.name}"' in text for text in texts), (
            layout.name
        )
    elsewhere = {"SEED102", "SEED109"}  # lines that no layout wants, damaged bytes: see test_problems.py
    for kind in KINDS:
        assert kind.code in elsewhere or any(f'"{kind.code} ' in text for text in texts), kind.code


def test_the_five_documents_hold_forty_entries() -> None:
    counts = [len(read(path.read_text("utf-8"), path.name).entries) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    assert counts == [2, 8, 10, 10, 10]
