"""A record's bibliographic facts as a row of JSON, and back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from bibtools.model.date import PartialDate
from bibtools.model.identifier import Identifier
from bibtools.model.name import Name
from bibtools.model.reference import EarlierTitle, Reference
from bibtools.model.standing import Standing
from bibtools.sources.records import Record
from bibtools.text.standing import standings


def pack(reference: Reference | Record) -> bytes:
    """Everything but abstract, comment and earlier titles, as a JSON array; unknown parts at its end are left out.

    Its last part is an object of what is rare, by name; a reader passes over names that it does not know.

    >>> pack(Reference(title="A", author=(Name("Doe", "J."),), ids=(Identifier("arxiv", "1706.03762", 5),)))
    b'["1706.03762",5,"A",[["Doe","J."]]]'
    """
    id, *others = reference.ids
    row = [
        id.value,
        id.version or 0,
        reference.title,
        [_pack_name(name) for name in reference.author],
        _pack_date(reference.issued),
        _pack_date(reference.updated),
        " ".join(reference.categories),
        reference.journal_ref or 0,
        [other.value for other in others],
        dict(sorted(reference.extra.items())),
        {"standing": [_pack_standing(each) for each in reference.standing]} if reference.standing else {},
    ]
    while not row[-1]:
        row.pop()
    return orjson.dumps(row)


def with_earlier_titles(data: bytes, titles: Sequence[EarlierTitle]) -> bytes:
    """The packed reference with these earlier titles instead of its own.

    >>> with_earlier_titles(b'["1706.03762",5,"A"]', [EarlierTitle("B", 2)])
    b'["1706.03762",5,"A",[],0,0,"",0,[],{},{"earlier":[["B",2,0]]}]'
    """
    row = orjson.loads(data)
    row += _MISSING[len(row) :]
    told = [(each.title, each.version or 0, _pack_date(each.updated)) for each in titles]
    row[-1] = {**row[-1], "earlier": told}
    return orjson.dumps(row)


def unpack(data: bytes, texts: bytes | None = None) -> Reference:
    """The reference that was packed, with abstract and comment if `texts` are given.

    >>> unpack(b'["1706.03762",0,"A",["B Team"],20170612,0,"cs.CL cs.LG"]').issued
    PartialDate(year=2017, month=6, day=12)
    """
    row = orjson.loads(data)
    value, version, title, author, issued, updated, categories, journal_ref, dois, extra, rare = (
        row + _MISSING[len(row) :]
    )
    abstract, comment = unpack_texts(texts) if texts else (None, None)
    return Reference(
        type="article",
        title=title,
        author=tuple([_unpack_name(name) for name in author]),
        issued=_unpack_date(issued),
        updated=_unpack_date(updated),
        ids=(Identifier("arxiv", value, version or None), *[Identifier("doi", doi) for doi in dois]),
        abstract=abstract,
        categories=tuple(categories.split()),
        comment=comment,
        journal_ref=journal_ref or None,
        standing=_unpack_standing(rare.get("standing", ()), abstract, comment) if rare else (),
        earlier_titles=tuple([_unpack_title(*each) for each in rare.get("earlier", ())]) if rare else (),
        extra=extra or {},
    )


def outline(data: bytes) -> tuple[str, int, int, str]:
    """Of a packed reference its id, the days of its first and last version (YYYYMMDD, 0: unknown), its first category.

    >>> outline(b'["1706.03762",0,"A",["B Team"],20170612,0,"cs.CL cs.LG"]')
    ('1706.03762', 20170612, 0, 'cs.CL')
    """
    row = orjson.loads(data)
    row += _MISSING[len(row) :]
    return row[0], row[4], row[5], row[6].partition(" ")[0]


def pack_texts(reference: Reference | Record) -> bytes:
    """Abstract and comment as a JSON array."""
    return orjson.dumps([reference.abstract, reference.comment])


def unpack_texts(data: bytes) -> tuple[str | None, str | None]:
    """Abstract and comment that were packed."""
    abstract, comment = orjson.loads(data)
    return abstract, comment


_MISSING: list[Any] = ["", 0, "", [], 0, 0, "", 0, [], {}, {}]


def _pack_name(name: Name) -> list[str | None] | str:
    if name.literal is not None:
        return name.literal
    if name.given and not name.particle and not name.suffix:
        return [name.family, name.given]
    parts = [name.family, name.given, name.particle, name.suffix]
    while not parts[-1]:
        parts.pop()
    return parts


def _unpack_name(packed: list[str] | str) -> Name:
    return Name(literal=packed) if isinstance(packed, str) else Name(*packed)


def _pack_standing(standing: Standing) -> list[str]:
    return [standing.kind, *[id.value for id in standing.ids]]


def _unpack_standing(packed: Sequence[Any], *texts: str | None) -> tuple[Standing, ...]:
    """What was packed; where the texts are kept, in their words."""
    if any(texts):
        return standings(*filter(None, texts))
    return tuple([Standing(kind, tuple([Identifier("arxiv", id) for id in ids])) for kind, *ids in packed])


def _unpack_title(title: str, version: int, updated: int) -> EarlierTitle:
    return EarlierTitle(title, version or None, _unpack_date(updated))


def _pack_date(date: PartialDate | None) -> int:
    return date.year * 10000 + date.month * 100 + date.day if date else 0


@lru_cache(maxsize=1 << 14)
def _unpack_date(number: int) -> PartialDate | None:
    return PartialDate(number // 10000, number // 100 % 100, number % 100) if number else None
