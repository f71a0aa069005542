"""What a new value must be before it may enter somebody's file."""

from __future__ import annotations

from collections.abc import Iterable

from bibtools.errors import Refused
from bibtools.formats.bib import grammar
from bibtools.formats.bib.codes import BY_CODE
from bibtools.formats.bib.inspect import inspect, needs_a_closer_look
from bibtools.formats.bib.parse import value_terms
from bibtools.formats.bib.scan import scan


def same_value(one: str, other: str) -> bool:
    """Whether two values say the same in whatever delimiters: `{2001}`, `"2001"` and `2001` do.

    >>> same_value('{A} # jan', '"A" # JAN'), same_value("{jan}", "jan")
    (True, False)
    """
    return one == other or (_content(one) == _content(other) is not None)


def _content(value: str) -> tuple[tuple[bool, str], ...] | None:
    """Each term's text and whether it is a macro, whose case does not matter; None for what is no value."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    terms = value_terms(value)
    if terms is None:
        return None
    return tuple((True, t.of(value).lower()) if t.kind == "macro" else (False, t.of(value)) for t in terms)


def check_field(name: str, value: str) -> None:
    """Refuse a field that would not read back as itself, or that would not read for BibTeX as for a person.

    >>> check_field("title", "{A}}")
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: '{A}}' is not a whole value of BibTeX
    """
    if value_terms(value) is None:
        raise Refused(f"{value!r} is not a whole value of BibTeX", hint="its braces or quotes must balance")
    check_entry(f"@a{{a,\n{name} = {value}\n}}", name)


def check_entry(text: str, about: str) -> None:
    """Refuse an entry's text that does not read as exactly one clean entry.

    >>> check_entry("@misc{a, title = {A}, title = {B}}", "a")
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: 'a' cannot be written: field 'title' stands twice (BIB118)
    """
    if (sound := grammar.ENTRY.fullmatch(text)) and not needs_a_closer_look(grammar.FIELD.findall(text, sound.end(2))):
        return
    blocks = scan(text)
    findings = [finding for found in inspect(blocks).values() for finding in found]
    if findings:
        code = BY_CODE[findings[0].code]
        reason = f"{code.message.format(findings[0].about)} ({code.code})"
        raise Refused(f"'{about}' cannot be written: {reason}", hint=code.hint.format(findings[0].about))
    if len(blocks) != 1 or blocks[0].kind != "entry":
        raise Refused(f"'{about}' cannot be written: it would not read as one entry")


def check_encoding(texts: Iterable[str], encoding: str) -> None:
    """Refuse a character the file's encoding has no place for.

    >>> check_encoding(["{Łukasz}"], "latin-1")
    Traceback (most recent call last):
    ...
    bibtools.errors.Refused: 'Ł' (U+0141) has no place in a file encoded as latin-1
    """
    for text in texts:
        try:
            text.encode(encoding)
        except UnicodeEncodeError as error:
            character = text[error.start]
            message = f"{character!r} (U+{ord(character):04X}) has no place in a file encoded as {encoding}"
            raise Refused(message, hint="write it in LaTeX, or convert the file to UTF-8 first") from None
