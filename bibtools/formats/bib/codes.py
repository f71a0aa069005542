"""The flaws a `.bib` file can have at the level of its syntax: code, message, hint, and what follows for the entry.

`state` is what becomes of the entry: "broken" ones could not be read to their end, "suspect" ones read differently for
BibTeX than for a person, "clean" ones are reported but otherwise as good as any. Only clean entries are ever edited.
`{}` in a message stands for the word the finding is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from bibtools.model.document import Severity, State


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of flaw."""

    code: str
    severity: Severity
    state: State
    message: str
    hint: str


CODES: tuple[Code, ...] = (
    Code(
        "BIB101",
        "error",
        "broken",
        "{} is never closed",
        "add the missing delimiter; until then the text up to the next '@type{{' at the start of a line is left alone",
    ),
    Code("BIB102", "error", "broken", "a quoted value is never closed", "add the missing '\"', or use braces"),
    Code("BIB103", "error", "broken", "expected '=' after field name '{}'", "write: name = {{value}},"),
    Code("BIB104", "error", "suspect", "expected ',' after {}", "add a comma; BibTeX skips the rest of this entry"),
    Code("BIB105", "error", "suspect", "field '{}' has no value", "write an empty value as {{}}, or remove the field"),
    Code("BIB106", "error", "suspect", "the entry has no citation key", "put a key after the opening delimiter"),
    Code(
        "BIB107", "error", "suspect", "{} holds characters that not every program reads", "use letters, digits, -_:.+/"
    ),
    Code(
        "BIB108", "error", "suspect", "'%' inside an entry", "BibTeX knows no comments there: move it out of the entry"
    ),
    Code("BIB109", "error", "suspect", "bare value '{}'", "put it in braces: only numbers and macros may stand bare"),
    Code(
        "BIB110", "error", "suspect", "'{}' counts as a brace for BibTeX", "use \\lbrace and \\rbrace, or balance them"
    ),
    Code(
        "BIB111", "error", "suspect", "the value of '{}' swallows a field", "look for a missing closing brace or quote"
    ),
    Code(
        "BIB112", "error", "suspect", "the value of '{}' swallows an entry", "look for a missing closing brace or quote"
    ),
    Code(
        "BIB113", "error", "suspect", "the entry closes before its end", "look for a closing brace too many before '{}'"
    ),
    Code(
        "BIB114",
        "warning",
        "suspect",
        "BibTeX reads this entry in spite of '%'",
        "write 'at' instead of '@' to hide it",
    ),
    Code("BIB115", "error", "suspect", "a comma too many", "remove it; BibTeX skips the rest of the entry"),
    Code("BIB116", "error", "broken", "unexpected {}", "BibTeX skips what follows, up to the next '@'"),
    Code("BIB117", "warning", "suspect", "key '{}' is taken by an entry above", "rename it; BibTeX ignores this entry"),
    Code("BIB118", "warning", "clean", "field '{}' stands twice", "keep one: BibTeX reads the first, biber the last"),
    Code(
        "BIB119", "warning", "clean", "'@' begins nothing that can be read", "BibTeX complains about '@' in free text"
    ),
    Code("BIB120", "note", "clean", "BibTeX reads the entry inside this comment", "only other programs skip all of it"),
    Code("BIB121", "error", "broken", "a '}}' too many in a quoted value", "balance the braces inside the quotes"),
)

BY_CODE = {code.code: code for code in CODES}
