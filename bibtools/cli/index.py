"""`bibtools index`: the local index of arXiv's metadata."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome


@click.group()
def index() -> None:
    """Build and look at a local index of arXiv's metadata."""


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
    from bibtools.sources import arxiv_index

    outcome = Outcome()
    target = output or options.config().index_path
    info = arxiv_index.build(
        files,
        target,
        keep_abstracts=abstracts,
        sampling=int(sampling) if sampling else arxiv_index.DEFAULT_SAMPLING,
        workers=workers or os.cpu_count() or 1,
        progress=_progress if render.progress_on() else None,
        on_problem=lambda problem: outcome.problems((problem,)),
    )
    _print(info, as_json)
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
        ["size", f"{info.size / 1e6:,.1f} MB, {info.size / max(1, info.records):,.0f} bytes a record"],
    ]
    for line in render.table(rows):
        render.to_stdout(line)
