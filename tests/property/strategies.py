"""Shared vocabulary of the property tests: names, dates, identifiers, titles, LaTeX.

Import as `from property.strategies import names`.
"""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

from bibtools.model.date import PartialDate
from bibtools.model.identifier import ARCHIVES, Identifier
from bibtools.model.name import Name

ACCENTED = "áàâäãåāăąćčçďđéèêëēęěğģíîïīįıľłñńňóòôöõøőŕřśšşșťțúùûüūůűųýÿžźżßæœðþ"
"""Letters that have a LaTeX spelling which reads back as the same letter; with their capitals below."""

SPELLED_LETTERS = "".join(sorted({form for letter in ACCENTED for form in (letter, letter.upper()) if len(form) == 1}))
PLAIN_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SPELLED_SIGNS = "0123456789 .,;:!?()[]/+=*'\"-–—“”…§©£€¿¡«»&%#_$^@`"
"""Signs that LaTeX prints as they are, or that have an escape or a text macro."""

MATH_SIGNS = "αβγΔΩ≤≥→∞×∈²₂°"
"""Signs written between dollars: they come back as math."""


def _nfc(text: str) -> str:
    return normalize("NFC", text)


latex_alphabet = st.text(st.sampled_from(PLAIN_LETTERS + SPELLED_LETTERS + SPELLED_SIGNS), max_size=60).map(_nfc)
"""Text whose every character has an exact LaTeX spelling. A pair of dollars may make a formula."""

latex_text = st.lists(
    st.one_of(
        st.sampled_from(
            [
                r"{\"o}",
                r"\'e",
                r"{\'\i}",
                r"{\v s}",
                r"\c{c}",
                r"\o{}",
                r"\emph{x y}",
                r"\textbf{Z}",
                "$x_1^2$",
                r"$\alpha$",
                "---",
                "``q''",
                "~",
                r"\&",
                r"\%",
                r"\unknown{u}",
                "{",
                "}",
                "\\",
                "$",
                r"\url{http://a.b/~c}",
                r"\href{http://a}{b}",
                r"\frac{1}{2}",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)
"""LaTeX as found in the wild: sound, unsound, and anything between."""

_family_letters = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzáéíóúäöüñçšž"), min_size=2, max_size=9)
_SPEAKING = "and et al la le de da del des di do dos du den der van von vom los lo las el ter te tot zu ben av"
_words = _family_letters.filter(lambda word: word not in _SPEAKING.split()).map(str.capitalize)
_families = st.one_of(_words, st.tuples(_words, _words).map("-".join))
_initials = st.sampled_from("ABCDEFGHJKLMNPRSTW").map("{}.".format)
_givens = st.one_of(_words, st.tuples(_words, _initials).map(" ".join), st.tuples(_initials, _initials).map(" ".join))
particles = st.sampled_from([None, None, None, "van", "von", "de la", "van der", "del"])
suffixes = st.sampled_from([None, None, None, None, "Jr.", "III"])

people = st.builds(Name, family=_families, given=_givens, particle=particles, suffix=suffixes)
collaborations = _words.map(lambda word: Name(literal=f"{word.upper()} Collaboration"))
names = st.one_of(people, people, people, collaborations)
"""People with a family and a given name, and now and then a collaboration."""

name_lists = st.lists(names, min_size=1, max_size=6).map(tuple)


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    """Years, months and days that exist."""
    year = draw(st.integers(1900, 2035))
    month = draw(st.integers(0, 12))
    return PartialDate(year, month, draw(st.integers(0, 28)) if month else 0)


@st.composite
def arxiv_ids(draw: st.DrawFn, *, versions: bool = True) -> Identifier:
    """New and old arXiv identifiers, with or without a version."""
    month = draw(st.integers(1, 12))
    if draw(st.booleans()):
        year = draw(st.integers(8, 29))
        width = 4 if year < 15 else 5
        value = f"{year:02}{month:02}.{draw(st.integers(1, 10**width - 1)):0{width}}"
    else:
        year = draw(st.sampled_from([*range(92, 100), *range(7)]))
        value = f"{draw(st.sampled_from(ARCHIVES))}/{year:02}{month:02}{draw(st.integers(1, 999)):03}"
    return Identifier("arxiv", value, draw(st.none() | st.integers(1, 12)) if versions else None)


dois = st.builds(
    lambda prefix, suffix: Identifier("doi", f"10.{prefix}/{suffix}"),
    st.integers(1000, 99999),
    st.from_regex(r"[a-zA-Z][a-zA-Z0-9]{1,8}([.-][a-zA-Z0-9]{1,6}){0,3}", fullmatch=True),
)
identifiers = st.one_of(arxiv_ids(), dois)

_TITLE_WORDS = """
    Learning attention of the Schrödinger equation for GPT-4 U-Net $SU(N)$ $\\alpha$-decay H$_2$O BERT: École naïve α–β
    “quoted” Spatial-Temporal A I 3D fast 1,800 Łukasz's & 50% in Deep Networks with Transformers
"""
titles = st.lists(st.sampled_from(_TITLE_WORDS.split()), min_size=1, max_size=10).map(" ".join)
"""Titles in Unicode with formulas, acronyms, names, quotes, dashes."""

unicode_titles = st.one_of(titles, st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60))
"""The same, and now and then any characters at all."""
