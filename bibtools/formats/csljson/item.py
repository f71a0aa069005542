"""One item of CSL-JSON as a `Reference`. Nothing of the item is lost.

What the model has no field for is in `Reference.extra`: other CSL variables and unknown keys under their own name, text
as it is and anything else as JSON. Where the model holds only a part of a value (a range of dates, a name with hints
for its printing), the whole of it stands there too, under `csl-` and the variable's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bibtools.formats.csljson.dates import from_date
from bibtools.formats.csljson.mapping import ALIASES, IDENTIFIERS, KEPT, MODELLED, NAMES, STRINGS
from bibtools.formats.csljson.names import from_names
from bibtools.formats.csljson.note import Note, read_note
from bibtools.formats.csljson.rules import TYPES, is_valid
from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier, arxiv_doi, arxiv_from_doi, parse_identifier
from bibtools.model.name import Name
from bibtools.model.reference import Reference, Relation

_SCHEMES: Final = ("arxiv", *(scheme for scheme, _ in IDENTIFIERS))
_SEVERAL: Final = frozenset(("isbn", "issn"))
_BETWEEN_IDS = re.compile(r"[\s,;]+")
_ARXIV_NUMBER = re.compile(r"arxiv\s*:\s*(?P<id>\S+)(?:\s*\[(?P<category>[\w.-]+)\])?\s*\Z", re.IGNORECASE)


def citation_key(item: Mapping[str, object], name: str | None = None) -> str | None:
    """What an item is cited by: `id`, or where that is an URI or missing `citation-key`, or a line of its note.

    `name` is the key under which the item stands, in a file that maps ids to items.

    >>> citation_key({"id": "http://zotero.org/users/1/items/A", "citation-key": "doe2021"})
    'doe2021'
    """
    own = _scalar(item.get("id"))
    if own and "://" not in own:
        return own
    note = item.get("note")
    told = read_note(note).citation_key if isinstance(note, str) else None
    return _scalar(item.get("citation-key")) or told or own or name


def read_item(item: Mapping[str, object], name: str | None = None) -> Reference:
    """One decoded item as a reference; see `citation_key` for `name`.

    >>> read_item({"type": "book", "title": "Élan", "volume": 7, "medium": "print"}).extra
    {'medium': 'print'}
    """
    return _Reader(item, name).run()


class _Reader:
    """Takes an item apart; each step takes from `left` what it reads, and the rest goes to `extra`."""

    def __init__(self, item: Mapping[str, object], name: str | None) -> None:
        self.left = {key: value for key, value in item.items() if value is not None}
        self.extra: dict[str, str] = {}
        self.key = citation_key(item, name)

    def run(self) -> Reference:
        note = self._note()
        texts = {field: self._text(variable) for field, variable in STRINGS}
        names = {field: self._names(variable) for field, variable in NAMES}
        custom = self._custom()
        known = [*self._identifiers(), *note.ids, *_other_ids(custom)]
        arxiv, category = self._arxiv(note, texts, known)
        type_ = self._type()
        if arxiv and type_ in (None, "article"):
            self._drop_derived(texts)
            known = [identifier for identifier in known if not arxiv_from_doi(identifier)]
        fields = {
            **texts,
            **_record(custom),
            "issued": self._issued(),
            "categories": self._categories(arxiv, category),
        }
        self._keys()
        self.extra |= {key: _encoded(value) for key, value in self.left.items()}
        self._spread(custom)
        others = (identifier for identifier in known if identifier.scheme != "arxiv")
        ids = sorted(dict.fromkeys((*arxiv, *others)), key=lambda identifier: _SCHEMES.index(identifier.scheme))
        return Reference(type=type_, note=note.rest, ids=tuple(ids), extra=self.extra, **names, **fields)  # type: ignore[arg-type]

    def _keep(self, variable: str, value: object) -> None:
        self.extra[KEPT + variable] = _encoded(value)

    def _text(self, variable: str) -> str | None:
        value = self.left.pop(variable, None)
        if value is None:
            return None
        if isinstance(value, list) and len(value) < 2:
            # Crossref's records, which are nearly CSL-JSON, have titles in lists of one.
            value = value[0] if value else None
        text = _scalar(value)
        if text is None and value is not None and value != "":
            self._keep(variable, value)
        return text

    def _names(self, variable: str) -> tuple[Name, ...]:
        value = self.left.pop(variable, None)
        if value is None:
            return ()
        names, whole = from_names(value)
        if not whole:
            self._keep(variable, value)
        return names

    def _issued(self) -> PartialDate | None:
        value = self.left.pop("issued", None)
        if value is None:
            return None
        date, whole = from_date(value)
        if not whole:
            self._keep("issued", value)
        return date

    def _type(self) -> str | None:
        value = self.left.pop("type", None)
        if isinstance(value, str) and value in TYPES:
            return value
        known = ALIASES.get(value.lower()) if isinstance(value, str) else None
        if known is None and value not in (None, ""):
            self._keep("type", value)
        return known

    def _note(self) -> Note:
        value = self.left.pop("note", None)
        if value is not None and not isinstance(value, str):
            self._keep("note", value)
        note = read_note(value) if isinstance(value, str) and value else Note()
        self.extra |= note.fields
        return note

    def _identifiers(self) -> Iterator[Identifier]:
        for scheme, variable in IDENTIFIERS:
            value = self.left.pop(variable, None)
            if value in (None, "", []):
                continue
            parts = [_scalar(part) for part in value] if isinstance(value, list) else [_scalar(value)]
            texts = [text for part in parts if part for text in _several(scheme, part)]
            found = [_identifier(scheme, text) for text in texts]
            if None in found or not found or None in parts:
                self._keep(variable, value)
            for identifier in found:
                if identifier:
                    yield identifier
                    if scheme == "doi" and identifier.scheme == "arxiv":
                        yield arxiv_doi(identifier)

    def _arxiv(
        self, note: Note, texts: dict[str, str | None], known: list[Identifier]
    ) -> tuple[tuple[Identifier, ...], str | None]:
        """The arXiv ids that an item tells anywhere, and the primary class; what says nothing else is taken out."""
        found = [identifier for identifier in known if identifier.scheme == "arxiv"]
        category = note.category
        of_arxiv = (texts["publisher"] or "").lower() in ("arxiv", "arxiv.org")
        told = texts["number"] or ""
        number = _ARXIV_NUMBER.match(f"arXiv:{told}" if of_arxiv and told[:1].isdecimal() else told)
        if number and (identifier := _identifier("arxiv", f"arXiv:{number['id']}")):
            found.append(identifier)
            category = category or number["category"]
            texts["number"] = None
        place = self.left.get("archive_location")
        if str(self.left.get("archive", "")).lower() == "arxiv" and isinstance(place, str):
            bare = place.partition("[")[0].strip()
            if identifier := _identifier("arxiv", bare if bare.lower().startswith("arxiv") else f"arXiv:{bare}"):
                found.append(identifier)
                del self.left["archive"], self.left["archive_location"]
        if not found:
            found = [identifier for text in _told(texts) if (identifier := _identifier("arxiv", text))]
        version = note.version
        stated = self.left.get("version")
        if found and version is None and str(stated).isdecimal() and len(str(stated)) < 5:
            version = int(str(stated))
        if found and version is not None and str(stated) == str(version):
            del self.left["version"]
        return tuple(_versioned(found, version)), category

    def _drop_derived(self, texts: dict[str, str | None]) -> None:
        """Leave out what the writer of any format derives again from the arXiv id."""
        if texts["publisher"] == "arXiv":
            texts["publisher"] = None
        if self.left.get("source") == "arXiv.org":
            del self.left["source"]

    def _categories(self, arxiv: tuple[Identifier, ...], primary: str | None) -> tuple[str, ...]:
        stated = self.left.get("categories")
        texts = isinstance(stated, list) and stated and all(isinstance(name, str) for name in stated)
        if arxiv and isinstance(stated, list) and texts and primary in (None, stated[0]):
            del self.left["categories"]
            return tuple(stated)
        return (primary,) if primary and arxiv else ()

    def _keys(self) -> None:
        for variable in ("id", "citation-key"):
            value = self.left.pop(variable, None)
            if value is not None and _scalar(value) != self.key:
                self._keep(variable, value)

    def _custom(self) -> dict[str, object]:
        value = self.left.pop("custom", None)
        if value is not None and not isinstance(value, dict):
            self._keep("custom", value)
        return dict(value) if isinstance(value, dict) else {}

    def _spread(self, custom: Mapping[str, object]) -> None:
        """Put each custom value into `extra`; those whose names mean something else already stay together."""
        together = {}
        for name, value in custom.items():
            if name in MODELLED or name in self.extra or is_valid(name, value):
                together[name] = value
            else:
                self.extra[name] = _encoded(value)
        if together:
            self.extra["custom"] = _encoded(together)


def _told(texts: Mapping[str, str | None]) -> Iterator[str]:
    """What may be an arXiv id in variables that are made for something else, as Google Scholar and DBLP fill them."""
    journal = texts["container_title"] or ""
    yield texts["url"] or ""
    yield journal.removeprefix("arXiv preprint ")
    if journal.lower() == "corr":
        yield f"arXiv:{(texts['volume'] or '').removeprefix('abs/')}"


def _scalar(value: object) -> str | None:
    """A text or a number as text; None for anything else and for blank text."""
    if isinstance(value, str):
        return value if value.strip() else None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _encoded(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _several(scheme: str, text: str) -> list[str]:
    return [part for part in _BETWEEN_IDS.split(text) if part] if scheme in _SEVERAL else [text]


def _identifier(scheme: str, text: str) -> Identifier | None:
    """The identifier of a scheme that a text is, with or without its prefix; arXiv's DOIs are arXiv identifiers."""
    for spelling in (text, f"{scheme}:{text}"):
        found = parse_identifier(spelling)
        if found and (found.scheme == scheme or (scheme == "doi" and found.scheme == "arxiv")):
            return found
    return None


