"""Items as Zotero's API tells them, as entries: the web API's and the local one's, in a list or one by one.

Nothing of an item is lost but what is the library's and not the reference's (its collections, relations, dates of
adding): other fields are in `Reference.extra` under CSL's names, a date or a creator that is not whole in the model
stands there too, under `csl-` and its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from bibtools.formats.csljson.dates import to_date
from bibtools.formats.csljson.note import Note, read_note
from bibtools.formats.csljson.scan import Flaw, scan
from bibtools.formats.encoding import newline_of
from bibtools.formats.lines import Lines
from bibtools.formats.zotero.creators import from_creators
from bibtools.formats.zotero.dates import read_date
from bibtools.formats.zotero.identifiers import arxiv_ids, dois, stated
from bibtools.formats.zotero.mapping import FURTHER, FURTHER_DATES, GENERAL, NUMBERS, STRINGS, TYPES
from bibtools.formats.zotero.texts import word_set
from bibtools.model.date import PartialDate
from bibtools.model.document import Document, Entry, Origin, Problem, Severity
from bibtools.model.identifier import Identifier, arxiv_doi, parse_identifier
from bibtools.model.reference import Reference

CHILDREN: Final = frozenset(("note", "attachment", "annotation"))
"""Item types that are no works: they belong to one, or stand for themselves."""

KEPT: Final = "csl-"
TRASHED: Final = "trashed"
"""In `extra` of an item that lies in the trash."""

PROBLEMS: Final[Mapping[str, tuple[Severity, str]]] = {
    "ZOT101": ("error", "the text is not valid JSON, or not a list of items as Zotero's API tells them"),
    "ZOT102": ("note", "notes, attachments and annotations are no works and are left out"),
    "ZOT103": ("note", "an item lies in the trash; it is never changed and never added again"),
    "ZOT104": ("warning", "an item states two different arXiv ids; it is never changed"),
}
"""The problems this reader reports: code, severity, and what each is about."""

# What belongs to the library, or is read by name below.
_OWN = word_set(
    "key version itemType creators date extra tags collections relations dateAdded dateModified deleted inPublications"
    " citationKey DOI parentItem lastRead"
)


def read(text: str, path: str) -> Document:
    """All works in a JSON list of items. Never raises: what cannot be read is in the document's problems.

    >>> item = '{"key": "ABCD2345", "data": {"itemType": "preprint", "title": "A", "archiveID": "arXiv:1706.03762"}}'
    >>> document = read(f"[{item}]", "items.json")
    >>> document.entries[0].id, document.entries[0].reference.id("arxiv").value
    ('ABCD2345', '1706.03762')
    """
    found, lines = scan(text), Lines(text)
    problems = [_flaw(flaw, lines, path) for flaw in found.flaws]
    entries: list[Entry] = []
    children: list[Origin] = []
    for number, span in enumerate(found.items, start=1):
        item = {member.key: member.value for member in span.members}
        origin = lines.origin(path, span.start, span.end)
        if _data(item).get("itemType") in CHILDREN:
            children.append(origin)
            continue
        told = replace(entry(item, path, number), origin=origin)
        if not span.whole:
            told = replace(told, state="broken")
        entries.append(told)
        problems += [replace(each, origin=origin) for each in notable(item, path, number)]
    if children:
        message = f"{len(children)} notes, attachments and annotations are left out"
        problems.append(_problem("ZOT102", message, children[0]))
    problems.sort(key=lambda problem: problem.origin.start)
    return Document(path, "zotero", text, tuple(entries), tuple(problems), newline=newline_of(text))


def entry(item: Mapping[str, object], library: str, position: int) -> Entry:
    """One item of the API as an entry; `library` and `position`, from 1, say where it is in messages.

    An item in the trash, or with two different arXiv ids, is `suspect`: it is found, and never changed.

    >>> found = entry({"key": "ABCD2345", "data": {"itemType": "book", "deleted": 1}}, "zotero:user", 7)
    >>> found.id, found.state, str(found.origin)
    ('ABCD2345', 'suspect', 'zotero:user:7:1')
    """
    data = _data(item)
    key = str(item.get("key") or data.get("key") or f"item-{position}")
    origin = Origin(library, position, position, position, 1, position)
    meta = item.get("meta")
    parsed = meta.get("parsedDate") if isinstance(meta, Mapping) else None
    suspect = is_trashed(data) or is_ambiguous(data)
    return Entry(key, reference(data, parsed), origin, "suspect" if suspect else "clean")


def notable(item: Mapping[str, object], library: str, position: int) -> Iterator[Problem]:
    """What a person should know about one item; arguments as for `entry`."""
    data = _data(item)
    origin = Origin(library, position, position, position, 1, position)
    key = item.get("key") or data.get("key") or position
    if is_trashed(data):
        yield _problem("ZOT103", f"{key} lies in the trash", origin)
    if is_ambiguous(data):
        told = ", ".join(
            f"{each.identifier.value} ({each.field})" for each in stated(data) if _is_arxiv(each.identifier)
        )
        yield _problem("ZOT104", f"{key} states different arXiv ids: {told}", origin, "keep the right one in Zotero")


def is_trashed(data: Mapping[str, object]) -> bool:
    """Whether an item lies in the trash."""
    return bool(data.get("deleted"))


def is_ambiguous(data: Mapping[str, object]) -> bool:
    """Whether an item states two different arXiv ids, so that nobody can tell which paper it is."""
    return len(arxiv_ids(data)) > 1


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
    note = read_note(_text(data.get("extra")))
    arxiv = _versioned(arxiv_ids(data), note)
    if arxiv and type_ == "article":
        _drop_derived(fields, arxiv)
    texts = {}
    for attribute, bases in STRINGS:
        name = next((base for base in bases if base in fields), None)
        texts[attribute] = fields.pop(name) if name else None
    author, editor, whole = from_creators(data.get("creators"))
    extra: dict[str, str] = {}
    if not whole:
        extra["creators"] = json.dumps(data.get("creators"), ensure_ascii=False)
    issued = _issued(fields.pop("date", ""), parsed, extra)
    ids = list(_identifiers(data, fields, note, type_))
    extra |= _further(data, fields)
    extra |= note.fields
    if key := _text(data.get("citationKey")) or note.citation_key:
        extra["citation-key"] = key
    return Reference(
        type=type_,
        **texts,  # type: ignore[arg-type]
        author=author,
        editor=editor,
        issued=issued,
        note=note.rest,
        ids=(*arxiv, *ids),
        categories=(note.category,) if note.category and arxiv else (),
        extra=extra,
    )


def _data(item: Mapping[str, object]) -> Mapping[str, object]:
    """The part of an item that says what it is; some exports are nothing but this part."""
    data = item.get("data")
    return data if isinstance(data, Mapping) else item


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
        extra[f"{KEPT}issued"] = json.dumps({"literal": text}, ensure_ascii=False)
    return told


def _identifiers(
    data: Mapping[str, object], fields: dict[str, str], note: Note, type_: str | None
) -> Iterator[Identifier]:
    """DOIs, ISBNs and the like, each once; arXiv's own DOI too where the type does not imply it."""
    found: list[Identifier] = []
    if type_ != "article":
        found += [
            arxiv_doi(each.identifier) for each in stated(data) if each.field == "DOI" and _is_arxiv(each.identifier)
        ]
    found += dois(data)
    for scheme, field in NUMBERS:
        text = fields.pop(field, "")
        parts = (
            text.replace(",", " ").replace(";", " ").split() if scheme in ("isbn", "issn") else [text] if text else []
        )
        known = [parse_identifier(f"{scheme}:{part}") for part in parts]
        if text and (None in known or not known):
            known = [parse_identifier(f"{scheme}:{text}")]
        found += [identifier for identifier in known if identifier and identifier.scheme == scheme]
    found += [identifier for identifier in note.ids if identifier.scheme != "arxiv"]
    yield from dict.fromkeys(found)


def _further(data: Mapping[str, object], fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the model has no field for, under CSL's name where there is one."""
    for name, text in fields.items():
        if name in FURTHER:
            yield FURTHER[name], text
        elif name in FURTHER_DATES:
            date, _ = read_date(text)
            yield FURTHER_DATES[name], json.dumps(to_date(date) if date else {"literal": text}, ensure_ascii=False)
        elif name not in _OWN:
            yield name, text
    tags = data.get("tags")
    words = [tag["tag"] for tag in tags if isinstance(tag, Mapping) and "tag" in tag] if isinstance(tags, list) else []
    if words:
        yield "keyword", ", ".join(map(str, words))
    if is_trashed(data):
        yield TRASHED, "1"


def _flaw(flaw: Flaw, lines: Lines, path: str) -> Problem:
    origin = lines.origin(path, flaw.start, flaw.end)
    severity = PROBLEMS["ZOT101"][0]
    return Problem("ZOT101", flaw.message, origin, severity, flaw.hint, lines.text(origin.line))


def _problem(code: str, message: str, origin: Origin, hint: str | None = None) -> Problem:
    return Problem(code, message, origin, PROBLEMS[code][0], hint)
