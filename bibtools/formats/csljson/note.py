"""The `note` of an item, where Zotero and others keep what CSL has no variable for: `key: value`, one to a line.

Zotero writes its `extra` field there. Spellings met in files: `arXiv:1706.03762 [cs.CL]`, `arXiv: 1706.03762`,
`_eprint: 1706.03762`, `Issue: arXiv:1706.03762`, `tex.eprint: 1706.03762`, and the older `{:DOI: 10.1000/182}` of
citeproc-js.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bibtools.model.identifier import Identifier, parse_identifier

_BRACED = re.compile(r"\{:\s*([\w.-]+)\s*:\s*([^{}]*)\}")
# Of a line without white space at its ends; the length of a key is limited, so that no line takes long to refuse.
_LINE = re.compile(r"(?P<key>\w[\w. -]{0,60}?)\s*:\s*(?P<value>\S.*)\Z")
_CLASS = re.compile(r"\[(?P<category>[A-Za-z][\w-]*(?:\.[\w-]+)?)\]\Z")
_ARXIV_KEYS = frozenset(("arxiv", "_eprint", "eprint", "issue", "arxiv id", "tex.eprint"))
_ARXIV_CLASS = frozenset(("tex.primaryclass", "tex.eprintclass"))
_ARXIV_PREFIX = frozenset(("tex.archiveprefix", "tex.eprinttype"))
_CITATION_KEY = "citation key"
_SCHEMES = ("doi", "isbn", "issn", "pmid", "pmcid")


@dataclass(frozen=True, slots=True)
class Note:
    """What a note tells: identifiers, arXiv's class and version, a citation key, `tex.` fields, and the `rest`."""

    ids: tuple[Identifier, ...] = ()
    category: str | None = None
    version: int | None = None
    citation_key: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    rest: str | None = None


def read_note(text: str) -> Note:
    r"""A note taken apart; lines that are no known `key: value` stay, in order, in `rest`.

    >>> read_note("arXiv:1706.03762 [cs.CL]\nversion: 2\nRead this twice.").rest
    'Read this twice.'
    """
    lines = (_BRACED.sub(r"\n\1: \2\n", text) if _BRACED.search(text) else text).splitlines()
    note = _read_lines(lines, of_arxiv=True)
    if not any(identifier.scheme == "arxiv" for identifier in note.ids):
        # Without an arXiv id, a version or a class is not arXiv's.
        note = _read_lines(lines, of_arxiv=False)
    return note if note.rest is None or note.rest.splitlines() != lines else replace(note, rest=text)


def write_note(
    arxiv: Identifier | None, category: str | None, fields: Mapping[str, str], rest: str | None
) -> str | None:
    r"""The note that `read_note` takes apart into the same; None when there is nothing to say.

    >>> write_note(Identifier("arxiv", "1706.03762", 2), "cs.CL", {}, None)
    'arXiv:1706.03762 [cs.CL]\nversion: 2'
    """
    lines = []
    if arxiv:
        lines.append(f"arXiv:{arxiv.value} [{category}]" if category else f"arXiv:{arxiv.value}")
        if arxiv.version:
            lines.append(f"version: {arxiv.version}")
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\n".join([*lines, rest] if rest else lines) or None


def _read_lines(lines: Sequence[str], *, of_arxiv: bool) -> Note:
    note = Note()
    rest: list[str] = []
    for line in lines:
        found = _LINE.match(line.strip())
        key = found["key"].lower() if found else ""
        known = _read_line(note, key, found["value"], of_arxiv) if found else None
        note = known or note
        if known is None or key == _CITATION_KEY:
            rest.append(line)
    return replace(note, rest="\n".join(rest).strip("\n") or None)


def _read_line(note: Note, key: str, value: str, of_arxiv: bool) -> Note | None:
    """The note with what a line adds, or None for a line that says nothing we know."""
    if key in _ARXIV_KEYS:
        return _read_arxiv(note, value, bare=key != "issue")
    if key in _SCHEMES:
        identifier = parse_identifier(value if key == "doi" else f"{key}:{value}")
        known = identifier and (identifier.scheme == key or (key == "doi" and identifier.scheme == "arxiv"))
        return replace(note, ids=(*note.ids, identifier)) if known and identifier else None
    if key == _CITATION_KEY and note.citation_key is None and " " not in value:
        return replace(note, citation_key=value)
    if of_arxiv and key == "version" and value.isdecimal() and len(value) < 5 and note.version is None:
        return replace(note, version=int(value))
    if of_arxiv and key in _ARXIV_PREFIX and value.lower() == "arxiv":
        return note
    if of_arxiv and key in _ARXIV_CLASS and note.category is None:
        return replace(note, category=value)
    if key.startswith("tex.") and key not in note.fields:
        return replace(note, fields={**note.fields, key: value})
    return None


def _read_arxiv(note: Note, value: str, *, bare: bool) -> Note | None:
    category = _CLASS.search(value)
    identifier = value[: category.start()].rstrip() if category else value
    if bare and not identifier.lower().startswith("arxiv:"):
        identifier = f"arXiv:{identifier}"
    arxiv = parse_identifier(identifier)
    if arxiv is None or arxiv.scheme != "arxiv" or not identifier.lower().startswith("arxiv:"):
        return None
    return replace(note, ids=(*note.ids, arxiv), category=category["category"] if category else note.category)
