"""`bibtools verify`: does each reference exist as it is described?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome

if TYPE_CHECKING:
    from bibtools.merge.verdict import Verified

COLOURS = {"verified": "accept", "mismatch": "reject", "not found": "reject", "could not check": "review"}


@click.command()
@options.files
@options.services
@options.as_json
def verify(files: tuple[str, ...], as_json: bool, verbose: bool, **flags: str | bool | None) -> int:
    """Ask whether each reference of each FILE exists as it is described.

    verified: a source has the work, and none contradicts. mismatch: a value that no source gives so. not found: two
    sources that should know the work do not, or arXiv does not know its id. could not check: too little could be asked;
    the reason follows. Other titles need two sources. Works that are not on arXiv need a service: --source crossref.
    Exit code 1 when an entry is not verified.
    """
    from bibtools import pipeline
    from bibtools.cli import reading

    config, outcome = options.config(**flags), Outcome(verbose=verbose)
    entries = [entry for document in reading.documents(files, outcome) for entry in document.entries]
    found = []
    if entries:
        sources = list(pipeline.sources(config, outcome.notice))
        services = list(pipeline.works(config, outcome.notice))
        settings = pipeline.match_settings(config)
        with click.progressbar(
            length=len(entries), label="verifying", file=sys.stderr, hidden=not render.progress_on()
        ) as bar:
            judged = pipeline.verify(
                entries, sources, services, settings, on_failure=outcome.failure, progress=bar.update
            )
            found = list(judged)
    if any(one.verdict != "verified" for one in found):
        outcome.needs_a_person()
    render.to_stdout(_as_json(found) if as_json else "\n".join(line for one in found for line in _lines(one)))
    counts = Counter(one.verdict.value for one in found)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in COLOURS)
    render.to_stderr(f"{render.plural(len(found), 'entry')}: {told}")
    return outcome.exit_code


def _lines(one: Verified) -> Iterator[str]:
    """The verdict, and below it what differs, or why nothing can be said."""
    verdict = render.painted(f"{one.verdict.value:<15}", COLOURS[one.verdict], render.colour_on(sys.stdout))
    place = f"{one.entry.origin.path}:{one.entry.origin.line}"
    sources = f" ({', '.join(one.sources)})" if one.sources else ""
    yield f"{verdict}  {one.entry.id}  {place}  {render.short(render.headline(one.entry), 60)}{sources}"
    for mismatch in one.mismatches:
        yield f"    {mismatch.variable}: {render.short(mismatch.stated)}"
        yield f"    {' and '.join(mismatch.sources)}: {render.short(mismatch.found)}"
    if one.why:
        yield f"    {one.why}"


def _as_json(found: list[Verified]) -> str:
    verdicts = [
        {
            "id": one.entry.id,
            "path": one.entry.origin.path,
            "line": one.entry.origin.line,
            "verdict": one.verdict.value,
            "sources": list(one.sources),
            "mismatches": [
                {"variable": m.variable, "stated": m.stated, "found": m.found, "sources": list(m.sources)}
                for m in one.mismatches
            ],
            "why": one.why,
        }
        for one in found
    ]
    return json.dumps({"verdicts": verdicts}, ensure_ascii=False, indent=1)
