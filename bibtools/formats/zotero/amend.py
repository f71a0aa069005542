"""What an item that exists lacks and may get, and what it says otherwise.

An item keeps its type. A preprint may get what arXiv knows of it; an item of another type its DOI, its address, and
the arXiv id as one more line of Extra. Tags, collections, relations, citation keys, dates of adding and reading,
rights, call numbers, short titles and genres are never written: no rule here names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bibtools.formats.zotero.creators import as_text, from_text, to_creators
from bibtools.formats.zotero.extra import EXTRA, arxiv_line, with_line
from bibtools.formats.zotero.identifiers import arxiv_ids, stated
from bibtools.formats.zotero.mapping import ITEM_TYPES, STRINGS
from bibtools.formats.zotero.read import is_trashed
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
    "skip": it is never written, because the item would state another paper's id or lose the version of record's.
    """

    variable: str
    field: str
    rule: Rule
    before: str | None
    after: str

    def is_about(self, variables: frozenset[str]) -> bool:
        """Whether one of these variables asks for the field; arXiv's own DOI is a DOI, and follows from the id."""
        return self.variable in variables or (self.field == "DOI" and "ids.doi" in variables)


def rulings(data: Mapping[str, object], reference: Reference, schema: Schema) -> Iterator[Ruling]:
    """What becomes of each field of an item about which `reference`, another one of the same work, says something.

    Nothing at all for an item in the trash, one with two arXiv ids, and one of a type that the schema does not know.

    >>> from bibtools.formats.zotero.schema import FALLBACK
    >>> paper = Reference(title="Attention Is All You Need", ids=(Identifier("arxiv", "1706.03762"),))
    >>> item = {"itemType": "preprint", "title": "Attention is all you need", "url": "http://arxiv.org/abs/1706.03762"}
    >>> [(found.field, found.rule) for found in rulings(item, paper, FALLBACK)]
    [('title', 'same'), ('archiveID', 'fill'), ('repository', 'fill'), ('DOI', 'fill')]
    """
    case = _case(data, reference, schema)
    if case is None:
        return
    if case.is_another():
        yield Ruling("ids.arxiv", "archiveID", "skip", min(case.known), case.arxiv)
        return
    yield from case.rulings(case.for_preprint() if case.is_preprint else case.for_others())


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
        if found.rule == "fill" and found.is_about(variables):
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
    case = _case(data, reference, schema)
    retyped = "type" in variables and ITEM_TYPES.get(reference.type or "") != data.get("itemType")
    if case is None or retyped or case.is_another():
        return
    after = dict(data)
    for found in (*rulings(data, reference, schema), *case.rulings(case.of_publication())):
        if found.rule in ("conflict", "fill") and found.is_about(variables):
            after[found.field] = as_property(found.field, found.after)
            yield found.field, found.before, found.after
    for lost in case.known if not arxiv_ids(after) else ():
        yield EXTRA, _value(data, EXTRA), with_line(str(data.get(EXTRA) or ""), f"arXiv:{lost}")


def as_property(field: str, value: str) -> object:
    """A value as the property that is sent: creators are a list, everything else is text.

    >>> as_property("title", "A"), as_property("creators", '[{"creatorType": "author", "name": "B"}]')
    ('A', [{'creatorType': 'author', 'name': 'B'}])
    """
    return from_text(value) if field == CREATORS else value


Offer = tuple[str, str, str]
"""(variable, field, value): what a reference would put where."""


