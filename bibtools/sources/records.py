"""What an arXiv record says, whoever delivers it, and how a line of the public metadata snapshot becomes a Reference.

The snapshot has one JSON object a line with `id`, `title`, `authors` (one string), `authors_parsed` (lists of family,
given, suffix), `categories` (the primary one first), `versions` (each with `version` and `created`), `doi`,
`journal-ref`, `report-no`, `comments` and `abstract`. Copies of it lack some of these, or have null in their place:
what is not stated stays unknown here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from bibtools.model.date import PartialDate
from bibtools.model.identifier import NEW_STYLE, Identifier, parse_identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference
from bibtools.model.standing import Standing
from bibtools.text.latex import to_unicode
from bibtools.text.names import parse_author_list, parse_name
from bibtools.text.standing import may_say, standings

_LISTS = (list, tuple)
_RFC_DATE = re.compile(r"(?:\w{3}, )?(\d{1,2}) (\w{3}) (\d{4})\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_VERSION = re.compile(r"v([1-9]\d{0,3})")
# Family and given name, and no suffix, in which nothing is to be mended: most there are.
_WORD = r"[A-Za-z.]++(?:-[A-Za-z.]++)*+"
_TIDY = re.compile(rf"(?=[A-Z]){_WORD}(?: {_WORD})*+\|{_WORD}(?: {_WORD})*+\|")
# Commands, math, and control characters which are no white space.
_MANGLED = re.compile(r"[\\{}$\x00-\x08\x0e-\x1b\x7f]")
# What needs no reading with all the care of `parse_identifier`, which says the same of them: nearly all there are.
_PLAIN_ID = re.compile(rf"(?=[\d.]*\Z){NEW_STYLE}")
_PLAIN_DOI = re.compile(r"10\.(?!48550/)\d{4,9}/[A-Za-z0-9._()/-]*[0-9]")


class Record(NamedTuple):
    """What arXiv says about a preprint, named as in a Reference, and quicker to make where it is only to be kept."""

    title: str | None
    author: tuple[Name, ...]
    issued: PartialDate | None
    updated: PartialDate | None
    abstract: str | None
    ids: tuple[Identifier, ...]
    categories: tuple[str, ...]
    journal_ref: str | None
    comment: str | None
    standing: tuple[Standing, ...]
    extra: Mapping[str, str]

    def reference(self) -> Reference:
        """The same as a Reference, of CSL type "article"."""
        return Reference(type="article", **self._asdict())


def arxiv_record(
    id: Identifier,
    title: str,
    *,
    author: tuple[Name, ...] = (),
    issued: PartialDate | None = None,
    updated: PartialDate | None = None,
    categories: Sequence[str] = (),
    journal_ref: str | None = None,
    doi: str | None = None,
    abstract: str | None = None,
    comment: str | None = None,
    report_number: str | None = None,
    texts: bool = True,
) -> Record:
    """A preprint as arXiv describes it: `ids` has the arXiv id first (its version is the latest
    the record knows) and then the DOIs its authors gave for the published form.

    Text may hold LaTeX; it becomes Unicode, white space is collapsed, and math stays as `$…$`.
    A DOI that is none is kept as `extra["doi"]`, so that nothing the record states is lost.
    Without `texts` abstract and comment are left out, once it is known what they say of the paper's standing.

    >>> found = arxiv_record(Identifier("arxiv", "cond-mat/9512001", 2), "On  the\\n $T_c$", doi="10.1000/182")
    >>> found.title, [id.versioned() for id in found.ids]
    ('On the $T_c$', ['cond-mat/9512001v2', '10.1000/182'])
    """
    dois, no_dois = _dois(doi or "")
    extra = {"doi": no_dois, "report-no": _text(report_number)}
    return Record(
        title=_text(title),
        author=author,
        issued=issued,
        updated=updated,
        abstract=_text(abstract) if texts else None,
        ids=(id, *dois),
        categories=tuple(categories),
        journal_ref=_text(journal_ref),
        comment=_text(comment) if texts else None,
        standing=_standing(comment, abstract),
        extra={name: value for name, value in extra.items() if value},
    )


def from_snapshot(record: Mapping[str, Any]) -> Reference:
    """The reference that one record of the snapshot states (see `snapshot_record`)."""
    return snapshot_record(record).reference()


def snapshot_record(record: Mapping[str, Any], *, texts: bool = True) -> Record:
    """What one record of the snapshot states. Raises ValueError when it has no valid id or no title.
    `texts` is as for `arxiv_record`.

    `issued` is the day of version 1, `updated` that of the last version listed. The id's version is the last listed
    one's; unknown when no version is listed or the last has no number. A time of day is never kept: copies that know
    the day only have 00:00:00 there.

    >>> found = snapshot_record({"id": "1706.03762", "title": "Attention Is All You Need", "authors": None,
    ...     "versions": [{"version": "v1", "created": "Mon, 12 Jun 2017 17:57:34 GMT"}], "categories": "cs.CL cs.LG"})
    >>> found.issued.iso(), found.categories, found.ids[0].versioned()
    ('2017-06-12', ('cs.CL', 'cs.LG'), '1706.03762v1')
    """
    versions = [each for each in _list(record.get("versions")) if isinstance(each, dict)]
    first, last = (versions[0], versions[-1]) if versions else ({}, {})
    id = _id(_string(record.get("id")) or "")
    if id is None:
        raise ValueError(f"no arXiv id: {record.get('id')!r}")
    title = _string(record.get("title"))
    if title is None:
        raise ValueError(f"{id} has no title")
    return arxiv_record(
        Identifier("arxiv", id, _version(last)),
        title,
        author=authors(record),
        issued=_day(first) if _version(first) == 1 else None,
        updated=_day(last),
        categories=(_string(record.get("categories")) or "").split(),
        journal_ref=_string(record.get("journal-ref")),
        doi=_string(record.get("doi")),
        abstract=_string(record.get("abstract")),
        comment=_string(record.get("comments")),
        report_number=_string(record.get("report-no")),
        texts=texts,
    )


def authors(record: Mapping[str, Any]) -> tuple[Name, ...]:
    """The authors in order: from `authors_parsed`, or from the string `authors` where that is missing or mangled.

    Parts which still hold LaTeX were cut in the wrong place when they were parsed; a part of punctuation alone
    (the colon after a collaboration's name) is no name.

    >>> [name.display() for name in authors({"authors_parsed": [["Atlas Collaboration", "", ""], [":", "", ""],
    ...     ["van der Geer", "B.", ""], ["King", "Martin Luther", "Jr."]]})]
    ['Atlas Collaboration', 'B. van der Geer', 'Martin Luther King, Jr.']
    """
    rows = [each[:3] for each in _list(record.get("authors_parsed")) if isinstance(each, _LISTS)]
    try:
        read = [_author(*row) for row in rows]
    except TypeError:  # a part that is no text
        read = [_author(*[_string(part) or "" for part in row]) for row in rows]
    written = _string(record.get("authors"))
    if written and (not read or any(mangled for _, mangled in read)):
        return parse_author_list(" ".join(written.split()))
    return tuple([name for name, _ in read if name])


def _author(family: str = "", given: str = "", suffix: str = "") -> tuple[Name | None, bool]:
    """The name that the parts of a row make, or None; and whether a part is mangled. Raises TypeError for no text."""
    if _TIDY.fullmatch("|".join((family, given, suffix))):
        return Name(family, given), False
    return _mended(family, given, suffix)


# Many people have more papers than one. To remember tidy names would take longer than to make them again.
@lru_cache(maxsize=1 << 14)
def _mended(*parts: str) -> tuple[Name | None, bool]:
    return _name(*[to_unicode(" ".join(part.split())) for part in parts]), _MANGLED.search("|".join(parts)) is not None


def _name(family: str, given: str, suffix: str) -> Name | None:
    if not family[:1].isalnum() and not any(map(str.isalnum, family)):
        return None
    if not given:
        return parse_name(family)
    if family[0].islower():
        return parse_name(", ".join(part for part in (family, suffix, given) if part))
    return Name(family, given, None, suffix or None)


def _id(text: str) -> str | None:
    """The arXiv id that `text` is, without version."""
    if _PLAIN_ID.fullmatch(text):
        return text
    id = parse_identifier(text)
    return id.value if id and id.scheme == "arxiv" else None


def _dois(text: str) -> tuple[list[Identifier], str]:
    """The DOIs in a field that may hold several, and whatever else stands there."""
    if _PLAIN_DOI.fullmatch(text):
        return [Identifier("doi", text)], ""
    if not text:
        return [], ""
    found = [(part, parse_identifier(part)) for part in re.split(r"[\s;,]+(?=10\.|doi:|https?:)", text.strip()) if part]
    dois = [id for _, id in found if id is not None and id.scheme == "doi"]
    return dois, " ".join(part for part, id in found if id is None or id.scheme != "doi")


def _version(version: Mapping[str, Any]) -> int | None:
    written = version.get("version")
    return _read_version(written) if isinstance(written, str) else None


@lru_cache(maxsize=256)
def _read_version(written: str) -> int | None:
    found = _VERSION.fullmatch(written.strip())
    return int(found[1]) if found else None


def _day(version: Mapping[str, Any]) -> PartialDate | None:
    """The day a version was submitted, in either spelling: an RFC 2822 date with time, or ISO 8601."""
    return _read_day((_string(version.get("created")) or "")[:17])


@lru_cache(maxsize=1 << 14)
def _read_day(written: str) -> PartialDate | None:
    found = _RFC_DATE.match(written)
    if not found or found[2] not in _MONTHS:
        return PartialDate.parse(written[:10])
    try:
        return PartialDate(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


def _text(value: str | None) -> str | None:
    return " ".join(to_unicode(value).split()) or None if value else None


def _standing(*written: str | None) -> tuple[Standing, ...]:
    telling = [text for text in written if text and may_say(text)]
    return standings(*(_text(text) or "" for text in telling)) if telling else ()


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, _LISTS) else ()
