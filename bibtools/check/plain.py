"""Entries of a `.bib` file that certainly mean what they look like, so that nothing need be read to judge them.

Reading what an entry means takes many times as long as looking at its fields, and most entries are ordinary: a type
that is known, a title, names, a year, a venue, identifiers in their plain form. Neither the reader nor a rule about
meaning has anything to say to those. `plain` is strict: it may say no to an ordinary entry, never yes to another.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bibtools.formats.bib.dates import month_number
from bibtools.formats.bib.grammar import BRACED
from bibtools.formats.bib.types import NOT_A_WORK, csl_type
from bibtools.model.identifier import numbered_identifier


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A letter or digit that is no part of a macro's name nor of the `and` between names.
_WORD = re.compile(r"(?<![\\A-Za-z])(?!and\b)[^\W_]", re.IGNORECASE)
_YEAR = re.compile(r"[{\"]?((?:1[5-9]|20)\d\d)[}\"]?\Z")
_DATE = re.compile(r"[{\"]((?:1[5-9]|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(?:0[1-9]|1\d|2[0-8]))?)?[}\"]\Z")
_PLAIN_DOI = r"10\.(?!48550)\d{4,5}/[A-Za-z0-9](?:[-A-Za-z0-9.()/_]*[A-Za-z0-9])?"
_PLAIN_EPRINT = r"(?:0[89]|1[0-4])(?:0[1-9]|1[0-2])\.(?!0000)\d{4}|(?:1[5-9]|2\d)(?:0[1-9]|1[0-2])\.(?!00000)\d{5}"
_DOI = re.compile(rf"[{{\"]({_PLAIN_DOI})[}}\"]\Z")
_EPRINT = re.compile(rf"[{{\"]({_PLAIN_EPRINT})[}}\"]\Z")
_ARXIV = re.compile(r"[{\"]arxiv[}\"]\Z", re.IGNORECASE)
_DIGITS = re.compile(r"[{\"]([\dX-]+)[}\"]\Z")
# What may be an identifier, or say of which archive one is, in whatever form: "arxiv", "abs/", "hep-th/9901001",
# "corr", "computing research repository", "pubmed", "pmc", "10.1000", "1706.03762".
_HIDDEN = re.compile(
    r"[x/cp\d](?:(?<=arx)iv|(?<=abs/)|(?<=[a-z]/)\d{7}|(?<=c)o(?:rr\b|mputing res)|(?<=p)(?:ubmed|mc)"
    r"|(?<=1)0\.\d{4}|(?<=\d)\d{3}\.\d{4})"
)
_MAY_HIDE = _set(
    "journal journaltitle booktitle volume number eid pages howpublished note extra url pdf ee link preprint"
)
_NUMBER = re.compile(r"[{\"]?[\d -]*[}\"]?\Z")
_ADDRESS = re.compile(
    rf"[{{\"]https?://(?:(?:dx\.)?doi\.org/(?P<doi>{_PLAIN_DOI})|arxiv\.org/abs/(?P<eprint>{_PLAIN_EPRINT}))[}}\"]\Z"
)
_GIVEN_OUT = re.compile(r"(\d\d)(\d\d)\.")
_NEVER_PLAIN = _set("crossref xdata ids day entrysubtype version pmid pmcid archive archiveid arxivid arxiv")
# Of some fields rules about meaning ask only whether they say anything, of others nothing.
_SHORTENED = _set("title author editor")
_UNTOLD = _set("abstract address annotation annote edition file keywords location series translator")
_CLASSIC, _MODERN = _set("archiveprefix primaryclass"), _set("eprinttype eprintclass")
_OF_EPRINTS = _CLASSIC | _MODERN | {"eprint"}
# By CSL types, the fields of which one must be there for no rule about what is missing to ask.
_NEEDED = (
    (
        _set("article-journal article-magazine article-newspaper chapter paper-conference"),
        ("journal", "journaltitle", "booktitle"),
    ),
    (_set("book chapter thesis report"), ("publisher", "school", "institution")),
    (_set("webpage"), ("url", "doi")),
    (_set("patent"), ("number",)),
)
_ENDING = re.compile(r"(?:/(?:abstract|full|fulltext|e?pdf|meta|summary)|\.pdf)+\Z")
_TOKEN = re.compile(r"\d(?:(?<=1)0\.\d{4,5}/[-A-Za-z0-9.()/_\\]+|\d{3}\.\d{4,5})")


def plain(kind: str, names: tuple[str, ...], values: Sequence[str], macros: Container[str]) -> tuple[str, ...] | None:
    """The identifiers of an entry that is plain, as text to be compared; None for an entry that must be read.

    `names` are those of its fields as they stand, `values` have their delimiters; `macros` are known and hold text.

    >>> names = ("author", "title", "year", "journal", "doi")
    >>> values = ("{Doe, Jane}", "{Lakes}", "2001", "jol", "{10.1000/182}")
    >>> [plain(kind, names, values, macros) for kind, macros in (("article", {"jol"}), ("article", ()), ("gizmo", ()))]
    [('10.1000/182',), None, None]
    """
    asked = _asked_of(kind, names)
    if asked is None:
        return None
    fields = dict(zip(asked.names, values, strict=True))
    month = _month(*map(fields.get, ("date", "year", "month")))
    if month is None:
        return None
    for group in asked.needed:
        if not _say(fields, group):
            return None
    for name, value in fields.items():
        if (value[0] != "{" or "#" in value) and not _is_known(name, value, macros):
            return None
    return _identifiers(fields, asked.may_hide, month)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of entries with the same fields: their names in lower case, and those that may hide identifiers.

    `needed` are groups of fields of which one each must say something.
    """

    names: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    may_hide: tuple[str, ...]


