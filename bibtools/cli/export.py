"""`bibtools export`: a fresh, validated bibliography."""

from __future__ import annotations

from pathlib import PurePath

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome
from bibtools.errors import UsageError

DIALECTS = ("bibtex", "biblatex", "csl-json", "zotero-rdf")
BY_SUFFIX = {
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".biblatex": "biblatex",
    ".json": "csl-json",
    ".csljson": "csl-json",
    ".rdf": "zotero-rdf",
}


@click.command()
@options.files
@click.option("--to", "dialect", type=click.Choice(DIALECTS), help="What to write; default: what -o's ending says.")
@options.output
@click.option(
    "--lacking-in",
    metavar="LIBRARY",
    help="Write only what LIBRARY has not: a .bib or CSL-JSON file, or a Zotero library.",
)
@options.sources
@click.option("--allow", multiple=True, metavar="CODE", help="Write even though check CODE fails (repeatable).")
@click.option("--key", "write__key", metavar="TEMPLATE", help="How citation keys are made, e.g. {author}{year}{title}.")
@click.option("--howpublished/--no-howpublished", "write__howpublished", default=None, help="Add howpublished.")
@click.option("--abstract/--no-abstract", "write__abstract", default=None, help="Write abstracts where known.")
@click.option("--keywords/--no-keywords", "write__keywords", default=None, help="Write categories as keywords.")
@click.option("--version", "write__version", type=click.Choice(["strip", "keep"]), help="arXiv versions in ids.")
def export(
    files: tuple[str, ...],
    dialect: str | None,
    output: str | None,
    overwrite: bool,
    lacking_in: str | None,
    allow: tuple[str, ...],
    verbose: bool,
    **flags: str | bool | None,
) -> int:
    """Write the references of each FILE as BibTeX, BibLaTeX, CSL-JSON or Zotero RDF.

    Seed documents are matched first, and only accepted matches are written; .bib and CSL-JSON files and Zotero
    libraries are converted as they are; a file of decisions (from `match -o`) is followed. Nothing is written that
    fails `bibtools check`.
    """
    from bibtools import pipeline
    from bibtools.cli import reading, writing

    wanted = dialect or BY_SUFFIX.get(PurePath(output or "").suffix.lower())
    if wanted is None:
        raise UsageError("which format?", hint=f"say --to with one of {', '.join(DIALECTS)}, or name a file with -o")
    writing.require_place(output)
    outcome, config = Outcome(verbose=verbose), options.config(**flags)
    into = {"csl-json": "csl-json", "zotero-rdf": "zotero"}.get(wanted, "bib")
    found = reading.references(files, config, outcome, into=into, seek="seeds")
    if lacking_in:
        library = pipeline.library(lacking_in, config, new=False, tell=render.to_stderr)
        count = len(found)
        found, unsure, problems = pipeline.lacking(found, library)
        outcome.problems(problems)
        for conflict in unsure:
            outcome.needs_a_person()
            render.to_stderr(render.conflict(conflict))
        if left := count - len(found) - len(unsure):
            render.to_stderr(f"{library.name} has {render.plural(left, 'reference')} already")
    made = pipeline.bibliography(found, config, wanted, allow=allow)
    outcome.problems(made.problems)
    if writing.whole_files({output or "-": made.text}, outcome, overwrite=overwrite):
        render.to_stderr(f"{render.plural(made.count, 'reference')} written as {wanted}")
    return outcome.exit_code
