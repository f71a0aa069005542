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
from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Blocks, Finding
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
    sorted_ = _sort(blocks, asking)
    whole = Subject(Document(path, "bib", text))
    found = [
        each.problem
        for number in sorted_.speaking
        for each in in_fields(whole, asking, raw_bib_entry(text, blocks[number], classic=sorted_.classic))
    ]
    document = read(_only(blocks, sorted_.kept()), path)
    part = Subject(document, whole.lines)
    found += [each.problem for each in (*in_entries(part, rules), *in_the_whole(part, rules))]
    # Read alone, an entry has the flaws of meaning that it has among others; the syntax is the whole file's matter.
    found += [replace(p, source_line=whole.source_line(p.origin)) for p in document.problems if p.code in BY_CODE]
    found += problems(blocks, path, sorted_.flawed) if sorted_.flawed else ()
    count = len(sorted_.plain) + len(document.entries)
    return tuple(sorted(found, key=lambda problem: (problem.origin.start, problem.code))), count


@dataclass(slots=True)
class _Sorted:
    """Numbers of blocks: entries of which a rule may say something by their fields, entries that must be read and what
    they rest upon, plain entries with their identifiers, blocks with flaws of syntax.
    """

    classic: bool
    speaking: list[int] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    plain: dict[int, tuple[str, ...]] = field(default_factory=dict)
    flawed: dict[int, tuple[Finding, ...]] = field(default_factory=dict)
    mentioned: list[str] = field(default_factory=list)

    def kept(self) -> list[int]:
        """The blocks that must be read: a plain entry too, if another one may have its identifier."""
        repeated = {identifier for identifier, count in Counter(self.mentioned).items() if count > 1}
        twice = {n for n, ids in self.plain.items() if not repeated.isdisjoint(ids)}
        for number in twice:
            del self.plain[number]
        return sorted({*self.read, *twice})


def _sort(blocks: Blocks, asking: Asking) -> _Sorted:
    text = blocks.text
    outline = tuple(blocks.outline())
    times = Counter(key for kind, _, _, key in outline if kind == "entry")
    inherited_from = _parents(text)
    unique = not any(count > 1 for count in times.values())
    done = _Sorted(is_classic(text), flawed={} if unique else inspect(blocks))
    macros: set[str] = set()
    for number, (kind, start, end, key) in enumerate(outline):
        if kind == "text":
            odd = "@" in text[start:end]
        elif kind != "entry":
            odd = True
            done.read += [number] if kind != "comment" else []
            macros |= _defined(text, blocks[number]) if kind == "string" else set()
        else:
            after = outline[number + 1][2] if number + 1 < len(outline) else end
            head = grammar.HEAD.match(text, start, end)
            fields = grammar.BODY.findall(text, head.end(), end) if head else []
            regular = bool(fields) and fields.pop() == ("}", "")
            odd = not regular or needs_a_closer_look(fields) or left_over(text, end, after) is not None
            odd = odd or (start > 0 and text[start - 1] not in "\r\n")
            type_ = head[1].lower() if head else ""
            if not (regular and asking.is_silent(type_, fields, classic=done.classic)):
                done.speaking.append(number)
            evident = regular and times[key] == 1 and key not in inherited_from
            ids = plain(type_, _once(fields), macros) if evident else None
            if ids is None:
                done.read.append(number)
                done.mentioned += set(tokens(text[start:end]))
            else:
                done.plain[number] = ids
                done.mentioned += ids
        if odd and unique and (findings := inspect_block(blocks, number)):
            done.flawed[number] = findings
    return done


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
