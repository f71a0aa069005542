"""What a style may change in the value of a BibTeX field."""

from __future__ import annotations

import pytest

from bibtools.check.bibtext import at_depth_zero, exposed_formulas, is_text


@pytest.mark.parametrize(
    ("value", "exposed"),
    [
        ("On BERT", "On BERT"),
        ("On {BERT}", "On       "),
        ("On {{BE}RT}s", "On         s"),
        (r"On \emph{DNA}", "On           "),
        (r"The \LaTeX way", "The        way"),
        ("$SU(N)$ X", "        X"),
        ("{$SU(N)$} X", "          X"),
        ("} A {", "  A  "),
        ("A $ B", "A    "),
        ("", ""),
    ],
)
def test_at_depth_zero(value: str, exposed: str) -> None:
    assert at_depth_zero(value) == exposed
    assert len(at_depth_zero(value)) == len(value)


@pytest.mark.parametrize(
    ("value", "formulas"),
    [
        ("$SU(N)$", [(0, "$SU(N)$")]),
        ("In $n$ and $N$", [(11, "$N$")]),
        ("{$SU(N)$}", []),
        ("${SU}(n)$", []),
        (r"$\Gamma$", [(0, r"$\Gamma$")]),
        (r"$\alpha$", []),
        (r"${\mathcal{N}=4}$", [(0, r"${\mathcal{N}=4}$")]),
        ("Li$_x$CoO$_2$", []),
        ("$N", []),
    ],
)
def test_exposed_formulas(value: str, formulas: list[tuple[int, str]]) -> None:
    assert list(exposed_formulas(value)) == formulas


def test_which_fields_are_printed_as_text() -> None:
    assert is_text("note", "misc")
    assert is_text("publisher", "book")
    assert not is_text("url", "misc")
    assert not is_text("author", "misc")
    assert not is_text("x-mine", "misc")
