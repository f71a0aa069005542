"""A `.bib` file as a `Document`: its entries as references, and everything that is wrong with them, with its place.

Built on the scanner's spans: `@string` macros and `#` are resolved, `crossref` and `xdata` inherited, LaTeX decoded.
Reading never fails; what cannot be read is among the problems, and what is no work (`@string`, `@preamble`, comments,
free text, `@xdata`, `@set`) among the document's roles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Blocks, Finding, Parts
from bibtools.formats.bib.dates import MONTHS
from bibtools.formats.bib.fields import RawFields, scan_with_fields
from bibtools.formats.bib.flaws import BY_CODE
from bibtools.formats.bib.inherit import RawEntry, inherit
from bibtools.formats.bib.inspect import inspect, problems, state
from bibtools.formats.bib.meaning import Flaw, reference_of
from bibtools.formats.bib.parse import parts_of, value_terms
from bibtools.formats.bib.types import NOT_A_WORK, csl_type
from bibtools.formats.encoding import newline_of
from bibtools.formats.lines import Lines
from bibtools.model.document import Document, Entry, Problem, Role


def read(text: str, path: str = "") -> Document:
    r"""All entries of a `.bib` file's text; `path` is for messages.

    An entry's id is its citation key. Of two entries with one key (compared without case) BibTeX knows the first; the
    second gets its line number added, is suspect, and reported.

    >>> text = '@string{nips = "NeurIPS"} @inproceedings{a, title = {T}, booktitle = nips # " 30", year = 2017}'
    >>> document = read(text)
    >>> [(entry.id, entry.reference.container_title, entry.state) for entry in document.entries]
    [('a', 'NeurIPS 30', 'clean')]
    >>> [str(problem.origin) for problem in read("@misc{a, month = {Brumaire}}", "refs.bib").problems]
    ['refs.bib:1:10']
    """
    blocks, fields = scan_with_fields(text)
    findings = inspect(blocks, fields)
    reader = _Reader(blocks, fields, findings, path, Lines(text))
    entries = tuple(reader.entries())
    found = (*problems(blocks, path, findings), *reader.problems)
    return Document(
        path=path,
        format="bib",
        text=text,
        entries=entries,
        problems=tuple(sorted(found, key=lambda problem: (problem.origin.start, problem.code))),
        roles=tuple(reader.roles),
        newline=newline_of(text),
    )


def read_some(
    blocks: Blocks, fields: Mapping[int, RawFields], path: str, lines: Lines
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries of those blocks whose `fields` are given, and what is wrong with their meaning, as `read` tells them.

    Macros are known that are defined in the blocks named; their syntax is nobody's matter here.

    >>> from bibtools.formats.bib.scan import scan
    >>> blocks = scan("@misc{a, title = {A}}@misc{b, month = {Brumaire}}")
    >>> entries, problems = read_some(blocks, {1: [("month", "{Brumaire}")]}, "refs.bib", Lines(blocks.text))
    >>> [entry.id for entry in entries], [str(problem.origin) for problem in problems]
    (['b'], ['refs.bib:1:31'])
    """
    reader = _Reader(blocks, fields, {}, path, lines)
    return tuple(reader.entries(sorted(fields))), tuple(reader.problems)


@dataclass(frozen=True, slots=True)
class _Source:
    """An entry with its block, and the macros it uses that nobody defines."""

    raw: RawEntry
    block: Block
    number: int
    undefined: tuple[tuple[str, str], ...]


