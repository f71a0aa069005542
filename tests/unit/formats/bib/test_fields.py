"""All fields of a text in one pass: every entry, in order, whatever stands around it."""

from __future__ import annotations

import re
import sys
import time

import pytest

from bibtools.formats.bib import grammar
from bibtools.formats.bib.fields import every_field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("no entry", []),
        ("@misc{a}", [("a", [])]),
        ("@misc{a", []),
        ("@misc{a,}\n@misc{b,\n}\n", [("a", []), ("b", [])]),
        ("@misc{a, x = {1}, y = 2,\n}\n", [("a", [("x", "{1}"), ("y", "2")])]),
        ('@misc{a, x = "1" # b # {2}}', [("a", [("x", '"1" # b # {2}')])]),
        ("@misc{a, x = {1}}@misc{b, y = {2}} @misc{c}", [("a", [("x", "{1}")]), ("b", [("y", "{2}")]), ("c", [])]),
        ("@misc{a, x = {1}}z, y = {2}}\n@misc{b}", [("a", [("x", "{1}")]), ("b", [])]),
        ('@misc{a, x = {1}}"z", y = {2}}\n@misc{b}', [("a", [("x", "{1}")]), ("b", [])]),
        ("@misc{a, x = {1}}{z}\n@misc{b}", [("a", [("x", "{1}")]), ("b", [])]),
        ("@misc{a, x = {1}} = {2}}\n@misc{b}", [("a", [("x", "{1}")]), ("b", [])]),
        ("@misc{a, x = {1} y = {2}}\n@misc{b}", [("a", [("x", "{1}"), ("y", "{2}")]), ("b", [])]),
        ("@misc{a x = {1}}", [("a", [("x", "{1}")])]),
        ("@misc{x = {1}}", [("", [("x", "{1}")])]),
        ("@misc(a, x = {1})", [("a", [("x", "{1}")])]),
        ("@misc{a, x = {1,\n@misc{b, y = 2}", [("b", [("y", "2")])]),
        ("@misc{a, x = {\n@misc{b}\n}}\n@misc{c}", [("a", [("x", "{\n@misc{b}\n}")]), ("c", [])]),
        ('@string{s = "S"}\n@comment{@misc{a}}\n@preamble{"p"}\n@misc{b, s = s}', [("b", [("s", "s")])]),
        ("@misc{a, \u00e9 = {1}}", [("a", [("\u00e9", "{1}")])]),
        ("@misc{a, x = {{{{{{{{{1}}}}}}}}}}", [("a", [("x", "{{{{{{{{{1}}}}}}}}}")])]),
    ],
)
@pytest.mark.parametrize("around", ["", "\n", "% free text\n"])
def test_every_field(text: str, expected: list[tuple[str, list[tuple[str, str]]]], around: str) -> None:
    assert list(every_field(around + text + around)) == expected


@pytest.mark.parametrize(
    "hostile", ["@misc{a, b = {\n", "@misc{a, b = {c}, \n", "@misc{a}x\n", "@misc{a, b = c}} \n", "@a{b,"]
)
def test_time_grows_with_length_and_not_faster(hostile: str) -> None:
    def seconds(size: int) -> float:
        text = hostile * (size // len(hostile))
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            assert all(isinstance(key, str) for key, _ in every_field(text))
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(5_000), seconds(40_000)
    assert large < 0.05 or large < 24 * small, "eight times the text must not take much more than eight times as long"


def test_classes_spelt_as_ranges_leave_out_what_they_should() -> None:
    every_character = "".join(map(chr, range(sys.maxunicode + 1)))
    assert re.sub(f"{grammar.NO_BRACE}|{grammar.BEYOND}", "", every_character) == "{}"
    assert re.sub(f"{grammar.NO_BRACE_NOR_QUOTE}|{grammar.BEYOND}", "", every_character) == '"{}'
    assert "".join(re.findall(grammar.SPACE, every_character)) == "\t\n\v\f\r "
