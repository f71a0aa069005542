"""How one entry is laid out, seen from its spans, and text laid out the same way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from bibtools.formats.bib.parse import value_terms

Case = Literal["lower", "upper", "capital", "mixed"]

T = TypeVar("T")

_TAB = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of an entry's lines.

    `indent` is what stands before a field on its line (with the comma, where lines begin with one: `leading_comma`);
    `before` and `after` stand around `=`. Where `=` (or the value) is in one column for names of different length,
    `equals_column` (`value_column`) is that column from 0; with `right_aligned` the names end in one column. `inline`
    says that fields share a line, `gap` being what separates them. `quoted` and `bare_numbers` are about values: "A"
    rather than {A}, 2001 rather than {2001}. `closing` stands between the last field and the closing delimiter.
    """

    indent: str = "  "
    before: str = " "
    after: str = " "
    equals_column: int | None = None
    value_column: int | None = None
    right_aligned: bool = False
    inline: bool = False
    leading_comma: bool = False
    trailing_comma: bool = True
    quoted: bool = False
    bare_numbers: bool = False
    parentheses: bool = False
    type_case: Case = "lower"
    field_case: Case = "lower"
    newline: str = "\n"
    gap: str = " "
    closing: str = "\n"

    def name(self, name: str) -> str:
        """A field's name in this entry's case.

        >>> Layout(field_case="capital").name("doi")
        'Doi'
        """
        return in_case(name, self.field_case)

    def field(self, name: str, value: str) -> str:
        r"""`name = value` with this entry's alignment, without indent and comma.

        >>> Layout(equals_column=10).field("doi", "{10.1000/1}")
        'doi     = {10.1000/1}'
        """
        name, start = self.name(name), width(self.indent)
        before, after = self.before, self.after
        if self.equals_column is not None and not self.right_aligned:
            before = _pad(start + len(name), self.equals_column, self.before)
        if self.value_column is not None:
            after = _pad(start + len(name) + width(before) + 1, self.value_column, self.after)
        return f"{name}{before}={after}{value}"

    def indent_for(self, name: str) -> str:
        """The white space before a field called `name`.

        >>> len(Layout(right_aligned=True, equals_column=12).indent_for("doi"))
        8
        """
        if self.right_aligned and self.equals_column is not None:
            return " " * max(self.equals_column - len(self.before) - len(name), 0)
        return self.indent

    def value(self, value: str) -> str:
        """A value in this entry's delimiters; as it is where it joins terms or is a macro, or could not be quoted.

        >>> Layout(quoted=True).value("{A {B}}"), Layout(bare_numbers=True).value("{2001}")
        ('"A {B}"', '2001')
        """
        terms = value_terms(value)
        if not terms or len(terms) != 1 or terms[0].kind not in ("braced", "quoted", "number"):
            return value
        inner = terms[0].of(value)
        if self.bare_numbers and re.fullmatch(r"[1-9]\d*", inner):
            return inner
        if terms[0].kind == "number":
            return value
        return quote(inner) if self.quoted else f"{{{inner}}}"


USUAL = Layout()
"""What a file without entries is given: two blanks, braces, a comma after each field, lower case."""


def quote(inner: str) -> str:
    r"""A value in quotes, or in braces where a quote outside braces would end it.

    >>> quote('a "b"'), quote('{\\"o}')
    ('{a "b"}', '"{\\"o}"')
    """
    quoted = f'"{inner}"'
    terms = value_terms(quoted)
    return quoted if terms and len(terms) == 1 else f"{{{inner}}}"


def in_case(word: str, case: Case) -> str:
    """`word` as `case` has it; "mixed" leaves it.

    >>> in_case("misc", "upper"), in_case("archivePrefix", "lower")
    ('MISC', 'archivePrefix')
    """
    if case == "upper":
        return word.upper()
    return word[:1].upper() + word[1:] if case == "capital" else word


def case_of(words: Sequence[str]) -> Case:
    """The case most of the words are in; "archivePrefix" counts as lower.

    >>> case_of(["Author", "Title", "doi"])
    'capital'
    """
    return most((_case(word) for word in words), "lower")


def _case(word: str) -> Case:
    if word.isupper() and len(word) > 1:
        return "upper"
    return "capital" if word[:1].isupper() else "lower"


def most(values: Iterable[T], default: T) -> T:
    """The commonest of `values`, the first met among equals; `default` where there are none.

    >>> most("abba", ""), most("", "none")
    ('a', 'none')
    """
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else default


def width(text: str, start: int = 0) -> int:
    """The columns `text` takes from column `start` on, tab stops every four."""
    column = start
    for character in text:
        column = column + _TAB - column % _TAB if character == "\t" else column + 1
    return column - start


def _pad(start: int, column: int, least: str) -> str:
    """White space from column `start` to `column`, in tabs where `least` has one; not nothing unless `least` is."""
    if "\t" in least:
        tabs = -(-(column - start) // _TAB)
        return "\t" * max(tabs, 1)
    return " " * max(column - start, 1 if least else 0)
