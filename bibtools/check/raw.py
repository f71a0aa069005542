"""The fields of a file as they stand in it: what rules about source look at, and what repairs change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

if TYPE_CHECKING:
    from bibtools.formats.bib.blocks import Block

FieldKind = Literal["braced", "quoted", "number", "macro", "bare", "joined", "json"]
_DELIMITERS: Mapping[str, tuple[FieldKind, int]] = {"{": ("braced", 1), '"': ("quoted", 1)}


@dataclass(frozen=True, slots=True)
class Repair:
    """Another value for a field, in the words of its file: `{A title}`, `jan`, JSON. `old` is None for a new field.

    It is `safe` when it keeps what the entry means; one that is not may be what was meant, and needs a person's eye.

    >>> RawField("title", "A & B", 0, 5, "braced").repaired(r"A \\& B")
    Repair(field='title', old='{A & B}', new='{A \\\\& B}', safe=True)
    """

    field: str
    old: str | None
    new: str
    safe: bool = True


class RawField(NamedTuple):
    """A field as it stands: `value` is its text without delimiters, in characters `start:end` of the file.

    `name` is in lower case in a `.bib` file. `kind` is the BibTeX delimiter ("joined" where `#` joins several), "json"
    in CSL-JSON, where `data` is the decoded value and `value` is empty unless it is text or a number.
    (A named tuple, for a large file has millions.)
    """

    name: str
    value: str
    start: int
    end: int
    kind: FieldKind
    data: object = None

    def written(self) -> str:
        """The whole value as its file writes it."""
        if self.kind == "json":
            return json.dumps(self.data, ensure_ascii=False)
        return {"braced": "{%s}", "quoted": '"%s"'}.get(self.kind, "%s") % self.value

    def repaired(self, text: str, *, safe: bool = True) -> Repair:
        """The repair that makes `text` the field's value."""
        new = self._replace(value=text, data=text if self.kind == "json" else None)
        return Repair(self.name, self.written(), new.written(), safe)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An entry as it stands: where it starts, the key and type that are written there, and its fields in order.

    `classic` says that its file is for BibTeX and not for biblatex.
    """

    start: int
    key: str
    type: str
    fields: Sequence[RawField]
    classic: bool = False

    def get(self, *names: str) -> RawField | None:
        """The first field that has one of these names."""
        return next((field for field in self.fields if field.name in names), None)

    def after(self, repair: Repair) -> RawEntry:
        """The entry with one repair done."""
        like = self.fields[0]
        name = repair.field if like.kind == "json" else repair.field.lower()
        old = self.get(name)
        new = _as_written(repair, old or like._replace(name=name))
        kept = tuple(new if field is old else field for field in self.fields)
        return replace(self, fields=kept if old else (*kept, new))


def _as_written(repair: Repair, field: RawField) -> RawField:
    if field.kind == "json":
        data = json.loads(repair.new)
        return field._replace(value=data if isinstance(data, str) else "", data=data)
    kind, edge = _DELIMITERS.get(repair.new[:1], ("macro", 0))
    return field._replace(value=repair.new[edge : len(repair.new) - edge], kind=kind)


def raw_entries(form: str, text: str) -> Iterator[RawEntry]:
    """The entries of a text in a format, with their fields; none for formats without fields.

    >>> [field.name for entry in raw_entries("bib", "@misc{a, Title = {A}}") for field in entry.fields]
    ['title']
    """
    read: Callable[[str], Iterator[RawEntry]] | None = {"bib": _bib, "csl-json": _csl_json}.get(form)
    return read(text) if read else iter(())


def raw_bib_entry(text: str, block: Block, *, classic: bool) -> RawEntry:
    """An entry of a `.bib` file with its fields."""
    key = block.key.of(text) if block.key else ""
    kind = block.type.of(text).lower() if block.type else ""
    return RawEntry(block.start, key, kind, _regular_fields(text, block) or _any_fields(text, block), classic)


def without_places(kind: str, fields: Sequence[tuple[str, str]], *, classic: bool) -> RawEntry | None:
    """A regular entry of a `.bib` file by its fields' names and values alone; None where `#` may join some.

    Its key and its places are not known, which rules about fields do not ask for.
    """
    from bibtools.formats.bib.grammar import BRACED

    if any("#" in value and not BRACED.fullmatch(value) for _, value in fields):
        return None
    return RawEntry(0, "", kind, _Stated(fields), classic)


class _Stated(Sequence[RawField]):
    """Fields by their names and values alone, each made when it is asked for, which most are not."""

    __slots__ = ("_stated",)

    def __init__(self, stated: Sequence[tuple[str, str]]) -> None:
        self._stated = stated

    def __len__(self) -> int:
        return len(self._stated)

    @overload
    def __getitem__(self, index: int) -> RawField: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RawField, ...]: ...
    def __getitem__(self, index: int | slice) -> RawField | tuple[RawField, ...]:
        if isinstance(index, slice):
            return tuple(_stated_field(*pair) for pair in self._stated[index])
        return _stated_field(*self._stated[index])


def _stated_field(name: str, value: str) -> RawField:
    kind, edge = _DELIMITERS.get(value[0]) or ("number" if value.isdigit() else "macro", 0)
    return RawField(name.lower(), value[edge : len(value) - edge], 0, 0, kind)


def value_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the values of a regular entry stand whose fields are in `start:end`; delimiters are left out."""
    from bibtools.formats.bib.grammar import FIELD_SPANS

    spans = (found.span(3) for found in FIELD_SPANS.finditer(text, start, end))
    return [(first + 1, last - 1) if text[first] in _DELIMITERS else (first, last) for first, last in spans]


