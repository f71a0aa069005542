"""The diff of an edit says what comparing all lines says."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.formats.edits import Edit, apply_edits
from bibtools.libraries.diff import unified_diff
from bibtools.libraries.textfile import inverse


def compared(name: str, before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def told(before: str, edits: list[Edit]) -> tuple[str, str]:
    after = apply_edits(before, edits)
    return unified_diff("x", before, after, inverse(before, edits)), compared("x", before, after)


LINES = "".join(f"line {number}\n" for number in range(40))


@pytest.mark.parametrize(
    ("before", "edits"),
    [
        (LINES, []),
        (LINES, [Edit(0, 0, "first\n")]),
        (LINES, [Edit(len(LINES), len(LINES), "last\n")]),
        (LINES, [Edit(len(LINES), len(LINES), "last")]),
        (LINES.rstrip(), [Edit(len(LINES) - 1, len(LINES) - 1, ", more")]),
        (LINES, [Edit(7, 7, ","), Edit(100, 104, "ZZZZ"), Edit(105, 130, "")]),
        (LINES, [Edit(7, 7, "a"), Edit(55, 55, "b"), Edit(63, 63, "c"), Edit(300, 310, "d\ne\n")]),
        (LINES.replace("\n", "\r\n"), [Edit(8, 8, "new\r\n"), Edit(200, 201, "x")]),
        ("", [Edit(0, 0, "a\nb\n")]),
        ("a\n", [Edit(0, 2, "")]),
    ],
)
def test_the_same_as_comparing_all_lines(before: str, edits: list[Edit]) -> None:
    mine, theirs = told(before, edits)
    assert mine == theirs


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.integers(0, 3)), max_size=6), st.booleans())
def test_whatever_lines_change(changes: list[tuple[int, int, int]], ended: bool) -> None:
    lines = [f"line {number}\n" for number in range(60)]
    lines[-1] = lines[-1] if ended else lines[-1].rstrip()
    starts = [sum(map(len, lines[:number])) for number in range(61)]
    edits, free = [], 0
    for at, removed, added in sorted(changes):
        if at >= free:
            free = min(at + removed, 60)
            new = "".join(f"new {at} {number}\n" for number in range(added))
            edits.append(Edit(starts[at], starts[free], new))
            free += 1
    mine, theirs = told("".join(lines), edits)
    assert mine == theirs


def test_edits_near_each_other_are_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared_lines: list[int] = []

    class Watched(difflib.SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str]) -> None:
            compared_lines.append(len(a) + len(b))
            super().__init__(junk, a, b)

    monkeypatch.setattr("bibtools.libraries.diff.SequenceMatcher", Watched)
    entry = "@misc{a,\n  title = {A},\n  month = {June},\n}\n"
    before = entry * 300
    edits = [Edit(at, at + 6, "jun") for at in range(entry.index("{June}"), len(before), len(entry))]
    diff = unified_diff("x", before, apply_edits(before, edits), inverse(before, edits))
    assert diff.startswith("--- a/x\n+++ b/x\n@@ -1,1200 +1,1200 @@\n")
    assert diff.count("-  month = {June},\n+  month = jun,\n") == len(edits) == 300
    assert sum(compared_lines) == 600


def test_a_path_from_the_root_has_one_slash() -> None:
    assert unified_diff("/home/me/refs.bib", "a\n", "b\n", [(0, 1, "a")]).startswith(
        "--- a/home/me/refs.bib\n+++ b/home/me/refs.bib\n"
    )
