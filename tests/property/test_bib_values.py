"""Whatever a reference holds: what is written reads back the same, here and in an independent parser."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.formats.bib.read import read
from bibtools.formats.bib.types import DIALECTS, Dialect
from bibtools.formats.bib.values import balanced, decode_text, decode_title, encode_text, encode_title
from bibtools.formats.bib.write import render, write
from bibtools.merge.keys import can_stand, citation_keys
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

LETTERS = "aZéÉłŁøßñçşčőÅæœ"
SIGNS = "&%#_~^{}\\$<>|@\"'`=,.:;()[]/-–—+*!?"
words = st.text(LETTERS, min_size=1, max_size=8).map(lambda text: normalize("NFC", text))
formulas = st.sampled_from([r"$SU(N)$", r"$\mathcal{N}=4$", r"$\Gamma_{i}^{2}$", "$x$", r"$\{0,1\}$", r"$\hbar\omega$"])
symbols = st.sampled_from("αβΓ→≤∞×₂°<>|{}~&%#_")
plain = st.lists(st.one_of(words, formulas, symbols), min_size=1, max_size=5).map(" ".join)
wild = st.text(st.one_of(st.sampled_from(SIGNS + LETTERS + " αβ∞王김"), st.characters(codec="utf-8")), max_size=40)
tagged = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(["i", "sub", "sup", "b"]), words)
titles = st.lists(
    st.one_of(words, words, formulas, st.sampled_from([r"$\omega$", "$>$", "&", "%", "#", "_"]), tagged),
    min_size=1,
    max_size=6,
).map(" ".join)
capitalised = words.map(lambda text: "X" + text.lower())
people = st.builds(
    Name,
    family=st.one_of(capitalised, st.builds("{} {}".format, capitalised, capitalised)),
    given=st.one_of(capitalised, st.sampled_from(["J.", "J. D.", "Anne-Marie"])),
    particle=st.sampled_from([None, None, "van der", "de", "von"]),
    suffix=st.sampled_from([None, None, None, "Jr.", "III"]),
)
groups = st.sampled_from(
    ["ATLAS Collaboration", "NVIDIA and Partners", "R&D, Inc.", "LIGO/Virgo", "de Facto Institute"]
)
names = st.tuples(
    st.lists(st.one_of(people, people, groups.map(lambda text: Name(literal=text))), min_size=1, max_size=4),
    st.booleans(),
).map(lambda pair: (*pair[0], *([OTHERS] if pair[1] else [])))
dates = st.one_of(
    st.builds(PartialDate, st.integers(1000, 2100)),
    st.builds(PartialDate, st.integers(1000, 2100), st.integers(1, 12)),
)
days = st.builds(PartialDate, st.integers(1000, 2100), st.integers(1, 12), st.integers(1, 28))
arxiv = st.builds(
    Identifier,
    st.just("arxiv"),
    st.sampled_from(["1706.03762", "0704.0001", "hep-th/9901001", "math/0309136"]),
    st.sampled_from([None, 1, 12]),
)
dois = st.sampled_from(
    ["10.1103/PhysRevD.76.013009", "10.1007/978-3-319-24574-4_28", "10.1002/(SICI)1097(1998)17:1<1::AID-A>3.0.CO;2-2"]
)
urls = st.sampled_from(["https://a.org/~b/c_d%20e?f=g&h=i#j", "https://example.com/x(y)", "http://b.c/d$e"])
texts = st.one_of(st.none(), plain)
KINDS = {
    "article-journal": ("container_title", "volume", "issue", "page", "number"),
    "paper-conference": (
        "container_title",
        "editor",
        "publisher",
        "publisher_place",
        "collection_title",
        "event_title",
        "page",
    ),
    "book": ("publisher", "publisher_place", "edition", "collection_title", "volume"),
    "chapter": ("container_title", "editor", "publisher", "page"),
    "thesis": ("publisher", "publisher_place", "genre"),
    "report": ("publisher", "number", "genre"),
    "article": ("note",),
    "document": ("note",),
}


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """References which both dialects can hold whole."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    containers = plain if kind == "article-journal" else titles
    values: dict[str, object] = {"title": draw(titles), "author": draw(names), "issued": draw(dates)}
    for variable in KINDS[kind]:
        if variable == "editor":
            values[variable] = draw(st.one_of(st.just(()), names))
        elif variable == "page":
            values[variable] = draw(st.sampled_from([None, "1-10", "S3-S5", "e17", "1-3, 7-9"]))
        elif variable in ("volume", "issue", "number"):
            values[variable] = draw(st.sampled_from([None, "1", "23", "42"]))
        elif variable == "genre":
            values[variable] = draw(st.sampled_from([None, "Habilitation thesis", "White paper"]))
        else:
            values[variable] = draw({"container_title": containers}.get(variable, texts))
    ids: list[Identifier] = []
    if kind == "article" or draw(st.booleans()):
        ids.append(draw(arxiv))
    if draw(st.booleans()):
        ids.append(Identifier("doi", draw(dois)) if kind != "article" else arxiv_doi(ids[0]))
    # A work with an eprint and nothing else is a preprint.
    kind = "article" if kind == "document" and any(i.scheme == "arxiv" for i in ids) else kind
    url = draw(st.one_of(st.none(), urls))
    language = draw(st.sampled_from([None, "en", "de", "pt-BR"]))
    classes = draw(st.sampled_from([(), ("hep-th",), ("cs.CL",)])) if ids and ids[0].scheme == "arxiv" else ()
    return Reference(type=kind, ids=tuple(ids), url=url, language=language, categories=classes, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", DIALECTS)
@given(reference=references())
def test_a_reference_comes_back(dialect: Dialect, reference: Reference) -> None:
    text = write([("key", reference)], dialect)
    document = read(text, "out.bib")
    (entry,) = document.entries
    assert entry.state == "clean"
    assert not document.problems, text
    assert entry.reference == reference, text


@given(reference=references(), day=days)
def test_biblatex_keeps_the_day(reference: Reference, day: PartialDate) -> None:
    reference = replace(reference, issued=day)
    (entry,) = read(write([("key", reference)], "biblatex")).entries
    assert entry.reference.issued == day


@pytest.mark.parametrize("dialect", DIALECTS)
@given(several=st.lists(references(), min_size=1, max_size=4))
def test_bibtexparser_reads_the_same_fields(dialect: Dialect, several: list[Reference]) -> None:
    keys = citation_keys(several)
    text = write(list(zip(keys, several, strict=True)), dialect)
    library = bibtexparser.parse_string(text, parse_stack=[])
    assert not library.failed_blocks, text
    assert [block.key for block in library.entries] == list(keys)
    for block, reference in zip(library.entries, several, strict=True):
        expected = render(reference, dialect)
        assert block.entry_type == expected.type
        assert [(field.key, field.value) for field in block.fields] == list(expected.fields)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=wild)