def _regular_fields(text: str, block: Block) -> tuple[RawField, ...] | None:
    """The fields of a regular entry, with no object for each span; None where it takes `parts_of` to tell them."""
    from bibtools.formats.bib.grammar import FIELD_SPANS

    if not (block.regular and block.key):
        return None
    fields = []
    for found in FIELD_SPANS.finditer(text, block.key.end, block.end):
        if found[4]:
            return None
        value, (start, end) = found[3], found.span(3)
        kind, edge = _DELIMITERS.get(value[0]) or ("number" if value.isdigit() else "macro", 0)
        fields.append(RawField(found[1].lower(), value[edge : len(value) - edge], start + edge, end - edge, kind))
    return tuple(fields)


def _any_fields(text: str, block: Block) -> tuple[RawField, ...]:
    from bibtools.formats.bib.parse import parts_of

    fields = []
    for field in parts_of(text, block).fields:
        if field.terms:
            first, last, alone = field.terms[0], field.terms[-1], len(field.terms) == 1
            value = "".join(term.of(text) for term in field.terms if term.kind != "macro" or alone)
            kind: FieldKind = first.kind if alone else "joined"
            fields.append(RawField(field.name.of(text).lower(), value, first.inner.start, last.inner.end, kind))
    return tuple(fields)


def _bib(text: str) -> Iterator[RawEntry]:
    from bibtools.check.bibtext import is_classic
    from bibtools.formats.bib.scan import scan

    blocks, classic = scan(text), is_classic(text)
    return (raw_bib_entry(text, blocks[number], classic=classic) for number in blocks.of_kind("entry"))


def _csl_json(text: str) -> Iterator[RawEntry]:
    from bibtools.formats.csljson.item import citation_key
    from bibtools.formats.csljson.read import as_dict
    from bibtools.formats.csljson.scan import Member, scan

    def raw(member: Member) -> RawField:
        plain = isinstance(member.value, str | int | float) and not isinstance(member.value, bool)
        start = member.start + isinstance(member.value, str)
        return RawField(member.key, str(member.value) if plain else "", start, member.end, "json", member.value)

    for item in scan(text).items:
        decoded = as_dict(item)
        key = citation_key(decoded, item.name) or ""
        yield RawEntry(item.start, key, str(decoded.get("type", "")), tuple(map(raw, item.members)))
