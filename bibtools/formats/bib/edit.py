"""Edits that carry out changes and touch nothing else: each looks as if the file's owner had typed it.

A field is added on a line of its own and, wherever the entry's layout allows it, leaves every existing line as it is:
behind the last field where that ends in a comma, else before it. What cannot be done safely is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bibtools.errors import Refused
from bibtools.formats.bib.blocks import Block, Blocks, Field, Parts
from bibtools.formats.bib.codes import BY_CODE
from bibtools.formats.bib.habits import layout_of, own_line
from bibtools.formats.bib.inspect import inspect_block, state
from bibtools.formats.bib.layout import Layout, case_of, in_case
from bibtools.formats.bib.newentries import place_new, same_entry
from bibtools.formats.bib.parse import fields_called, parts_of
from bibtools.formats.bib.safety import check_encoding, check_entry, check_field, same_value
from bibtools.formats.bib.style import NewEntry, Style, observe
from bibtools.formats.edits import Edit, placed
from bibtools.model.change import Change

_REST_OF_LINE = re.compile(r"[ \t]*+(?:\r\n|\r|\n)")

ENTRY_TYPE = "entrytype"
"""The `field` of a set-field change that replaces an entry's type; `old` and `new` are then types."""


def edit(
    blocks: Blocks, changes: Sequence[Change | NewEntry], *, encoding: str = "utf-8", style: Style | None = None
) -> tuple[Edit, ...]:
    r"""The edits of `blocks.text` that carry out all `changes`, in the order of the text; none for what holds already.

    A `Change` names an entry by its key; `old` and `new` are values as BibTeX writes them (`{A title}`, `jan`), and are
    put into the entry's own delimiters. A `NewEntry` stands for an add-entry change, rendered in the file's dialect.
    `style` is what `observe(blocks)` says, if it is at hand. `encoding` is the one the file will be written in.

    Raises Refused where one change cannot be proven safe: the entry is unknown, broken or suspect, the field is not
    what the change says, a value's braces do not balance, two changes collide, a character has no place in `encoding`,
    or a new entry would stand behind one that is never closed.

    >>> from bibtools.formats.bib.scan import scan
    >>> from bibtools.formats.edits import apply_edits
    >>> blocks = scan("@misc{a,\n  title = {A}\n}\n")
    >>> edits = edit(blocks, [Change("a", "add-field", "missing", "year", new="{2001}")])
    >>> print(apply_edits(blocks.text, edits), end="")
    @misc{a,
      year = {2001},
      title = {A}
    }
    """
    habits = cache(lambda: style or observe(blocks))
    keys = blocks.keys()
    edits: list[Edit] = []
    for key, mine in _by_entry(changes).items():
        block = _find(blocks, keys, key)
        with placed(block.start):
            edits += _edit_entry(blocks.text, block, mine, habits)
    if new := [change for change in changes if isinstance(change, NewEntry)]:
        edits += _add_entries(blocks, keys, new, habits)
    check_encoding((each.text for each in edits), encoding)
    return tuple(sorted(edits, key=lambda each: (each.start, each.end)))