def test_any_text_can_stand_in_a_field(dialect: Dialect, text: str) -> None:
    reference = Reference(
        type="document",
        title=text,
        author=(Name(family=text, given=text), Name(literal=text)),
        publisher=text,
        note=text,
        url=text,
        ids=(Identifier("doi", text),),
        extra={"custom": text, "file": text},
    )
    written = write([("key", reference)], dialect)
    library = bibtexparser.parse_string(written, parse_stack=[])
    assert not library.failed_blocks, written
    (entry,) = read(written).entries
    assert entry.id == "key"
    assert entry.state == "clean"
    assert all(balanced(value) for _, value in render(reference, dialect).fields)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=plain)
def test_text_comes_back(dialect: Dialect, text: str) -> None:
    assert decode_text(encode_text(text, dialect)) == text


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=titles)
def test_titles_come_back(dialect: Dialect, text: str) -> None:
    assert decode_title(encode_title(text, dialect)) == text


@given(text=st.text(LETTERS + SIGNS.replace("$", "") + " αβ∞≤–—“”’…", max_size=30))
def test_classic_bibtex_is_ascii(text: str) -> None:
    assert encode_text(text, "bibtex").isascii()
    assert encode_title(text, "bibtex").isascii()


@given(text=wild)
def test_a_percent_sign_never_stands_bare(text: str) -> None:
    for dialect in DIALECTS:
        for part in encode_text(text, dialect).split("%")[:-1]:
            assert part.endswith("\\") or part.count("$") % 2 == 1


@given(several=st.lists(references(), max_size=6), wilder=st.lists(wild, max_size=3))
def test_keys_are_unique_safe_and_independent_of_order(several: list[Reference], wilder: list[str]) -> None:
    several += [Reference(title=text, author=(Name(literal=text),)) for text in wilder]
    keys = citation_keys(several)
    assert len({key.lower() for key in keys}) == len(several)
    assert all(can_stand(key) and key.isascii() for key in keys)
    assert citation_keys(several) == keys
    assert sorted(citation_keys(several[::-1])) == sorted(keys)
