"""What an item that exists lacks and may get, and what it says otherwise.

An item keeps its type. A preprint may get what arXiv knows of it; an item of another type its DOI, its address, and
the arXiv id as one more line of Extra. Tags, collections, relations, citation keys, dates of adding and reading,
rights, call numbers, short titles and genres are never written: no rule here names them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bibtools.formats.zotero.creators import as_text, from_text, to_creators
from bibtools.formats.zotero.extra import EXTRA, arxiv_line, with_line
from bibtools.formats.zotero.identifiers import arxiv_ids, dois, stated
from bibtools.formats.zotero.mapping import ITEM_TYPES, STRINGS
from bibtools.formats.zotero.read import is_ambiguous, is_trashed
from bibtools.formats.zotero.same import same
from bibtools.formats.zotero.schema import CREATORS, ItemType, Schema
from bibtools.formats.zotero.texts import one_line, storable, word_set
from bibtools.model.identifier import Identifier, arxiv_doi, arxiv_from_doi
from bibtools.model.reference import Reference

Rule = Literal["fill", "same", "conflict", "skip"]
# What says where a work was published; such a field is replaced where somebody asks for it, and never filled in.
_PUBLICATION: Final = word_set(
    "container_title collection_title event_title publisher publisher_place volume issue page"
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of one field: `before` is its value (None: empty), `after` the one that `variable` would give it.

    "fill": it is empty and may be written. "same": it says that already. "conflict": a person must choose.
    "skip": it is never written, and `why` says what a person may want to know.
    """

    variable: str
    field: str
    rule: Rule
    before: str | None
    after: str
    why: str = ""


def rulings(data: Mapping[str, object], reference: Reference, schema: Schema) -> Iterator[Ruling]:
    """What becomes of each field of an item about which `reference`, another one of the same work, says something.

    Nothing at all for an item in the trash, one with two arXiv ids, and one of a type that the schema does not know.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> paper = Reference(title="Attention Is All You Need", ids=(Identifier("arxiv", "1706.03762"),))
    >>> item = {"itemType": "preprint", "title": "Attention is all you need", "url": "http://arxiv.org/abs/1706.03762"}
    >>> [(found.field, found.rule) for found in rulings(item, paper, FALLBACK)]
    [('title', 'same'), ('archiveID', 'fill'), ('repository', 'fill'), ('DOI', 'fill')]
    """
    kind = _changeable(data, schema)
    arxiv, theirs = reference.id("arxiv"), arxiv_ids(data)
    if kind is None:
        return
    if _is_another(data, reference):
        assert arxiv
        why = "the item states another arXiv id"
        yield Ruling("ids.arxiv", "archiveID", "skip", theirs[0].value, arxiv.value, why)
        return
    is_preprint = data.get("itemType") == "preprint"
    offers = _for_preprint(reference, kind) if is_preprint else _for_others(data, reference, kind)
    for variable, field, value in offers:
        if value:
            yield _ruling(variable, field, value, data, reference, kind)
    if is_preprint:
        yield from _about_journal(data, reference)


def lacking(
    data: Mapping[str, object], reference: Reference, variables: frozenset[str], schema: Schema
) -> Iterator[tuple[str, str]]:
    """(field, value) for each empty field that may be filled to say `variables` of `reference`.

    A value is the whole text that the field will have: of Extra, all its lines as they are and the new one below them;
    of `creators`, JSON (see `bibtools.formats.zotero.creators.from_text`).

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> paper = Reference(ids=(Identifier("arxiv", "1706.03762"),), categories=("cs.CL",))
    >>> item = {"itemType": "journalArticle", "extra": "PMID: 7\\nread twice"}
    >>> list(lacking(item, paper, frozenset({"ids.arxiv"}), FALLBACK))
    [('extra', 'PMID: 7\\nread twice\\narXiv:1706.03762 [cs.CL]')]
    """
    for found in rulings(data, reference, schema):
        if found.rule == "fill" and found.variable in variables:
            yield found.field, found.after


def replacing(
    data: Mapping[str, object], reference: Reference, variables: frozenset[str], schema: Schema
) -> Iterator[tuple[str, str | None, str]]:
    """(field, old value or None, new value) for each field that would say `variables` otherwise.

    Nothing where that takes another item type (`variables` has "type"): a preprint with a journal's volume is neither.
    An arXiv id that stood in a replaced field goes into Extra.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> paper = Reference(type="article-journal", container_title="Nature", ids=(Identifier("arxiv", "1706.03762"),))
    >>> item = {"itemType": "journalArticle", "publicationTitle": "arXiv:1706.03762 [cs]"}
    >>> list(replacing(item, paper, frozenset({"container_title"}), FALLBACK))
    [('publicationTitle', 'arXiv:1706.03762 [cs]', 'Nature'), ('extra', None, 'arXiv:1706.03762')]
    """
    kind = _changeable(data, schema)
    retyped = "type" in variables and ITEM_TYPES.get(reference.type or "") != data.get("itemType")
    if kind is None or retyped or _is_another(data, reference):
        return
    found = [*rulings(data, reference, schema), *_published(data, reference, kind)]
    after = dict(data)
    for ruling in found:
        if ruling.variable in variables and ruling.rule in ("conflict", "fill"):
            after[ruling.field] = as_property(ruling.field, ruling.after)
            yield ruling.field, ruling.before, ruling.after
    for lost in arxiv_ids(data) if not arxiv_ids(after) else ():
        yield EXTRA, _value(data, EXTRA), with_line(str(data.get(EXTRA) or ""), f"arXiv:{lost.value}")