def _by_entry(changes: Sequence[Change | NewEntry]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        if isinstance(change, NewEntry):
            continue
        if change.op == "add-entry" or change.field is None or change.new is None:
            raise ValueError(f"not a change of a field: {change}; a new entry is given as NewEntry")
        found.setdefault(change.entry_id.lower(), []).append(change)
    return found


def _broken(blocks: Blocks) -> dict[str, Block]:
    """The entries that could not be read to their end, by key in lower case; the last of each key."""
    found = (blocks[number] for number in blocks.of_kind("broken"))
    return {block.key.of(blocks.text).lower(): block for block in found if block.key}


def _find(blocks: Blocks, keys: Mapping[str, int], key: str) -> Block:
    """The entry with this key, fit for editing."""
    number = keys.get(key)
    if number is None:
        broken = _broken(blocks).get(key)
        reason = "it could not be read to its end" if broken else "no entry has this key"
        at = broken.start if broken else None
        raise Refused(f"cannot edit '{key}': {reason}", hint="run `bibtools check` on the file", at=at)
    block = blocks[number]
    findings = inspect_block(blocks, number, block)
    if findings and state(findings) != "clean":
        worst = next(finding for finding in findings if BY_CODE[finding.code].state != "clean")
        code = BY_CODE[worst.code]
        message = f"cannot edit '{key}': {code.message.format(worst.about)} ({code.code})"
        raise Refused(message, hint=code.hint.format(worst.about), at=block.start)
    return block


def _edit_entry(text: str, block: Block, changes: Sequence[Change], habits: Callable[[], Style]) -> list[Edit]:
    layout = cache(lambda: layout_of(text, parts_of(text, block), habits().layout))
    edits: list[Edit] = []
    new: list[tuple[str, str]] = []
    for change in _in_order(changes):
        name, value = str(change.field), _break_lines(str(change.new), layout)
        if change.field == ENTRY_TYPE:
            edits += _edit_type(text, block, change)
            continue
        fields = fields_called(text, block, name)
        if len(fields) == 1 and same_value(fields[0].value.of(text), value):
            continue
        if change.op == "add-field":
            if fields:
                raise Refused(f"'{change.entry_id}' has a field '{name}' already, with another value")
            new.append((name, value))
        else:
            _check_old(text, fields, change)
            old = fields[0].value
            edits.append(Edit(old.start, old.end, _like(fields[0], layout).value(value)))
        check_field(name, str(change.new))
    if new:
        edits.append(_add_fields(text, parts_of(text, block), layout(), new))
    return edits


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """The changes of one entry, each once: values that are set before fields that are added."""
    sets: dict[str, Change] = {}
    adds: dict[str, Change] = {}
    for change in changes:
        wanted = adds if change.op == "add-field" else sets
        name = str(change.field).lower()
        other = wanted.get(name)
        if other and not same_value(str(other.new), str(change.new)):
            raise Refused(f"two changes of '{change.field}' in '{change.entry_id}' do not agree")
        wanted[name] = change
    return [*sets.values(), *adds.values()]


def _break_lines(value: str, layout: Callable[[], Layout]) -> str:
    """A value with the entry's own line breaks."""
    if "\n" not in value:
        return value
    return value.replace("\r\n", "\n").replace("\n", layout().newline)


def _edit_type(text: str, block: Block, change: Change) -> list[Edit]:
    type_, new = parts_of(text, block).type, str(change.new)
    old = type_.of(text)
    if old.lower() == new.lower():
        return []
    if change.op == "add-field":
        raise Refused(f"'{change.entry_id}' has a type already: it can be set, not added")
    if change.old is not None and change.old.lower() != old.lower():
        raise Refused(f"'{change.entry_id}' is no longer of type '{change.old}'")
    check_entry(f"@{new}{{a}}", new)
    return [Edit(type_.start, type_.end, in_case(new, case_of([old])))]


def _check_old(text: str, fields: Sequence[Field], change: Change) -> None:
    """Refuse to set what is not there exactly once, or is not what it was."""
    if len(fields) != 1:
        times = "no" if not fields else "more than one"
        raise Refused(f"'{change.entry_id}' has {times} field '{change.field}'")
    if change.old is not None and not same_value(change.old, fields[0].value.of(text)):
        raise Refused(f"'{change.field}' of '{change.entry_id}' is no longer what it was when the change was planned")


def _like(field: Field, layout: Callable[[], Layout]) -> Layout:
    """The delimiters of the value that is replaced; the entry's own where it has none."""
    kind = field.terms[0].kind if len(field.terms) == 1 else None
    if kind in ("braced", "quoted"):
        return Layout(quoted=kind == "quoted", bare_numbers=False)
    return replace(layout(), bare_numbers=True) if kind == "number" else layout()


def _add_fields(text: str, parts: Parts, layout: Layout, fields: Sequence[tuple[str, str]]) -> Edit:
    """One insertion with all new fields of an entry."""
    last = parts.fields[-1] if parts.fields else None
    prefix = own_line(text, parts, last) if last else None
    if prefix is not None and ("," in prefix) != layout.leading_comma:  # the entry begins its lines now so, now so
        layout = replace(layout, indent=prefix, leading_comma="," in prefix)
    named = [(layout.name(name), layout.value(value)) for name, value in fields]
    pieces = [layout.field(name, value) for name, value in named]
    lines = [layout.indent_for(name) + piece for (name, _), piece in zip(named, pieces, strict=True)]
    if not last:
        return _first_fields(text, parts, layout, lines)
    end = last.value.end if last.comma is None else last.comma + 1
    line_end = _end_of_line(text, end, parts.end)
    if prefix is None:
        joined = f",{layout.gap}".join(pieces)
        return _insert(end, f",{layout.gap}{joined}" if last.comma is None else f"{layout.gap}{joined},")
    if "," in prefix:
        return _behind_leading_comma(text, parts, layout, [prefix + piece for piece in pieces])
    at = line_end if last.comma is not None and line_end is not None else last.name.start - len(prefix)
    return _insert(at, "".join(f"{line},{layout.newline}" for line in lines))


def _behind_leading_comma(text: str, parts: Parts, layout: Layout, lines: Sequence[str]) -> Edit:
    """New fields, each line of which begins with a comma, behind the last value."""
    last = parts.fields[-1]
    if (at := _end_of_line(text, last.value.end, parts.end)) is not None:
        return _insert(at, "".join(line + layout.newline for line in lines))
    if last.comma is None:
        return _insert(last.value.end, "".join(layout.newline + line for line in lines))
    # A comma before and one behind: the new lines take the latter.
    return _insert(last.comma + 1, "".join(f"{layout.newline}{line.replace(',', '', 1)}," for line in lines))


def _first_fields(text: str, parts: Parts, layout: Layout, lines: Sequence[str]) -> Edit:
    """The first fields of an entry that has none, each on a line of its own."""
    if layout.leading_comma and parts.key_comma is not None:
        lines = [line.replace(",", "", 1) for line in lines]
    elif layout.leading_comma:
        end = parts.key.end if parts.key else parts.opening + 1
        after = "" if _end_of_line(text, end, parts.end) is not None else layout.newline
        return _insert(end, "".join(layout.newline + line for line in lines) + after)
    body = f",{layout.newline}".join(lines)
    if parts.key_comma is not None:
        at = _end_of_line(text, parts.key_comma + 1, parts.end)
        if at is not None:
            return _insert(at, f"{body},{layout.newline}")
        return _insert(parts.key_comma + 1, f"{layout.newline}{body},{layout.newline}")
    start = parts.key.end if parts.key else parts.opening + 1
    after = "" if _end_of_line(text, start, parts.end) is not None else layout.newline
    return _insert(start, f",{layout.newline}{body}{',' if layout.trailing_comma else ''}{after}")


def _end_of_line(text: str, at: int, limit: int) -> int | None:
    """Where the next line begins, if only blanks stand from `at` to there."""
    found = _REST_OF_LINE.match(text, at, limit)
    return found.end() if found else None


def _insert(at: int, added: str) -> Edit:
    return Edit(at, at, added)


def _add_entries(
    blocks: Blocks, keys: Mapping[str, int], entries: Sequence[NewEntry], habits: Callable[[], Style]
) -> list[Edit]:
    new: dict[str, NewEntry] = {}
    broken = _broken(blocks)
    for entry in entries:
        key = entry.key.lower()
        if key in broken:
            at = broken[key].start
            raise Refused(f"cannot add '{entry.key}': an entry that could not be read has this key", at=at)
        if key in keys:
            sound = state(inspect_block(blocks, keys[key])) == "clean"
            if not sound or not same_entry(blocks.text, blocks[keys[key]], entry):
                at = blocks[keys[key]].start
                raise Refused(f"cannot add '{entry.key}': another entry has this key", at=at)
        elif key in new and new[key] != entry:
            raise Refused(f"cannot add '{entry.key}': two new entries have this key")
        else:
            new[key] = entry
    return place_new(blocks, list(new.values()), habits()) if new else []
