"""`bibtools merge` and `bibtools add`: references into a library, previewed unless `--write` is given."""

from __future__ import annotations

import sys
from shlex import quote
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bibtools.cli.options import Wish
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.model.change import Plan, Receipt
    from bibtools.model.match import Enriched


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="NEW…")
@options.into
def merge(files: tuple[str, ...], wish: Wish) -> int:
    """Merge the references of each NEW file into a library: fill what its entries lack, add those it has not.

    Nothing is matched against arXiv: see `bibtools add`. Shows a diff, and writes only with --write.
    """
    from bibtools import pipeline
    from bibtools.cli import reading

    outcome, config = Outcome(), options.config()
    target = pipeline.library(wish.into, config, tell=render.to_stderr)
    items = reading.references(files, config, outcome, into=target.format, seek="nothing")
    return _into(target, items, config, outcome, wish)


@click.command()
@options.files
@options.into
@options.sources
def add(files: tuple[str, ...], wish: Wish, verbose: bool, **flags: str | bool | None) -> int:
    """Find the papers of each FILE on arXiv and merge them into a library, all in one go.

    FILE is a seed document, a .bib or CSL-JSON file, a Zotero library, decisions from `match -o`, or just an arXiv id
    or a DOI. Only accepted matches are used.
    Shows a diff, and writes only with --write.
    """
    from bibtools import pipeline
    from bibtools.cli import reading

    outcome, config = Outcome(verbose=verbose), options.config(**flags)
    target = pipeline.library(wish.into, config, tell=render.to_stderr)
    items = reading.references(files, config, outcome, into=target.format, seek="all")
    return _into(target, items, config, outcome, wish)


def _into(target: Library, items: list[Enriched], config: Config, outcome: Outcome, wish: Wish) -> int:
    """The common end of both verbs: plan, show, and write if asked."""
    from bibtools import pipeline

    made = pipeline.plan(items, target, config, policy=wish.policy, protect=wish.protect, accept=wish.accept)
    idle = f"{target.name} has all of it already" if items else "there is no reference to merge"
    # No text cites Zotero's items by these keys.
    cited = {item.entry.id for item in items if not pipeline.is_zotero(item.entry.origin.path)}
    notes = [
        f"{change.old} is added under another key, {change.entry_id} ({change.why})"
        for change in made.changes
        if change.op == "add-entry" and change.old in cited
    ]
    return carry_out(made, target, outcome, wish, "Run again with --write", idle, notes)


def carry_out(
    made: Plan, target: Library, outcome: Outcome, wish: Wish, again: str, idle: str, notes: Sequence[str] = ()
) -> int:
    """Show a plan as a diff or as JSON, write it if asked, and say how to go on.

    `idle` tells why a plan is empty; `notes` are printed between the diff and the conflicts.
    """
    from bibtools import pipeline
    from bibtools.cli import writing
    from bibtools.formats.plans import write_plan

    pipeline.require_sound(made, wish.allow)
    if wish.as_json:
        render.to_stdout(write_plan(made))
    else:
        render.to_stdout(render.diff(target.preview(made), render.colour_on(sys.stdout)))
    for note in notes:
        render.to_stderr(note)
    for conflict in made.conflicts:
        outcome.needs_a_person()
        render.to_stderr(render.conflict(conflict))
    told = _summary(made)
    if not made:
        render.to_stderr(f"Nothing to write: {told if made.conflicts else idle}.")
    elif wish.write:
        writing.receipts()
        written(pipeline.apply(made, target, allow=wish.allow, backup=wish.backup), target, outcome)
    else:
        render.to_stderr(f"Nothing written. {again} ({told}).")
    return outcome.exit_code


def written(done: Receipt, target: Library, outcome: Outcome) -> None:
    """Keep the receipt, and say what was done, what was not, and how to take it back."""
    from bibtools.cli import writing

    for conflict in done.left:
        outcome.needs_a_person()
        render.to_stderr(render.conflict(conflict))
    told = _summary(done.plan, len(done.left))
    if not done.plan:
        render.to_stderr(f"Nothing written to {target.name}: {told or 'it was there already'}.")
        return
    receipt = writing.receipt(done, target)
    render.to_stderr(f"Written to {target.name}: {told}. To take it back: bibtools undo {quote(str(receipt))}")


def _summary(made: Plan, left: int = 0) -> str:
    entries = sum(change.op == "add-entry" for change in made.changes)
    counts = (
        (entries, "new entry"),
        (len(made.changes) - entries, "field"),
        (len(made.conflicts) + left, "conflict"),
    )
    return ", ".join(render.plural(count, noun) for count, noun in counts if count)
