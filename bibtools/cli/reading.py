"""From files named on the command line to documents and decisions, with everything wrong reported on the way."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import click

from bibtools.cli import options, render
from bibtools.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from bibtools.cli.outcome import Outcome
    from bibtools.config import Config
    from bibtools.model.document import Document, Entry
    from bibtools.model.match import Enriched, Match

Seek = Literal["nothing", "seeds", "all"]


def inputs(
    files: Sequence[str], outcome: Outcome, *, quiet: bool = False, config: Config | None = None
) -> Iterator[tuple[str, Document | tuple[Match, ...]]]:
    """(path, what could be read of it); what could not is reported. `quiet`: problems are printed elsewhere.

    An arXiv id or a DOI in place of a path is an entry that states nothing else.
    `config` is for libraries that are no files; None: the settings without flags.
    """
    from bibtools import pipeline
    from bibtools.model.document import Document

    for path in files:
        try:
            asked = config or options.config() if pipeline.is_zotero(path) else None
            read = pipeline.stated(path) if pipeline.is_identifier(path) else pipeline.read(path, asked)
        except UnreadableInput as error:
            outcome.failure(error)
            continue
        if isinstance(read, Document):
            outcome.problems(read.problems, quiet=quiet)
        yield path, read


def documents(
    files: Sequence[str], outcome: Outcome, *, quiet: bool = False, config: Config | None = None
) -> list[Document]:
    """The documents that could be read. Raises UsageError for a file of decisions."""
    from bibtools import pipeline
    from bibtools.model.document import Document

    read = []
    for path, found in inputs(files, outcome, quiet=quiet, config=config):
        if not isinstance(found, Document):
            raise pipeline.holds_decisions(path)
        read.append(found)
    return read


def matched(entries: Sequence[Entry], config: Config, outcome: Outcome) -> tuple[list[Match], bool]:
    """A decision for every entry, with progress on a terminal, and whether a source failed on the way.

    If so, of an entry without candidates nothing is known, not even that no record is like it.
    """
    from bibtools import pipeline

    if not entries:
        return [], False
    sources = list(pipeline.sources(config, outcome.notice))
    settings = pipeline.match_settings(config)
    failures = outcome.failures
    with click.progressbar(
        length=len(entries), label="matching", file=sys.stderr, hidden=not render.progress_on()
    ) as bar:
        found = list(pipeline.match(entries, sources, settings, on_failure=outcome.failure, progress=bar.update))
    return found, outcome.failures > failures


def references(files: Sequence[str], config: Config, outcome: Outcome, *, into: str, seek: Seek) -> list[Enriched]:
    """What the files refer to, for the format `into`: accepted matches of seed documents and decisions, entries of
    libraries as they are.

    `seek` says what is matched now. With "all", the entries of libraries are matched and completed too; with "nothing",
    a seed document raises UsageError. Whatever is left for a person is reported.
    """
    from bibtools import pipeline
    from bibtools.model.document import Document

    found: list[Enriched] = []
    for path, told in inputs(files, outcome, config=config):
        read = pipeline.under_citation_keys(told) if isinstance(told, Document) and told.format == "zotero" else told
        failed = False
        if not isinstance(read, Document):
            matches: Sequence[Match] = read
        elif read.format == "seeds" and seek == "nothing":
            hint = "`bibtools add` finds the papers first, `bibtools match -o` lets you decide about them"
            raise UsageError(f"{path} is no bibliography, and nothing is matched here", hint=hint)
        elif read.format == "seeds" or seek == "all":
            matches, failed = matched(read.entries, config, outcome)
        else:
            entries, notes = pipeline.as_they_are(read, into)
            outcome.problems(notes)
            found += entries
            continue
        _report(matches, outcome, failed)
        found += pipeline.enrich(matches, keep_unmatched=seek == "all")
    return found


def _report(matches: Sequence[Match], outcome: Outcome, failed: bool) -> None:
    """Tell which matches are left for a person; `failed` as `matched` says it."""
    from bibtools import pipeline

    colour, unheard = render.colour_on(sys.stderr), 0
    for match in matches:
        if pipeline.is_accepted(match):
            continue
        outcome.needs_a_person()
        unheard += render.is_unheard(match, failed)
        for line in render.match(match, colour, explain=False, failed=failed):
            render.to_stderr(line)
    if unheard:
        render.to_stderr(render.unheard(unheard))
