"""`bibtools show`: what was read, with problems."""

from __future__ import annotations

import click

from bibtools.cli import options, render
from bibtools.cli.outcome import Outcome


@click.command()
@options.files
@options.as_json
def show(files: tuple[str, ...], as_json: bool) -> int:
    """Print the entries that were read from each FILE, and what could not be read.

    FILE is a seed document (plain text), a .bib file, a CSL-JSON file, or a Zotero library (zotero:user); - is standard
    input.
    """
    from bibtools.cli import reading

    outcome = Outcome()
    read = reading.documents(files, outcome, quiet=as_json)
    for document in () if as_json else read:
        for line in render.document(document):
            render.to_stdout(line)
    if as_json:
        import json

        from bibtools.formats.values import to_json

        lists: dict[str, object] = {"entries": [], "problems": []}  # there even when they are empty
        bodies = [lists | {k: v for k, v in to_json(document).items() if k != "text"} for document in read]
        render.to_stdout(json.dumps({"documents": bodies}, ensure_ascii=False, indent=1))
    return outcome.exit_code
