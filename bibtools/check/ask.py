"""Asking the rules about fields: each field once, and of the rules only those that may have something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bibtools.check.base import MACRO, FieldRule, Finding, Rule, ValueRule
from bibtools.check.raw import RawEntry, RawField
from bibtools.check.values import read_value, said_by

_Test = Callable[[str], object]


def _anything(value: str) -> bool:  # noqa: ARG001
    return True


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rules about fields of one name in entries of one type, each with a quick test of the value."""

    field: str
    of_field: tuple[tuple[FieldRule, _Test], ...]
    of_value: tuple[tuple[ValueRule, _Test], ...]
    read: tuple[str, str] | None
    tests: tuple[_Test, ...]


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
        for name, value in fields:
            asked = known.get((kind, name)) or self._who(kind, name)
            if value[0] in '{"':
                value = value[1:-1]
            elif not value.isdigit():
                continue
            for may in asked.tests:
                if may(value):
                    alone = RawEntry(0, "", kind, (RawField(asked.field, value, 0, 0, "braced"),), classic)
                    if next(self.about(alone), None):
                        return False
                    break
        return True

    def about(self, entry: RawEntry) -> Iterator[tuple[Rule, RawField, Finding]]:
        """Everything that is wrong with the fields of an entry. What macros stand for is no field's."""
        known, kind = self._asked, entry.type
        for field in entry.fields:
            asked = known.get((kind, field.name)) or self._who(kind, field.name)
            if field.kind in ("macro", "joined"):
                continue
            value = field.value
            for rule, may in asked.of_field:
                if may(value):
                    for finding in rule.look(field, entry):
                        yield rule, field, finding
            if asked.read and any(may(value) for _, may in asked.of_value):
                yield from self._about_value(asked, field)

    def _about_value(self, asked: _Asked, field: RawField) -> Iterator[tuple[Rule, RawField, Finding]]:
        assert asked.read
        value = read_value(*asked.read, field)  # type: ignore[arg-type]
        for rule, _ in asked.of_value:
            if not rule.sign or any(map(rule.sign.search, value.texts)):
                for finding in rule.look(value):
                    yield rule, field, finding

    def _who(self, kind: str, name: str) -> _Asked:
        """The rules that a field concerns, found when its name is first met."""
        field = name.lower() if self.form == "bib" else name
        read = said_by(self.form, kind, field)
        of_field = tuple((rule, _test(rule)) for rule in self._of_field if rule.concerns(field, kind))
        of_value = tuple(
            (rule, self._test_of_source(rule)) for rule in self._of_value if read and read[0] in rule.variables
        )
        tests = tuple(may for _, may in (*of_field, *of_value))
        asked = _Asked(field, of_field, of_value, read if of_value else None, tests)
        self._asked[kind, name] = asked
        return asked

    def _test_of_source(self, rule: ValueRule) -> _Test:
        """A quick test of how a value is written: in LaTeX, a macro may stand for any sign."""
        if rule.sign is None or self.form != "bib":
            return _anything
        if rule.sign_in_source:
            return rule.sign_in_source.search
        sign, macro = rule.sign.search, MACRO.search
        return lambda value: sign(value) or ("\\" in value and macro(value))


def _test(rule: FieldRule) -> _Test:
    return rule.sign.search if rule.sign else _anything