def as_property(field: str, value: str) -> object:
    """A value as the property that is sent: creators are a list, everything else is text.

    >>> as_property("title", "A"), as_property("creators", '[{"creatorType": "author", "name": "B"}]')
    ('A', [{'creatorType': 'author', 'name': 'B'}])
    """
    return from_text(value) if field == CREATORS else value


def _changeable(data: Mapping[str, object], schema: Schema) -> ItemType | None:
    """The type of an item that may be changed at all."""
    kind = schema.types.get(str(data.get("itemType")))
    return None if is_trashed(data) or is_ambiguous(data) else kind


def _is_another(data: Mapping[str, object], reference: Reference) -> bool:
    """Whether the item states an arXiv id and the reference a different one."""
    arxiv, theirs = reference.id("arxiv"), arxiv_ids(data)
    return arxiv is not None and bool(theirs) and theirs[0].value != arxiv.value


def _for_preprint(reference: Reference, kind: ItemType) -> Iterator[tuple[str, str, str]]:
    """(variable, field, value) for each field of a preprint about which something is known."""
    arxiv = reference.id("arxiv")
    yield "title", "title", one_line(reference.title or "")
    creators = to_creators(Reference(author=reference.author), kind)
    yield "author", CREATORS, as_text(creators) if creators else ""
    yield "abstract", "abstractNote", storable(reference.abstract or "")
    yield "issued", "date", reference.issued.iso() if reference.issued else ""
    yield "url", "url", storable(reference.url or "")
    if arxiv:
        yield "ids.arxiv", "archiveID", f"arXiv:{arxiv.value}"
        yield "ids.arxiv", "repository", "arXiv"
        yield "ids.arxiv", "DOI", arxiv_doi(arxiv).value
    elif doi := reference.id("doi"):
        yield "ids.doi", "DOI", doi.value


def _for_others(data: Mapping[str, object], reference: Reference, kind: ItemType) -> Iterator[tuple[str, str, str]]:
    """The same for an item of any other type."""
    arxiv = reference.id("arxiv")
    doi = _journal_doi(reference) or reference.id("doi")
    if doi and "DOI" in kind.fields:
        yield "ids.doi", "DOI", doi.value
    yield "url", "url", storable(reference.url or "")
    if arxiv and not arxiv_ids(data):
        yield "ids.arxiv", EXTRA, with_line(str(data.get(EXTRA) or ""), arxiv_line(arxiv, reference))


def _published(data: Mapping[str, object], reference: Reference, kind: ItemType) -> Iterator[Ruling]:
    """The fields that say otherwise where a work was published; a preprint has none of them."""
    for attribute, bases in STRINGS:
        field = next((name for base in bases if (name := kind.field(base))), None)
        value = one_line(getattr(reference, attribute) or "")
        if attribute in _PUBLICATION and field and value and data.get("itemType") != "preprint":
            yield _ruling(attribute, field, value, data, reference, kind)
    if reference.issued and (field := kind.field("date")) and data.get("itemType") != "preprint":
        yield _ruling("issued", field, reference.issued.iso(), data, reference, kind)


def _ruling(
    variable: str, field: str, value: str, data: Mapping[str, object], reference: Reference, kind: ItemType
) -> Ruling:
    if field == EXTRA:
        return Ruling(variable, field, "fill", _value(data, field), value)
    before = _value(data, field)
    known, stating = (_values(each) for each in (data, {**data, field: as_property(field, value)}))
    if known and stating - known:
        return Ruling(variable, field, "skip", before, value, "the item would state another arXiv id")
    if before is None and field == "DOI":
        # Before Zotero 8 most types had no such field, and Extra had the DOI.
        in_extra = [each.identifier for each in stated(data) if each.field == EXTRA and _is_doi(each.identifier)]
        before = in_extra[0].value if in_extra else None
    if before is None:
        return Ruling(variable, field, "fill", None, value)
    if same(kind.base(field), before, value, reference):
        return Ruling(variable, field, "same", before, value)
    if field == "DOI" and data.get("itemType") == "preprint":
        return Ruling(variable, field, "skip", before, value, "the item names the version of record")
    return Ruling(variable, field, "conflict", before, value)


def _about_journal(data: Mapping[str, object], reference: Reference) -> Iterator[Ruling]:
    """That a preprint has been published: told, not written, because its DOI is arXiv's and its type stays."""
    journal = _journal_doi(reference)
    if journal and reference.id("arxiv") and journal not in dois(data):
        why = "the DOI of the version of record; the item stays a preprint"
        yield Ruling("ids.doi", "DOI", "skip", _value(data, "DOI"), journal.value, why)


def _journal_doi(reference: Reference) -> Identifier | None:
    return next((each for each in reference.ids if each.scheme == "doi" and not arxiv_from_doi(each)), None)


def _values(data: Mapping[str, object]) -> set[str]:
    return {found.value for found in arxiv_ids(data)}


def _is_doi(identifier: Identifier) -> bool:
    return identifier.scheme == "doi"


def _value(data: Mapping[str, object], field: str) -> str | None:
    """A field's value as text, as it stands; None for an empty one."""
    value = data.get(field)
    if field == CREATORS:
        return as_text(value) if isinstance(value, list) and value else None
    return value if isinstance(value, str) and value.strip() else None
