"""One comparison key for every dress of a text, and mending of copied text."""

from __future__ import annotations

import pytest

from bibtools.text.fold import fold, mend, mend_loosely, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Spatial-Temporal", "spatial temporal"),
        ("Spatial–Temporal", "SPATIAL‐TEMPORAL"),
        (r"$\alpha$-decay", "α-decay"),
        (r"$\alpha$-decay", "Alpha decay"),
        (r"$\alpha\beta$", "αβ"),
        (r"$1,800$ images", "1800 images"),
        (r"$1{,}800$ images", "1,800 images"),
        (r"1\,000", "1 000"),
        ("H$_2$O", "H₂O"),
        ("H<sub>2</sub>O", r"H\textsubscript{2}O"),
        (r"$\mathcal{N}=4$ SYM", "𝒩 = 4 SYM"),
        (r"$\sqrt{s}=13$~TeV", "√s = 13 TeV"),
        (r"$\frac{1}{2}$", "½"),
        (r"$10^{-3}$", "10⁻³"),
        (r"$\mathbb{Z}$", "ℤ"),
        (r"Schr{\"o}dinger", "SCHRÖDINGER"),
        ("Schro\u0308dinger", "Schrodinger"),
        ("don’t", "don't"),
        ("``quoted''", "“quoted”"),
        (r"\emph{emphasis} here", "<i>emphasis</i> here"),
        (r"\href{https://a.b/c}{https://a.b/c}", "https://a.b/c"),
        (r"\url{https://a.b/c\_d}", "https://a.b/c_d"),
        (r"Nuts \& Bolts", "Nuts and Bolts"),
        ("Nuts &amp; Bolts", "nuts & bolts"),
        ("ﬁne-tuning", "fine tuning"),
        ("soft\u00adhyphen", "softhyphen"),
        ("{BERT}: {Pre}-training", "BERT: pre-training"),
        ("straße", "STRASSE"),
        ("Łódź", "Lodz"),
        ('<span class="nocase">arXiv</span>', "ARXIV"),
        (r"\unheardof{x} y", "x y"),
        ("50\\% of", "50% of"),
        ("３Ｄ", "3D"),
        ("µm", "μm"),
    ],
)
def test_two_dresses_of_one_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-3", "GPT-4"),
        ("Part I", "Part II"),
        ("can", "cannot"),
        ("$SU(2)$", "$SU(3)$"),
        ("α-decay", "β-decay"),
        ("1,800", "1,80"),
        ("x < y of z", "x of z"),
    ],
)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_every_chinese_character_is_a_word() -> None:
    assert words("中文 标题") == ("中", "文", "标", "题")


def test_grouped_digits_only() -> None:
    assert fold("in 1,800 and 2,12 and 1,2345") == "in 1800 and 2 12 and 1 2345"


@pytest.mark.parametrize(
    ("copied", "mended"),
    [
        ("Abstract:We show", "We show"),
        ("Abstract— We show", "We show"),
        ("ABSTRACT. We show", "We show"),
        ("--Existing methods", "Existing methods"),
        ("Abstract-This paper", "This paper"),
        ("Abstract interpretation is", "Abstract interpretation is"),
        ("Abstract-level reasoning", "Abstract-level reasoning"),
        ("T o achieve this", "To achieve this"),
        ("a Spatial-T emporal and temporal view", "a Spatial-Temporal and temporal view"),
        ("V ision", "Vision"),
        ("the W boson decays", "the W boson decays"),
        ("T cells and V curves", "T cells and V curves"),
        ("let T be", "let T be"),
        ("hyphen-\nated text", "hyphenated text"),
        ("data-driven and data-\ndriven", "data-driven and data-driven"),
        ("self-\nsupervised", "self-supervised"),
        ("audio-\nbased", "audio-based"),
        ("Gauss-\nBonnet", "Gauss-Bonnet"),
        ("a word broken of-\nte-\nner than once", "a word broken oftener than once"),
        ("blank- \n \n lines, at the end -\n", "blanklines, at the end -"),
        ("wrapped\r\nlines\n here", "wrapped lines here"),
        ("eﬃcient ﬂow soft\u00adhyphen", "efficient flow softhyphen"),
    ],
)
def test_mending(copied: str, mended: str) -> None:
    assert mend(copied) == mended
    assert " ".join(mend_loosely(copied).split()) == mended
    assert fold(mend_loosely(copied)) == fold(mended)


@pytest.mark.parametrize("unit", ["hep-\n", "T o ", "abstract-\n", "\\'{", "{", "$ a", "<b ", ",123", "&a", "\n"])
def test_time_grows_with_length_only(unit: str) -> None:
    """A quadratic step would take minutes here."""
    text = "a-" + unit * (200_000 // len(unit))
    fold(text)
    mend(text)
