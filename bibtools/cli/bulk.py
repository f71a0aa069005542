"""`bibtools match --jsonl`: any number of entries, streamed to one line of JSON each; can be interrupted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bibtools.cli import render
from bibtools.cli.progress import Progress

if TYPE_CHECKING:
    from bibtools.cli.outcome import Outcome
    from bibtools.config import Config
    from bibtools.pipeline.batches import Batch
    from bibtools.pipeline.job import Job


def run(
    files: tuple[str, ...],
    config: Config,
    outcome: Outcome,
    *,
    output: str | None,
    overwrite: bool,
    workers: int | None,
) -> Counter[str]:
    """Match all entries of the files; how many got which recommendation, over all runs of the job."""
    from bibtools.pipeline import bulk, job
    from bibtools.pipeline.batches import batches

    stream = batches(files, bulk.CHUNK)
    count = workers or bulk.cores()
    if not output or output == "-":
        return _stream(stream, config, outcome, count, _total(files), None)
    with job.Job(output, job.identity(files, config), overwrite=overwrite) as opened:
        counts = _stream(opened.rest(stream), config, outcome, count, _total(files), opened)
        if opened.kept.total():
            render.to_stderr(f"{render.plural(opened.kept.total(), 'entry')} had a line already")
        return counts + opened.kept


def _stream(
    batches: Iterator[Batch], config: Config, outcome: Outcome, workers: int, total: int | None, job: Job | None
) -> Counter[str]:
    from bibtools.pipeline import bulk

    counts: Counter[str] = Counter()
    progress = Progress(total)
    whole = True
    try:
        for done in bulk.matched(batches, config, workers=workers, report=outcome.notice):
            if job:
                job.write(done)
            else:
                render.to_stdout(done.lines)
            counts.update(done.counts)
            whole = done.is_whole
            if done.problems or done.failures:
                progress.close()
            outcome.problems(done.problems)
            for failure in done.failures:
                outcome.failure(failure)
            if done.counts:
                progress.add(sum(done.counts.values()), done.size)
            else:
                progress.skip(done.size)
    finally:
        progress.close()
    if job and whole:
        job.finish()
    elif not whole:
        render.to_stderr("stopped here; the same command goes on" if job else "stopped here")
    return counts


def _total(files: tuple[str, ...]) -> int | None:
    """How many bytes of input there are, if that can be known."""
    return None if "-" in files else sum(Path(path).stat().st_size for path in files if Path(path).is_file())
