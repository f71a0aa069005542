"""Checking a `.bib` file without reading what ordinary entries mean: the same problems in a fraction of the time.

The syntax of the whole file is inspected, and every field is held against the signs of the rules. Only entries that
are not `plain` are read; for that, all others are blanked out, so that every place stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bibtools.check.ask import Asking
from bibtools.check.base import Rule
from bibtools.check.bibtext import is_classic
from bibtools.check.findings import in_entries, in_fields, in_the_whole
from bibtools.check.plain import plain, tokens
from bibtools.check.raw import raw_bib_entry
from bibtools.check.subject import Subject
from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Blocks, Kind
from bibtools.formats.bib.flaws import BY_CODE
from bibtools.formats.bib.inspect import inspect, inspect_block, left_over, needs_a_closer_look, problems
from bibtools.formats.bib.parse import parts_of
from bibtools.formats.bib.read import read
from bibtools.formats.bib.scan import scan
from bibtools.model.document import Document, Problem

_WORD = re.compile(r"[^\W_]")
_PARENTS = re.compile(r"(?:crossref|xdata)\s*=\s*[{\"]?([^{}\"\r\n]*)")


def check_bib(text: str, path: str, rules: Sequence[Rule]) -> tuple[tuple[Problem, ...], int]:
    """Every problem that the reader of `.bib` files and the rules find, in the file's order, and the number of entries.

    The same as the problems of `formats.bib.read.read` and of `check`, which takes what was read.

    >>> found, count = check_bib("@misc{doe, title = {Lakes}, author = {Doe, Jane}, year = 2001 note = {A}}", "", ())
    >>> [problem.code for problem in found], count
    (['BIB104'], 1)
    """
    blocks = scan(text)
    asking = Asking(rules, "bib")
    sorted_ = _Sorted(blocks, asking)
    whole = Subject(Document(path, "bib", text))
    found = [
        each.problem
        for number in sorted_.speaking
        for each in in_fields(whole, asking, raw_bib_entry(text, blocks[number], classic=sorted_.classic))
    ]
    kept = sorted_.kept()
    document = read(_only(blocks, kept), path)
    part = Subject(document, whole.lines)
    found += [each.problem for each in (*in_entries(part, rules), *in_the_whole(part, rules))]
    # Read alone, an entry has the flaws of meaning that it has among others; the syntax is the whole file's matter.
    found += [replace(p, source_line=whole.source_line(p.origin)) for p in document.problems if p.code in BY_CODE]
    found += problems(blocks, path, sorted_.flawed) if sorted_.flawed else ()
    count = len(sorted_.plain.keys() - {*kept}) + len(document.entries)
    return tuple(sorted(found, key=lambda problem: (problem.origin.start, problem.code))), count


class _Sorted:
    """The blocks of a file by what must be done about them, each by its number.

    `speaking` are entries of which a rule may say something by their fields, `plain` those that need not be read, with
    their identifiers; `flawed` blocks have flaws of syntax.
    """

    def __init__(self, blocks: Blocks, asking: Asking) -> None:
        self.blocks, self.text, self.asking = blocks, blocks.text, asking
        self.classic = is_classic(self.text)
        self.speaking: list[int] = []
        self.plain: dict[int, tuple[str, ...]] = {}
        self._read: list[int] = []
        self._mentioned: list[str] = []
        self._macros: set[str] = set()
        outline = tuple(blocks.outline())
        self._times = Counter(key for kind, _, _, key in outline if kind == "entry")
        self._inherited_from = _parents(self.text)
        odd = [number for number, block in enumerate(outline) if self._sort(number, *block)]
        repeated = any(count > 1 for count in self._times.values())
        self.flawed = inspect(blocks) if repeated else {n: found for n in odd if (found := inspect_block(blocks, n))}

    def kept(self) -> list[int]:
        """The blocks that must be read: a plain entry too, if another one may have its identifier."""
        repeated = {identifier for identifier, count in Counter(self._mentioned).items() if count > 1}
        twice = {number for number, ids in self.plain.items() if not repeated.isdisjoint(ids)}
        return sorted({*self._read, *twice})

    def _sort(self, number: int, kind: Kind, start: int, end: int, key: str) -> bool:
        """Put one block where it belongs; whether its syntax may have a flaw."""
        if kind == "text":
            return "@" in self.text[start:end]
        if kind != "entry":
            if kind != "comment":
                self._read.append(number)
            if kind == "string":
                self._macros |= _defined(self.text, self.blocks[number])
            return True
        head = grammar.HEAD.match(self.text, start, end)
        fields = grammar.BODY.findall(self.text, head.end(), end) if head else []
        regular = bool(fields) and fields.pop() == ("}", "")
        type_ = head[1].lower() if head else ""
        if not (regular and self.asking.is_silent(type_, fields, classic=self.classic)):
            self.speaking.append(number)
        evident = regular and self._times[key] == 1 and key not in self._inherited_from
        ids = plain(type_, _once(fields), self._macros) if evident else None
        if ids is None:
            self._read.append(number)
            self._mentioned += set(tokens(self.text[start:end]))
        else:
            self.plain[number] = ids
            self._mentioned += ids
        return not regular or needs_a_closer_look(fields) or not self._stands_alone(start, end)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether an entry begins its line, and nothing behind it looks like the rest of it."""
        begins = start == 0 or self.text[start - 1] in "\r\n"
        return begins and left_over(self.text, end, len(self.text)) is None


def _once(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Fields by name; of a name that stands twice the first one, as BibTeX reads them."""
    return {name.lower(): value for name, value in reversed(fields)}


def _parents(text: str) -> frozenset[str]:
    """The keys that entries inherit from, in lower case."""
    text = text.lower()
    if "crossref" not in text and "xdata" not in text:
        return frozenset()
    return frozenset(key.strip() for keys in _PARENTS.findall(text) for key in keys.split(","))


def _defined(text: str, block: Block) -> set[str]:
    """The macro that a block defines, if as plain text."""
    fields = parts_of(text, block).fields
    texts = (f for f in fields if len(f.terms) == 1 and _WORD.search(f.value.of(text)))
    return {f.name.of(text).lower() for f in texts if f.terms[0].kind in ("braced", "quoted")}


def _only(blocks: Blocks, kept: Sequence[int]) -> str:
    """The text with nothing but line breaks and spaces outside of some blocks."""
    pieces: list[str] = []
    position = 0
    for number in kept:
        block = blocks[number]
        pieces += (_blank(blocks.text[position : block.start]), blocks.source(block))
        position = block.end
    return "".join((*pieces, _blank(blocks.text[position:])))


def _blank(text: str) -> str:
    if "\r" in text:
        return re.sub(r"[^\r\n]+", lambda found: " " * len(found[0]), text)
    return "\n".join([" " * len(line) for line in text.split("\n")])
