"""`bibtools match`: which record is each entry, how surely, and why."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import UsageError

if TYPE_CHECKING:
    from bibtools.config import Config
    from bibtools.model.match import Match


@click.command()
@options.files
@options.sources
@options.as_json
@click.option("--explain", is_flag=True, help="Show the evidence for and against each candidate.")
@click.option("--report", metavar="FILE", help="Also write a report in Markdown to FILE.")
@click.option("--jsonl", is_flag=True, help="For any number of entries: stream one JSON object a line (JSON lines).")
@click.option("--workers", type=click.IntRange(1), help="Processes for --jsonl (default: one per core).")
@options.output
def match(
    files: tuple[str, ...],
    as_json: bool,
    explain: bool,
    report: str | None,
    jsonl: bool,
    workers: int | None,
    output: str | None,
    overwrite: bool,
    verbose: bool,
    **flags: str | bool | None,
) -> int:
    """Find the arXiv record of every entry in each FILE, and say how sure that is.

    FILE may also be just an arXiv id or a DOI.
    accept: right, act on it. review: look first. reject: none of the records found is the work.
    With -o the decisions go to a file that you can edit and give to `export` or `add`.

    --jsonl streams: memory does not grow with the input, all cores are used, and with -o an interrupted run goes on
    where it stopped when the same command is given again. Asking arXiv itself takes one process.
    """
    from bibtools import pipeline
    from bibtools.cli import reading, writing
    from bibtools.formats import matches as decisions

    outcome, config = Outcome(verbose=verbose), options.config(**flags)
    if jsonl:
        if as_json or explain or report:
            raise UsageError("--jsonl goes with none of --json, --explain and --report")
        return _in_bulk(files, config, outcome, output=output, overwrite=overwrite, workers=workers)
    if workers:
        raise UsageError("--workers is for --jsonl")
    if report and report == output:
        raise UsageError(f"--report and -o both write {report}", hint="name two files")
    writing.require_place(output, report)
    documents = reading.documents(files, outcome, config=config)
    found, failed = reading.matched([entry for document in documents for entry in document.entries], config, outcome)
    if any(not pipeline.is_accepted(one) for one in found):
        outcome.needs_a_person()
    texts = {output: decisions.write(found)} if output else {}
    if report:
        from bibtools.formats import report as reports

        texts[report] = reports.write(found, [problem for document in documents for problem in document.problems])
    writing.whole_files(texts, outcome, overwrite=overwrite)
    if as_json and not output:
        render.to_stdout(decisions.write(found))
    if not as_json and (explain or not output):
        _print(found, explain, failed)
    render.to_stderr(_summary(Counter(one.recommendation.value for one in found)))
    if unheard := sum(render.is_unheard(one, failed) for one in found):
        render.to_stderr(render.unheard(unheard))
    return outcome.exit_code


def _in_bulk(
    files: tuple[str, ...],
    config: Config,
    outcome: Outcome,
    *,
    output: str | None,
    overwrite: bool,
    workers: int | None,
) -> int:
    from bibtools.cli import bulk

    counts = bulk.run(files, config, outcome, output=output, overwrite=overwrite, workers=workers)
    if counts["review"] or counts["reject"]:
        outcome.needs_a_person()
    render.to_stderr(_summary(counts))
    return outcome.exit_code


def _print(found: list[Match], explain: bool, failed: bool) -> None:
    colour = render.colour_on(sys.stdout)
    for one in found:
        for line in render.match(one, colour, explain=explain, failed=failed):
            render.to_stdout(line)


def _summary(counts: Counter[str]) -> str:
    from bibtools.model.match import Recommendation

    return f"{render.plural(counts.total(), 'entry')}: " + ", ".join(
        f"{counts[kind.value]} to {kind.value}"
        if kind is not Recommendation.ACCEPT
        else f"{counts[kind.value]} accepted"
        for kind in Recommendation
    )
