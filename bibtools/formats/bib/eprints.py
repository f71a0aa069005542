"""Identifiers wherever an entry hides them: eprint fields of both dialects, journal, note, url, howpublished, doi …

Forms seen in real files: `eprint` with or without `archivePrefix`/`eprinttype`; `journal = {arXiv preprint arXiv:…}`
(Google Scholar); `journal = {CoRR}, volume = {abs/…}` (DBLP); `journal = {arXiv e-prints}, eid = {arXiv:…}` (ADS);
`number = {arXiv:…}`, `note = {arXiv:… [cs]}`, `extra` (Zotero); `archiveID`, `arxivId` (Better BibTeX, Mendeley);
`howpublished = {arXiv:…}`; addresses and DOIs of arXiv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bibtools.formats.bib.values import decode_text, decode_url
from bibtools.model.identifier import ARCHIVES, Identifier, arxiv_doi, numbered_identifier, parse_identifier
from bibtools.text.identifiers import find_identifiers

ARCHIVE_NAME = re.compile(
    r"""\W*(?:the\ )?(?:arxiv|corr|computing\ research\ repository)(?:\.org)?
    (?:[ :.,-]*(?:e-?prints?|preprints?|abs))*\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_NOTHING = re.compile(
    r"""(?<!\w)(?: arxiv(?:\.org)? | (?:https?://)?(?:dx\.)?doi(?:\.org)?
    | corr | pre-?prints? | e-?prints? | _?eprint | papers? | abs | available | online
    | from | at | in | on | the | also | see | identifier | id | no | submitted | to
    | \[[a-z-]+(?:\.[A-Za-z-]+)?\] | (?:19|20)\d\d )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_CATEGORY = re.compile(r"\[\s*([a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2,4}(?:-[A-Za-z]{2,4})?)?)\s*\]")
_CLASS = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]+(?:-[A-Za-z]+)?)?")
_SAYS_ARXIV = re.compile(r"arxiv|abs/|corr", re.IGNORECASE)
_JOURNALS = ("journal", "journaltitle", "booktitle")
# Fields that only hold an identifier when they name the archive, or when the journal does.
_NUMBERS = ("volume", "number", "eid", "pages")
_OWN_FIELDS = ("archiveid", "arxivid", "arxiv", "arxiv-id", "arxiv_id")
_PROSE = ("howpublished", "note")
_ADDRESSES = ("url", "pdf", "ee", "link", "preprint")
_TYPE_OF_EPRINT = ("eprinttype", "archiveprefix", "archive")


@dataclass(frozen=True, slots=True)
class Identified:
    """What an entry states: its `ids`, arXiv's first and the surest first of each scheme, and the primary category.

    `spent` are fields that say nothing beyond that; `unreadable` those that should hold an identifier and do not;
    `contradiction` are the texts of two arXiv ids which are not the same paper.
    """

    ids: tuple[Identifier, ...] = ()
    category: str | None = None
    spent: frozenset[str] = frozenset()
    unreadable: tuple[str, ...] = ()
    contradiction: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Sign:
    """One identifier, the field it stands in, whether that field says more, the category beside it."""

    id: Identifier
    field: str
    whole: bool = True
    category: str | None = None


def identify(fields: Mapping[str, str]) -> Identified:
    """The identifiers stated in an entry's fields (names in lower case, values as LaTeX).

    >>> identify({"journal": "CoRR", "volume": "abs/1706.03762v5"}).ids
    (Identifier(scheme='arxiv', value='1706.03762', version=5),)
    >>> sorted(identify({"eprint": "9901001", "archiveprefix": "arXiv", "primaryclass": "hep-th"}).spent)
    ['archiveprefix', 'eprint', 'primaryclass']
    """
    signs = [sign for names, stated in _STATED_IN if not names.isdisjoint(fields) for sign in stated(fields)]
    ids: dict[tuple[str, str], Identifier] = {}
    for sign in signs:
        key = (sign.id.scheme, sign.id.value.lower())
        if key not in ids or (sign.id.version and not ids[key].version):
            ids[key] = sign.id
    arxiv = [i for i in ids.values() if i.scheme == "arxiv"]
    spent = {sign.field for sign in signs if sign.whole}
    category = None
    if arxiv:
        if _eprint_type(fields) == "arxiv" or any(sign.field == "eprint" for sign in signs):
            spent |= fields.keys() & {"eprinttype", "archiveprefix"}
        classes = {name: decode_text(fields[name]) for name in ("eprintclass", "primaryclass") if name in fields}
        right = {name: text for name, text in classes.items() if _CLASS.fullmatch(text)}
        category = next((text for text in (*right.values(), *(s.category for s in signs)) if text), None)
        spent |= {name for name, text in right.items() if text == category}
        spent |= {
            name for name in (*_JOURNALS, "publisher", "organization", "institution") if _is_archive(fields, name)
        }
    wrong = [name for name in _TYPED if name in fields and name not in spent]
    wrong += ["eprint"] if "eprint" in fields and "eprint" not in spent and _eprint_type(fields) == "arxiv" else []
    versions = (arxiv[0].versioned(), arxiv[1].versioned()) if len(arxiv) > 1 else None
    ordered = sorted(ids.values(), key=lambda found: _ORDER.index(found.scheme))
    return Identified(tuple(ordered), category, frozenset(spent), tuple(wrong), versions)


_ORDER = ("arxiv", "doi", "isbn", "issn", "pmid", "pmcid")
_TYPED = {"doi": "doi", "isbn": "isbn", "issn": "issn", "pmid": "pmid", "pmcid": "pmcid"}


def _is_archive(fields: Mapping[str, str], name: str) -> bool:
    return name in fields and _names_archive(fields[name])


@lru_cache(maxsize=4096)
def _names_archive(raw: str) -> bool:
    return ARCHIVE_NAME.fullmatch(decode_text(raw)) is not None


def _eprint_type(fields: Mapping[str, str]) -> str:
    return next((decode_text(fields[name]).lower() for name in _TYPE_OF_EPRINT if name in fields), "")


def _eprint(fields: Mapping[str, str]) -> Iterator[_Sign]:
    if "eprint" not in fields:
        return
    text, kind = decode_text(fields["eprint"]), _eprint_type(fields)
    if kind in ("pubmed", "pmid") and (pmid := numbered_identifier("pmid", text)):
        yield _Sign(pmid, "eprint")
        yield _Sign(pmid, next(name for name in _TYPE_OF_EPRINT if name in fields))
    if kind not in ("arxiv", "arxiv.org", "corr", "", *ARCHIVES):
        return
    archive = decode_text(fields.get("eprintclass") or fields.get("primaryclass") or "").partition(".")[0]
    for stated in (text, f"arXiv:{text}", f"{kind}/{text}", f"{archive}/{text}"):
        found = parse_identifier(stated)
        if found and found.scheme == "arxiv":
            yield _Sign(found, "eprint", category=_category(text))
            return


def _own_fields(fields: Mapping[str, str]) -> Iterator[_Sign]:
    for name in _OWN_FIELDS:
        found = parse_identifier(f"arXiv:{decode_text(fields[name])}") if name in fields else None
        found = found or (parse_identifier(decode_text(fields[name])) if name in fields else None)
        if found and found.scheme == "arxiv":
            yield _Sign(found, name)


def _dois(fields: Mapping[str, str]) -> Iterator[_Sign]:
    for name, scheme in _TYPED.items():
        if name not in fields:
            continue
        if scheme != "doi":
            yield from _numbered(scheme, decode_text(fields[name]), name)
            continue
        found = parse_identifier(decode_url(fields[name]))
        if found and found.scheme == "arxiv":
            yield _Sign(found, name)
            yield _Sign(arxiv_doi(found), name)
        elif found and found.scheme == scheme:
            yield _Sign(found, name)


def _numbered(scheme: str, text: str, name: str) -> Iterator[_Sign]:
    """One number or several; the field counts when all of them are right."""
    found = _numbers_in(scheme, text)
    for number in found:
        if number:
            yield _Sign(number, name, whole=None not in found)


@lru_cache(maxsize=1024)
def _numbers_in(scheme: str, text: str) -> tuple[Identifier | None, ...]:
    """What is said to be numbers ("0031-9007, 1079-7114", "978-… (print)"); articles of a journal repeat its own."""
    if alone := numbered_identifier(scheme, text):
        return (alone,)
    parts = (part for part in re.split(r"[,;/\s]+|\([^()]*\)", text) if re.search(r"\d", part))
    return tuple(numbered_identifier(scheme, part) for part in parts)


def _journals(fields: Mapping[str, str]) -> Iterator[_Sign]:
    for name in _JOURNALS:
        if name in fields:
            yield from (sign for sign in _in_text(fields[name], name) if sign.whole)


def _numbers(fields: Mapping[str, str]) -> Iterator[_Sign]:
    of_archive = any(_is_archive(fields, name) for name in _JOURNALS)
    for name in _NUMBERS:
        if name in fields and (of_archive or _SAYS_ARXIV.search(fields[name])):
            yield from (sign for sign in _in_text(fields[name], name) if sign.whole)


def _prose(fields: Mapping[str, str]) -> Iterator[_Sign]:
    """Running text may speak of another paper ("Comment on arXiv:…"): it counts when it begins with the identifier."""
    for name in _PROSE:
        if name in fields:
            yield from _in_text(fields[name], name)
    # Zotero's "extra" has one statement per line.
    lines = [sign for line in fields.get("extra", "").splitlines() for sign in _in_text(line, "extra")]
    yield from (replace(sign, whole=sign.whole and len(fields["extra"].split("\n")) == 1) for sign in lines)


def _addresses(fields: Mapping[str, str]) -> Iterator[_Sign]:
    for name in _ADDRESSES:
        if name in fields and (found := parse_identifier(decode_url(fields[name]))):
            yield _Sign(found, name, whole=False)


def _in_text(raw: str, name: str) -> Iterator[_Sign]:
    """The arXiv id at the start of a field, `whole` when the rest of the field says nothing."""
    if not _DIGIT.search(raw):
        return
    text = decode_text(raw)
    for found in find_identifiers(text)[:1]:
        before, after = text[: found.start], text[found.end :]
        if found.identifier.scheme == "arxiv" and _says_nothing(before):
            category = _category(text[found.start :])
            yield _Sign(found.identifier, name, _says_nothing(after), category)


def _says_nothing(text: str) -> bool:
    return not re.search(r"[^\W_]", _SAYS_NOTHING.sub("", text))


def _category(text: str) -> str | None:
    found = _CATEGORY.search(text)
    return found[1] if found else None


# What may state an identifier, the surest first: fields, any of which an entry must have, and how they are read.
_STATED_IN: tuple[tuple[frozenset[str], Callable[[Mapping[str, str]], Iterator[_Sign]]], ...] = (
    (frozenset({"eprint"}), _eprint),
    (frozenset(_OWN_FIELDS), _own_fields),
    (frozenset(_TYPED), _dois),
    (frozenset(_JOURNALS), _journals),
    (frozenset(_NUMBERS), _numbers),
    (frozenset({*_PROSE, "extra"}), _prose),
    (frozenset(_ADDRESSES), _addresses),
)
