"""`bibtools check`: problems in a bibliography, with codes and hints."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from bibtools.cli import render
from bibtools.cli.outcome import Outcome
from bibtools.errors import UsageError

if TYPE_CHECKING:
    from bibtools.check import Rule
    from bibtools.model.document import Problem

GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--select", multiple=True, metavar="CODE", help="Look for these rules only (repeatable).")
@click.option("--ignore", multiple=True, metavar="CODE", help="Do not look for these rules (repeatable).")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--explain", metavar="CODE", help="Print what a rule means, and nothing else.")
def check(
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    as_json: bool,
    explain: str | None,
) -> int:
    """Look for problems in each FILE: .bib or CSL-JSON.

    Exit code 1 when there is an error or a warning; notes alone leave it 0.
    """
    from bibtools import check as room
    from bibtools.cli import reading

    if explain:
        render.to_stdout(room.explain(explain))
        return 0
    if not files:
        raise UsageError("no FILE to check", hint="name a .bib or CSL-JSON file, or - for standard input")
    outcome = Outcome()
    rules = _rules(select, ignore)
    found = []
    documents = reading.documents(files, outcome, quiet=True)
    for document in documents:
        found += sorted((*document.problems, *room.check(document, rules)), key=lambda p: p.origin.start)
    outcome.problems(found, quiet=True)
    for text in _printed(found, "json" if as_json else form):
        render.to_stdout(text)
    entries = sum(len(document.entries) for document in documents)
    render.to_stderr(f"{render.plural(entries, 'entry')} checked: {render.plural(len(found), 'problem')}")
    return outcome.exit_code


def _rules(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Rule, ...]:
    from bibtools import check as room

    wanted = {room.find(name).code for name in select} or {rule.code for rule in room.RULES}
    unwanted = {room.find(name).code for name in ignore}
    return tuple(rule for rule in room.RULES if rule.code in wanted - unwanted)


def _printed(problems: list[Problem], form: str) -> list[str]:
    """Problems as text, JSON, or commands that GitHub's runner shows beside the lines.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", "Setting an error message".
    """
    if form == "json":
        from bibtools.formats.values import to_json

        return [json.dumps({"problems": to_json(problems)}, ensure_ascii=False, indent=1)]
    if form == "github":
        return [
            f"::{GITHUB[p.severity]} file={_property(p.origin.path)},line={p.origin.line},col={p.origin.column},"
            f"title={_property(p.code)}::{_message(p.message)}"
            for p in problems
        ]
    return [render.problem(found, render.colour_on(sys.stdout)) for found in problems]


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
