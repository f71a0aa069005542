"""JSON lines: one entry a line, with CSL's names or plain ones (see `csljson.plain`); read line by line or whole.

An object with `text` and neither title nor abstract is a reference string: its fields are told apart by matching.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bibtools.formats.csljson.item import citation_key
from bibtools.formats.csljson.plain import read_object
from bibtools.formats.encoding import newline_of
from bibtools.model.document import Document, Entry, Origin, Problem, Severity
from bibtools.model.reference import Reference

PROBLEMS: Final[Mapping[str, tuple[Severity, str]]] = {
    "JSL101": ("error", "a line is not a JSON object; it is left out"),
    "JSL102": ("warning", "two lines have one id"),
}
"""The problems this reader reports: code, severity, and what each is about."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_HINT = "each line holds one JSON object, in UTF-8"


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end: `number` from 1, `start` in characters from the start of the file."""

    number: int
    start: int
    text: str


def sniff(text: str) -> bool:
    """Whether two lines of text, or more, begin with a JSON object each: no other JSON does.

    >>> sniff('{"title": "A"}\\n{"title": "B"}\\n'), sniff('{"title": "A"}\\n'), sniff('{\\n"title": "A"}')
    (True, False, False)
    """
    lines = (line for line in text.lstrip("\ufeff").split("\n") if line.strip())
    first, second = next(lines, ""), next(lines, "")
    return second.lstrip().startswith("{") and is_object(first)


def is_object(line: str) -> bool:
    """Whether a line is a whole JSON object.

    >>> is_object('{"title": "A"}'), is_object('{"title":'), is_object("[1]")
    (True, False, False)
    """
    line = line.strip("\ufeff \t\r\n")
    return line.startswith("{") and line.endswith("}") and isinstance(_decode(line), dict)


def split(text: str) -> Iterator[Line]:
    """The lines that are not blank."""
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield Line(number, start, line)
        start += len(line) + 1


def read_line(line: Line, path: str) -> Entry | Problem:
    """One line as an entry, or as the problem that it is. Never raises.

    Its id is the object's own (`id` or `citation-key`), or `L` and the number of the line.

    >>> read_line(Line(7, 0, '{"title": "On Everything", "year": 2021}'), "x.jsonl").id
    'L7'
    >>> read_line(Line(1, 0, '{"title": }'), "x.jsonl").origin.column
    11
    """
    origin = Origin(path, line.start, line.start + len(line.text), line.number, 1, line.number)
    if _SURROGATE.search(line.text):
        return _broken(line, origin, "this line is not UTF-8", 1)
    found = _decode(line.text.strip("\ufeff"))
    if isinstance(found, json.JSONDecodeError):
        return _broken(line, origin, found.msg, found.colno)
    if not isinstance(found, dict):
        return _broken(line, origin, "this line is not a JSON object", 1)
    text = found.get("text")
    if isinstance(text, str) and text.strip() and not found.get("title") and not found.get("abstract"):
        reference = _with_ids_of(text, read_object({name: value for name, value in found.items() if name != "text"}))
    else:
        text, reference = None, read_object(found)
    return Entry(citation_key(found) or f"L{line.number}", reference, origin, text=text)


def read(text: str, path: str) -> Document:
    """All lines of a text. Never raises: lines that cannot be read are in the document's problems.

    >>> document = read('{"id": "a", "title": "A"}\\n{"id": "a", "title": "B"}\\noops\\n', "x.jsonl")
    >>> [entry.id for entry in document.entries], [problem.code for problem in document.problems]
    (['a', 'a#2'], ['JSL102', 'JSL101'])
    """
    problems: list[Problem] = []
    entries = tuple(_unique((read_line(line, path) for line in split(text)), problems))
    return Document(path, "json-lines", text, entries, tuple(problems), newline=newline_of(text))


def _unique(found: Iterable[Entry | Problem], problems: list[Problem]) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
            continue
        seen[each.id] += 1
        if seen[each.id] == 1:
            yield each
        else:
            message = f"the id {each.id!r} is taken by a line above"
            problems.append(Problem("JSL102", message, each.origin, "warning", "give it an id of its own"))
            yield replace(each, id=f"{each.id}#{seen[each.id]}")


def _decode(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        return error
    except (ValueError, RecursionError) as error:
        return json.JSONDecodeError(f"cannot be read ({type(error).__name__})", text, 0)


def _broken(line: Line, origin: Origin, message: str, column: int) -> Problem:
    shown = None if _SURROGATE.search(line.text) else line.text
    return Problem("JSL101", message, replace(origin, column=column), "error", _HINT, shown)


def _with_ids_of(text: str, reference: Reference) -> Reference:
    from bibtools.text.identifiers import find_identifiers

    stated = (each.identifier for each in find_identifiers(text))
    return replace(reference, ids=tuple(dict.fromkeys((*reference.ids, *stated))))
