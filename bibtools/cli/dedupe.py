"""`bibtools dedupe`: entries of one library that are the same work, and how to go on citing one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from shlex import quote
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import UsageError

if TYPE_CHECKING:
    from bibtools.libraries.texfile import Rewriting
    from bibtools.merge.dedupe import Group
    from bibtools.pipeline import Deduplication


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="LIBRARY")
@click.option("--write", is_flag=True, help="Change the files; without it, only show what would change.")
@click.option("--key-map", metavar="FILE", help="Keep in FILE which key to cite instead of which (old<TAB>kept).")
@click.option(
    "--rewrite-tex", multiple=True, metavar="FILE…", help="Cite the kept keys in these LaTeX files, all in one list."
)
@click.option("--protect", multiple=True, metavar="FIELD|KEY", help="Never change this field or entry (repeatable).")
@click.option("--backup", is_flag=True, help="Keep each old file beside the new one, as NAME.bak.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan, for `bibtools apply`, not text.")
def dedupe(
    files: tuple[str, ...],
    write: bool,
    key_map: str | None,
    rewrite_tex: tuple[str, ...],
    protect: tuple[str, ...],
    backup: bool,
    as_json: bool,
) -> int:
    """Find the works that stand in LIBRARY more than once, and say why. No entry is ever deleted.

    One entry of each work is the one to go on citing: it gets the fields that only the others have. Remove the others
    yourself, once no text cites them: --rewrite-tex sees to that, and a key map remembers their keys. With one, a later
    run gives keys that are gone to the kept entry as aliases, where the library is in biblatex's dialect.
    """
    from bibtools import pipeline
    from bibtools.cli import writing

    library, *more = files
    if more and not rewrite_tex:
        raise UsageError(f"one library at a time, not {len(files)}", hint="LaTeX files come behind --rewrite-tex")
    writing.require_place(key_map)
    outcome, target = Outcome(), pipeline.library(library, options.config(), new=False, tell=render.to_stderr)
    if write and target.format == "zotero":
        raise UsageError(f"{library} is not changed", hint="Zotero itself merges what is under Duplicate Items")
    done = pipeline.dedupe(target, pipeline.read_keymap(key_map) if key_map else {}, protect=protect)
    outcome.problems(done.document.problems)
    texts = pipeline.rewritings((*rewrite_tex, *more), done.instead)
    diffs = target.preview(done.plan) + "".join(text.diff for text in texts)
    if as_json:
        from bibtools.formats.plans import write_plan

        render.to_stdout(write_plan(done.plan))
    else:
        for line in _report(done, target.name):
            render.to_stdout(line)
        if diffs:
            render.to_stdout("\n" + render.diff(diffs, render.colour_on(sys.stdout)))
    for conflict in done.plan.conflicts:
        outcome.needs_a_person()
        render.to_stderr(render.conflict(conflict))
    for text in texts:
        outcome.problems(text.problems)
    told = _summary(done, texts)
    if not write:
        new_map = f"; the key map {key_map}" if key_map and done.instead else ""
        again = f"Run again with --write ({told}{new_map})." if told or new_map else "There is nothing to write."
        render.to_stderr(f"Nothing written. {again}")
        return outcome.exit_code
    # The map first: whatever happens then, what each old key stands for is on record.
    if key_map and done.instead and pipeline.write_keymap(key_map, done.instead):
        render.to_stderr(f"Written to {key_map}: {render.plural(len(done.instead), 'key')}.")
    if not told:
        render.to_stderr(f"Nothing to change in {target.name}.")
        return outcome.exit_code
    writing.receipts()
    receipt = writing.receipt(pipeline.apply_with_texts(done.plan, target, texts, backup=backup), target)
    if done.plan:
        render.to_stderr(f"Written to {target.name}: {render.plural(len(done.plan.changes), 'field')}.")
    for text in texts:
        render.to_stderr(f"Written to {text.file.path}: {render.plural(text.count, 'citation')}.")
    render.to_stderr(f"To take it back: bibtools undo {quote(str(receipt))}")
    return outcome.exit_code


def _report(done: Deduplication, name: str) -> Iterator[str]:
    """The groups with their evidence, and which keys to cite."""
    groups = done.found.groups
    works = render.plural(len(groups), "work")
    yield f"{name}: {render.plural(len(done.document.entries), 'entry')}, {works} more than once"
    for group in groups:
        yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    yield f"  {group.kept.id} (line {group.kept.origin.line}) is the one to cite: {render.headline(group.kept)}"
    for pair in group.pairs:
        yield f"    = {pair.other.id} (line {pair.other.origin.line})  {'; '.join(pair.found.why)}"


def _summary(done: Deduplication, texts: Sequence[Rewriting]) -> str:
    cited = sum(text.count for text in texts)
    counts = ((len(done.plan.changes), "field"), (cited, "citation"))
    return ", ".join(render.plural(count, noun) for count, noun in counts if count)
