"""Checking a `.bib` file without reading what ordinary entries mean: the same problems in a fraction of the time.

The syntax of the whole file is inspected, and the fields whose values are not `ordinary` are held against the rules.
Only entries that are not `plain` are read, and of them only what rules about meaning look at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bibtools.check.ask import Asking, asking
from bibtools.check.base import Finding, Rule
from bibtools.check.bibtext import is_classic
from bibtools.check.findings import Found, in_entries, in_fields, in_the_field, in_the_whole
from bibtools.check.plain import plain, telling, tokens
from bibtools.check.raw import RawEntry, raw_bib_entry, value_spans
from bibtools.check.subject import Subject
from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Blocks, Kind
from bibtools.formats.bib.fields import RawFields
from bibtools.formats.bib.inspect import inspect, left_over, needs_a_closer_look, problems
from bibtools.formats.bib.parse import parts_of, raw_fields
from bibtools.formats.bib.read import read_some
from bibtools.formats.bib.scan import scan
from bibtools.formats.lines import Lines
from bibtools.model.document import Document, Problem

_WORD = re.compile(r"[^\W_]")
_ANY = "*"  # in place of a key: some entry's, nobody knows which


def check_bib(text: str, path: str, rules: Sequence[Rule]) -> tuple[tuple[Problem, ...], int]:
    """Every problem that the reader of `.bib` files and the rules find, in the file's order, and the number of entries.

    The same as the problems of `formats.bib.read.read` and of `check`, which takes what was read.

    >>> found, count = check_bib("@misc{doe, title = {Lakes}, author = {Doe, Jane}, year = 2001 note = {A}}", "", ())
    >>> [problem.code for problem in found], count
    (['BIB104'], 1)
    """
    sorted_ = _Sorted(scan(text), path, asking(tuple(rules), "bib"))
    blocks, lines = sorted_.blocks, sorted_.lines
    found = [each.problem for each in sorted_.in_fields(Subject(Document(path, "bib", text), lines))]
    kept = sorted_.kept()
    entries, flaws = read_some(blocks, kept, path, lines)
    part = Subject(Document(path, "bib", text, entries), lines, sorted_.raw_at)
    found += [each.problem for each in (*in_entries(part, rules), *in_the_whole(part, rules))]
    found += (*flaws, *sorted_.flaws())
    count = len(sorted_.plain.keys() - kept.keys()) + len(entries)
    return tuple(sorted(found, key=lambda problem: (problem.origin.start, problem.code))), count


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What rules say about the fields of a regular entry, with the number of each; all of them stand in `start:end`."""

    key: str
    start: int
    end: int
    findings: Sequence[tuple[Rule, int, Finding]]


