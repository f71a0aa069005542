"""`bibtools check`: problems in a bibliography, with codes and hints, and repairs for some of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import BibtoolsError, UnreadableInput, UsageError

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.model.document import Problem
    from bibtools.pipeline import Checked

GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
SEVERITIES = ("error", "warning", "note")


@click.command()
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--select", multiple=True, metavar="CODE", help="Report only this: a code, a name, or CHK4 (repeatable).")
@click.option("--ignore", multiple=True, metavar="CODE", help="Do not report this (repeatable).")
@click.option(
    "--severity", type=click.Choice(SEVERITIES), default="note", show_default=True, help="Report what is as grave."
)
@click.option("--fix", is_flag=True, help="Show what safe repairs would change; with --write, change it.")
@click.option("--unsafe-fixes", is_flag=True, help="Also repair what needs a person's eye afterwards.")
@click.option("--write", is_flag=True, help="With --fix: change the files; what is left is reported.")
@click.option("--backup", is_flag=True, help="With --write: keep each old file beside the new one, as NAME.bak.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@options.sources
@click.option("--exit-zero", is_flag=True, help="Leave with exit code 0 whatever is found.")
@click.option("--explain", metavar="CODE", help="Print what a rule means, and nothing else.")
def check(
    files: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    fix: bool,
    unsafe_fixes: bool,
    write: bool,
    backup: bool,
    form: str,
    as_json: bool,
    exit_zero: bool,
    explain: str | None,
    verbose: bool,
    **flags: str | bool | None,
) -> int:
    """Look for problems in each FILE: .bib, CSL-JSON, or a Zotero library.

    With --fix, shows a diff of what can be repaired, and writes only with --write. With --source or --index, arXiv ids
    are looked up: those that lead to another paper are reported, and what became of the papers; else nothing is asked.

    Exit codes: 0 nothing found but notes; 1 errors or warnings, or repairs that are not written; 2 usage; 3 a file
    could not be read; 4 a source could not be asked; 5 a repair was refused. --exit-zero makes 0 of 1.
    """
    from bibtools import check as room
    from bibtools import pipeline

    if explain:
        render.to_stdout(room.explain(explain))
        return 0
    if not files:
        raise UsageError("no FILE to check", hint="name a .bib or CSL-JSON file, or - for standard input")
    if (write or unsafe_fixes) and not fix:
        raise UsageError(f"--{'write' if write else 'unsafe-fixes'} is for repairs", hint="add --fix")
    config = options.config(check__select=select or None, check__ignore=ignore or None, **flags)
    asked = {path: pipeline.asked_for(path, config) for path in files}
    outcome, wish = Outcome(verbose=verbose), options.Wish(write=write, backup=backup)
    look_up = flags["source"] or flags["index"]
    beside = pipeline.beside_records(config, outcome.failure, outcome.notice) if look_up else None
    # What would be left is known only when the repairs are done: a file that has any is reported after --write.
    targets = _targets(asked, config) if fix else {}
    pending = {path for path, target in targets.items() if _repair(target, asked[path], unsafe_fixes, outcome, wish)}
    if reported := {path: codes for path, codes in asked.items() if path not in pending}:
        found = pipeline.check_each(reported, config, beside)
        _report(found, severity, "json" if as_json else form, outcome)
    return 0 if exit_zero and outcome.exit_code == 1 else outcome.exit_code


def _targets(files: Iterable[str], config: Config) -> dict[str, Library]:
    """What is to be repaired, all of it before any is written; of a file that is not there the report tells.

    Raises UsageError for what is never repaired.
    """
    from bibtools import pipeline

    found = {}
    for path in files:
        with suppress(UnreadableInput):
            found[path] = pipeline.repairable(path, config)
    return found


def _repair(target: Library, codes: frozenset[str], unsafe: bool, outcome: Outcome, wish: options.Wish) -> bool:
    """Show what repairs would change in one file, and write it if asked; a refusal does not stop the others.

    True when there are repairs, and they are not written.
    """
    from bibtools import pipeline
    from bibtools.cli.merge import carry_out

    try:
        made = pipeline.repair(target, codes, unsafe=unsafe)
        pending = bool(made) and not wish.write
        if pending:
            outcome.needs_a_person()
        idle = f"{target.name} has nothing that can be repaired{'' if unsafe else ' safely'}"
        carry_out(made, target, outcome, wish, "Run again with --write", idle)
        return pending
    except UnreadableInput:
        return False  # the report tells of it
    except BibtoolsError as error:
        outcome.failure(error)
        return False


def _report(checks: Iterable[tuple[str, Checked | BibtoolsError]], severity: str, form: str, outcome: Outcome) -> None:
    """Print what is wrong with the files, and remember how grave it is."""
    grave = SEVERITIES[: SEVERITIES.index(severity) + 1]
    found: list[Problem] = []
    entries, complete = 0, True
    for _, checked in checks:
        if isinstance(checked, BibtoolsError):
            outcome.failure(checked)
            complete = False
            continue
        entries += checked.entries
        found += (problem for problem in checked.problems if problem.severity in grave)
    outcome.problems(found, quiet=True)
    # All at once: to print each alone takes longer than to find it.
    render.to_stdout("".join(f"{text}\n" for text in _printed(found, form, complete)))
    render.to_stderr(f"{render.plural(entries, 'entry')} checked: {render.plural(len(found), 'problem')}")


def _printed(problems: Sequence[Problem], form: str, complete: bool) -> list[str]:
    """Problems as text, JSON, SARIF, or commands that GitHub's runner shows beside the lines.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", "Setting an error message".
    """
    if form == "json":
        from bibtools.formats.values import to_json

        return [json.dumps({"problems": to_json(problems)}, ensure_ascii=False, indent=1)]
    if form == "sarif":
        from bibtools import __version__
        from bibtools.check.sarif import sarif

        return [json.dumps(sarif(problems, __version__, complete=complete), ensure_ascii=False, indent=1)]
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
