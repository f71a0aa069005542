"""The changes that put right what the rules find, as far as they know how: pure, and for a plan to carry out.

Repairs of one field may meet: each is done on what the one before has left, until no rule offers another. All is done
on values in memory; that the file then reads so is proven when the plan is carried out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial

from bibtools.check.ask import Asking
from bibtools.check.base import Finding, Rule
from bibtools.check.raw import RawEntry, RawField, Repair, raw_entries
from bibtools.check.rules import RULES
from bibtools.errors import Refused
from bibtools.model.change import Change
from bibtools.model.document import Document, Entry

ROUNDS = 100  # repairs of one entry; a list of collaborations may take one for each of their names


def _nothing(_: Entry) -> frozenset[str]:
    return frozenset()


def mend(
    document: Document,
    rules: Sequence[Rule] = RULES,
    *,
    unsafe: bool = False,
    protected: Callable[[Entry], frozenset[str]] = _nothing,
) -> tuple[Change, ...]:
    r"""The changes that repair a document of a library, in its order; `unsafe` takes repairs that need a person's eye.

    Only clean entries are repaired, and no field that is `protected` (names in lower case, "*" for all of an entry).
    Mending the repaired document gives no changes.

    >>> from bibtools.formats.bib.read import read
    >>> text = "@misc{doe, title = {Lakes & \\alpha}, doi = {https://doi.org/10.1000/a\\_b}, month = {June}}"
    >>> for change in mend(read(text, "refs.bib")):
    ...     print(change.field, change.old, "->", change.new, f"({change.why})")
    title {Lakes & \alpha} -> {Lakes \& \alpha} (CHK803)
    doi {https://doi.org/10.1000/a\_b} -> {10.1000/a_b} (CHK201, CHK804)
    month {June} -> jun (CHK806)
    """
    asking = Asking(rules, document.format)
    clean = {entry.origin.start: entry for entry in document.entries if entry.state == "clean"}
    changes: list[Change] = []
    for raw in raw_entries(document.format, document.text):
        if (entry := clean.get(raw.start)) is not None:
            may = _Permission(document.format, raw, partial(protected, entry), unsafe)
            changes += _changes(entry.id, raw, *_mended(raw, asking, may))
    return tuple(changes)


def _mended(entry: RawEntry, asking: Asking, may: Callable[[Repair], bool]) -> tuple[RawEntry, dict[str, list[str]]]:
    """The entry after all repairs that may be done, and for each field the codes of the rules that asked for them."""
    why: dict[str, list[str]] = {}
    seen = [entry.fields]
    while len(seen) < ROUNDS and (step := _next_step(entry, asking, may, seen)):
        rule, finding, entry = step
        seen.append(entry.fields)
        for repair in finding.repairs:
            codes = why.setdefault(repair.field, [])
            codes += [rule.code] if rule.code not in codes else []
    return entry, why


def _next_step(
    entry: RawEntry, asking: Asking, may: Callable[[Repair], bool], seen: Sequence[Sequence[RawField]]
) -> tuple[Rule, Finding, RawEntry] | None:
    """The first finding whose repairs may be done, and the entry after them; what was `seen` would come again."""
    for rule, _, finding in asking.about(entry):
        if all(map(may, finding.repairs)):
            after = entry
            for repair in finding.repairs:
                after = after.after(repair)
            if after.fields not in seen:
                return rule, finding, after
    return None


def _changes(entry_id: str, before: RawEntry, after: RawEntry, why: dict[str, list[str]]) -> Iterator[Change]:
    """What is different, field by field."""
    for name, codes in why.items():
        old, new = (entry.get(name, name.lower()) for entry in (before, after))
        assert new, "repairs take no field away"
        told = ", ".join(codes)
        if old is None:
            yield Change(entry_id, "add-field", told, name, new=new.written())
        elif old.written() != new.written():
            yield Change(entry_id, "set-field", told, name, old.written(), new.written())


class _Permission:
    """Whether a repair of an entry may be done: asked for, no protected field's, with a value that can stand."""

    def __init__(self, form: str, entry: RawEntry, protected: Callable[[], frozenset[str]], unsafe: bool) -> None:
        self.form, self.entry, self.ask_protected, self.unsafe = form, entry, protected, unsafe

    @cached_property
    def protected(self) -> frozenset[str]:
        """Asked for when something is to be repaired, which is seldom."""
        return self.ask_protected()

    @cached_property
    def times(self) -> Counter[str]:
        """How often each field stands in the entry."""
        return Counter(field.name for field in self.entry.fields)

    def __call__(self, repair: Repair) -> bool:
        name = repair.field.lower()
        if not (repair.safe or self.unsafe) or {"*", name} & self.protected:
            return False
        return max(self.times[name], self.times[repair.field]) < 2 and self._can_stand(repair)

    def _can_stand(self, repair: Repair) -> bool:
        if self.form == "csl-json":
            from bibtools.formats.csljson.rules import is_valid

            return is_valid(repair.field, json.loads(repair.new))
        from bibtools.formats.bib.safety import check_field

        try:
            check_field(repair.field, repair.new)
        except Refused:
            return False
        return True
