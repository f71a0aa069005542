"""Checking without reading what is plain gives the same problems as reading everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from bibtools.check import RULES, check, check_bib
from bibtools.check.plain import plain, tokens
from bibtools.formats.bib.read import read
from bibtools.formats.encoding import decode

GOLDEN = sorted((ROOT / "tests" / "golden" / "check").glob("*/*.bib"))
PLAIN = {
    "author": "{Doe, Jane}",
    "title": "{Lakes}",
    "journal": "{Journal of Lakes}",
    "year": "2001",
    "doi": "{10.1000/182}",
}


def same(text: str) -> None:
    document = read(text, "refs.bib")
    slow = [*document.problems, *check(document)]
    found, entries = check_bib(text, "refs.bib", RULES)
    assert sorted(map(repr, found)) == sorted(map(repr, slow))
    assert list(found) == sorted(found, key=lambda problem: (problem.origin.start, problem.code))
    assert entries == len(document.entries)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_on_every_example(path: Path) -> None:
    same(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no entry at all",
        "@article{a, title = {A}",
        "@misc{a, author={A}, title={T}, year=2001} @misc{a, author={A}, title={T}, year=2001}",
        "@misc{a, author={A}, title={T}, year=2001, doi={10.1000/A_b}} @misc{b, author={B}, title={T}, year=2001,"
        " url={https://doi.org/10.1000/a_b/full}}",
        "@misc{a, author={A}, title={T}, year=2001, doi={10.1000/a_b}}\r\n@misc{b, author={B}, title={T}, year=2001,"
        " doi = {https://doi.org/10.1000/A\\_B}}",
        '@string{j = "Journal"} @string{e = ""} @article{a, author={A}, title={T}, year=2001, journal=j}\n'
        "@article{b, author={A}, title={T}, year=2001, journal=e}\n@article{c, author=x, title=y, year=z, journal=j}\n"
        "@article{d, author=x, title={T}, year=2001, journal=j}",
        "@book{p, editor={E}, title={Book}, year=2001, publisher={P}}"
        "@inbook{c, author={A}, title={T}, crossref={P}, pages={1--2}} @inbook{d, author={A}, title={T}, crossref={q}}",
        "@xdata{x, publisher={P}} @book{b, author={A}, title={T}, year=2001, xdata={x}}",
        "@misc{a, author={A}, title={T}, year=2001, eprint={0901.0001}, archiveprefix={arXiv}}\n"
        "@misc{b, author={A}, title={T}, year=2008, eprint={0901.0002}, archiveprefix={arXiv}}\n"
        "@misc{c, author={A}, title={T}, year=2008, month=dec, eprint={0901.0003}, archiveprefix={arXiv}}\n"
        "@misc{d, author={A}, title={T}, year=2009, eprint={0901.0003}, eprinttype={arxiv}, primaryclass={cs.CL}}\n"
        "@misc{e, author={A}, title={T}, year=2009, eprint={0901.0005}, archiveprefix={arXiv},"
        " url={https://arxiv.org/abs/0901.0006}}",
        "% a comment @misc{a, author={A}, title={T}, year=2001}, year = {2002}}",
        "@misc{a,\r\n author={A & B},\r\n title={T},\r\n year={201}\r\n}\r\n",
        "@misc{a, Author={A}, author={B & C}, TITLE={T}, title={U}, year=2001}",
        "@book{p, editor={E}, title={B}, year=2001, publisher={P}} @inbook{c, author={A}, title={T}, crossref = p}",
        "@misc{a, author={A}, title={T}, year=2001, url={https://doi.org/10.1000/1}}\n"
        "@misc{b, author={A}, title={T}, year=2001, url={https://doi.org/10.1000/1}, doi={10.1000/2}}",
        "@misc{a, author={and}, title={T}, year=2001} @misc{b, author={A}, title={\\relax}, year=2001}",
        "@misc{a, author={A}, title={T}, date={2001-02-30}}@misc{b, author={A}, title={T}, date={2001-02-28}}",
        "@misc{a, author={A}, title={T}, year=2001, month={Brumaire}, note={a = {b}}}",
        "@misc{a, author={A}, title={T}, year=2001, crossref={}}\n\n@misc{b, crossref = , title={T}}",
        '@string{p = "proc"} @proceedings{proc, editor={E}, title={P}, year=2001, publisher={P}, doi={10.1000/1}}\n'
        "@inproceedings{c, author={A}, title={T}, crossref = p}\n@inproceedings{d, author={A}, title={T}, year=1,"
        ' booktitle={P}, crossref = "pr" # "oc"}',
        "@proceedings{a, editor={E}, title={arXiv:1706.03762}, year=2001, ids={b, c}}\n"
        "@inproceedings{d, author={A}, title={T}, crossref={c}}",
        "@misc{a, author = {A} # { and B}, title = {C #1 T}, year = 20 # 01}",
    ],
)
def test_on_what_is_not_plain(text: str) -> None:
    same(text)


_VALUES = st.sampled_from(
    [
        *("{Doe, Jane}", "{}", '"T"', "2001", "jan", "nobody", "{A} # {B}", "{2001}", "{June}", "{10.1000/182}"),
        *("{https://doi.org/10.1000/182}", "{0901.0001}", "{arXiv}", "{CoRR}", "{a & b}", "{A, B, C, D}", "{\\x{y}}"),
        *(
            "{2017-13}",
            "{2017-12-24}",
            "{978-0-306-40615-7}",
            "{0306406153}",
            "{BERT}",
            "{$N$}",
            "{Ã¼}",
            "{k0}",
            "k0",
            "{and}",
            "{https://doi.org/10.1000/183}",
            "{a%b}",
        ),
    ]
)
_FIELDS = """
    author title year month date journal booktitle doi eprint archiveprefix eprinttype primaryclass isbn url note
    editor crossref version publisher