def _versioned(found: list[Identifier], version: int | None) -> Iterator[Identifier]:
    """Each arXiv id once, with the version that is known of it; `version` is that of the first."""
    versions: dict[str, int | None] = {}
    for identifier in found:
        versions[identifier.value] = versions.get(identifier.value) or identifier.version
    for number, (value, own) in enumerate(versions.items()):
        yield Identifier("arxiv", value, own or (version if number == 0 else None))


def _other_ids(custom: dict[str, object]) -> list[Identifier]:
    """The identifiers which the writer put into `custom`, taken out of it when all can be read."""
    stated = custom.get("other-ids")
    if not isinstance(stated, list):
        return []
    found = [_prefixed(text) for text in stated]
    if None not in found:
        del custom["other-ids"]
    return [identifier for identifier in found if identifier]


def _prefixed(text: object) -> Identifier | None:
    scheme, _, value = str(text).partition(":")
    return _identifier(scheme, value) if value else None


def _record(custom: dict[str, object]) -> dict[str, object]:
    """The facts of arXiv's record which the writer put into `custom`, taken out of it."""
    fields: dict[str, object] = {}
    for name, field in (("arxiv-comment", "comment"), ("arxiv-journal-ref", "journal_ref")):
        if isinstance(custom.get(name), str):
            fields[field] = custom.pop(name)
    if updated := PartialDate.parse(str(custom.get("arxiv-updated", ""))):
        fields["updated"] = updated
        del custom["arxiv-updated"]
    related = custom.get("related")
    if isinstance(related, list):
        relations = [_relation(text) for text in related]
        if None not in relations:
            fields["related"] = tuple(relations)
            del custom["related"]
    return fields


def _relation(text: object) -> Relation | None:
    kind, _, target = str(text).partition(" ")
    identifier = _prefixed(target)
    return Relation(kind, identifier) if kind in ("published-as", "preprint-of") and identifier else None
