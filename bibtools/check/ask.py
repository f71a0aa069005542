"""Asking the rules about fields: each field once, and of the rules only those that may have something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bibtools.check.base import FieldRule, Finding, Rule, Sign, ValueRule, macro
from bibtools.check.ordinary import ordinary
from bibtools.check.raw import RawEntry, RawField, without_places
from bibtools.check.values import Reading, Value, read_value, said_by

_MANY = 10_000  # sets of fields of which it is remembered what is asked; a large file has some hundreds


@dataclass(frozen=True, slots=True)
class _Asked:
    """The rules about fields of one name in entries of one type; those about values with their signs in the source.

    `read` is what the field says and how that is read. No rule finds anything in a value that `is_ordinary`.
    """

    of_field: tuple[FieldRule, ...]
    of_value: tuple[tuple[ValueRule, tuple[Sign, ...]], ...]
    read: tuple[str, Reading] | None
    is_ordinary: Callable[[str], object]


@lru_cache(maxsize=4)
def asking(rules: tuple[Rule, ...], form: str) -> Asking:
    """The rules about fields and values in one format; what is found out about fields serves many files."""
    return Asking(rules, form)


class Asking:
    """The rules about fields and values in one format, by the fields that they concern."""

    def __init__(self, rules: Sequence[Rule], form: str) -> None:
        self.form = form
        fitting = [rule for rule in rules if rule.is_for(form)]
        self._of_field = [rule for rule in fitting if isinstance(rule, FieldRule)]
        self._of_value = [rule for rule in fitting if isinstance(rule, ValueRule)]
        self._asked: dict[tuple[str, str], _Asked] = {}
        self._shapes: dict[tuple[str, tuple[str, ...]], tuple[tuple[int, Callable[[str], object]], ...]] = {}

    def in_fields(
        self, kind: str, names: tuple[str, ...], values: Sequence[str], *, classic: bool
    ) -> Sequence[tuple[Rule, int, Finding]] | None:
        """What is wrong with the fields of a `.bib` entry (`values` have delimiters), with each field's number.

        Quicker than `about`, for it takes no places; None where `#` may join values, and `about` must tell.
        """
        shape = self._shapes.get((kind, names)) or self._shape(kind, names)
        odd = [number for number, is_ordinary in shape if not is_ordinary(values[number])]
        if not odd:
            return ()
        entry = without_places(kind, tuple(zip(names, values, strict=True)), classic=classic)
        if entry is None:
            return None
        return [
            (rule, number, finding)
            for number in odd
            if (field := entry.fields[number]).kind != "macro"
            for rule, finding in self._about_field(self._who(kind, names[number]), field, entry)
        ]

    def about(self, entry: RawEntry) -> Iterator[tuple[Rule, RawField, Finding]]:
        """Everything that is wrong with the fields of an entry. What macros stand for is no field's."""
        for field in entry.fields:
            if field.kind not in ("macro", "joined"):
                for rule, finding in self._about_field(self._who(entry.type, field.name), field, entry):
                    yield rule, field, finding

    def _about_field(self, asked: _Asked, field: RawField, entry: RawEntry) -> Iterator[tuple[Rule, Finding]]:
        for rule in asked.of_field:
            if not rule.signs or _any_of(rule.signs, field.value):
                for finding in rule.look(field, entry):
                    yield rule, finding
        if asked.read and asked.of_value:
            yield from self._about_value(asked.read, asked.of_value, field)

    def _about_value(
        self, read: tuple[str, Reading], rules: Sequence[tuple[ValueRule, tuple[Sign, ...]]], field: RawField
    ) -> Iterator[tuple[Rule, Finding]]:
        # In LaTeX, a macro may stand for any sign.
        any_may = self.form != "bib" or macro(field.value)
        value: Value | None = None
        for rule, signs in rules:
            if any_may or not signs or _any_of(signs, field.value):
                value = value or read_value(*read, field)
                if not rule.signs or any(_any_of(rule.signs, text) for text in value.texts):
                    for finding in rule.look(value):
                        yield rule, finding

    def _who(self, kind: str, name: str) -> _Asked:
        """The rules that a field concerns, found when its name is first met."""
        return self._asked.get((kind, name)) or self._asked.setdefault((kind, name), self._found(kind, name))

    def _found(self, kind: str, name: str) -> _Asked:
        known_as = name.lower() if self.form == "bib" else name
        read = said_by(self.form, kind, known_as)
        of_field = tuple(rule for rule in self._of_field if rule.concerns(known_as, kind))
        of_value = tuple(
            (rule, rule.signs if rule.signs_in_source is None else rule.signs_in_source)
            for rule in self._of_value
            if read and read[0] in rule.variables
        )
        return _Asked(of_field, of_value, read, ordinary(known_as, read[0] if read else None))

    def _shape(self, kind: str, names: tuple[str, ...]) -> tuple[tuple[int, Callable[[str], object]], ...]:
        """Of the fields of an entry those that any rule concerns, and what tells that a value is ordinary."""
        asked = [(number, self._who(kind, name)) for number, name in enumerate(names)]
        shape = tuple((number, each.is_ordinary) for number, each in asked if each.of_field or each.of_value)
        if len(self._shapes) < _MANY:
            self._shapes[kind, names] = shape
        return shape


def _any_of(signs: Sequence[Sign], text: str) -> bool:
    """Whether one of the signs is there. (A loop, for it takes half the time of `any`.)"""
    for sign in signs:  # noqa: SIM110
        if sign(text):
            return True
    return False