class _Reader:
    """Reads the blocks one after another; gathers problems and roles on the way."""

    def __init__(
        self,
        blocks: Blocks,
        fields: Mapping[int, RawFields],
        findings: Mapping[int, tuple[Finding, ...]],
        path: str,
        lines: Lines,
    ) -> None:
        self.blocks, self.fields, self.findings, self.path = blocks, fields, findings, path
        self.text = blocks.text
        self.lines = lines
        self.macros = {month: month for month in MONTHS}
        self.problems: list[Problem] = []
        self.roles: list[Role] = []

    def entries(self, numbers: Iterable[int] | None = None) -> Iterator[Entry]:
        """Every entry that is a work, in the order of the file; of all blocks or of those with these numbers."""
        numbered = enumerate(self.blocks) if numbers is None else ((n, self.blocks[n]) for n in numbers)
        sources = [source for number, block in numbered if (source := self._source(number, block))]
        by_key: dict[str, RawEntry] = {}
        for source in sources:
            aliases = source.raw.fields["ids"].split(",") if "ids" in source.raw.fields else ()
            for key in (source.raw.key, *aliases):
                by_key.setdefault(key.strip().lower(), source.raw)
        taken: set[str] = set()
        reported: set[str] = set()
        for source in sources:
            self._undefined(source, reported)
            if source.raw.type in NOT_A_WORK:
                self._role(source.raw.type, source.block)
                continue
            yield self._entry(source, by_key, taken)

    def _source(self, number: int, block: Block) -> _Source | None:
        if block.kind == "string":
            self._define(block)
        if block.kind == "broken" and block.type is not None and self._is_entry(block):
            return self._raw(number, block)
        if block.kind != "entry":
            if block.kind != "text" or self.blocks.source(block).strip():
                self._role(block.kind, block)
            return None
        return self._raw(number, block)

    def _is_entry(self, block: Block) -> bool:
        return block.type is not None and block.type.of(self.text).lower() not in ("string", "preamble", "comment")

    def _role(self, name: str, block: Block) -> None:
        source = self.blocks.source(block)
        start = block.start + len(source) - len(source.lstrip())
        self.roles.append(Role(name, self.lines.origin(self.path, start, block.start + len(source.rstrip()))))

    def _define(self, block: Block) -> None:
        """A macro is known from its definition on, and may be defined anew (bibtex.web, "process a string command")."""
        for field in parts_of(self.text, block).fields:
            value, _ = self._resolve(field.value.of(self.text))
            self.macros[field.name.of(self.text).lower()] = value

    def _raw(self, number: int, block: Block) -> _Source:
        """The entry with its macros resolved. Of a field given twice BibTeX reads the first."""
        fields: dict[str, str] = {}
        undefined: list[tuple[str, str]] = []
        for stated, value in self.fields[number]:
            name = stated.lower()
            if block.regular and "#" not in value:
                resolved, unknown = self._term(value)
            else:
                resolved, unknown = self._resolve(value)
            if unknown:
                undefined += ((name, macro) for macro in unknown)
            fields.setdefault(name, resolved)
        kind = block.type.of(self.text).lower() if block.type else ""
        key = block.key.of(self.text) if block.key else ""
        return _Source(RawEntry(kind, key, fields), block, number, tuple(undefined))

    def _resolve(self, value: str) -> tuple[str, tuple[str, ...]]:
        """A value's text without delimiters, and the macros in it that are not defined; those stand for themselves."""
        if value.isdigit() or (value[:1] == "{" and grammar.BRACED.fullmatch(value)):
            return value.strip("{}") if value.isdigit() else value[1:-1], ()
        terms = value_terms(value)
        if terms is None:
            bare = value[1:-1] if value[:1] in '{"' and len(value) > 1 else value
            return bare, ()
        words = [(term.of(value), term.kind == "macro") for term in terms]
        unknown = tuple(word for word, macro in words if macro and word.lower() not in self.macros)
        return "".join(self.macros.get(word.lower(), word) if macro else word for word, macro in words), unknown

    def _term(self, value: str) -> tuple[str, tuple[str, ...]]:
        """The same for a value known to be one well-formed term."""
        if value[0] in '{"':
            return value[1:-1], ()
        if value[0] in "0123456789":
            return value, ()
        macro = self.macros.get(value.lower())
        return (value, (value,)) if macro is None else (macro, ())

    def _entry(self, source: _Source, by_key: Mapping[str, RawEntry], taken: set[str]) -> Entry:
        inherited = inherit(source.raw, by_key)
        reference, flaws = reference_of(source.raw.type, inherited.fields)
        for flaw in flaws:
            self._report(source, flaw)
        for key in inherited.missing:
            self._report(source, Flaw("BIB205", "crossref", key))
        if inherited.circular:
            self._report(source, Flaw("BIB206", "crossref", ""))
        if csl_type(source.raw.type) is None:
            self._report(source, Flaw("BIB207", "", source.raw.type))
        end = source.block.end
        if source.block.kind == "broken":
            end = source.block.start + len(self.blocks.source(source.block).rstrip())
        origin = self.lines.origin(self.path, source.block.start, end)
        key = source.raw.key or f"L{origin.line}"
        if key.lower() in taken:
            key = f"{key}:L{origin.line}"
        taken.add(key.lower())
        found = self.findings.get(source.number, ())
        return Entry(key, reference, origin, "broken" if source.block.kind == "broken" else state(found))

    def _undefined(self, source: _Source, reported: set[str]) -> None:
        """Each undefined macro is reported once: a file that relies on another one's macros has hundreds."""
        for field, macro in source.undefined:
            if macro.lower() not in reported:
                reported.add(macro.lower())
                self._report(source, Flaw("BIB203", field, macro))

    def _report(self, source: _Source, flaw: Flaw) -> None:
        code = BY_CODE[flaw.code]
        start, end = self._place(parts_of(self.text, source.block), flaw.field)
        origin = self.lines.origin(self.path, start, end)
        message = code.message.format(flaw.about)
        self.problems.append(
            Problem(
                code.code, message, origin, code.severity, code.hint.format(flaw.about), self.lines.text(origin.line)
            )
        )

    def _place(self, parts: Parts, field: str) -> tuple[int, int]:
        """The field of that name; the entry's type and key, where it has none (an inherited one)."""
        for stated in parts.fields:
            if stated.name.of(self.text).lower() == field:
                return stated.name.start, stated.value.end
        return parts.type.start - 1, parts.key.end if parts.key else parts.type.end
