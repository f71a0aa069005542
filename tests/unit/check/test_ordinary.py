"""No rule finds anything in a value that is taken for an ordinary one."""

from __future__ import annotations

from itertools import product

import pytest

from bibtools.check import RULES
from bibtools.check.ask import Asking
from bibtools.check.ordinary import PATTERNS, ordinary
from bibtools.check.raw import without_places
from bibtools.check.values import said_by
from bibtools.formats.bib.parse import value_terms

ASKING = Asking(RULES, "bib")
# By the pattern that tells ordinary values: fields, and what is said around the pieces that are tried.
FIELDS = {
    "names": (("author", "editor", "translator"), ("%s%s", "Doe, Jane%s%s", "%s and Roe%s, Max")),
    "title": (("title", "subtitle"), ("%s%s", "On %s%s lakes", "On Lakes%s%s", "On Lakes {%s%s}")),
    "text": (
        ("journal", "booktitle", "publisher", "note", "number", "howpublished", "series", "volume", "year"),
        ("%s%s", "On %s%s lakes", "On {%s}%s"),
    ),
    "abstract": (("abstract",), ("%s%s", "On %s%s lakes.")),
    "doi": (("doi",), ("%s%s", "10.1000/%s%s")),
    "url": (("url",), ("%s%s", "https://a.org/%s%s")),
    "eprint": (("eprint",), ("%s%s", "1706.03762%s%s")),
    "month": (("month",), ("%s%s",)),
    "pages": (("pages",), ("%s%s", "12--%s%s", "%s%s-3")),
}
_PIECES = r"""
    { } \ " ' , ; : . - ( ) & % # _ $ < > ~ @ ^ = / * ? … – ’ ﬁ é É ß Ł ł Ã ¼ â € A E D a e 7 12
    et al Et Al And AND and others Others Doe Jane JANE McKay Orcid ORCID of von Dr. J. {\"u} \'{e} {\'E} {\L}
    \v{c} \alpha {DNA} DNA {A eV H2 1999 12--34 34-12 10.1000/182 https:// http://doi.org/ www.a.org arXiv arxiv: v2
    1706.03762 1713.03762 hep-th/9901001 CoRR HAL bioRxiv jan June $x$ <i> &amp; {{ }} \{
"""
_SPACED = (
    "",
    " ",
    "\n",
    "\x1d",
    "\x7f",
    "\xa0",
    "\u00ad",
    "\u200b",
    "\ufffd",
    " and ",
    " And ",
    " et al",
    " von ",
    ", ",
)
PIECES = (*_PIECES.split(), *_SPACED, " of ", "... ", ". ", "; ", "long " * 40, "Long. Longer. " * 20)


def is_ordinary(field: str, value: str) -> bool:
    said = said_by("bib", "article", field)
    return bool(ordinary(field, said[0] if said else None)(value))


def test_every_pattern_is_of_some_field() -> None:
    assert {*PATTERNS} == {*FIELDS} - {"pages"}


@pytest.mark.parametrize(
    ("field", "frames"), [(field, frames) for fields, frames in FIELDS.values() for field in fields]
)
def test_no_rule_finds_anything(field: str, frames: tuple[str, ...]) -> None:
    values = ("{%s}" % (frame % pair) for frame in frames for pair in product(PIECES, PIECES))
    tried = 0
    for value in filter(value_terms, (value for value in values if is_ordinary(field, value))):
        entry = without_places("article", [(field, value)], classic=True)
        assert entry is not None
        assert [(value, rule.code, found.message) for rule, _, found in ASKING.about(entry)] == []
        tried += 1
    assert tried > 10


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("author", [r"{M{\"u}ller, Jos{\'e} and van der Berg, Jan and others}", '"J.-P. McKay and O’Brien, D."']),
        ("title", ["{On the {DNA} of lakes: a survey (part 2)}", '"{Double Braces in {BERT}}"', "{Größe in 3 lakes?}"]),
        ("journal", ["{Journal of {DNA} Lakes}", "{Zeitschrift für Seen}", "jol"]),
        ("abstract", ["{In “deep” lakes – {and} others}"]),
        ("url", ["{https://example.org/a_b%20c?d=e&f#g}"]),
        ("pages", ["{12--34}", "12", "{e12}"]),
    ],
)
def test_these_are_ordinary(field: str, values: list[str]) -> None:
    assert [value for value in values if not is_ordinary(field, value)] == []
