"""The data rules of CSL 1.0.2, in our own words: types, variables with their kinds, and the shape of each kind.

Source: Citation Style Language 1.0.2 specification, Appendix III (types) and Appendix IV (variables), and the rules for
CSL-JSON that belong to it. `violations` gives the same verdict as the official schema; a test holds them together.
Which dates and pages make sense is not said here: that is for `bibtools.check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["string", "number", "names", "date", "type", "id", "list", "object"]

_TYPES: Final = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """
_NAMES: Final = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host interviewer illustrator narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
    """
_DATES: Final = "accessed available-date event-date issued original-date submitted"
_NUMBERS: Final = """
    chapter-number citation-number collection-number edition first-reference-note-number issue locator number
    number-of-pages number-of-volumes page page-first part printing supplement volume
    """
_STRINGS: Final = """
    citation-key language journalAbbreviation shortTitle abstract annote archive archive_collection archive_location
    archive-place authority call-number citation-label collection-title container-title container-title-short
    dimensions division DOI event event-title event-place genre ISBN ISSN jurisdiction keyword medium note
    original-publisher original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale section source status title title-short URL version volume-title
    volume-title-short year-suffix
    """

TYPES: Final = frozenset(_TYPES.split())
"""Every type that an item may have."""

KINDS: Final[Mapping[str, Kind]] = {
    "id": "id",
    "type": "type",
    "categories": "list",
    "custom": "object",
    **dict.fromkeys(_NAMES.split(), "names"),
    **dict.fromkeys(_DATES.split(), "date"),
    **dict.fromkeys(_NUMBERS.split(), "number"),
    **dict.fromkeys(_STRINGS.split(), "string"),
}
"""Every variable that an item may have, and what kind of value it takes."""

REQUIRED: Final = ("type", "id")
NAME_PARTS: Final = frozenset(("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"))
NAME_SWITCHES: Final = frozenset(("comma-suffix", "static-ordering", "parse-names"))


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks a rule, and where in the item: `path` is written like `author[0].family`; empty for the item."""

    path: str
    message: str


def violations(item: object) -> tuple[Violation, ...]:
    """Everything in one item that the data rules forbid; empty for a valid item.

    >>> violations({"id": "a", "type": "article", "issued": {"date-parts": [[2017, 6]]}})
    ()
    >>> for found in violations({"id": "a", "type": "", "year": 2017}):
    ...     print(found.path, found.message)
    type '' is not a CSL type
    year is not a CSL variable
    """
    if not isinstance(item, Mapping):
        return (Violation("", f"an item is an object, not {_kind_of(item)}"),)
    return tuple(_item(item))


def is_valid(variable: str, value: object) -> bool:
    """Whether a value may stand under a variable.

    >>> is_valid("volume", 12), is_valid("title", 12), is_valid("eprint", "1706.03762")
    (True, False, False)
    """
    return variable in KINDS and not any(_VALUE[KINDS[variable]](value, variable))


def _item(item: Mapping[object, object]) -> Iterator[Violation]:
    for name in REQUIRED:
        if name not in item:
            yield Violation(name, "is missing, and every item needs it")
    for key, value in item.items():
        if not isinstance(key, str) or key not in KINDS:
            yield Violation(str(key), "is not a CSL variable")
        else:
            yield from _VALUE[KINDS[key]](value, key)


def _string(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield Violation(path, f"must be text, not {_kind_of(value)}")


def _number(value: object, path: str) -> Iterator[Violation]:
    if not _is_scalar(value):
        yield Violation(path, f"must be text or a number, not {_kind_of(value)}")


def _switch(value: object, path: str) -> Iterator[Violation]:
    if not (_is_scalar(value) or isinstance(value, bool)):
        yield Violation(path, f"must be text, a number, true or false, not {_kind_of(value)}")


def _type(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, str) or value not in TYPES:
        yield Violation(path, f"{value!r:.60} is not a CSL type")


def _list(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield Violation(path, f"must be a list of texts, not {_kind_of(value)}")
        return
    for number, part in enumerate(value):
        yield from _string(part, f"{path}[{number}]")


def _object(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, Mapping):
        yield Violation(path, f"must be an object, not {_kind_of(value)}")


def _names(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield Violation(path, f"must be a list of names, not {_kind_of(value)}")
        return
    for number, name in enumerate(value):
        here = f"{path}[{number}]"
        if not isinstance(name, Mapping):
            yield Violation(here, f"must be an object with the parts of a name, not {_kind_of(name)}")
            continue
        for part, text in name.items():
            if part in NAME_PARTS:
                yield from _string(text, f"{here}.{part}")
            elif part in NAME_SWITCHES:
                yield from _switch(text, f"{here}.{part}")
            else:
                yield Violation(f"{here}.{part}", "is not a part of a name")


def _date(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, Mapping):
        yield Violation(path, f"must be an object with date-parts, not {_kind_of(value)}")
        return
    for part, content in value.items():
        if part in _DATE:
            yield from _DATE[part](content, f"{path}.{part}")
        else:
            yield Violation(f"{path}.{part}", "is not a part of a date")


def _date_parts(value: object, path: str) -> Iterator[Violation]:
    if not isinstance(value, list) or not 1 <= len(value) <= 2:
        yield Violation(path, "must be a list of one date, or of two for a range")
        return
    for number, parts in enumerate(value):
        here = f"{path}[{number}]"
        if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
            yield Violation(here, "must be a list of year, month and day, or the first of them")
            continue
        for place, part in enumerate(parts):
            yield from _number(part, f"{here}[{place}]")


_Rule = Callable[[object, str], Iterator[Violation]]
_DATE: Final[Mapping[object, _Rule]] = {
    "date-parts": _date_parts,
    "season": _number,
    "circa": _switch,
    "literal": _string,
    "raw": _string,
}
_VALUE: Final[Mapping[Kind, _Rule]] = {
    "string": _string,
    "number": _number,
    "names": _names,
    "date": _date,
    "type": _type,
    "id": _number,
    "list": _list,
    "object": _object,
}


def _is_scalar(value: object) -> bool:
    # Python counts True as an integer; JSON does not.
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else f"the number {value}"
