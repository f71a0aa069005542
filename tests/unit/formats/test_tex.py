"""Citation keys in LaTeX: what is read, what is left alone, and that renaming touches nothing else."""

from __future__ import annotations

import pytest

from bibtools.formats.edits import apply_edits
from bibtools.formats.tex import citations, rename, twice

RENAMED = {"a": "kept", "b": "kept.2", "müller:1999": "mueller"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # LaTeX and natbib
        (r"\cite{a}", r"\cite{kept}"),
        (r"\cite[p.~7]{a}", r"\cite[p.~7]{kept}"),
        (r"\citep[see][ch.~2]{a,b,c}", r"\citep[see][ch.~2]{kept,kept.2,c}"),
        (
            r"\citet*{a} \Citep{a} \citeauthor*{a} \citeyearpar{b}",
            r"\citet*{kept} \Citep{kept} \citeauthor*{kept} \citeyearpar{kept.2}",
        ),
        (r"\nocite{a, *}", r"\nocite{kept, *}"),
        (r"\defcitealias{a}{Paper a} \citetalias{a}", r"\defcitealias{kept}{Paper a} \citetalias{kept}"),
        (r"\citetext{a}", r"\citetext{a}"),
        # blanks, newlines and comments where TeX allows them
        ("\\cite [x] {a}", "\\cite [x] {kept}"),
        ("\\cite% why\n  {a}", "\\cite% why\n  {kept}"),
        ("\\cite{%\n  a, % a\n  b%\n}", "\\cite{%\n  kept, % a\n  kept.2%\n}"),
        ("\\cite{ a ,b }", "\\cite{ kept ,kept.2 }"),
        ("\\cite\n\n{a}", "\\cite\n\n{a}"),
        # optional arguments with brackets, braces and citations in them
        (r"\parencite[see {]} \cite{b}][]{a}", r"\parencite[see {]} \cite{kept.2}][]{kept}"),
        (r"\cite[\S2 {[a]}]{a}", r"\cite[\S2 {[a]}]{kept}"),
        # biblatex
        (
            r"\autocite{a} \Textcite[5]{a} \footfullcite{a} \smartcite*{b}",
            r"\autocite{kept} \Textcite[5]{kept} \footfullcite{kept} \smartcite*{kept.2}",
        ),
        (r"\cites(See)(end)[1]{a}[2][3]{b}{c} {a}", r"\cites(See)(end)[1]{kept}[2][3]{kept.2}{c} {kept}"),
        (r"\parencites{a}[4]{b}", r"\parencites{kept}[4]{kept.2}"),
        (r"\volcite[pre]{a}[7]{a}", r"\volcite[pre]{a}[7]{kept}"),
        (r"\volcites{a}{a}{b}[7]{b}", r"\volcites{a}{kept}{b}[7]{kept.2}"),
        (r"\citefield{a}{a}", r"\citefield{kept}{a}"),
        (r"\defbibentryset{a}{a,b}", r"\defbibentryset{a}{kept,kept.2}"),
        (r"\bibentry{a}", r"\bibentry{kept}"),
        # apacite, beamer
        (r"\citeA<e.g.>[p.~3]{a}", r"\citeA<e.g.>[p.~3]{kept}"),
        # letters beyond ASCII
        ("\\cite{müller:1999}", "\\cite{mueller}"),
        # left alone
        (r"\mycite{a} \citestyle{a} \emph{a} \cite a", r"\mycite{a} \citestyle{a} \emph{a} \cite a"),
        (r"% \cite{a}", r"% \cite{a}"),
        (r"50\% of \cite{a}", r"50\% of \cite{kept}"),
        (r"\\cite{a}", r"\\cite{a}"),
        (r"\verb|\cite{a}| \verb*+\cite{a}+ \cite{a}", r"\verb|\cite{a}| \verb*+\cite{a}+ \cite{kept}"),
        (
            r"\lstinline[x]{\cite{a}} \mintinline{tex}|\cite{a}| \cite{a}",
            r"\lstinline[x]{\cite{a}} \mintinline{tex}|\cite{a}| \cite{kept}",
        ),
        (
            "\\begin{verbatim}\n\\cite{a}\n\\end{verbatim}\\cite{a}",
            "\\begin{verbatim}\n\\cite{a}\n\\end{verbatim}\\cite{kept}",
        ),
        ("\\begin{lstlisting}[x]\n\\cite{a}", "\\begin{lstlisting}[x]\n\\cite{a}"),
        (r"\url{http://x.y/%20z} \cite{a}", r"\url{http://x.y/%20z} \cite{kept}"),
        (r"\href{http://x.y/%20z}{\cite{a}}", r"\href{http://x.y/%20z}{\cite{kept}}"),
        (r"\newcommand{\mine}[1]{\cite{#1,a}}", r"\newcommand{\mine}[1]{\cite{#1,kept}}"),
        (r"\cite{\prefix a}", r"\cite{\prefix a}"),
        (r"\cite{A,ab,a b}", r"\cite{A,ab,a b}"),
        # broken
        (r"\cite{a", r"\cite{a"),
        (r"\cite[a {a}", r"\cite[a {a}"),
        ("\\cite", "\\cite"),
        ("\\", "\\"),
        ("", ""),
    ],
)
def test_renaming(before: str, after: str) -> None:
    assert apply_edits(before, rename(before, RENAMED)) == after


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_stay(newline: str) -> None:
    text = newline.join([r"\cite[x]{a,", r"  b} % \cite{a}", r"\cite", r"{a}", ""])
    assert apply_edits(text, rename(text, RENAMED)) == text.replace("[x]{a,", "[x]{kept,").replace(
        "  b}", "  kept.2}"
    ).replace(f"cite{newline}{{a}}", f"cite{newline}{{kept}}")


def test_nothing_to_rename_gives_no_edits() -> None:
    assert rename(r"\cite{x} \cites{y}{z}", RENAMED) == ()
    assert rename(r"\cite{a}", {}) == ()


def test_places() -> None:
    text = "As in \\cite[\\S1]{knuth, lamport}."
    assert [(c.key, text[c.start : c.end], c.command) for c in citations(text)] == [
        ("knuth", "knuth", 6),
        ("lamport", "lamport", 6),
    ]


@pytest.mark.parametrize(
    ("text", "doubled"),
    [(r"\cite{a,b,a}", ["a"]), (r"\cites{a}{a}", ["a"]), (r"\cite{a}\cite{a}", []), (r"\cite[\cite{a}]{a}", [])],
)
def test_keys_named_twice_by_one_command(text: str, doubled: list[str]) -> None:
    assert [cited.key for cited in twice(text)] == doubled


def test_brackets_that_are_never_closed() -> None:
    assert list(citations(r"\cite[" * 300)) == []
    assert list(citations(r"\cite{" * 300 + "\n\n" + r"\cite{a}")) != []
