"""One item of Zotero as a `Reference`: nothing is lost but what is the library's (collections, days of adding).

Other fields are in `Reference.extra` under CSL's names; a date or a list of creators that the model holds only in part
stands there too, as `csl-issued` and `creators`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bibtools.formats.csljson.dates import to_date
from bibtools.formats.csljson.mapping import MODELLED
from bibtools.formats.csljson.note import Note, read_note
from bibtools.formats.zotero.creators import from_creators
from bibtools.formats.zotero.dates import read_date
from bibtools.formats.zotero.extra import EXTRA, variables
from bibtools.formats.zotero.identifiers import Stated, arxiv_among, dois_among, stated, without_id
from bibtools.formats.zotero.mapping import FURTHER, FURTHER_DATES, GENERAL, NUMBERS, STRINGS, TYPES
from bibtools.formats.zotero.texts import word_set
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi, parse_identifier
from bibtools.model.reference import Reference
from bibtools.text.identifiers import find_identifiers

KEPT_DATE: Final = "csl-issued"
"""In `extra`: a date's own words, as CSL has them, where they say more than a day, a month or a year."""

_BETWEEN = re.compile(r"[\s,;]+")
# What belongs to the library, or is read by name below.
_OWN = word_set(
    "key version itemType creators date extra tags collections relations dateAdded dateModified deleted inPublications"
    " citationKey DOI parentItem lastRead"
)


def reference(data: Mapping[str, object], parsed: object = None) -> Reference:
    """The `data` of an item as a reference; `parsed` is the date as the server understands it, if it says.

    >>> reference({"itemType": "preprint", "title": "A", "date": "June 2017", "repository": "arXiv",
    ...            "archiveID": "arXiv:1706.03762", "extra": "arXiv:1706.03762 [cs]\\nread twice"})
    ... # doctest: +NORMALIZE_WHITESPACE +ELLIPSIS
    Reference(type='article', title='A', ..., issued=PartialDate(year=2017, month=6, day=0), ...,
              note='read twice', ..., categories=('cs',), ..., extra={})
    """
    type_ = TYPES.get(str(data.get("itemType")))
    fields = {GENERAL.get(name, name): text for name, value in data.items() if (text := _text(value))}
    note = read_note(_text(data.get(EXTRA)))
    told = tuple(stated(data))
    arxiv = _versioned(arxiv_among(told), note)
    if arxiv and type_ == "article":
        _drop_derived(fields, arxiv)
    texts: dict[str, str | None] = {}
    for attribute, bases in STRINGS:
        name = next((base for base in bases if base in fields), None)
        texts[attribute] = fields.pop(name) if name else None
    if title := texts["title"]:
        texts["title"] = without_id(title)
    people = from_creators(data.get("creators"))
    extra = people.extra()
    if not people.whole:
        extra["creators"] = json.dumps(data.get("creators"), ensure_ascii=False)
    issued = _issued(fields.pop("date", ""), parsed, extra)
    ids = _identifiers(told, fields, note, type_, extra)
    extra |= _further(data, fields)
    extra |= note.fields
    if key := _text(data.get("citationKey")) or note.citation_key:
        extra["citation-key"] = key
    remarks = _remarks(note.rest, texts, extra)
    return Reference(
        type=type_,
        **texts,  # type: ignore[arg-type]
        author=people.author,
        editor=people.editor,
        issued=issued,
        note=remarks,
        ids=arxiv + ids,
        categories=(note.category,) if note.category and arxiv else (),
        extra=extra,
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _is_arxiv(identifier: Identifier) -> bool:
    return identifier.scheme == "arxiv"


def _versioned(found: tuple[Identifier, ...], note: Note) -> tuple[Identifier, ...]:
    """The ids, the only one with the version that a line of Extra states."""
    if len(found) == 1 and note.version and found[0].version is None:
        return (Identifier("arxiv", found[0].value, note.version),)
    return found


def _drop_derived(fields: dict[str, str], arxiv: tuple[Identifier, ...]) -> None:
    """Leave out what the writer of any format derives again from a preprint's arXiv id."""
    if fields.get("publisher", "").lower() == "arxiv":
        del fields["publisher"]
    if fields.get("libraryCatalog") == "arXiv.org":
        del fields["libraryCatalog"]
    number = parse_identifier(fields.get("number", ""))
    if number and number.value == arxiv[0].value:
        del fields["number"]


def _issued(text: str, parsed: object, extra: dict[str, str]) -> PartialDate | None:
    """The date; the whole text stands in `extra` where it says more."""
    if not text:
        return None
    date, whole = read_date(text)
    told = PartialDate.parse(parsed) if isinstance(parsed, str) else date
    if not whole or told != date:
        extra[KEPT_DATE] = json.dumps({"literal": text}, ensure_ascii=False)
    return told


def _remarks(rest: str | None, texts: dict[str, str | None], extra: dict[str, str]) -> str | None:
    """What is left of Extra when its lines that stand for CSL variables have said what no field says."""
    if rest is None:
        return None
    taken = []
    for line, variable, value in variables(rest):
        attribute = variable.lower().replace("-", "_")
        if attribute in texts and texts[attribute] is None and not find_identifiers(value):
            texts[attribute] = value
            taken.append(line)
        elif variable not in MODELLED and variable not in extra:
            extra[variable] = value
            taken.append(line)
    return "\n".join(line for line in rest.splitlines() if line not in taken).strip("\n") or None if taken else rest


def _identifiers(
    told: tuple[Stated, ...], fields: dict[str, str], note: Note, type_: str | None, extra: dict[str, str]
) -> tuple[Identifier, ...]:
    """DOIs, ISBNs and the like, each once; arXiv's own DOI too where the type does not imply it.

    A field that holds none, or more than that, is carried along as it is.
    """
    in_doi = [each.identifier for each in told if each.field == "DOI"]
    found = [arxiv_doi(each) for each in in_doi if _is_arxiv(each) and type_ != "article"]
    found += dois_among(told)
    if not in_doi and "DOI" in fields:
        extra["csl-DOI"] = fields["DOI"]
    for scheme, field in NUMBERS:
        if text := fields.pop(field, ""):
            known = [_numbered(scheme, text)] if _numbered(scheme, text) else _several(scheme, text)
            found += [identifier for identifier in known if identifier]
            if None in known:
                extra[f"csl-{field}"] = text
    found += [identifier for identifier in note.ids if not _is_arxiv(identifier)]
    return tuple(dict.fromkeys(found))


def _several(scheme: str, text: str) -> list[Identifier | None]:
    """Books and journals have several numbers, for paper and screen, in one field."""
    return [_numbered(scheme, part) for part in _BETWEEN.split(text) if part]


def _numbered(scheme: str, text: str) -> Identifier | None:
    found = parse_identifier(f"{scheme}:{text}")
    return found if found and found.scheme == scheme else None


def _further(data: Mapping[str, object], fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the model has no field for, under CSL's name where there is one."""
    for name, text in fields.items():
        if name in FURTHER:
            yield FURTHER[name], text
        elif name in FURTHER_DATES:
            date, whole = read_date(text)
            told = to_date(date) if date and whole else {"literal": text}
            yield FURTHER_DATES[name], json.dumps(told, ensure_ascii=False)
        elif name not in _OWN:
            yield name, text
    tags = data.get("tags")
    words = [tag["tag"] for tag in tags if isinstance(tag, Mapping) and "tag" in tag] if isinstance(tags, list) else []
    if words:
        yield "keyword", ", ".join(map(str, words))