@lru_cache(maxsize=4096)
def _asked_of(kind: str, names: tuple[str, ...]) -> _Asked | None:
    """None for entries that are never plain: of unknown types, with a field twice, or without one that is needed."""
    lower = tuple(map(str.lower, names))
    known, needed = frozenset(lower), _needed(kind)
    if needed is None or len(known) < len(lower) or known & _NEVER_PLAIN:
        return None
    if any(known.isdisjoint(group) for group in needed):
        return None
    return _Asked(lower, needed, tuple(name for name in lower if name in _MAY_HIDE))


def telling(fields: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of an entry that rules about its meaning look at; names and titles as short as can be.

    >>> telling([("title", "{On Lakes}"), ("abstract", "{Deep.}"), ("year", "{2001}"), ("editor", "doe")])
    [('title', '{X}'), ('year', '{2001}'), ('editor', 'doe')]
    """
    if any(name.lower() == "ids" for name, _ in fields):
        return list(fields)  # under those keys others may inherit from it
    told = []
    for name, value in fields:
        known_as = name.lower()
        no_macro = value[0] in '{"' and "#" not in value
        if no_macro and known_as in _SHORTENED and _WORD.search(value):
            told.append((name, "{X}"))
        elif not (no_macro and known_as in _UNTOLD):
            told.append((name, value))
    return told


def tokens(source: str) -> Iterator[str]:
    """Everything in an entry's source that may be one of the identifiers that `plain` returns.

    >>> list(tokens(r"url = {https://doi.org/10.1000/A\\_b/full}"))
    ['10.1000/a_b']
    """
    return (_compared(found[0].replace("\\", "").rstrip(".()/-_")) for found in _TOKEN.finditer(source))


def _compared(identifier: str) -> str:
    """An identifier as it compares: DOIs without case, and without what ends the address of one at its publisher's."""
    return _ENDING.sub("", identifier.lower())


def _needed(kind: str) -> tuple[tuple[str, ...], ...] | None:
    """Groups of fields of which an entry of a type has one each; None for types that are unknown or no works."""
    meant = None if kind in NOT_A_WORK else csl_type(kind)
    if meant is None:
        return None
    return (("title",), ("author", "editor"), *(names for types, names in _NEEDED if meant in types))


def _say(fields: Mapping[str, str], names: Sequence[str]) -> bool:
    """Whether one of the fields says anything."""
    for name in names:  # noqa: SIM110 - a loop takes half the time
        if name in fields and _WORD.search(fields[name]):
            return True
    return False


@lru_cache(maxsize=4096)
def _month(date: str | None, year: str | None, month: str | None) -> int | None:
    """The last month that the date may lie in, counted from the year 0; None where it is not plain."""
    if date:
        found = None if year or month else _DATE.match(date)
        return int(found[1]) * 12 + int(found[2] or 12) if found else None
    found = _YEAR.match(year or "")
    number = month_number(month.strip('{}"')) if month else 12
    return int(found[1]) * 12 + number if found and number else None


def _is_known(name: str, value: str, macros: Container[str]) -> bool:
    """Whether a value is one text, one number or one macro that is known."""
    if value[0] == "{":
        return BRACED.fullmatch(value) is not None
    if value[0] == '"':
        return "#" not in value
    return value.isdigit() or name == "month" or value.lower() in macros


def _identifiers(fields: Mapping[str, str], may_hide: Sequence[str], month: int) -> tuple[str, ...] | None:
    """A DOI and an arXiv identifier, each stated once or in several places alike, the latter not after the date."""
    found: dict[str, str] = {}
    if "doi" in fields:
        if not (doi := _DOI.match(fields["doi"])):
            return None
        found["doi"] = doi[1].lower()
    if not _OF_EPRINTS.isdisjoint(fields):
        if not (eprint := _eprint(fields)):
            return None
        found["eprint"] = eprint
    for scheme in ("isbn", "issn"):
        if scheme in fields and not _is_right(scheme, fields[scheme]):
            return None
    for name in may_hide:
        value = fields[name]
        if _may_hide(value):
            address = _ADDRESS.match(value) if name == "url" else None
            stated = (address["doi"] or address["eprint"]).lower() if address else ""
            if not address or found.setdefault(address.lastgroup or "", stated) != stated:
                return None
    given_out = _GIVEN_OUT.match(found.get("eprint", ""))
    # A paper submitted on a month's last days may get the next month's number.
    if given_out and month < (2000 + int(given_out[1])) * 12 + int(given_out[2]) - 1:
        return None
    return tuple(map(_compared, found.values()))


def _may_hide(value: str) -> bool:
    return _HIDDEN.search(value.lower()) is not None and not _NUMBER.match(value)


def _eprint(fields: Mapping[str, str]) -> str | None:
    """The arXiv identifier of an entry that states it in the fields of one dialect."""
    names = fields.keys()
    if not (names.isdisjoint(_CLASSIC) or names.isdisjoint(_MODERN)):
        return None
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or ""
    found = _EPRINT.match(fields.get("eprint", ""))
    return found[1] if found and _ARXIV.match(archive) else None


def _is_right(scheme: str, value: str) -> bool:
    digits = _DIGITS.match(value)
    return digits is not None and _numbered(scheme, digits[1])


@lru_cache(maxsize=4096)
def _numbered(scheme: str, text: str) -> bool:
    return numbered_identifier(scheme, text) is not None
