"""BibTeX's grammar as regular expressions. All are possessive, so none can backtrack: each runs in linear time.

The rules are those of bibtex.web (version 0.99d), modules "scan_identifier" to "scan_a_field_token_and_eat_white":
a brace counts whatever stands before it, a quoted string ends at the first quote outside braces, a key runs to a
comma, white space or the closing brace, and there are no comments. Names in the strict patterns are restricted to
characters that every program takes; other names BibTeX takes are left to `bibtools.formats.bib.parse`.
"""

from __future__ import annotations

import re

_DEPTH = 6  # of braces inside a value; deeper ones are matched by counting

# A class without `^` that has none but the first 256 characters is one table: spelt so, "all but braces" takes half the
# time of `[^{}]`. One that goes on to the last character takes 2 ms to compile, and there are hundreds here: the
# characters beyond are read as what braces hold is, a run at a time.
SPACE = r"[ \t-\r]*+"
NO_BRACE = r"[\x00-z|~-\xff]"
NO_BRACE_NOR_QUOTE = r"[ #-z!\x00-\x1f|~-\xff]"
BEYOND = r"[^\x00-\xff]"
_PLAIN_NAME = r"[a-zA-Z_][a-z\-A-Z0-9_:.+/]*+"
_PLAIN_KEY = r"[^\x00-\x20\x7f-\xa0,{}\"=#%\\()'~@]++"


def _text(plain: str, inside: str) -> str:
    """Text of `plain` characters, of those beyond, and of braces which hold `inside`."""
    return rf"{plain}*+(?:(?:\{{{inside}\}}|{BEYOND}++){plain}*+)*+"


def _balanced(depth: int) -> str:
    """Text with balanced braces nested at most `depth` deep."""
    return _text(NO_BRACE, _balanced(depth - 1)) if depth else rf"(?:{NO_BRACE}++|{BEYOND}++)*+"


_INSIDE = _balanced(_DEPTH)
_BRACED = rf"\{{{_INSIDE}\}}"
_QUOTED = rf'"{_text(NO_BRACE_NOR_QUOTE, _INSIDE)}"'
_TERM = rf"(?:{_BRACED}|{_QUOTED}|[0-9]++|{_PLAIN_NAME})"
_VALUE = rf"{_TERM}(?:{SPACE}\#{SPACE}{_TERM})*+"
_FIELD = rf"{SPACE},{SPACE}{_PLAIN_NAME}{SPACE}={SPACE}{_VALUE}"

_NO_ENTRY = r"(?!(?i:comment|string|preamble)(?![-A-Za-z0-9_:.+/]))"

_HEAD = rf"@{SPACE}{_NO_ENTRY}({_PLAIN_NAME}){SPACE}\{{{SPACE}({_PLAIN_KEY})"

ENTRY = re.compile(rf"{_HEAD}(?:{_FIELD})*+(?:{SPACE},)?+{SPACE}\}}")
"""A whole entry in braces that is strictly well formed; groups: type, key."""

HEAD = re.compile(_HEAD)
"""The beginning of such an entry, up to the end of its key; groups: type, key."""

BODY = re.compile(
    rf"{SPACE}(?:,{SPACE}|(?=\}}))({_PLAIN_NAME}|\}}(?!{SPACE}=|[{{\"\w]))"
    rf"(?:{SPACE}={SPACE}|(?<=\}}))({_VALUE}|[\s\S]*+)|[\s\S]++"
)
"""What follows `HEAD`, for `findall` up to the next entry: each field's name and value, and last of all `}` with what
stands behind it. The first thing that does not fit is taken with all that follows, so `ENTRY` matches the entry if, and
only if, the last find is a `}`."""

FIELD = re.compile(rf",{SPACE}({_PLAIN_NAME}){SPACE}={SPACE}({_VALUE})")
"""A field of an entry that `ENTRY` matched; groups: name, value with its delimiters."""

FIELD_SPANS = re.compile(rf",{SPACE}({_PLAIN_NAME}){SPACE}(=){SPACE}({_TERM})((?:{SPACE}\#{SPACE}{_TERM})*+)")
"""The same; groups: name, equals sign, first term, the other terms with their `#`s."""

BRACED = re.compile(_BRACED)
"""A value in braces, where it is not nested too deep for a pattern."""


START = re.compile(r"@[ \t\r\n\f\v]*+([^\x00-\x20\"#%'(),={}0-9@\\][^\x00-\x20\"#%'(),={}@\\]*+)[ \t\r\n\f\v]*+([{(])")
"""What BibTeX takes for the start of a block, wherever it stands; groups: type, delimiter."""

LINE_START = re.compile(r"@[ \t]*+[A-Za-z][^\x00-\x20\"#%'(),={}@\\]*+(?:[ \t\r\n]*+\{|\()")
"""What a person takes for the start of a block, where nothing but white space stands before it on its line."""

COMMENT = re.compile(r"@[ \t\r\n\f\v]*+(comment)(?![^\x00-\x20\"#%'(),={}@\\])(?:[ \t\r\n]*+([{(]))?+", re.IGNORECASE)
"""The start of an `@comment`; groups: type, delimiter. Without one BibTeX ignores the word, other programs the line."""

REST_OF_LINE = re.compile(r"[^\r\n@]*+")
TRAILING_COMMA = re.compile(rf"{SPACE}(,)?+{SPACE}")
BLANK = re.compile(SPACE)
KEY_IN_BRACES = re.compile(r"[^\x00-\x20,}]*+")
KEY_IN_PARENTHESES = re.compile(r"[^\x00-\x20,]*+")
LOOSE_KEY = re.compile(r"[^\r\n,{}=\"]*+(?=,)")
NAME = re.compile(r"[^\x00-\x20\"#%'(),={}0-9][^\x00-\x20\"#%'(),={}]*+")
EQUALS = re.compile(rf"{SPACE}=")
NUMBER = re.compile(r"[0-9]++(?![^\x00-\x20\"#%'(),={}])")
BARE = re.compile(r"[^\x00-\x20\"#%(),={}]++")
PERCENT_LINE = re.compile(r"%[^\r\n]*+")
BRACE = re.compile(r"[{}]")
PARENTHESIS = re.compile(r"[()]")
QUOTE_OR_BRACE = re.compile(r'["{}]')
