"""The reference page of all rules, made from their docstrings.

python -m bibtools.check.page > docs/reference/checks.md
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Sequence

from bibtools.check.base import Rule
from bibtools.check.rules import RULES
from bibtools.check.told import TURNS, reader_codes

GROUPS = {
    "1": "What an entry must have",
    "2": "Identifiers and addresses",
    "3": "Names",
    "4": "Texts",
    "5": "The bibliography as a whole",
    "6": "Dates",
    "7": "CSL-JSON",
    "8": "BibTeX and BibLaTeX source",
}
_INTRODUCTION = """# Checks

What `bibtools check` looks for. `bibtools check --explain CODE` prints one of these entries.
A problem of severity *error* keeps a bibliography from being written, unless `--allow CODE` is given;
*warning* means that something will probably print wrong; a *note* is a matter of portability or taste.
Where a text tells of a repair, `bibtools check --fix` shows it and `--fix --write` makes it
([how to](../how-to/check-in-ci.md)); what needs a person's eye is repaired with `--unsafe-fixes` only.
This page is generated from the rules' own docstrings (`bibtools/check/rules/`).
"""


_READERS = """## Reported while reading

These problems of syntax and meaning are found before any rule is asked; … stands for a word of the file.
An entry that cannot be read whole, or that BibTeX reads otherwise than a person, is matched where possible and never
edited.
"""


_LIVES = """## What became of a paper

Told by `bibtools enrich`, and by `bibtools check` when a source is named; never changed unasked.
"""


def page(rules: Sequence[Rule] = RULES) -> str:
    """The page as Markdown: a table of all rules, then each with its text, by groups."""
    table = ["| code | name | severity | |", "|---|---|---|---|"]
    sections: list[str] = []
    group = ""
    for rule in rules:
        summary, _, rest = (inspect.getdoc(rule) or "").partition("\n")
        table.append(f"| [{rule.code}](#{rule.code.lower()}-{rule.slug}) | {rule.slug} | {rule.severity} | {summary} |")
        if rule.code[3] != group:
            group = rule.code[3]
            sections.append(f"## {GROUPS[group]}\n")
        sections.append(f"### {rule.code} {rule.slug}\n\n*{rule.severity.capitalize()}.* {summary}\n{rest}\n")
    return "\n".join([_INTRODUCTION, *table, "", *sections, *_lives(), *_readers()]).rstrip() + "\n"


def _lives() -> list[str]:
    """What can become of a paper, as a section of the page."""
    rows = (f"| {each.code} | {each.slug} | {each.severity} | {each.message} | {each.hint} |" for each in TURNS)
    return [_LIVES, "| code | name | severity | | |", "|---|---|---|---|---|", *rows, ""]


def _readers() -> list[str]:
    """The codes of the readers, as a section of the page."""
    rows = (f"| {r.code} | {r.severity} | {r.message} | {r.hint} |" for r in reader_codes().values())
    return [_READERS, "| code | severity | | |", "|---|---|---|---|", *rows]


if __name__ == "__main__":
    sys.stdout.write(page())
