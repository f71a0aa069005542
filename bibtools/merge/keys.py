"""Citation keys: made from a reference by a template, unique in their library, the same from run to run.

A template is text with placeholders in braces:

=============  ==========================================================================
`{author}`     family name of the first author (else editor); a collaboration's first word
`{authors:2}`  family names of so many authors, then "etal" when there are more
`{year}`       four digits; `{yy}` the last two; `{month}` two digits
`{title}`      first content word of the title; `{title:3}` so many of them
`{venue}`      initials of the journal or the proceedings
`{arxiv}`      the arXiv id
=============  ==========================================================================

A placeholder in lower case gives lower case, `{Author}` a capital first letter of each word, `{AUTHOR}` capitals;
`{author.4}` stops after four letters. What is unknown gives nothing. All else stands for itself, and may consist of
letters, digits and `- _ : . / +`: these are safe in BibTeX (bibtex.web, "scan_identifier"), biber and LaTeX's `\\cite`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase

from bibtools.errors import UsageError
from bibtools.merge.romanise import family_of_literal, romanise
from bibtools.model.name import OTHERS, Name
from bibtools.model.reference import Reference

DEFAULT_TEMPLATE = "{author}{year}{title}"
# What ends a key for BibTeX (bibtex.web, "Scanning an item") or biber, or is no letter of a key for LaTeX's `\\cite`.
_ENDS_A_KEY = re.compile(r"[\s,{}()\"'#%~\\=\x00-\x1f\x7f]")

_PLACEHOLDER = re.compile(r"\{([A-Za-z]+)(?::(\d+))?(?:\.(\d+))?\}")
_LITERAL = re.compile(r"[A-Za-z0-9_:./+-]*\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9_:./+-]")
_LONGEST_WORD = 30
_TAG = re.compile(r"</?(?:span|su[bp]|[ib])\b[^>]*>|\\[A-Za-z]+")
# Words that say nothing about a work: articles, prepositions, conjunctions, pronouns, auxiliary verbs, question words.
_SMALL_WORDS = """
    a about across after against all along also among an and any are as at based be been before behind being
    between beyond both but by can could did do does done during each either every few for from had has have he
    her his how i if in into is it its just may me might more most much my near neither no nor not of off on onto
    or other our out over per shall she should since so some such than that the their them then there these they
    this those through to toward towards under until up upon us use used using versus via vs was we were what when
    where whether which while who whom whose why will with within without would you your das dem den der des die
    ein eine eines im le la les l un une el los las lo il gli et und y de du del della zur zum