"""
_NAMES = st.sampled_from(_FIELDS.split())
_TYPES = st.sampled_from(["article", "misc", "book", "inproceedings", "xdata", "gizmo", "Online"])


@given(st.lists(st.tuples(_TYPES, st.integers(0, 3), st.lists(st.tuples(_NAMES, _VALUES), max_size=9)), max_size=5))
def test_on_any_entries(entries: list[tuple[str, int, list[tuple[str, str]]]]) -> None:
    body = [
        f"@{kind}{{k{number},\n" + "".join(f"  {name} = {value},\n" for name, value in fields) + "}\n"
        for kind, number, fields in entries
    ]
    same("\n".join(body))


@pytest.mark.slow
def test_on_real_files(shared: Path) -> None:
    for path in sorted((shared / "data" / "bib-corpus").glob("*.bib")):
        if path.stat().st_size < 200_000:
            same(decode(path.read_bytes()).text)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "{}"},
        {"author": "{}"},
        {"journal": ""},
        {"journal": "{CoRR}"},
        {"year": "{2001a}"},
        {"doi": "{doi:10.1000/182}"},
        {"isbn": "{0-306-40615-3}"},
        {"note": "{arXiv:1706.03762}"},
        {"url": "{https://doi.org/10.1000/183}"},
        {"crossref": "{other}"},
        {"editor": "unknown"},
        {"eprint": "{1706.03762}", "archiveprefix": "{arXiv}"},
    ],
    ids=str,
)
def test_entries_that_must_be_read(change: dict[str, str]) -> None:
    assert ids_of(PLAIN) == ("10.1000/182",)
    assert ids_of({name: value for name, value in {**PLAIN, **change}.items() if value}) is None


def test_identifiers_of_plain_entries() -> None:
    paper = {**PLAIN, "year": "{2017}", "eprint": "{1706.03762}", "archiveprefix": "{arXiv}"}
    assert ids_of(paper) == ("10.1000/182", "1706.03762")
    assert ids_of({**paper, "url": "{https://arxiv.org/abs/1706.03762}"}) == ids_of(paper)
    assert set(tokens("note = {See arXiv:1706.03762v5 and doi:10.1000/182}")) == {"1706.03762", "10.1000/182"}


def ids_of(fields: dict[str, str]) -> tuple[str, ...] | None:
    return plain("article", tuple(fields), tuple(fields.values()), ())
