"""Writing fresh files: whole files beside what they were made from, options, keys, and what has no place."""

from __future__ import annotations

from pathlib import Path

import bibtexparser
import pytest

from bibtools.formats.bib.read import read
from bibtools.formats.bib.types import DIALECTS, Dialect
from bibtools.formats.bib.values import decode_url, encode_names, encode_pages, encode_text, encode_title
from bibtools.formats.bib.write import Options, render, write
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference

GOLDEN = Path(__file__).parents[3] / "golden" / "bib"
CASES = sorted(path.name for path in GOLDEN.iterdir())
ARXIV = Identifier("arxiv", "1706.03762", 5)


def rewritten(text: str, dialect: Dialect) -> str:
    return write([(entry.id, entry.reference) for entry in read(text).entries], dialect)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("case", CASES)
def test_a_file_read_and_written_afresh(case: str, dialect: Dialect) -> None:
    expected = (GOLDEN / case / f"expected.{dialect}.bib").read_text("utf-8")
    assert rewritten((GOLDEN / case / "input.bib").read_text("utf-8"), dialect) == expected
    assert rewritten(expected, dialect) == expected, "what is written once is written the same again"
    assert not bibtexparser.parse_string(expected).failed_blocks


@pytest.mark.parametrize("case", CASES)
def test_classic_bibtex_is_ascii_but_for_letters_without_a_spelling(case: str) -> None:
    text = (GOLDEN / case / "expected.bibtex.bib").read_text("utf-8")
    assert {c for c in text if not c.isascii()} <= set("王小明김철수图神经网络")


def test_options() -> None:
    preprint = Reference(
        type="article",
        title="Attention",
        ids=(ARXIV,),
        categories=("cs.CL", "cs.LG"),
        comment="15 pages, 5 figures",
        abstract="Invented.",
        extra={"custom": "mine"},
    )

    def fields(dialect: Dialect, **changed: bool) -> dict[str, str]:
        return dict(render(preprint, dialect, Options(**changed)).fields)

    plain = fields("bibtex")
    assert plain == {
        "title": "{Attention}",
        "eprint": "{1706.03762}",
        "archivePrefix": "{arXiv}",
        "primaryClass": "{cs.CL}",
        "note": "{Version 5}",
        "abstract": "{Invented.}",
        "custom": "{mine}",
    }
    assert fields("bibtex", howpublished=True)["howpublished"] == "{arXiv preprint arXiv:1706.03762}"
    assert "howpublished" not in fields("biblatex", howpublished=True)
    assert fields("biblatex", categories=True)["keywords"] == "{cs.CL, cs.LG}"
    assert fields("bibtex", comment=True)["note"] == "{Version 5; 15 pages, 5 figures}"
    assert "note" not in fields("bibtex", version=False)
    assert fields("biblatex")["version"] == "{5}"
    assert "version" not in fields("biblatex", version=False)
    assert "abstract" not in fields("bibtex", abstract=False)
    assert "custom" not in fields("bibtex", extra=False)


def test_no_file_has_fields_of_both_dialects() -> None:
    preprint = Reference(type="article", ids=(ARXIV,), categories=("cs.CL",), issued=PartialDate(2017, 6, 12))
    classic = {name for name, _ in render(preprint, "bibtex").fields}
    modern = {name for name, _ in render(preprint, "biblatex").fields}
    assert classic & modern == {"eprint"}


def test_the_journal_s_doi_goes_before_the_archive_s() -> None:
    own, journal = Identifier("doi", "10.48550/arXiv.1706.03762"), Identifier("doi", "10.1038/x")
    assert dict(render(Reference(ids=(ARXIV, own, journal)), "bibtex").fields)["doi"] == "{10.1038/x}"
    assert dict(render(Reference(ids=(ARXIV, own)), "bibtex").fields)["doi"] == "{10.48550/arXiv.1706.03762}"


def test_the_version_never_joins_the_eprint_and_is_never_lost() -> None:
    for kind in ("article", "article-journal", "paper-conference", "thesis", "report", "book", "document", "dataset"):
        for dialect in DIALECTS:
            text = write([("k", Reference(type=kind, container_title="X", ids=(ARXIV,), note="Mine"))], dialect)
            assert "eprint = {1706.03762}" in text
            (entry,) = read(text).entries
            assert (entry.reference.ids, entry.reference.note) == ((ARXIV,), "Mine")


def test_what_has_no_field_is_named() -> None:
    paper = Reference(
        type="article-journal", container_title="J", publisher="Elsevier", ids=(Identifier("pmcid", "PMC1"),)
    )
    assert render(paper, "bibtex").unwritten == ()
    assert render(paper, "biblatex").unwritten == ("publisher", "ids.pmcid")
    numbered = Reference(type="paper-conference", container_title="P", volume="3", number="5")
    assert render(numbered, "bibtex").unwritten == ("number",)
    assert render(Reference(type="article", publisher="arXiv", ids=(ARXIV,)), "biblatex").unwritten == ()


