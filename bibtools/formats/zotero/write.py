"""New items: what the client itself would make of a paper, in the fields that its type has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from bibtools.formats.csljson.dates import from_date
from bibtools.formats.csljson.rules import KINDS
from bibtools.formats.csljson.write import is_preprint
from bibtools.formats.zotero.creators import to_creators
from bibtools.formats.zotero.extra import EXTRA, arxiv_line
from bibtools.formats.zotero.item import KEPT_DATE
from bibtools.formats.zotero.mapping import FURTHER, FURTHER_DATES, ITEM_TYPES, NUMBERS, STRINGS, UNNAMED
from bibtools.formats.zotero.schema import CREATORS, Schema
from bibtools.formats.zotero.texts import one_line, storable
from bibtools.model.identifier import Identifier, arxiv_doi, arxiv_from_doi
from bibtools.model.reference import Reference

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
# What the fields of a new item are made of in other ways, or belongs to one entry of one file.
_ELSEWHERE = frozenset(("citation-key", "creators", "keyword", "custom", "categories"))


def new_item(
    reference: Reference, schema: Schema, collections: Sequence[str] = (), *, tags: Sequence[str] = ()
) -> dict[str, object]:
    """A reference as the `data` of a new item, for `POST …/items`: fields that are empty are left out.

    A paper that is cited as arXiv's is a `preprint`, as the client's own translator makes it; a published one has its
    venue and DOI, and the arXiv id in Extra. What the type has no field for stands in Extra too, a line each, under
    CSL's names, which Zotero's styles read there. `collections` are keys; `tags` are marked as automatic.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> paper = Reference(title="Attention", ids=(Identifier("arxiv", "1706.03762"),), categories=("cs.CL",))
    >>> item = new_item(paper, FALLBACK, ["CLCT2345"])
    >>> item["itemType"], item["archiveID"], item["DOI"], item["extra"], item["collections"]
    ('preprint', 'arXiv:1706.03762', '10.48550/arXiv.1706.03762', 'arXiv:1706.03762 [cs.CL]', ['CLCT2345'])
    """
    item_type = _item_type(reference, schema)
    kind = schema.types[item_type]
    fields: dict[str, str] = {}
    rest: list[str] = []
    arxiv = reference.id("arxiv")
    if arxiv and item_type == "preprint":
        fields |= _of_arxiv(reference, arxiv)
    for variable, bases, text in _statements(reference):
        field = next((name for base in bases if (name := kind.field(base))), None)
        value = storable(text) if field == "abstractNote" else one_line(text)
        if value and (field is None or fields.setdefault(field, value) != value):
            rest.append(f"{variable}: {value}")
    if extra := _extra(reference, arxiv, rest):
        fields[EXTRA] = extra
    return {
        "itemType": item_type,
        **{name: fields[name] for name in kind.fields if fields.get(name)},
        CREATORS: to_creators(reference, kind),
        "tags": [{"tag": one_line(tag), "type": 1} for tag in tags],
        "collections": list(collections),
        "relations": {},
    }


def _item_type(reference: Reference, schema: Schema) -> str:
    if is_preprint(reference):
        return "preprint"
    wanted = ITEM_TYPES.get(reference.type or "", "document")
    return wanted if wanted in schema.types else "document"


def _of_arxiv(reference: Reference, arxiv: Identifier) -> dict[str, str]:
    """The fields that follow from the arXiv id of a preprint."""
    return {
        "archiveID": f"arXiv:{arxiv.value}",
        "repository": "arXiv",
        "DOI": arxiv_doi(arxiv).value,
        "url": one_line(reference.url or f"https://arxiv.org/abs/{arxiv.value}"),
        "libraryCatalog": "arXiv.org",
    }


def _statements(reference: Reference) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(CSL variable, general fields that would hold it, text) for each thing that a reference may say in one text."""
    for attribute, bases in STRINGS:
        if text := getattr(reference, attribute):
            yield "URL" if attribute == "url" else attribute.replace("_", "-"), bases, text
    if reference.issued:
        yield "issued", ("date",), _kept_date(reference) or reference.issued.iso()
    elif kept := _kept_date(reference):
        yield "issued", ("date",), kept
    # What could not be read as an identifier was carried along as it is.
    for doi in [found.value for found in _dois(reference)] or [reference.extra.get("csl-DOI", "")]:
        yield "DOI", ("DOI",), doi
    for scheme, field in NUMBERS:
        same = " ".join(found.value for found in reference.ids if found.scheme == scheme)
        yield field, (field,), same or reference.extra.get(f"csl-{field}", "")
    for field, variable in (*FURTHER.items(), *((name, name) for name in sorted(UNNAMED))):
        if text := reference.extra.get(variable):
            yield variable, (field,), text
    for field, variable in FURTHER_DATES.items():
        if text := _date(reference.extra.get(variable)):
            # The server takes whole days only for a day of reading, and refuses the item otherwise.
            yield variable, (field,) if field != "accessDate" or _DAY.match(text) else (), text


def _dois(reference: Reference) -> list[Identifier]:
    """The DOIs of the publication; arXiv's own where there is none, unless the item type implies it."""
    stated = list(dict.fromkeys(found for found in reference.ids if found.scheme == "doi"))
    journal = [found for found in stated if not arxiv_from_doi(found)]
    return journal or ([] if is_preprint(reference) else stated[:1])


def _kept_date(reference: Reference) -> str | None:
    """The date in its own words, where those say more than the reference's parts and still the same."""
    kept = _decoded(reference.extra.get(KEPT_DATE))
    words = kept.get("literal") or kept.get("raw") if isinstance(kept, Mapping) else None
    return words if isinstance(words, str) and from_date(kept)[0] in (reference.issued, None) else None


def _date(text: str | None) -> str | None:
    """A date of CSL as Zotero writes it: ISO where that says all of it, else its own words."""
    value = _decoded(text)
    date, whole = from_date(value)
    words = value.get("literal") or value.get("raw") if isinstance(value, Mapping) else text
    return date.iso() if date and (whole or not isinstance(words, str)) else str(words) if words else None


def _decoded(text: str | None) -> object:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def _extra(reference: Reference, arxiv: Identifier | None, rest: Sequence[str]) -> str:
    """The lines of Extra: the arXiv id first, then what has no field, then the note."""
    lines = []
    if arxiv:
        lines.append(arxiv_line(arxiv, reference))
        if arxiv.version:
            lines.append(f"version: {arxiv.version}")
    lines += rest
    placed = {*FURTHER.values(), *FURTHER_DATES.values(), *UNNAMED, *_ELSEWHERE}
    for name, text in reference.extra.items():
        carried = name.startswith("tex.") or KINDS.get(name) in ("string", "number")
        if carried and name not in placed and (value := one_line(text)):
            lines.append(f"{name}: {value}")
    if reference.note:
        lines.append(storable(reference.note))
    return "\n".join(line for line in lines if line)
