"""Repairs as changes: which are made, how they meet, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibtools.check import RULES, find
from bibtools.check.mend import mend
from bibtools.errors import ChangedUnderneath
from bibtools.formats.bib.edit import edit
from bibtools.formats.bib.read import read
from bibtools.formats.bib.scan import scan
from bibtools.formats.bib.verify import verify
from bibtools.formats.csljson.read import read as read_csl
from bibtools.formats.edits import apply_edits
from bibtools.formats.encoding import decode
from bibtools.libraries.bibfile import BibFile
from bibtools.model.change import Plan


def mended(text: str, *, unsafe: bool = False) -> str:
    """The text after its repairs, proven as a library proves it."""
    changes = mend(read(text, "refs.bib"), unsafe=unsafe)
    blocks = scan(text)
    after = apply_edits(text, edit(blocks, changes))
    verify(blocks, after, changes)
    return after


@pytest.mark.parametrize(
    ("field", "repaired"),
    [
        ("title = {Lakes & BERT of $SU(N)$}", r"title = {Lakes \& {BERT} of {$SU(N)$}}"),
        ("title = {50% of H2O &amp; BERT}", r"title = {50\% of {H2O} \& {BERT}}"),
        ("title = {ﬁsh &eacute; {\\&}}", "title = {fish {\\'e} {\\&}}"),
        ("doi = {https://doi.org/10.1000/a\\_b}", "doi = {10.1000/a_b}"),
        ("url = {https://a.org/\n    b\\_c}", "url = {https://a.org/b_c}"),
        ("author = {and Doe, J., and {A and B} et al.}", "author = {Doe, J. and {A {and} B} and others}"),
        ("author = {Łem, J.; Müller, K.}", 'author = {{\\L}em, J. and M{\\"u}ller, K.}'),
        ("pages = {12 – 34, 5-6}", "pages = {12--34, 5--6}"),
        ('month = "Sept."', "month = sep"),
        ("eprint = {arXiv:2101.00012 [math.GT]}", "eprint = {2101.00012}"),
    ],
)
def test_repairs_that_meet_in_a_field(field: str, repaired: str) -> None:
    text = f"@misc{{a,\n  {field},\n  year = 2021\n}}\n"
    after = mended(text)
    assert f"  {repaired},\n" in after
    assert mended(after) == after


def test_parts_of_an_eprint_move_to_their_own_fields() -> None:
    entry = "@online{a,\n  title = {T},\n  date = {2021},\n  eprint = {arXiv:2101.00012v2 [math.GT]},\n}\n"
    assert mended(entry) == entry.replace(
        "{arXiv:2101.00012v2 [math.GT]},\n",
        "{2101.00012},\n  eprinttype = {arxiv},\n  eprintclass = {math.GT},\n  version = {2},\n",
    )
    # Classic BibTeX has no field for the version.
    classic = entry.replace("date = ", "year = ")
    assert mended(classic) == classic
    assert "primaryClass = {math.GT}" in mended(classic, unsafe=True)


def test_what_is_left_alone() -> None:
    twice = "@misc{a, doi = {doi:10.1000/182}, doi = {doi:10.1000/182}}"
    suspect = "@misc{b, doi = {doi:10.1000/182} title = {A & B}}"
    joined = '@misc{c, doi = {doi:} # "10.1000/182"}'
    unsafe = "@misc{d, url = {www.example.org}}"
    assert mend(read("\n".join((twice, suspect, joined, unsafe)), "refs.bib")) == ()


def test_only_what_the_rules_ask_for() -> None:
    text = "@misc{a, title = {A & BERT}, doi = {doi:10.1000/182}}"
    (change,) = mend(read(text, "refs.bib"), [find("CHK201")])
    assert (change.op, change.field, change.old, change.new) == (
        "set-field",
        "doi",
        "{doi:10.1000/182}",
        "{10.1000/182}",
    )
    assert mend(read(text, "refs.bib"), protected=lambda _: frozenset({"doi", "title"})) == ()
    assert mend(read(text, "refs.bib"), protected=lambda _: frozenset({"*"})) == ()


def test_values_that_could_not_stand_are_not_written() -> None:
    # The closing brace of a tag's place would end the value.
    assert mend(read("@misc{a, title = {A &rbrace; B}}", "refs.bib"), [find("CHK405")])[0].new == r"{A {$\rbrace$} B}"
    text = '[{"id": "a", "type": "book", "DOI": "doi:10.1000/182", "title": 7}]'
    assert [change.field for change in mend(read_csl(text, "refs.json"))] == ["DOI"]


def test_changed_underneath(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text("@misc{a, doi = {doi:10.1000/182}}")
    library = BibFile(path)
    document, fingerprint = library.read()
    path.write_text("@misc{a, doi = {doi:10.1000/183}}")
    with pytest.raises(ChangedUnderneath):
        library.apply(Plan(str(path), fingerprint, mend(document)))
    assert path.read_text() == "@misc{a, doi = {doi:10.1000/183}}"


_PIECES = st.sampled_from(
    [
        *(
            "Lakes",
            "&",
            "%",
            "_",
            "#",
            "\\&",
            "BERT",
            "{DNA}",
            "$SU(N)$",
            "and",
            "and and",
            ";",
            ",",
            "et al.",
            "...",
            "é",
        ),
        *(
            "&amp;",
            "ﬁ",
            "12-34",
            "–",
            "{A and B}",
            "{\\'e}",
            "\\_",
            "https://doi.org/10.1000/a\\_b",
            "arXiv:2101.00012v2",
        ),
    ]
)
_FIELDS = st.sampled_from(["author", "title", "doi", "url", "eprint", "pages", "month", "note", "journal"])


@given(st.dictionaries(_FIELDS, st.lists(_PIECES, max_size=6).map(" ".join), max_size=5), st.booleans())
def test_mending_twice_changes_nothing_more(fields: dict[str, str], unsafe: bool) -> None:
    text = "@misc{a,\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items()) + "}\n"
    after = mended(text, unsafe=unsafe)
    assert mended(after, unsafe=unsafe) == after


def test_every_rule_that_repairs_says_so() -> None:
    """The docs of a rule tell what its repair does."""
    golden = Path(__file__).resolve().parents[2] / "golden" / "check"
    for rule in RULES:
        repairs = any((golden / rule.code).glob("fixed*")) or any((golden / rule.code).glob("unsafe*"))
        assert ("repair" in (rule.__doc__ or "")) == repairs, rule.code


@pytest.mark.slow
@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_real_files_are_mended_once(shared: Path, unsafe: bool) -> None:
    for path in sorted((shared / "data" / "bib-corpus").glob("*.bib")):
        text = decode(path.read_bytes()).text
        after = mended(text, unsafe=unsafe)
        assert mended(after, unsafe=unsafe) == after, path.name
