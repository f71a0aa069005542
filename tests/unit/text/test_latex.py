"""LaTeX to Unicode and back; braces for what must keep its case."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bibtools.text.latex import protect, to_latex, to_unicode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("plain", "plain"),
        (r"{\"o} \"o \"{o} {\"{o}}", "ö ö ö ö"),
        (r"{\'\i} \'{\i} {\'i} \'\i", "í í í í"),
        (r"{\v s} \v{s} \c c \k{a} {\H o}", "š š ç ą ő"),
        (r"\'{\^e} {\'{\"u}}", "ế ǘ"),
        (r"{\AA} {\r{A}} \aa{}b \O rsted \ss", "Å Å åb Ørsted ß"),
        (r"\L{}\'od\'z", "Łódź"),
        (r"a~b -- c --- d ``e''", "a\xa0b – c — d “e”"),
        (r"?`a !`b", "¿a ¡b"),
        (r"50\% \& \# \_ \$ \{ \}", "50% & # _ $ { }"),
        ("100% of R&D", "100% of R&D"),
        (r"\emph{x} \textbf{y} {\em z} \mbox{w}", "x y z w"),
        (r"keep $\alpha_{1}^{2}$ and \(x\)", r"keep $\alpha_{1}^{2}$ and \(x\)"),
        (r"\alpha-decay \ensuremath{\to}", "α-decay →"),
        (r"\url{http://a.b/~c%20d\_e}", "http://a.b/~c%20d_e"),
        ("see http://a.b/~c--d", "see http://a.b/~c--d"),
        (r"\href{http://a.b}{text}", "text <http://a.b>"),
        (r"\href{http://a.b}{http://a.b}", "http://a.b"),
        (r"\LaTeX{} and \TeX", "LaTeX and TeX"),
        ("{SU}(2) {B}ERT", "SU(2) BERT"),
        (r"\frac{1}{2}", "1/2"),
        (r"\textdegree\ C", "° C"),
        (r"\unknown{x}", r"\unknown x"),
        (r"\~{}user \^{}", "~user ^"),
        (r"one\\two", "one\ntwo"),
        ("e\u0301", "é"),
        ("a { b", "a  b"),
        ("lone \\", "lone \\"),
        ("5$ lone", "5$ lone"),
    ],
)
def test_reading(latex: str, text: str) -> None:
    assert to_unicode(latex) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("ö é ñ ā ż", r"{\"o} {\'e} {\~n} {\=a} {\.z}"),
        ("š ő ş ą ă ů", r"{\v s} {\H o} {\c s} {\k a} {\u a} {\r u}"),
        ("í ï", r"{\'i} {\"i}"),
        ("å Å ø ł đ ß æ", r"{\aa} {\AA} {\o} {\l} {\dj} {\ss} {\ae}"),
        ("ế", r"{\'{\^e}}"),
        ("ǿ", r"{\'{\o}}"),
        ("α ∼ →", r"{$\alpha$} {$\sim$} {$\to$}"),
        ("x² H₂ 5°", r"x{$^2$} H{$_2$} 5{$^\circ$}"),
        ("− ×", r"{$-$} {$\times$}"),
        ("– — “x” ‘y’ …", r"-- --- ``x'' `y' {\ldots}"),
        ("R&D 50% #1 a_b $5", r"R\&D 50\% \#1 a\_b \$5"),
        ("~ ^ \\ { } < > |", r"{$\sim$} {\^{}} {$\backslash$} {$\lbrace$} {$\rbrace$} {$<$} {$>$} {$|$}"),
        ("a -- b '' c `` d", "a -{}- b '{}' c `{}` d"),
        ("a–-b", "a--{}-b"),
        ("keep $a_1 & b$", "keep $a_1 & b$"),
        ("in math $α x$, $αx$", r"in math $\alpha x$, $\alpha x$"),
        ("costs $5 and $10", r"costs \$5 and \$10"),
        ("no\xa0break", "no~break"),
        ("中文", "中文"),
        ("x\u0304", r"{\=x}"),
    ],
)
def test_writing(text: str, latex: str) -> None:
    assert to_latex(text) == latex


@pytest.mark.parametrize(
    ("title", "protected"),
    [
        ("Attention Is All You Need", "Attention Is All You Need"),
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("Theories with $SU(N)$", "Theories with {$SU(N)$}"),
        (r"Already {$\mathcal{N}=4$}", r"Already {$\mathcal{N}=4$}"),
        (r"The $\alpha$-decay", r"The {$\alpha$}-decay"),
        ("H$_2$O Maps", "{H$_2$O} Maps"),
        ("On the Higgs boson", "On the {Higgs} boson"),
        ("The Search for Higgs and Majorana Particles", "The Search for {Higgs} and {Majorana} Particles"),
        (r"Old pictures of the {\'E}cole polytechnique", r"Old pictures of the {{\'E}cole} polytechnique"),
        (r"Lectures by {\L}ukasz at Work and Play", r"Lectures by {{\L}ukasz} at Work and Play"),
        ("U-Net and R-CNN", "{U-Net} and {R-CNN}"),
        ("Vitamin C and X-ray Methods", "Vitamin {C} and {X}-ray Methods"),
        ("Once Upon A Time", "Once Upon A Time"),
        ("A Theory of World War II", "A Theory of World War {II}"),
        ("(BERT)-Based ``GANs'', Again", "({BERT})-Based ``{GANs}'', Again"),
        ("3D iPhone arXiv McDonald", "{3D} {iPhone} {arXiv} {McDonald}"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
        ("A {NASA} Study", "A {NASA} Study"),
        (r"\emph{ATLAS} and CMS", r"\emph{ATLAS} and {CMS}"),
        (r"\LaTeX{} for All", r"{{\LaTeX{}}} for All"),
        ('The <span class="nocase">von Neumann</span> Entropy', "The {von Neumann} Entropy"),
        ("deep nets: a survey", "deep nets: a survey"),
    ],
)
def test_protecting(title: str, protected: str) -> None:
    assert protect(title) == protected
    assert protect(protected) == protected


def test_pylatexenc_is_imported_for_unknown_macros_only() -> None:
    program = """
import sys
from bibtools.text.latex import to_unicode
to_unicode(r'{\\"o} \\alpha \\emph{x}')
assert "pylatexenc" not in sys.modules
print(to_unicode(r'\\textinterrobang'))
assert "pylatexenc" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("unit", ["\\'{", "{", "$ a", "\\url{", "\\href{a}{", "$$", "\\frac{", "A{", "~ "])
def test_time_grows_with_length_only(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    to_unicode(text)
    to_latex(text)
    protect(text)