"""
_SMALL = frozenset(_SMALL_WORDS.split())


def citation_key(reference: Reference, template: str = DEFAULT_TEMPLATE) -> str:
    """The key of one reference, whatever other keys there are.

    A reference of which the template finds nothing gets its arXiv id or DOI, else "ref".
    Raises UsageError for a template with unknown placeholders or unsafe characters.

    >>> from bibtools.model.date import PartialDate
    >>> paper = Reference(title="Attention Is All You Need", issued=PartialDate(2017, 6, 12),
    ...                   author=(Name(family="Vaswani", given="Ashish"), Name(family="Shazeer", given="Noam")))
    >>> citation_key(paper)
    'vaswani2017attention'
    >>> citation_key(paper, "{Authors:1}:{yy}-{Title:2}")
    'VaswaniEtal:17-AttentionNeed'
    """
    check_template(template)
    found = [False]

    def fill(match: re.Match[str]) -> str:
        words = _PARTS[match[1].lower()](reference, int(match[2]) if match[2] else None)
        found[0] = found[0] or any(words)
        text = "".join(_cased(word, match[1]) for word in words)
        return text[: int(match[3])] if match[3] else text

    key = _PLACEHOLDER.sub(fill, template)
    return key if found[0] or not _PLACEHOLDER.search(template) else _by_id(reference)


def citation_keys(
    references: Sequence[Reference], template: str = DEFAULT_TEMPLATE, existing: Iterable[str] = ()
) -> tuple[str, ...]:
    """A key for each reference, in their order; unique among each other and beside `existing`, compared without case.

    References that come out with one key get a, b, c … (then aa, ab …) by date, id and title, so that their order in
    the file does not matter; existing keys never change, and a newcomer takes the next free letter.

    >>> from bibtools.model.date import PartialDate
    >>> one = Reference(title="Graphs", author=(Name(family="Li"),), issued=PartialDate(2020, 1))
    >>> two = Reference(title="Graphs again", author=(Name(family="Li"),), issued=PartialDate(2020, 5))
    >>> citation_keys([two, one]), citation_keys([one], existing=["Li2020Graphs"])
    (('li2020graphsb', 'li2020graphsa'), ('li2020graphsa',))
    """
    taken = {key.lower() for key in existing}
    groups: dict[str, list[int]] = {}
    plain = [citation_key(reference, template) for reference in references]
    for number, key in enumerate(plain):
        groups.setdefault(key.lower(), []).append(number)
    keys = [""] * len(references)
    # Keys nobody else wants come first: "xa" is not taken from its owner by the second "x".
    for members in sorted(groups.values(), key=lambda group: (len(group) > 1, plain[group[0]].lower())):
        alone = len(members) == 1
        for number in sorted(members, key=lambda n: _order(references[n])):
            base = plain[number]
            free = (key for key in _suffixed(base, alone) if key.lower() not in taken)
            keys[number] = next(free)
            taken.add(keys[number].lower())
    return tuple(keys)


def check_template(template: str) -> None:
    """Raises UsageError when the template has an unknown placeholder or a character that a key cannot have.

    >>> check_template("{autor}{year}")
    Traceback (most recent call last):
    ...
    bibtools.errors.UsageError: unknown placeholder {autor} in the key template
    """
    for match in _PLACEHOLDER.finditer(template):
        if match[1].lower() not in _PARTS:
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise UsageError(f"unknown placeholder {{{match[1]}}} in the key template", hint=f"known are {known}")
    rest = _PLACEHOLDER.sub("", template)
    if not _LITERAL.match(rest):
        wrong = "".join(dict.fromkeys(_UNSAFE.findall(rest)))
        raise UsageError(f"a citation key cannot hold {wrong!r}", hint="letters, digits and - _ : . / + are safe")
    if not template:
        raise UsageError("the key template is empty", hint=f"the default is {DEFAULT_TEMPLATE}")


def can_stand(key: str) -> bool:
    """Whether a key that somebody chose can be kept in any bibliography.

    >>> can_stand("müller:2020*"), can_stand("Müller 2020"), can_stand("")
    (True, False, False)
    """
    return bool(key) and not _ENDS_A_KEY.search(key)


def template_like(style: str | None) -> str | None:
    """The template that gives keys of a style observed in a file (`formats.bib.keystyle`), or None if none can.

    The letter that tells two equal keys apart is no part of a template: it is added where it is needed.

    >>> template_like("{Family}:{year}{letter}"), template_like("ref{title}~1"), template_like(None)
    ('{Author}:{year}', None, None)
    """
    template = (style or "").replace("{letter}", "")
    for case in (str.lower, str.capitalize, str.upper):
        template = template.replace(f"{{{case('family')}}}", f"{{{case('author')}}}")
    try:
        check_template(template)
    except UsageError:
        return None
    return template


def _suffixed(base: str, alone: bool) -> Iterator[str]:
    """The key itself (for one that shares it with nobody), then with a … z, aa, ab …"""
    if alone:
        yield base
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield base + "".join(letters)


def _order(reference: Reference) -> tuple[str, ...]:
    """What decides who gets the first letter: nothing that depends on the file."""
    date = reference.issued.iso() if reference.issued else "~"
    ids = sorted(f"{i.scheme}:{i.value}" for i in reference.ids)
    return (date, *(ids or ["~"]), reference.title or "", *(name.display() for name in reference.author))


def _family(name: Name) -> str:
    return romanise(name.family or family_of_literal(name.literal or ""))


def _people(reference: Reference) -> list[str]:
    names = reference.author or reference.editor
    return [family for name in names if name != OTHERS and (family := _family(name))]


def _author(reference: Reference, _: int | None) -> list[str]:
    return _people(reference)[:1]


def _authors(reference: Reference, wanted: int | None) -> list[str]:
    people = _people(reference)
    shown = people[: wanted or 3]
    more = len(people) > len(shown) or OTHERS in (reference.author or reference.editor)
    return [*shown, "etal"] if more and shown else shown


def _title(reference: Reference, wanted: int | None) -> list[str]:
    words = [romanise(word) for word in _TAG.sub("", reference.title or "").split()]
    words = [word[:_LONGEST_WORD] for word in words if word]
    return ([word for word in words if word not in _SMALL] or words)[: wanted or 1]


def _venue(reference: Reference, _: int | None) -> list[str]:
    words = (romanise(word) for word in (reference.container_title or "").split())
    return ["".join(word[0] for word in words if word and word not in _SMALL)]


def _year(reference: Reference, _: int | None) -> list[str]:
    return [f"{abs(reference.issued.year):04d}"] if reference.issued else []


def _yy(reference: Reference, _: int | None) -> list[str]:
    return [year[-2:] for year in _year(reference, None)]


def _month(reference: Reference, _: int | None) -> list[str]:
    return [f"{reference.issued.month:02d}"] if reference.issued and reference.issued.month else []


def _arxiv(reference: Reference, _: int | None) -> list[str]:
    found = reference.id("arxiv")
    return [found.value] if found else []


_PARTS: dict[str, Callable[[Reference, int | None], list[str]]] = {
    "author": _author,
    "authors": _authors,
    "year": _year,
    "yy": _yy,
    "month": _month,
    "title": _title,
    "venue": _venue,
    "arxiv": _arxiv,
}
PLACEHOLDERS = tuple(_PARTS)


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[0].isupper() else word


def _by_id(reference: Reference) -> str:
    for scheme in ("arxiv", "doi"):
        if found := reference.id(scheme):
            return scheme + _UNSAFE.sub("-", found.value)
    return "ref"
