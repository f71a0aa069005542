"""`bibtools enrich`: complete the entries of a library from arXiv, previewed unless `--write` is given."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import Refused, SourceFailed, UnreadableInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bibtools.cli.options import Wish
    from bibtools.config import Config
    from bibtools.libraries.base import Library
    from bibtools.merge.complete import Completing
    from bibtools.merge.versions import VersionPolicy
    from bibtools.model.change import Plan
    from bibtools.model.match import Match

# Errors about one library alone: the others are completed all the same.
ALONE = (UnreadableInput, Refused, SourceFailed)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="LIBRARY…")
@click.option("--only", multiple=True, metavar="FIELD", help="Change nothing but this field (repeatable).")
@click.option("--update", multiple=True, metavar="FIELD", help="Replace this field where values differ (repeatable).")
@click.option("--abstract", is_flag=True, help="Add abstracts, where they are known.")
@click.option("--keywords", is_flag=True, help="Add arXiv's categories as keywords.")
@click.option(
    "--version",
    type=click.Choice(["keep", "strip", "latest"]),
    default="keep",
    show_default=True,
    help="What becomes of the version of an arXiv id that an entry cites.",
)
@options.changing
@options.services
def enrich(
    files: tuple[str, ...],
    only: tuple[str, ...],
    update: tuple[str, ...],
    abstract: bool,
    keywords: bool,
    version: VersionPolicy,
    wish: Wish,
    verbose: bool,
    **flags: str | bool | None,
) -> int:
    """Find the arXiv record of every entry in each LIBRARY and fill in what the entry lacks.

    Nothing is replaced unless --update or --policy update says so; values that differ are listed. FIELD is a field's
    name (title, author, year, journal, doi, eprint, url, …); "venue" is all that describes the publication. Entries
    that are not on arXiv stay as they are. Shows a diff, and writes only with --write.
    """
    from bibtools.merge.complete import Completing
    from bibtools.merge.fields import variables

    if wish.as_json and len(files) > 1:
        raise UsageError("a plan is about one library", hint="give one LIBRARY with --json")
    requested = {name for name, asked in (("abstract", abstract), ("keywords", keywords)) if asked}
    asked = Completing(
        policy=wish.policy,
        protect=frozenset(wish.protect),
        only=variables(only) if only else None,
        update=variables(update),
        request=variables(requested),
        version=version,
    )
    config = options.config(write__abstract=abstract or None, write__keywords=keywords or None, **flags)
    outcome = Outcome(verbose=verbose)
    # All that can be told from the call alone is told before anything is written.
    for library in list(_libraries(files, config, outcome)):
        try:
            _complete(library, asked, config, outcome, wish)
        except ALONE as error:
            outcome.failure(error)
    return outcome.exit_code


def _libraries(files: Sequence[str], config: Config, outcome: Outcome) -> Iterator[Library]:
    """The libraries of these names that are there; what is not is reported. Raises UsageError for no library's name."""
    from bibtools import pipeline

    for name in files:
        try:
            yield pipeline.library(name, config, new=False, tell=render.to_stderr)
        except ALONE as error:
            outcome.failure(error)


def _complete(library: Library, asked: Completing, config: Config, outcome: Outcome, wish: Wish) -> None:
    """One library: read, match, plan, show, and write if asked."""
    from bibtools import pipeline
    from bibtools.cli import reading
    from bibtools.cli.merge import carry_out

    document, fingerprint = library.read()
    outcome.problems(document.problems)
    matches, failed = reading.matched(document.entries, config, outcome)
    unheard = sum(render.is_unheard(match, failed) for match in matches)
    services = list(pipeline.works(config, outcome.notice))
    made, turns = pipeline.completion(
        (document, fingerprint), matches, library, config, asked, services=services, on_failure=outcome.failure
    )
    outcome.problems(turns)
    idle = f"{library.name} {'says all that is known' if document.entries else 'has no entries'}"
    if unheard:
        idle = f"of {render.plural(unheard, 'entry')} in {library.name} nothing could be learned"
    notes = [*_sources(made), *_found(matches, outcome, unheard)]
    carry_out(made, library, outcome, wish, "Run again with --write", idle, notes)


def _sources(made: Plan) -> Iterator[str]:
    """Which fields of each entry change, and where their values come from."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for change in made.changes:
        grouped.setdefault((change.entry_id, change.why), []).append(change.field or "")
    for (key, why), fields in grouped.items():
        yield f"{key}: {', '.join(fields)} ({why})"


def _found(matches: Sequence[Match], outcome: Outcome, unheard: int) -> Iterator[str]:
    """The entries that a person must look at, and how many were found; `unheard` may be there for all we know."""
    for match in matches:
        contradicted = _contradicted(match) if match.candidates or not unheard else ()
        if match.recommendation == "review" or contradicted:
            outcome.needs_a_person()
            yield from render.match(match, render.colour_on(sys.stderr), explain=False)
            yield from (f"         {why}" for why in contradicted or match.why)
    counts = Counter(match.recommendation.value for match in matches)
    told = f"{counts['accept']} found, {counts['review']} to review, {counts['reject'] - unheard} not found"
    told += f", {unheard} could not be asked about" if unheard else ""
    yield f"{render.plural(len(matches), 'entry')}: {told}"


def _contradicted(match: Match) -> tuple[str, ...]:
    """Why an entry was not found although it states an arXiv id."""
    stated = match.entry.reference.id("arxiv")
    if stated is None or match.recommendation != "reject":
        return ()
    for candidate in match.candidates:
        own = candidate.reference.id("arxiv")
        if own and own.value == stated.value:
            return (f"it states arXiv:{stated.value}, which is “{render.short(candidate.reference.title or '')}”",)
    return (f"it states arXiv:{stated.value}, which was not found",)
