"""Checking a `.bib` file without reading what ordinary entries mean: the same problems in a fraction of the time.

The syntax of the whole file is inspected, and every field is held against the signs of the rules. Only entries that
are not `plain` are read; for that, all others are blanked out, so that every place stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bibtools.check.ask import Asking
from bibtools.check.base import Rule
from bibtools.check.bibtext import is_classic
from bibtools.check.findings import in_entries, in_fields, in_the_whole
from bibtools.check.plain import plain, tokens
from bibtools.check.raw import raw_bib_entry
from bibtools.check.subject import Subject
from bibtools.formats.bib.blocks import Block, Blocks
from bibtools.formats.bib.flaws import BY_CODE
from bibtools.formats.bib.inspect import inspect, problems
from bibtools.formats.bib.parse import parts_of, raw_fields
from bibtools.formats.bib.read import read
from bibtools.formats.bib.scan import scan
from bibtools.model.document import Document, Problem

_WORD = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\r\n]+")


def check_bib(text: str, path: str, rules: Sequence[Rule]) -> tuple[tuple[Problem, ...], int]:
    """Every problem that the reader of `.bib` files and the rules find, in the file's order, and the number of entries.

    The same as the problems of `formats.bib.read.read` and of `check`, which takes what was read.

    >>> found, count = check_bib("@misc{doe, author = {Doe, J.}, title = {Lakes & Co.}, year = {201}}", "refs.bib", ())
    >>> [problem.code for problem in found], count
    ([], 1)
    """
    blocks = scan(text)
    sorting = _sort(blocks, Asking(rules, "bib"))
    whole = Subject(Document(path, "bib", text))
    asking = Asking(rules, "bib")
    found = [
        each.problem
        for number in sorting.speaking
        for each in in_fields(whole, asking, raw_bib_entry(text, blocks[number], classic=sorting.classic))
    ]
    document = read(_only(blocks, sorting.kept()), path)
    part = Subject(document)
    part.lines = whole.lines
    found += [each.problem for each in (*in_entries(part, rules), *in_the_whole(part, rules))]
    # Read alone, an entry has the flaws of meaning that it has among others; the syntax is the whole file's matter.
    found += [replace(p, source_line=whole.source_line(p.origin)) for p in document.problems if p.code in BY_CODE]
    found += problems(blocks, path, inspect(blocks))
    count = len(sorting.plain) + len(document.entries)
    return tuple(sorted(found, key=lambda problem: (problem.origin.start, problem.code))), count


@dataclass(slots=True)
class _Sorting:
    """Numbers of blocks: entries of which a rule may say something by their fields, entries that must be read and
    what they rest upon, and plain entries with their identifiers."""

    classic: bool
    speaking: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    plain: dict[int, tuple[str, ...]] = field(default_factory=dict)
    mentioned: Counter[str] = field(default_factory=Counter)

    def kept(self) -> list[int]:
        """The blocks that must be read: a plain entry too, if another one may have its identifier."""
        twice = {n for n, ids in self.plain.items() if any(self.mentioned[token] > 1 for token in ids)}
        for number in twice:
            del self.plain[number]
        return sorted({*self.read, *twice})


def _sort(blocks: Blocks, asking: Asking) -> _Sorting:
    text = blocks.text
    sorting = _Sorting(is_classic(text))
    outline = tuple(blocks.outline())
    times = Counter(key for kind, _, _, key in outline if kind == "entry")
    parents = _parents(text) if re.search(r"crossref|xdata", text, re.IGNORECASE) else frozenset()
    macros: set[str] = set()
    for number, (kind, start, end, key) in enumerate(outline):
        if kind == "entry":
            block = blocks[number]
            fields = raw_fields(text, block)
            type_ = block.type.of(text).lower() if block.type else ""
            if not (block.regular and asking.is_silent(type_, fields, classic=sorting.classic)):
                sorting.speaking.append(number)
            ids = None
            if block.regular and times[key] == 1 and key not in parents:
                ids = plain(type_, _once(fields), macros)
            if ids is None:
                sorting.read.append(number)
                sorting.mentioned.update(set(tokens(text[start:end])))
            else:
                sorting.plain[number] = ids
                sorting.mentioned.update(ids)
        elif kind not in ("text", "comment"):
            sorting.read.append(number)
            macros |= _defined(text, blocks[number]) if kind == "string" else set()
    return sorting


def _once(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Fields by name; of a name that stands twice the first one, as BibTeX reads them."""
    return {name.lower(): value for name, value in reversed(fields)}


def _parents(text: str) -> frozenset[str]:
    """The keys that entries inherit from, in lower case."""
    named = re.findall(r"(?:crossref|xdata)\s*=\s*[{\"]([^{}\"]*)", text, re.IGNORECASE)
    return frozenset(key.strip().lower() for keys in named for key in keys.split(","))


def _defined(text: str, block: Block) -> set[str]:
    """The macro that a block defines, if as plain text."""
    fields = parts_of(text, block).fields
    texts = (f for f in fields if len(f.terms) == 1 and _WORD.search(f.value.of(text)))
    return {f.name.of(text).lower() for f in texts if f.terms[0].kind in ("braced", "quoted")}


def _only(blocks: Blocks, kept: Sequence[int]) -> str:
    """The text with nothing but line breaks and spaces outside of some blocks."""
    pieces, position = [], 0
    for number in kept:
        block = blocks[number]
        pieces += (_blank(blocks.text[position : block.start]), blocks.source(block))
        position = block.end
    return "".join((*pieces, _blank(blocks.text[position:])))


def _blank(text: str) -> str:
    return _LINE.sub(lambda found: " " * len(found[0]), text)
