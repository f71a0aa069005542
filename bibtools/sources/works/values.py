"""What services state as identifiers, names and dates, as bibtools' own values; None where it is none of these."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi, arxiv_from_doi, numbered_identifier, parse_identifier
from bibtools.model.name import Name
from bibtools.sources.works.shape import text
from bibtools.text.one_name import clean, inverted, parse_name

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)


def doi(value: object) -> Identifier | None:
    """The DOI that a service states, bare or as an address; arXiv's own as the arXiv id they stand for.

    What stands in a field for a DOI is one to its last character, brackets included, unlike a DOI found in prose.

    >>> doi("https://doi.org/10.1016/0893-6080(89)90003-8").value
    '10.1016/0893-6080(89)90003-8'
    >>> doi("10.48550/arXiv.1706.03762"), doi("none")
    (Identifier(scheme='arxiv', value='1706.03762', version=None), None)
    """
    found = _DOI.fullmatch(text(value) or "")
    if not found:
        return None
    stated = Identifier("doi", found[1])
    return arxiv_from_doi(stated) or stated


def arxiv(value: object) -> Identifier | None:
    """The arXiv id, without version, that a service states as such or as an address.

    >>> arxiv("http://arxiv.org/abs/hep-th/9901001v2").value, arxiv("https://zenodo.org/record/1")
    ('hep-th/9901001', None)
    """
    found = parse_identifier(text(value) or "")
    return found.unversioned() if found and found.scheme == "arxiv" else None


def number(scheme: str, value: object) -> Identifier | None:
    """An ISBN, ISSN, PMID or PMCID; None if its check digit is wrong.

    >>> number("pmid", "https://pubmed.ncbi.nlm.nih.gov/12662689").value, number("issn", "0893-6081")
    ('12662689', None)
    """
    return numbered_identifier(scheme, (text(value) or "").rpartition("/")[2])


def distinct(ids: Iterable[Identifier | None]) -> tuple[Identifier, ...]:
    """The identifiers there are, each once."""
    return tuple(dict.fromkeys(id for id in ids if id is not None))


def as_doi(id: Identifier) -> str | None:
    """How to ask a registry of DOIs for a work: its DOI in lower case, arXiv's own for an arXiv id; None for others.

    >>> as_doi(Identifier("arxiv", "1706.03762", 5)), as_doi(Identifier("isbn", "9780306406157"))
    ('10.48550/arxiv.1706.03762', None)
    """
    if id.scheme == "arxiv":
        return arxiv_doi(id).value.lower()
    return id.value.lower() if id.scheme == "doi" else None


def is_arxivs(value: str) -> bool:
    """Whether a DOI, in lower case, is one that arXiv gave out."""
    return value.startswith("10.48550/arxiv.")


def person(family: object, given: object, suffix: object = None) -> Name | None:
    """A name that comes in parts; a family name alone may be a whole name, or a collaboration's.

    >>> person("van der Waals", "J. D."), person("ATLAS Collaboration", None).literal
    (Name(family='Waals', given='J. D.', particle='van der', suffix=None, literal=None), 'ATLAS Collaboration')
    """
    known_family, known_given = _unescaped(family), _unescaped(given)
    if known_family and known_given:
        return inverted(clean(known_family), clean(known_given), text(suffix))
    return whole_name(known_family or known_given)


def whole_name(value: object) -> Name | None:
    """A name in one string, in either order.

    >>> whole_name("Weber, Richard").family, whole_name("Conor O&apos;Brien").family, whole_name(" ")
    ('Weber', "O'Brien", None)
    """
    known = _unescaped(value)
    # Some publishers deposit the entity &NA; ("not available") for a name.
    return parse_name(known) if known and known != "&NA;" and any(map(str.isalnum, known)) else None


def _unescaped(value: object) -> str | None:
    return text(html.unescape(value) if isinstance(value, str) else value)


def date(value: object) -> PartialDate | None:
    """A day, a month or a year, of an ISO 8601 date, with or without a time; of a range, its start.

    >>> date("2011-02-01T17:22:41Z").iso(), date(1989).iso(), date("forthcoming")
    ('2011-02-01', '1989', None)
    """
    return PartialDate.parse(re.split("[T/]", text(value) or "", maxsplit=1)[0])


def day_in(parts: object) -> PartialDate | None:
    """A date in Crossref's (and CSL's) form `{"date-parts": [[2014, 4]]}`.

    >>> day_in({"date-parts": [[2014, 4]]}).iso(), day_in({"date-parts": [[None]]})
    ('2014-04', None)
    """
    found = parts.get("date-parts") if isinstance(parts, dict) else None
    if not isinstance(found, list) or not found or not isinstance(found[0], list):
        return None
    numbers = [text(part) for part in found[0][:3]]
    return PartialDate.parse("-".join(each.zfill(4 if not at else 2) for at, each in enumerate(numbers) if each))


def earliest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """The earliest date, and of two which may be the same the more precise one.

    >>> earliest([PartialDate(2023, 4), PartialDate(2022, 1, 14), None]).iso()
    '2022-01-14'
    >>> earliest([PartialDate(2014), PartialDate(2014, 4), PartialDate(2014, 4, 4), PartialDate(2014, 9, 1)]).iso()
    '2014-04-04'
    """
    found: PartialDate | None = None
    for each in sorted(each for each in dates if each):
        if found is None or each.iso().startswith(found.iso()):
            found = each
    return found


def pages(start: object, end: object) -> str | None:
    """The first and the last page as a range.

    >>> pages("785", "794"), pages("140501", None), pages(7, 7)
    ('785-794', '140501', '7')
    """
    one, other = text(start), text(end)
    return f"{one}-{other}" if one and other and one != other else one or other


def address(value: object) -> str | None:
    """Where a work can be read, unless that only repeats one of its identifiers.

    >>> address("https://openreview.net/forum?id=x"), address("https://doi.org/10.1000/182")
    ('https://openreview.net/forum?id=x', None)
    """
    known = text(value) or ""
    return known if _ADDRESS.fullmatch(known) and not parse_identifier(known) and not doi(known) else None
