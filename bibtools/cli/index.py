"""`bibtools index`: the local index of arXiv's metadata."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome


@click.group()
def index() -> None:
    """Build, update and look at a local index of arXiv's metadata."""


@index.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="PATH", help="Default: your own index.")
@click.option("--abstracts/--no-abstracts", default=True, help="Keep the abstracts' text (default: yes).")
@click.option(
    "--sampling",
    type=click.Choice(["1", "2", "4", "8", "16"]),
    help="Keep one in N fingerprints of the abstracts: smaller, and less sure of short or noisy abstracts.",
)
@click.option("--workers", type=click.IntRange(1), help="Number of processes (default: one per core).")
@options.as_json
def build(
    files: tuple[Path, ...],
    output: Path | None,
    abstracts: bool,
    sampling: str | None,
    workers: int | None,
    as_json: bool,
) -> int:
    """Build an index from arXiv's metadata snapshot: JSON lines, plain, .gz or .zst.

    An older index at the same place works until the new one is whole. Interrupted, the same command goes on where it
    stopped.
    """
    from bibtools.cli import writing
    from bibtools.pipeline.bulk import cores
    from bibtools.sources import arxiv_index

    writing.require_place(str(output) if output else None)
    outcome = Outcome()
    target = output or options.config().index_path
    info = arxiv_index.build(
        files,
        target,
        keep_abstracts=abstracts,
        sampling=int(sampling) if sampling else arxiv_index.DEFAULT_SAMPLING,
        workers=workers or cores(),
        progress=_progress if render.progress_on() else None,
        on_problem=lambda problem: outcome.problems((problem,)),
    )
    _print(info, as_json)
    return outcome.exit_code


@index.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--set", "set_", metavar="SET", help="Of one field only: cs, math, physics:hep-th, cs:cs:CL …")
@click.option("--from", "since", metavar="DAY", help="What changed on this day or later (default: the index knows).")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["arXivRaw", "arXiv"]),
    default="arXivRaw",
    show_default=True,
    help="arXiv has no versions and no first day, but names that are taken apart.",
)
@click.option("--restart", is_flag=True, help="Throw away what an interrupted update left.")
@click.option("--workers", type=click.IntRange(1), help="Number of processes (default: one per core).")
@click.option("--offline", is_flag=True, default=None, help="Never open a socket.")
@click.option("-v", "--verbose", is_flag=True, help="Tell each request and what came of it.")
@options.as_json
def update(
    path: Path | None,
    set_: str | None,
    since: str | None,
    format_: str,
    restart: bool,
    workers: int | None,
    offline: bool | None,
    verbose: bool,
    as_json: bool,
) -> int:
    """Ask arXiv what is new, changed or deleted, and put it into an index (default: your own index).

    The old index works until the new one is whole. Interrupted, the same command goes on where it stopped.
    """
    from bibtools import pipeline
    from bibtools.pipeline.bulk import cores

    outcome, config = Outcome(verbose=verbose), options.config(offline=offline)
    target = path or config.index_path
    updated = pipeline.update_index(
        target,
        pipeline.Wanted(format_, set_, since, restart),
        config,
        workers=workers or cores(),
        report=outcome.notice,
        progress=_progress if render.progress_on() else None,
        on_problem=lambda problem: outcome.problems((problem,)),
    )
    if updated is None:
        render.to_stderr(f"{target}: nothing new")
        return outcome.exit_code
    _print(updated.info, as_json)
    told = f"{updated.added:,} new, {updated.changed:,} changed, {updated.deleted:,} deleted"
    if updated.outdated:
        told += f"; {render.plural(updated.outdated, 'record')} came older than the index has them, and were left out"
    render.to_stderr(told)
    return outcome.exit_code


@index.command("info")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--starter", is_flag=True, help="The small index that comes along.")
@click.option("--verify", is_flag=True, help="Read the whole file and compare its checksums.")
@options.as_json
def info_(path: Path | None, starter: bool, verify: bool, as_json: bool) -> None:
    """Print what an index holds (default: your own index)."""
    from bibtools.sources import arxiv_index

    place = arxiv_index.starter() if starter else path or options.config().index_path
    if verify:
        arxiv_index.open_index(place).verify()
    _print(arxiv_index.info(place), as_json)


def _progress(step: str, done: int, total: int | None) -> None:
    of = f" of {total:,}" if total else ""
    sys.stderr.write(f"\r{step} {done:,}{of}\x1b[K")
    if total and done >= total:
        sys.stderr.write("\n")


def _print(info: object, as_json: bool) -> None:
    from bibtools.sources.arxiv_index import IndexInfo

    assert isinstance(info, IndexInfo)
    if as_json:
        render.to_stdout(json.dumps(info.as_dict(), indent=1))
        return
    first, last = info.issued if info.issued else (None, None)
    rows = [
        ["path", info.path],
        ["format", str(info.format_version)],
        ["records", f"{info.records:,}"],
        ["issued", f"{first.iso()} to {last.iso()}" if first and last else "unknown"],
        ["categories", ", ".join(f"{name} {count:,}" for name, count in info.categories[:8])],
        ["abstracts", "kept as text" if info.abstracts else "fingerprints only"],
        ["sampling", f"1 in {info.sampling} fingerprints" if info.sampling > 1 else "all fingerprints"],
        ["updated", ", ".join(f"{name or 'all'} to {day}" for name, day in info.harvested) or "never"],
        ["size", f"{info.size / 1e6:,.1f} MB, {info.size / max(1, info.records):,.0f} bytes a record"],
    ]
    for line in render.table(rows):
        render.to_stdout(line)
