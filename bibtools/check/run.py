"""Checking a document or references against rules, and explaining what the rules mean."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from bibtools.check.base import Rule
from bibtools.check.findings import findings
from bibtools.check.rules import RULES
from bibtools.check.told import told_codes
from bibtools.errors import UsageError
from bibtools.model.document import Document, Entry, Origin, Problem
from bibtools.model.reference import Reference


def check(document: Document, rules: Sequence[Rule] = RULES) -> tuple[Problem, ...]:
    """Every problem the rules find in a document, in the order of the file.

    What its reader found is in `document.problems` and is not repeated. Entries that could not be read whole are left
    out, for nothing can be said about what is not known.

    >>> from bibtools.formats.csljson.read import read
    >>> text = '[{"id": "doe", "type": "book", "publisher": "P", "title": "ON THE ORIGIN OF BOOKS"}]'
    >>> for found in check(read(text, "refs.json")):
    ...     print(found.code, found.message)
    CHK102 doe: there is neither author nor editor
    CHK103 doe: there is no year
    CHK407 doe: the title is in capitals
    """
    return tuple(found.problem for found in findings(document, rules))


def check_references(
    keyed: Iterable[tuple[str, Reference]], rules: Sequence[Rule] = RULES, path: str = "references"
) -> tuple[Problem, ...]:
    """Every problem in references that stand in no file yet, in their order; `path` is what messages call them.

    >>> [found.code for found in check_references([("doe", Reference(type="book"))])]
    ['CHK101', 'CHK102', 'CHK103', 'CHK105']
    """
    # Places count entries instead of lines.
    entries = tuple(
        Entry(key, reference, Origin(path, number, number, number, 1, number))
        for number, (key, reference) in enumerate(keyed, start=1)
    )
    return check(Document(path, "references", "", entries), rules)


def blocking(problems: Iterable[Problem], allow: Collection[str] = ()) -> tuple[Problem, ...]:
    """The problems that keep a bibliography from being written: errors that are not allowed by code or slug.

    Raises UsageError when `allow` names a rule that does not exist.

    >>> found = check_references([("doe", Reference(type="book"))])
    >>> [problem.code for problem in blocking(found)], blocking(found, allow=["missing-title"])
    (['CHK101'], ())
    """
    allowed = {find(name).code for name in allow}
    return tuple(p for p in problems if p.severity == "error" and p.code not in allowed)


def find(name: str, rules: Sequence[Rule] = RULES) -> Rule:
    """The rule with this code or slug, in any case. Raises UsageError, with the nearest names, when there is none.

    >>> find("chk101").slug
    'missing-title'
    """
    for rule in rules:
        if name.upper() == rule.code or name.lower() == rule.slug:
            return rule
    known = [word for rule in rules for word in (rule.code, rule.slug)]
    near = get_close_matches(name.lower(), known, n=3) or get_close_matches(name.upper(), known, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"codes run from {known[0]} to {rules[-1].code}"
    raise UsageError(f"no rule is called {name!r}", hint=hint)


def explain(name: str, rules: Sequence[Rule] = RULES) -> str:
    """The documentation of the rule with this code or slug, or of another code. Raises UsageError for any other.

    >>> print(explain("missing-title").splitlines()[0])
    CHK101 missing-title (error): An entry has no title.
    >>> print(explain("BIB104"), end="")
    BIB104 (error): expected ',' after …
    <BLANKLINE>
    add a comma; BibTeX skips the rest of this entry
    """
    if told := next((each for each in told_codes().values() if each.is_called(name)), None):
        name = f"{told.code} {told.slug}".rstrip()
        return f"{name} ({told.severity}): {told.message}\n" + (f"\n{told.hint}\n" if told.hint else "")
    rule = find(name, rules)
    return f"{rule.code} {rule.slug} ({rule.severity}): {inspect.getdoc(rule) or ''}\n"
