"""`bibtools apply` and `bibtools undo`: a reviewed plan, later; and back."""

from __future__ import annotations

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome


@click.command()
@click.argument("plan", metavar="PLAN")
@click.option("--allow", multiple=True, metavar="CODE", help="Write even though check CODE fails (repeatable).")
@click.option("--backup", is_flag=True, help="Keep the old file beside the new one, as NAME.bak.")
@click.option("--dry-run", is_flag=True, help="Show the diff and write nothing.")
@options.as_json
def apply(plan: str, allow: tuple[str, ...], backup: bool, dry_run: bool, as_json: bool) -> int:
    """Carry out a PLAN that `merge --json`, `add --json` or `dedupe --json` printed; - is standard input.

    Refused, with exit code 5, when the library changed since the plan was made.
    """
    from bibtools import pipeline
    from bibtools.cli.merge import carry_out

    made = pipeline.read_plan(plan)
    wish = options.Wish(made.target, write=not dry_run, backup=backup, allow=allow, as_json=as_json)
    return carry_out(
        made, pipeline.library(made.target), Outcome(), wish, "Run again without --dry-run", "the plan is empty"
    )


@click.command()
@click.argument("receipt", metavar="RECEIPT")
def undo(receipt: str) -> None:
    """Put a library, and the texts that changed with it, back as they were before the change that RECEIPT tells of.

    Byte for byte, and all or nothing: refused, with exit code 5, when one of them changed since.
    """
    from bibtools import pipeline

    done = pipeline.undo(receipt)
    for path in ([done.target] if done.plan else []) + [text.path for text in done.texts]:
        render.to_stderr(f"{path} is as it was before")