class _Sorted:
    """The blocks of a file by what must be done about them, each by its number.

    `plain` entries need not be read, and have identifiers.
    """

    def __init__(self, blocks: Blocks, path: str, asking: Asking) -> None:
        self.blocks, self.text, self.path, self.asking = blocks, blocks.text, path, asking
        self.lines = Lines(self.text)
        self.classic = is_classic(self.text)
        self.plain: dict[int, tuple[str, ...]] = {}
        self._spoken: list[_Spoken] = []
        self._unclear: list[int] = []  # entries whose fields only their parts tell
        self._read: dict[int, RawFields] = {}
        self._odd: list[int] = []  # blocks whose syntax may have a flaw
        self._mentioned: list[str] = []
        self._parents: set[str] = set()  # keys that entries inherit from
        self._macros: set[str] = set()
        outline = tuple(blocks.outline())
        self._times = Counter(key for kind, _, _, key in outline if kind == "entry")
        for number, block in enumerate(outline):
            self._sort(number, *block)

    def in_fields(self, subject: Subject) -> Iterator[Found]:
        """What is found in the fields of entries."""
        for number in self._unclear:
            entry = raw_bib_entry(self.text, self.blocks[number], classic=self.classic)
            yield from in_fields(subject, self.asking, entry)
        for spoken in self._spoken:
            spans = value_spans(self.text, spoken.start, spoken.end)
            for rule, number, finding in spoken.findings:
                yield in_the_field(subject, rule, finding, *spans[number], spoken.key)

    def raw_at(self, start: int) -> RawEntry:
        """The fields of the entry that starts there."""
        number = bisect_left(self.blocks, start, key=lambda block: block.start)
        return raw_bib_entry(self.text, self.blocks[number], classic=self.classic)

    def kept(self) -> dict[int, RawFields]:
        """The blocks that must be read, with what is needed of their fields.

        A plain entry is one of them if another entry may have its identifier, or inherits from it.
        """
        repeated = {identifier for identifier, count in Counter(self._mentioned).items() if count > 1}
        whole = [number for number, ids in self.plain.items() if not repeated.isdisjoint(ids)]
        if self._parents:
            keyed = ((number, key) for number, (kind, *_, key) in enumerate(self.blocks.outline()) if kind == "entry")
            whole += (number for number, key in keyed if _ANY in self._parents or key in self._parents)
        return self._read | {number: raw_fields(self.text, self.blocks[number]) for number in whole}

    def flaws(self) -> tuple[Problem, ...]:
        """What is wrong with the syntax of blocks."""
        return problems(self.blocks, self.path, inspect(self.blocks, only=self._odd), self.lines) if self._odd else ()

    def _sort(self, number: int, kind: Kind, start: int, end: int, key: str) -> None:
        """Put one block where it belongs."""
        if kind == "entry":
            head = grammar.HEAD.match(self.text, start, end)
            fields: RawFields = grammar.BODY.findall(self.text, head.end(), end) if head else []
            if head and fields and fields.pop() == ("}", ""):
                self._sort_regular(number, start, end, key, head, fields)
                return
            self._unclear.append(number)
        if kind in ("entry", "broken"):
            self._must_read(number, raw_fields(self.text, self.blocks[number]))
        elif kind == "string":
            self._read[number] = []  # what it defines is its reader's matter
            self._macros |= _defined(self.text, self.blocks[number])
        if kind != "text" or "@" in self.text[start:end]:
            self._odd.append(number)

    def _sort_regular(
        self, number: int, start: int, end: int, key: str, head: re.Match[str], fields: RawFields
    ) -> None:
        """Put an entry where it belongs whose fields are known."""
        type_ = head[1].lower()
        names, values = zip(*fields, strict=True) if fields else ((), ())
        found = self.asking.in_fields(type_, names, values, classic=self.classic)
        if found is None:
            self._unclear.append(number)
        elif found:
            self._spoken.append(_Spoken(head[2], head.end(), end, found))
        alone = self._times[key] == 1
        ids = plain(type_, names, values, self._macros) if alone else None
        if ids is None:
            self._must_read(number, telling(fields))
        else:
            self.plain[number] = ids
            self._mentioned += ids
        suspicious = self._looks_suspicious(names, start, end) and needs_a_closer_look(fields)
        if not alone or suspicious or not self._stands_alone(start, end):
            self._odd.append(number)

    def _must_read(self, number: int, fields: RawFields) -> None:
        self._read[number] = fields
        self._mentioned += tokens("\n".join([value for _, value in fields]))
        for name, value in fields:
            if name.lower() in ("crossref", "xdata"):
                # What macros stand for, only the reader tells.
                keys = value[1:-1].lower().split(",") if value[:1] in '{"' and "#" not in value else (_ANY,)
                self._parents.update(key.strip() for key in keys)

    def _looks_suspicious(self, names: tuple[str, ...], start: int, end: int) -> bool:
        """Whether a field may stand twice, or a value have braces, fields or entries in it that it should not have."""
        find = self.text.find
        fields_only = self.text.count("=", start, end) == len(names) and not _repeats(names)
        return not fields_only or max(find("\\{", start, end), find("\\}", start, end), find("@", start + 1, end)) >= 0

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether an entry begins its line, and nothing behind it looks like the rest of it."""
        begins = start == 0 or self.text[start - 1] in "\r\n"
        return begins and left_over(self.text, end, len(self.text)) is None


@lru_cache(maxsize=4096)
def _repeats(names: tuple[str, ...]) -> bool:
    """Whether one of the names stands twice, in whatever case."""
    return len({name.lower() for name in names}) < len(names)


def _defined(text: str, block: Block) -> set[str]:
    """The macro that a block defines, if as plain text."""
    fields = parts_of(text, block).fields
    texts = (f for f in fields if len(f.terms) == 1 and _WORD.search(f.value.of(text)))
    return {f.name.of(text).lower() for f in texts if f.terms[0].kind in ("braced", "quoted")}
