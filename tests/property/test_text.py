"""What must hold for every text: keys meet, spellings read back, nothing crashes or blows up."""

from __future__ import annotations

import re
from unicodedata import normalize

from hypothesis import assume, given
from hypothesis import strategies as st
from property.strategies import (
    MATH_SIGNS,
    arxiv_ids,
    dois,
    latex_alphabet,
    latex_text,
    name_lists,
    people,
    titles,
    unicode_titles,
)

from bibtools.model.identifier import Identifier, arxiv_doi, arxiv_from_doi, parse_identifier
from bibtools.model.name import Name
from bibtools.text.fold import fold, mend, words
from bibtools.text.identifiers import find_identifiers
from bibtools.text.latex import protect, to_latex, to_unicode
from bibtools.text.names import parse_author_list, parse_bibtex_names, parse_family_given_run, parse_name

ANY = st.one_of(st.text(max_size=80), latex_text)


@given(latex_alphabet)
def test_latex_reads_back(text: str) -> None:
    assume(text.count("$") < 2)
    assert to_unicode(to_latex(text)) == normalize("NFC", text)


@given(latex_alphabet)
def test_latex_is_ascii(text: str) -> None:
    assume(text.count("$") < 2)
    assert to_latex(text).isascii()


@given(titles, st.text(st.sampled_from("ab " + MATH_SIGNS), max_size=12))
def test_latex_keeps_the_key(title: str, math: str) -> None:
    text = f"{title} {math}"
    assert fold(to_latex(text)) == fold(text) == fold(to_unicode(to_latex(text)))


@given(unicode_titles)
def test_protecting_changes_braces_only(title: str) -> None:
    latex = to_latex(title)
    protected = protect(latex)
    assert re.sub("[{}]", "", protected) == re.sub("[{}]", "", latex)
    assert protect(protected) == protected
    assert protected.count("{") == protected.count("}")


@given(titles)
def test_protecting_never_makes_a_special_character(title: str) -> None:
    latex = to_latex(title)
    assert protect(latex).count("{\\") == latex.count("{\\")


@given(ANY)
def test_folding_is_idempotent_and_clean(text: str) -> None:
    key = fold(text)
    assert fold(key) == key
    assert key == " ".join(words(text))
    assert not re.search(r"[\s][\s]|^\s|\s$", key)


@given(unicode_titles)
def test_case_and_braces_do_not_count(text: str) -> None:
    assume("\\" not in text)
    assert fold(f"{{{text}}}") == fold(text)
    if text.isascii():
        assert fold(text.upper()) == fold(text)


@given(ANY)
def test_reading_never_fails(text: str) -> None:
    to_unicode(text)
    to_latex(text)
    protect(text)
    mend(text)
    parse_name(text)
    parse_bibtex_names(text)
    parse_author_list(text)
    parse_family_given_run(text)
    parse_identifier(text)
    for found in find_identifiers(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.text(st.sampled_from("abc de-\n"), max_size=60))
def test_mending_twice_is_mending_once(text: str) -> None:
    assert mend(mend(text)) == mend(text)


@given(name_lists)
def test_bibtex_names_read_back(authors: tuple[Name, ...]) -> None:
    written = " and ".join(f"{{{n.literal}}}" if n.literal else n.inverted() for n in authors)
    assert parse_bibtex_names(written) == authors


@given(name_lists)
def test_bibtex_names_read_back_from_latex(authors: tuple[Name, ...]) -> None:
    written = " and ".join(f"{{{n.literal}}}" if n.literal else n.inverted() for n in authors)
    assume(all(n.literal is None or n.literal.isascii() for n in authors))
    assert parse_bibtex_names(to_latex(written).replace(r"{$\lbrace$}", "{").replace(r"{$\rbrace$}", "}")) == authors


@given(people)
def test_a_name_is_read_in_either_order(person: Name) -> None:
    assert parse_name(person.inverted()) == person
    assert parse_name(person.display()) == person


@given(st.lists(people.filter(lambda n: n.suffix is None), min_size=2, max_size=6))
def test_author_lists_read_back(authors: list[Name]) -> None:
    *first, last = (name.display() for name in authors)
    assert parse_author_list(f"{', '.join(first)} and {last}") == tuple(authors)
    assert parse_author_list("; ".join(name.inverted() for name in authors)) == tuple(authors)


@given(st.lists(people.filter(lambda n: n.suffix is None), min_size=1, max_size=6))
def test_runs_read_back(authors: list[Name]) -> None:
    assert parse_family_given_run(", ".join(name.inverted() for name in authors)) == tuple(authors)


PREFIXES = [
    "",
    "arXiv:",
    "arxiv.org/abs/",
    "https://arxiv.org/pdf/",
    "CoRR abs/",
    "arXiv preprint arXiv:",
    "10.48550/arXiv.",
]


@given(arxiv_ids(), st.sampled_from(PREFIXES))
def test_every_spelling_of_an_arxiv_id(identifier: Identifier, prefix: str) -> None:
    assert parse_identifier(prefix + identifier.versioned()) == identifier


@given(arxiv_ids(), st.sampled_from(PREFIXES[1:]), st.sampled_from(["", ".", ",", ")", " [cs.CL]", "; 12 pages"]))
def test_arxiv_ids_are_found_in_prose(identifier: Identifier, prefix: str, after: str) -> None:
    text = f"It is said (see {prefix}{identifier.versioned()}{after}"
    found = find_identifiers(text)
    assert [one.identifier for one in found] == [identifier]
    assert identifier.versioned() in text[found[0].start : found[0].end]


@given(arxiv_ids(versions=False))
def test_the_doi_of_an_arxiv_id(identifier: Identifier) -> None:
    assert arxiv_from_doi(arxiv_doi(identifier)) == identifier


@given(dois, st.sampled_from(["", "doi:", "https://doi.org/", "http://dx.doi.org/", "DOI "]))
def test_every_spelling_of_a_doi(doi: Identifier, prefix: str) -> None:
    assert parse_identifier(prefix + doi.value) == doi
    assert parse_identifier(prefix + doi.value.upper()) == doi
    found = find_identifiers(f"Journal 3 (2001), {prefix}{doi.value}.")
    assert [one.identifier for one in found] == [doi]


@given(dois, arxiv_ids(versions=False))
def test_digits_inside_a_doi_are_no_arxiv_id(doi: Identifier, other: Identifier) -> None:
    text = f"arXiv has no {doi.value}.{other.value}"
    assert {one.identifier.scheme for one in find_identifiers(text)} == {"doi"}
