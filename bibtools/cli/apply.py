"""`bibtools apply` and `bibtools undo`: a reviewed plan, later; and back."""

from __future__ import annotations

import sys

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import UsageError


@click.command()
@click.argument("plan", metavar="PLAN", required=False)
@click.option("--resume", metavar="RUN", help="Go on with a run that was stopped; Zotero only.")
@click.option("--allow", multiple=True, metavar="CODE", help="Write even though check CODE fails (repeatable).")
@click.option("--backup", is_flag=True, help="Keep the old file beside the new one, as NAME.bak.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@options.as_json
def apply(
    plan: str | None, resume: str | None, allow: tuple[str, ...], backup: bool, dry_run: bool, as_json: bool
) -> int:
    """Carry out a PLAN that `merge`, `add`, `enrich` or `dedupe` printed with --json; - is standard input.

    Refused, with exit code 5, when the library changed since the plan was made; a Zotero library may change, and what
    is still right is done.
    """
    from bibtools import pipeline
    from bibtools.cli import writing
    from bibtools.cli.merge import carry_out, written

    outcome, config = Outcome(), options.config()
    if (plan is None) == (resume is None):
        raise UsageError("what is to be done?", hint="name a PLAN, or a run with --resume")
    if plan is None:
        if dry_run or as_json:
            raise UsageError("--resume goes with none of --dry-run and --json")
        writing.receipts()
        done = pipeline.resume(str(resume), config, render.to_stderr)
        written(done, pipeline.library(done.target, config, tell=render.to_stderr), outcome)
        return outcome.exit_code
    made = pipeline.read_plan(plan)
    wish = options.Wish(made.target, write=not dry_run, backup=backup, allow=allow, as_json=as_json)
    target = pipeline.library(made.target, config, tell=render.to_stderr)
    return carry_out(made, target, outcome, wish, "Run again without --dry-run", "the plan is empty")


@click.command()
@click.argument("receipt", metavar="RECEIPT")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
def undo(receipt: str, dry_run: bool) -> int:
    """Put a library, and the texts that changed with it, back as they were before the change that RECEIPT tells of.

    Byte for byte, and all or nothing: refused, with exit code 5, when one of them changed since. In a Zotero library,
    new items go to the trash and changed fields get their old values, except where somebody changed them since.
    """
    from bibtools import pipeline

    outcome = Outcome()
    if dry_run:
        diff, stays = pipeline.undoing(receipt, options.config(), render.to_stderr)
        render.to_stdout(render.diff(diff, render.colour_on(sys.stdout)))
        for conflict in stays:
            outcome.needs_a_person()
            render.to_stderr(render.conflict(conflict))
        render.to_stderr("Nothing taken back. Run again without --dry-run." if diff else "Nothing to take back.")
        return outcome.exit_code
    done, left = pipeline.undo(receipt, options.config(), render.to_stderr)
    for conflict in left:
        outcome.needs_a_person()
        render.to_stderr(render.conflict(conflict))
    if left:
        render.to_stderr(f"{done.target}: the rest is as it was before")
        return outcome.exit_code
    for path in ([done.target] if done.plan else []) + [text.path for text in done.texts]:
        render.to_stderr(f"{path} is as it was before")
    return outcome.exit_code