def test_keys_that_would_spoil_the_file_are_refused() -> None:
    for key in ("", "a b", "a,b", "a}b", "a%b", "a\\b", "a#b", "é\u00a0"):
        with pytest.raises(ValueError, match="not a citation key"):
            write([(key, Reference())])
    with pytest.raises(ValueError, match="two entries"):
        write([("Key", Reference()), ("key", Reference())])
    assert write([]) == ""


def test_extra_fields_are_carried_over() -> None:
    kept = {"keywords": "a, b", "file": ":C\\:/a_b%20c.pdf:PDF", "annote": "50% \\& {Müller}", "crossref": "gone"}
    reference = Reference(type="document", title="Home", extra=kept | {"bad name": "x", "TITLE": "twice", "open": "{"})
    assert dict(render(reference, "biblatex").fields) == {
        "title": "{Home}",
        "keywords": "{a, b}",
        "file": "{:C\\:/a_b%20c.pdf:PDF}",
        "annote": "{50\\% \\& {Müller}}",
        "open": "{{$\\lbrace$}}",
    }
    assert dict(render(reference, "bibtex").fields)["annote"] == '{50\\% \\& {M{\\"u}ller}}'


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Doe", given="Jane"), "Doe, Jane"),
        (Name(family="Waals", given="J. D.", particle="van der"), "van der Waals, J. D."),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(family="King", suffix="Jr."), "King, Jr., {}"),
        (Name(family="Plato"), "Plato"),
        (Name(family="García Márquez"), "{García Márquez}"),
        (Name(family="Simon and Schuster", given="X"), "{Simon and Schuster}, X"),
        (Name(family="Doe, Inc.", given="X"), "{Doe, Inc.}, X"),
        (Name(literal="ATLAS Collaboration"), "{ATLAS Collaboration}"),
        (Name(literal="NVIDIA and Partners"), "{NVIDIA {and} Partners}"),
        (Name(literal="others"), "others"),
    ],
)
def test_names(name: Name, written: str) -> None:
    assert encode_names((name,), "biblatex") == written


@pytest.mark.parametrize(
    ("plain", "classic", "modern"),
    [
        ("Łukasz Erdős", r"{\L}ukasz Erd{\H o}s", "Łukasz Erdős"),
        ("50% & #1_a", r"50\% \& \#1\_a", r"50\% \& \#1\_a"),
        ("$a_1$ & $5", r"$a_1$ \& \$5", r"$a_1$ \& \$5"),
        ("a → b, α", r"a {$\to$} b, {$\alpha$}", r"a {$\to$} b, {$\alpha$}"),
        (
            "~ ^ \\ { }",
            r"{$\sim$} {\^{}} {$\backslash$} {$\lbrace$} {$\rbrace$}",
            r"{$\sim$} {\textasciicircum} {$\backslash$} {$\lbrace$} {$\rbrace$}",
        ),
        ("two\n lines", "two lines", None),
        (r"$\{0,1\}$", r"$\{0,1\}$", None),
        (r"$[0,1\}$", r"$[0,1\rbrace{}$", None),
        ("王小明", "王小明", "王小明"),
        ("", "", ""),
    ],
)
def test_text(plain: str, classic: str, modern: str | None) -> None:
    assert encode_text(plain, "bibtex") == classic
    assert encode_text(plain, "biblatex") == (classic if modern is None else modern)


def test_titles_with_mark_up() -> None:
    title = '<i>E. coli</i> in H<sub>2</sub>O with <span class="nocase">iPhones</span> at 5<sup>th</sup>'
    assert encode_title(title, "biblatex") == (
        r"\emph{E. coli} in {H\textsubscript{2}O} with {iPhones} at 5\textsuperscript{th}"
    )
    assert encode_title("a </i> b <i>c", "biblatex") == "a {$<$/i$>$} b {$<$i$>$c}"


def test_pages_and_urls() -> None:
    assert encode_pages("1–10", "bibtex") == encode_pages("1-10", "biblatex") == "1--10"
    assert (
        decode_url(r"http://a.b/\~{}c\_d") == decode_url(r"\url{http://a.b/{\textasciitilde}c_d}") == "http://a.b/~c_d"
    )


def test_the_fields_come_in_one_order(tmp_path: Path) -> None:
    paper = Reference(
        type="article-journal", title="T", author=(Name(family="D"),), container_title="J", volume="1", issue="2",
        page="3", issued=PartialDate(2000, 1), ids=(Identifier("doi", "10.1000/1"),), url="https://a.b", note="n",
    )  # fmt: skip
    names = [name for name, _ in render(paper, "bibtex").fields]
    assert names == ["author", "title", "journal", "volume", "number", "pages", "year", "month", "doi", "url", "note"]