@dataclass(frozen=True, slots=True)
class _Case:
    """An item that may be changed, and what another reference of the same work says; `known` is its arXiv id."""

    data: Mapping[str, object]
    reference: Reference
    kind: ItemType
    known: frozenset[str]

    @property
    def is_preprint(self) -> bool:
        return self.data.get("itemType") == "preprint"

    @property
    def arxiv(self) -> str:
        """The arXiv id that the reference states, or nothing."""
        found = self.reference.id("arxiv")
        return found.value if found else ""

    @property
    def journal(self) -> Identifier | None:
        """The DOI of the version of record."""
        found = (each for each in self.reference.ids if each.scheme == "doi" and not arxiv_from_doi(each))
        return next(found, None)

    def is_another(self) -> bool:
        """Whether the item states an arXiv id and the reference a different one."""
        return bool(self.arxiv and self.known) and self.arxiv not in self.known

    def for_preprint(self) -> Iterator[Offer]:
        """What a preprint may get."""
        known = self.reference
        creators = to_creators(Reference(author=known.author), self.kind)
        yield "title", "title", one_line(known.title or "")
        yield "author", CREATORS, as_text(creators) if creators else ""
        yield "abstract", "abstractNote", storable(known.abstract or "")
        yield "issued", "date", known.issued.iso() if known.issued else ""
        yield "url", "url", storable(known.url or "")
        if arxiv := known.id("arxiv"):
            yield "ids.arxiv", "archiveID", f"arXiv:{arxiv.value}"
            yield "ids.arxiv", "repository", "arXiv"
            yield "ids.arxiv", "DOI", arxiv_doi(arxiv).value
        elif doi := known.id("doi"):
            yield "ids.doi", "DOI", doi.value

    def for_others(self) -> Iterator[Offer]:
        """What an item of any other type may get."""
        arxiv, doi = self.reference.id("arxiv"), self.journal or self.reference.id("doi")
        yield "ids.doi", "DOI", doi.value if doi else ""
        yield "url", "url", storable(self.reference.url or "")
        if arxiv and not self.known:
            yield "ids.arxiv", EXTRA, with_line(str(self.data.get(EXTRA) or ""), arxiv_line(arxiv, self.reference))

    def of_publication(self) -> Iterator[Offer]:
        """Where and when the work was published; a preprint has no place for that."""
        if self.is_preprint:
            return
        for attribute, bases in STRINGS:
            field = next((name for base in bases if (name := self.kind.field(base))), None)
            if attribute in _PUBLICATION and field:
                yield attribute, field, one_line(getattr(self.reference, attribute) or "")
        yield "issued", self.kind.field("date") or "", self.reference.issued.iso() if self.reference.issued else ""

    def rulings(self, offers: Iterable[Offer]) -> Iterator[Ruling]:
        """What becomes of each offer that says something in a field that the item's type has."""
        for variable, field, value in offers:
            if value and (field in self.kind.fields or field == CREATORS):
                yield self._ruling(variable, field, value)

    def _ruling(self, variable: str, field: str, value: str) -> Ruling:
        before = _value(self.data, field)
        if field == EXTRA:
            return Ruling(variable, field, "fill", before, value)
        own = self.known or {self.arxiv} - {""}
        if own and {found.value for found in arxiv_ids({field: value})} - own:
            return Ruling(variable, field, "skip", before, value)
        if before is None and field == "DOI":
            # Before Zotero 8 most types had no such field, and Extra had the DOI.
            told = (each.identifier for each in stated(self.data) if each.field == EXTRA)
            before = next((identifier.value for identifier in told if identifier.scheme == "doi"), None)
        if before is None:
            return Ruling(variable, field, "fill", None, value)
        if same(self.kind.base(field), before, value, self.reference):
            return Ruling(variable, field, "same", before, value)
        if field == "DOI" and self.is_preprint:
            return Ruling(variable, field, "skip", before, value)
        return Ruling(variable, field, "conflict", before, value)


def _case(data: Mapping[str, object], reference: Reference, schema: Schema) -> _Case | None:
    """The case of an item that may be changed at all."""
    kind = schema.types.get(str(data.get("itemType")))
    known = frozenset(found.value for found in arxiv_ids(data))
    return None if kind is None or is_trashed(data) or len(known) > 1 else _Case(data, reference, kind, known)


def _value(data: Mapping[str, object], field: str) -> str | None:
    """A field's value as text, as it stands; None for an empty one."""
    value = data.get(field)
    if field == CREATORS:
        return as_text(value) if isinstance(value, list) and value else None
    return value if isinstance(value, str) and value.strip() else None
