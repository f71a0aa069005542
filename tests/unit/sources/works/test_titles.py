"""Titles in publishers' mark-up, and what they are in bibtools."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.sources.works.titles import plain, title


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Plain words", "Plain words"),
        ("Communication &amp; Control", "Communication & Control"),
        ("Twice &amp;amp; escaped", "Twice & escaped"),
        ("&lt;title&gt;Noise and scale&lt;/title&gt;", "Noise and scale"),
        ("Fire (\n            <scp>NFDRS</scp>\n            )", "Fire (NFDRS)"),
        ("Observed\n     <i>RASA1</i>\n     mutants", "Observed <i>RASA1</i> mutants"),
        ("Tools ‘\n GPT\n ‐4o’ and\n AI\n use", "Tools ‘GPT‐4o’ and AI use"),
        ("Learning\n - A Survey", "Learning - A Survey"),
        ("CO<sub>2</sub> in 10<sup>3</sup> <b>cells</b>", "CO<sub>2</sub> in 10<sup>3</sup> cells"),
        ("<jats:italic toggle='yes'>De novo</jats:italic> design", "<i>De novo</i> design"),
        ("One<br/>line", "One line"),
        ("Not closed <i>here", "Not closed here"),
        ("Crossed <i>a<sub>b</i>c</sub>", "Crossed abc"),
        ("If x < 3 and y > 2", "If x < 3 and y > 2"),
        ("If a <b and c> d", "If a <b and c> d"),
        ("An <unknown>tag</unknown>", "An <unknown>tag</unknown>"),
        ("Functional {ANOVA} of Schr{\\\"o}dinger", "Functional ANOVA of Schrödinger"),
        ("$V_{k}D$: Distillation", "$V_{k}D$: Distillation"),
        ("Optimal Algorithm\\n Configuration", "Optimal Algorithm Configuration"),
        ('<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML" alttext="x"><mml:msub><mml:mi>T</mml:mi>'
         "<mml:mi>c</mml:mi></mml:msub></mml:math> of wool", "T<sub>c</sub> of wool"),
        ("<math><msubsup><mi>B</mi><mi>s</mi><mn>0</mn></msubsup></math> decays", "B<sub>s</sub><sup>0</sup> decays"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> spin", "1/2 spin"),
        ("<math><mi>x</math> broken", "x broken"),
        ("<inline-formula><alternatives><tex-math>\\documentclass{x} $\\alpha$ \\end</tex-math><mml:math><mml:mi>α"
         "</mml:mi></mml:math></alternatives></inline-formula>-decay", "$\\alpha$-decay"),
        ("<jats:tex-math>x_1</jats:tex-math> alone", "$x_1$ alone"),
        ("", None),
        (" <i> </i> ", None),
        (None, None),
        (["A title"], None),
    ],
)  # fmt: skip
def test_title(written: object, expected: str | None) -> None:
    assert title(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("J. <i>Wool</i> &amp; Felt", "J. Wool & Felt"), ("<i></i>", None), (1984, "1984")],
)
def test_plain(written: object, expected: str | None) -> None:
    assert plain(written) == expected


FRAGMENTS = """
    <i> </i> <sub> </sub> <mml:math> </mml:math> <mml:msup> </mml:msup> <tex-math> </tex-math> <inline-formula>
    </inline-formula> &lt; & $ { } \\ a é ( )
""".split()  # noqa: SIM905


@given(st.lists(st.sampled_from([*FRAGMENTS, " ", "\n"]), max_size=14).map("".join))
def test_whatever_is_written_becomes_a_line_whose_tags_pair_off(written: str) -> None:
    found = title(written)
    if found is None:
        return
    assert found == " ".join(found.split()) != ""
    bare = found
    for _ in range(len(found)):
        bare = re.sub(r"<(i|sub|sup)>((?:(?!</?(?:i|sub|sup)>).)*)</\1>", r"\2", bare)
    assert not re.search(r"</?(?:i|sub|sup)>", bare)
