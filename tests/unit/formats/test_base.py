"""The registry: which format a text is taken for, and which writes a dialect."""

from __future__ import annotations

import pytest

from bibtools.formats.base import FORMATS, detect, writer


@pytest.mark.parametrize(
    ("text", "path", "name"),
    [
        ("", "refs.bib", "bib"),
        ("garbage", "REFS.BIB", "bib"),
        ("@article{a,\n title={A}}", "refs.txt", "bib"),
        ("some words\n\n  @ARTICLE ( a,\n", "-", "bib"),
        ("Write to me@example.org {soon}", "", "seeds"),
        ('[{"id": "a"}]', "", "csl-json"),
        (' \n{ "items": [] }', "export", "csl-json"),
        ("[]", "", "csl-json"),
        ("", "empty.json", "csl-json"),
        ('[{"key": "ABCD2345", "data": {"itemType": "book"}}]', "items.json", "zotero"),
        ('[{"id": "a", "title": "an \\"itemType\\": of tea"}]', "refs.json", "csl-json"),
        ("<?xml version='1.0'?><rdf:RDF/>", "library.rdf", "zotero"),
        ("[12] J. Doe and A. Roe, Title, 2021.", "", "seeds"),
        ("[A title](https://arxiv.org/abs/2101.00001)", "list.md", "seeds"),
        ("{A} title in braces", "", "seeds"),
        ("arXiv:1706.03762", "ids.txt", "seeds"),
        ("", "", "seeds"),
    ],
)
def test_detection(text: str, path: str, name: str) -> None:
    assert detect(text, path).name == name


MIXED = """\
% my own marks
To read, both of them:
arXiv:1706.03762

@misc{a, title = {A}}
and On Tests of Merging
"""


@pytest.mark.parametrize(
    ("path", "places"), [("notes.txt", ["notes.txt:2:1", "notes.txt:6:1"]), ("notes.bib", []), ("refs.BIB", [])]
)
def test_text_between_entries_is_told_where_it_is_no_comment(path: str, places: list[str]) -> None:
    document = detect(MIXED, path).read(MIXED, path)
    assert [entry.id for entry in document.entries] == ["a"]
    assert [str(problem.origin) for problem in document.problems if problem.code == "BIB213"] == places


def test_names_suffixes_and_dialects_are_unique() -> None:
    for words in (
        [f.name for f in FORMATS],
        [s for f in FORMATS for s in f.suffixes],
        [d for f in FORMATS for d in f.dialects],
    ):
        assert len(words) == len(set(words))


def test_a_dialect_has_one_writer() -> None:
    names = ("bibtex", "biblatex", "csl-json", "zotero-rdf")
    assert [writer(name).name for name in names] == ["bib", "bib", "csl-json", "zotero"]


def test_an_unknown_dialect_says_what_there_is() -> None:
    with pytest.raises(ValueError, match=r"'ris'; there are bibtex, biblatex, csl-json, zotero-rdf"):
        writer("ris")


def test_seeds_are_never_written() -> None:
    form = detect("", "")
    with pytest.raises(ValueError, match="no dialect"):
        form.write((), "bibtex")


def test_sniffing_looks_at_the_start_only() -> None:
    assert detect("x" * 200_000 + "\n@article{a, title={A}}").name == "seeds"
