"""What is wrong with a file's blocks: flaws of syntax, and what BibTeX reads otherwise than a person does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Blocks, Field, Finding, Parts
from bibtools.formats.bib.codes import BY_CODE
from bibtools.formats.bib.parse import parse, parts_of, raw_fields
from bibtools.formats.bib.scan import line_starts
from bibtools.formats.lines import Lines
from bibtools.model.document import Problem, State

_SWALLOWED = re.compile(r"(?:,[ \t]*+[\r\n]\s*+|[\r\n]\s*+,\s*+)[A-Za-z][-\w:.]*+\s*+=\s*+[{\"]")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_AS_A_PERSON = re.compile(r"\\.|[{}]", re.DOTALL)
_LEFT_OVER = re.compile(r"[ \t\r\n]*+,?+[ \t\r\n]*+(?:[})]|[A-Za-z][-\w:.]*+[ \t\r\n]*+=[ \t\r\n]*+[{\"\w])")
_STATES: tuple[State, ...] = ("clean", "suspect", "broken")


def state(findings: Iterable[Finding]) -> State:
    """What an entry with these findings is: "clean", "suspect" or "broken".

    >>> state(()), state([Finding("BIB118", 0, "title"), Finding("BIB104", 0)])
    ('clean', 'suspect')
    """
    return max((BY_CODE[finding.code].state for finding in findings), key=_STATES.index, default="clean")


def inspect(
    blocks: Blocks, fields: Mapping[int, list[tuple[str, str]]] | None = None, only: Collection[int] | None = None
) -> dict[int, tuple[Finding, ...]]:
    """The findings about each block that has any, under the block's number.

    `fields` are what `raw_fields` says of entries, by their blocks' numbers, if at hand; `only` the blocks to look at.

    >>> from bibtools.formats.bib.scan import scan
    >>> inspect(scan("@misc{a, title = {A} year = 2001}@misc{A}"))
    {0: (Finding(code='BIB104', at=20, about="field 'title'"),), 1: (Finding(code='BIB117', at=39, about='A'),)}
    """
    first = blocks.keys()
    known = fields or {}
    found = {}
    for number, block in enumerate(blocks) if only is None else ((number, blocks[number]) for number in only):
        findings = inspect_block(blocks, number, block, known.get(number))
        if block.kind == "entry" and block.key:
            key = block.key.of(blocks.text)
            if key and first[key.lower()] != number:
                findings = (*findings, Finding("BIB117", block.key.start, key))
        if findings:
            found[number] = findings
    return found


def inspect_block(
    blocks: Blocks, number: int, block: Block | None = None, fields: list[tuple[str, str]] | None = None
) -> tuple[Finding, ...]:
    """The findings about one block that do not depend on blocks far away (a repeated key does)."""
    block = block or blocks[number]
    text = blocks.text
    if block.kind == "text":
        return _stray_at(text, block)
    if block.kind == "comment":
        return _comment(text, block)
    if block.kind == "entry":
        return (*_entry(text, block, fields), *_surroundings(blocks, number, block))
    return () if block.regular else parts_of(text, block).findings


def problems(
    blocks: Blocks, path: str, found: Mapping[int, tuple[Finding, ...]] | None = None, lines: Lines | None = None
) -> tuple[Problem, ...]:
    """The findings as a person reads them, in the order of the text; `found` is what `inspect` said, if at hand.

    >>> from bibtools.formats.bib.scan import scan
    >>> for problem in problems(scan("@misc{a, title = {A} year = 2001}"), "refs.bib"):
    ...     print(problem.origin, problem.code, problem.message)
    refs.bib:1:21 BIB104 expected ',' after field 'title'
    """
    lines = lines or Lines(blocks.text)
    each_block = inspect(blocks) if found is None else found
    findings = sorted((finding for each in each_block.values() for finding in each), key=_place)
    return tuple(_problem(finding, lines, path) for finding in findings)


def _place(finding: Finding) -> tuple[int, str]:
    return finding.at, finding.code


def _problem(finding: Finding, lines: Lines, path: str) -> Problem:
    code = BY_CODE[finding.code]
    origin = lines.origin(path, finding.at, finding.at + 1)
    message, hint = code.message.format(finding.about), code.hint.format(finding.about)
    return Problem(code.code, message, origin, code.severity, hint, lines.text(origin.line))


def _entry(text: str, block: Block, fields: list[tuple[str, str]] | None) -> tuple[Finding, ...]:
    if block.regular and not needs_a_closer_look(raw_fields(text, block) if fields is None else fields):
        return ()
    parts = parts_of(text, block)
    return (*parts.findings, *_repeated(text, parts), *(f for field in parts.fields for f in _value(text, field)))


def needs_a_closer_look(fields: list[tuple[str, str]]) -> bool:
    """False only where no name stands twice and no value can hold a flaw: a quick test of an entry without others."""
    if len({name.lower() for name, _ in fields}) < len(fields):
        return True
    values = "\n".join([value for _, value in fields])
    if "\\{" in values or "\\}" in values or ("=" in values and _SWALLOWED.search(values)):
        return True
    return "@" in values and grammar.LINE_START.search(values) is not None


def _repeated(text: str, parts: Parts) -> Iterable[Finding]:
    seen = set()
    for field in parts.fields:
        name = field.name.of(text)
        if name.lower() in seen:
            yield Finding("BIB118", field.name.start, name)
        seen.add(name.lower())


def _value(text: str, field: Field) -> Iterable[Finding]:
    name = field.name.of(text)
    for term in field.terms:
        inner = term.inner
        escaped = _ESCAPED_BRACE.search(text, inner.start, inner.end)
        if escaped and not _balanced_for_a_person(inner.of(text)):
            yield Finding("BIB110", escaped.start(), escaped[0])
        if swallowed := _SWALLOWED.search(text, inner.start, inner.end):
            yield Finding("BIB111", swallowed.end() - 1, name)
        value = inner.of(text)
        starts = (at for at in line_starts(value) if at) if "@" in value else iter(())
        if (at := next(starts, None)) is not None:
            yield Finding("BIB112", inner.start + at, name)


def _balanced_for_a_person(value: str) -> bool:
    """Whether the braces balance when those behind a backslash do not count."""
    depth = 0
    for found in _AS_A_PERSON.finditer(value):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            return False
    return depth == 0


def _surroundings(blocks: Blocks, number: int, block: Block) -> Iterable[Finding]:
    """A `%` before the entry on its line; what looks like the entry's own fields behind its end."""
    text = blocks.text
    if number and text[block.start - 1] not in "\r\n":
        before = blocks[number - 1]
        line = re.split(r"[\r\n]", text[before.start : block.start])[-1] if before.kind == "text" else ""
        if "%" in line:
            yield Finding("BIB114", block.start)
    if left_over(text, block.end, len(text)) and (word := left_over(text, block.end, blocks[number + 1].end)):
        yield Finding("BIB113", block.end - 1, word)


def left_over(text: str, at: int, limit: int) -> str | None:
    """The first word of what stands at `at`, if it looks like the rest of an entry that ended too early.

    >>> left_over("}, year = {2001}}", 1, 17), left_over("} free text", 1, 11)
    ('year', None)
    """
    found = _LEFT_OVER.match(text, at, limit)
    return found[0].strip(" \t\r\n,").split()[0] if found else None


def _comment(text: str, block: Block) -> tuple[Finding, ...]:
    if not block.regular:
        return (Finding("BIB101", block.start, "'@comment'"),)
    at = block.start + 1
    while found := grammar.START.search(text, at, block.end):
        if not grammar.COMMENT.match(text, found.start()) and parse(text, found.start(), block.end).closing is not None:
            return (Finding("BIB120", found.start()),)
        at = found.end()
    return ()


def _stray_at(text: str, block: Block) -> tuple[Finding, ...]:
    at = text.find("@", block.start, block.end)
    return (Finding("BIB119", at),) if at >= 0 else ()
