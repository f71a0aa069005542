"""The parts of one block: key, fields, values and terms as spans, and every flaw met on the way.

Reads on wherever a person could: after a missing comma, a `%` line, a bare value. What it cannot read past ends the
block, and the fields before it are kept. Where it finds no flaw, the text obeys bibtex.web's grammar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bibtools.formats.bib import grammar
from bibtools.formats.bib.blocks import Block, Field, Finding, Parts, Span, Term
from bibtools.formats.bib.braces import closing_brace
from bibtools.formats.bib.regular import regular_fields_called, regular_parts

_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff\"#%'(),={}\\]")


def parse(text: str, start: int, limit: int | None = None, closing: Callable[[int], int | None] | None = None) -> Parts:
    """The parts of the entry, `@string` or `@preamble` at `start`, read up to `limit` (the text's end) and no further.

    `closing` finds the brace that closes the one at an offset, or None; by default it counts up to `limit`.
    Raises ValueError where nothing starts at `start`.

    >>> text = "@misc{key, year = 2001, title = {A} # b}"
    >>> parts = parse(text, 0)
    >>> parts.key.of(text), [(field.name.of(text), field.value.of(text)) for field in parts.fields]
    ('key', [('year', '2001'), ('title', '{A} # b')])
    >>> [(term.kind, term.of(text)) for term in parts.fields[1].terms]
    [('braced', 'A'), ('macro', 'b')]
    >>> [finding.code for finding in parse("@misc{key, title = {A} year = 2001", 0).findings]
    ['BIB104', 'BIB101']
    """
    stop = len(text) if limit is None else limit
    found = grammar.START.match(text, start, stop)
    if not found:
        raise ValueError(f"no block starts at character {start}")
    return _Parser(text, found, stop, closing or (lambda at: closing_brace(text, at, stop))).read()


def parts_of(text: str, block: Block) -> Parts:
    """The parts of a block of `text` that starts with `@type{`.

    Raises ValueError for free text and for a comment, which have no parts.
    """
    if block.kind in ("text", "comment"):
        raise ValueError(f"a {block.kind} block has no parts")
    return regular_parts(text, block) or parse(text, block.start, block.end)


def fields_called(text: str, block: Block, name: str) -> tuple[Field, ...]:
    """The fields of an entry that have this name, in whatever case: what `parts_of` says of them, at less expense.

    >>> from bibtools.formats.bib.scan import scan
    >>> blocks = scan("@misc{a, Year = 2001, title = {A}}")
    >>> [field.value.of(blocks.text) for field in fields_called(blocks.text, blocks[0], "year")]
    ['2001']
    """
    found = regular_fields_called(text, block, name)
    if found is None:
        wanted = name.lower()
        found = tuple(field for field in parts_of(text, block).fields if field.name.of(text).lower() == wanted)
    return found


def raw_fields(text: str, block: Block) -> list[tuple[str, str]]:
    """Each field's name and value of an entry as they stand, delimiters and `#` included: the fast way to all fields.

    >>> from bibtools.formats.bib.scan import scan
    >>> blocks = scan("@misc{key, year = 2001, title = {A} # b}")
    >>> raw_fields(blocks.text, blocks[0])
    [('year', '2001'), ('title', '{A} # b')]
    """
    if block.regular and block.key:
        return grammar.FIELD.findall(text, block.key.end, block.end)
    return [(field.name.of(text), field.value.of(text)) for field in parts_of(text, block).fields]


def value_terms(value: str) -> tuple[Term, ...] | None:
    """The terms of a value's text, or None where it is not one whole, strictly well-formed value.

    >>> [term.kind for term in value_terms('"A" # jan # {B} # 12')]
    ['quoted', 'macro', 'braced', 'number']
    >>> value_terms("{A}}") is None
    True
    """
    if grammar.BRACED.fullmatch(value):
        return (Term(0, len(value), "braced"),)
    parts = parse(f"@a{{a,a={value}}}", 0)
    whole = parts.closing is not None and parts.end == len(value) + 8 and len(parts.fields) == 1
    if not whole or parts.findings or parts.fields[0].comma is not None:
        return None
    shift = parts.fields[0].equals + 1
    return tuple(Term(term.start - shift, term.end - shift, term.kind) for term in parts.fields[0].terms)


class _Stop(Exception):
    """Nothing after this point can be told apart."""


class _Parser:
    """Walks through one block; every method leaves `at` behind what it read."""

    def __init__(self, text: str, start: re.Match[str], limit: int, closing: Callable[[int], int | None]) -> None:
        self.text, self.limit, self.closing = text, limit, closing
        self.start = start.start()
        self.type = Span(*start.span(1))
        self.opening = start.start(2)
        self.closer = "}" if start[2] == "{" else ")"
        self.at = self.opening + 1
        self.key: Span | None = None
        self.key_comma: int | None = None
        self.fields: list[Field] = []
        self.findings: list[Finding] = []

    def read(self) -> Parts:
        kind = self.type.of(self.text).lower()
        closed = None
        try:
            if kind == "preamble":
                self._blank()
                start = self.at
                terms = self._value("the preamble")
                self.fields.append(Field(Span(start, start), start, _extent(terms, start), terms))
            else:
                if kind != "string":
                    self._key()
                self._fields()
                if kind == "string" and (len(self.fields) != 1 or self.fields[0].comma is not None):
                    self._flaw("BIB115", self.at)
            closed = self._close()
        except _Stop:
            pass
        end = self.limit if closed is None else closed + 1
        found = tuple(self.findings)
        return Parts(self.type, self.opening, self.key, self.key_comma, tuple(self.fields), closed, end, found)

    def _peek(self) -> str:
        return self.text[self.at] if self.at < self.limit else ""

    def _match(self, pattern: re.Pattern[str]) -> Span | None:
        """What `pattern` matches here, unless that is nothing."""
        found = pattern.match(self.text, self.at, self.limit)
        if not found or found.end() == found.start():
            return None
        self.at = found.end()
        return Span(*found.span())

    def _flaw(self, code: str, at: int, about: str = "") -> None:
        self.findings.append(Finding(code, at, about))

    def _stop(self, code: str, at: int, about: str = "") -> _Stop:
        self._flaw(code, at, about)
        return _Stop()

    def _unexpected(self) -> _Stop:
        if self.at >= self.limit:
            return self._stop("BIB101", self.start, f"'@{self.type.of(self.text)}{self.text[self.opening]}'")
        return self._stop("BIB116", self.at, repr(self._peek()))

    def _blank(self) -> None:
        """Pass white space, and `%` to the end of its line, which only people take for a comment."""
        while True:
            self._match(grammar.BLANK)
            percent = self._match(grammar.PERCENT_LINE)
            if not percent:
                return
            self._flaw("BIB108", percent.start)

    def _close(self) -> int:
        self._blank()
        if self._peek() != self.closer:
            raise self._unexpected()
        self.at += 1
        return self.at - 1

    def _field_follows(self) -> bool:
        name = grammar.NAME.match(self.text, self.at, self.limit)
        return name is not None and grammar.EQUALS.match(self.text, name.end(), self.limit) is not None

    def _key(self) -> None:
        self._blank()
        start = self.at
        pattern = grammar.KEY_IN_BRACES if self.closer == "}" else grammar.KEY_IN_PARENTHESES
        self.key = self._match(pattern) or Span(start, start)
        self._blank()
        if "=" in self.key.of(self.text) or not self._peek() or self._peek() not in (",", self.closer):
            self._odd_key(start)
        elif not self.key.of(self.text):
            self._flaw("BIB106", start)
        elif _HIDDEN.search(self.text, self.key.start, self.key.end):
            self._flaw("BIB107", start, f"key '{self.key.of(self.text)}'")
        if self._peek() == ",":
            self.key_comma = self.at
            self.at += 1

    def _odd_key(self, start: int) -> None:
        """A key with spaces, a comma forgotten after it, or a field where the key should be."""
        behind, self.at = self.at, start
        if self._field_follows():
            self.key = None
            self._flaw("BIB106", start)
            return
        loose = grammar.LOOSE_KEY.match(self.text, start, self.limit)
        if loose and loose[0].strip():
            self.key = Span(start, start + len(loose[0].rstrip()))
            self._flaw("BIB107", start, f"key '{self.key.of(self.text)}'")
            self.at = loose.end()
            return
        self.at = behind
        if not self._field_follows():
            raise self._unexpected()

    def _fields(self) -> None:
        """All fields, up to the closing delimiter or what cannot be a field."""
        after_comma = self.key is None or self.key_comma is not None
        while True:
            self._blank()
            at = self.at
            if self._peek() == ",":
                if after_comma:
                    self._flaw("BIB115", at)
                elif self.fields:
                    self.fields[-1] = replace(self.fields[-1], comma=at)
                else:
                    self.key_comma = at
                after_comma = True
                self.at += 1
                continue
            name = self._match(grammar.NAME)
            if not name:
                return
            if not after_comma:
                before = f"field '{self.fields[-1].name.of(self.text)}'" if self.fields else "the key"
                self._flaw("BIB104", self._end_of_last(), before)
            self._field(name)
            after_comma = False

    def _end_of_last(self) -> int:
        return self.fields[-1].value.end if self.fields else (self.key or self.type).end

    def _field(self, name: Span) -> None:
        word = name.of(self.text)
        if _HIDDEN.search(word):
            self._flaw("BIB107", name.start, f"field name '{word}'")
        self._blank()
        if self._peek() != "=":
            raise self._unexpected() if self.at >= self.limit else self._stop("BIB103", name.end, word)
        equals = self.at
        self.at += 1
        self._blank()
        start = self.at
        if self._peek() in (",", self.closer) and self._peek():
            self._flaw("BIB105", equals, word)
            self.fields.append(Field(name, equals, Span(start, start), ()))
            return
        terms = self._value(word)
        self.fields.append(Field(name, equals, _extent(terms, start), terms))

    def _value(self, about: str) -> tuple[Term, ...]:
        terms = [self._term(about)]
        while True:
            behind = self.at
            self._blank()
            if self._peek() != "#":
                self.at = behind
                return tuple(terms)
            self.at += 1
            self._blank()
            terms.append(self._term(about))

    def _term(self, about: str) -> Term:
        start = self.at
        if self._peek() == "{":
            closed = self.closing(start)
            if closed is None or closed >= self.limit:
                raise self._stop("BIB101", start, f"the value of '{about}'")
            self.at = closed + 1
            return Term(start, self.at, "braced")
        if self._peek() == '"':
            return self._quoted()
        if number := self._match(grammar.NUMBER):
            return Term(number.start, number.end, "number")
        if macro := self._match(grammar.NAME):
            return Term(macro.start, macro.end, "macro")
        if bare := self._match(grammar.BARE):
            self._flaw("BIB109", bare.start, bare.of(self.text))
            return Term(bare.start, bare.end, "bare")
        raise self._unexpected()

    def _quoted(self) -> Term:
        start = self.at
        self.at += 1
        while found := grammar.QUOTE_OR_BRACE.search(self.text, self.at, self.limit):
            self.at = found.end()
            if found[0] == '"':
                return Term(start, self.at, "quoted")
            if found[0] == "}":
                raise self._stop("BIB121", found.start())
            closed = self.closing(found.start())
            if closed is None or closed >= self.limit:
                break
            self.at = closed + 1
        raise self._stop("BIB102", start)


def _extent(terms: tuple[Term, ...], start: int) -> Span:
    return Span(terms[0].start, terms[-1].end) if terms else Span(start, start)
