"""Asking the rules about fields: each field once, and of the rules only those that may have something to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import chain

from bibtools.check.base import FieldRule, Finding, Rule, Sign, ValueRule, macro
from bibtools.check.raw import RawEntry, RawField
from bibtools.check.values import Reading, Value, read_value, said_by

_SHORT, _MANY = 40, 4096  # how long values are of which it is remembered that they have no sign, and how many


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rules about fields of one name in entries of one type, and all signs of which one must be there for any."""

    of_field: tuple[FieldRule, ...]
    of_value: tuple[ValueRule, ...]
    read: tuple[str, Reading] | None
    signs: tuple[Sign, ...]
    silent: set[str] = attribute(default_factory=set)


class Asking:
    """The rules about fields and values in one format, by the fields that they concern."""

    def __init__(self, rules: Sequence[Rule], form: str) -> None:
        self.form = form
        fitting = [rule for rule in rules if rule.is_for(form)]
        self._of_field = [rule for rule in fitting if isinstance(rule, FieldRule)]
        self._of_value = [rule for rule in fitting if isinstance(rule, ValueRule)]
        self._asked: dict[tuple[str, str], _Asked] = {}

    def is_silent(self, kind: str, fields: Sequence[tuple[str, str]], *, classic: bool) -> bool:
        """Whether the rules have nothing to say about the fields of a `.bib` entry: names, values with delimiters.

        Quicker than `about`, for it takes no places; where `#` joins values, it may be said that there is something.
        """
        known = self._asked
        entry: RawEntry | None = None
        for number, (name, whole) in enumerate(fields):
            asked = known.get((kind, name)) or self._who(kind, name)
            if not asked.signs or whole in asked.silent:
                continue
            value = whole[1:-1] if whole[0] in '{"' else whole if whole.isdigit() else ""
            for sign in asked.signs:
                if sign(value):
                    entry = entry or _without_places(kind, fields, classic)
                    if next(self._about_field(asked, entry.fields[number], entry), None):
                        return False
                    break
            else:
                # Journals, publishers and years come again and again.
                if len(whole) < _SHORT and len(asked.silent) < _MANY:
                    asked.silent.add(whole)
        return True

    def about(self, entry: RawEntry) -> Iterator[tuple[Rule, RawField, Finding]]:
        """Everything that is wrong with the fields of an entry. What macros stand for is no field's."""
        for field in entry.fields:
            if field.kind not in ("macro", "joined"):
                asked = self._asked.get((entry.type, field.name)) or self._who(entry.type, field.name)
                for rule, finding in self._about_field(asked, field, entry):
                    yield rule, field, finding

    def _about_field(self, asked: _Asked, field: RawField, entry: RawEntry) -> Iterator[tuple[Rule, Finding]]:
        for rule in asked.of_field:
            if not rule.signs or any(sign(field.value) for sign in rule.signs):
                for finding in rule.look(field, entry):
                    yield rule, finding
        if asked.read and (self.form != "bib" or any(sign(field.value) for sign in asked.signs)):
            yield from self._about_value(asked, read_value(*asked.read, field))

    def _about_value(self, asked: _Asked, value: Value) -> Iterator[tuple[Rule, Finding]]:
        for rule in asked.of_value:
            if not rule.signs or any(sign(text) for text in value.texts for sign in rule.signs):
                for finding in rule.look(value):
                    yield rule, finding

    def _who(self, kind: str, name: str) -> _Asked:
        """The rules that a field concerns, found when its name is first met."""
        known_as = name.lower() if self.form == "bib" else name
        read = said_by(self.form, kind, known_as)
        of_field = tuple(rule for rule in self._of_field if rule.concerns(known_as, kind))
        of_value = tuple(rule for rule in self._of_value if read and read[0] in rule.variables)
        in_source = (rule.signs if rule.signs_in_source is None else rule.signs_in_source for rule in of_value)
        signs = [rule.signs or (_always,) for rule in of_field] + [each or (_always,) for each in in_source]
        # In LaTeX, a macro may stand for any sign.
        once = dict.fromkeys((*((macro,) if of_value else ()), *chain.from_iterable(signs)))
        asked = _Asked(of_field, of_value, read if of_value else None, tuple(once))
        self._asked[kind, name] = asked
        return asked


def _without_places(kind: str, fields: Sequence[tuple[str, str]], classic: bool) -> RawEntry:
    """An entry of a `.bib` file whose fields stand nowhere: enough to ask whether there is something to find."""
    bare = ((name.lower(), whole[1:-1] if whole[0] in '{"' else whole) for name, whole in fields)
    return RawEntry(0, "", kind, tuple(RawField(name, value, 0, 0, "braced") for name, value in bare), classic)


def _always(_: str) -> bool:
    return True
