"""`bibtools config`: effective settings and where each came from."""

from __future__ import annotations

import json

import click

from bibtools.cli import options, render


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command("show")
@click.option("--origin", is_flag=True, help="Also print where each value came from.")
@options.as_json
def show(origin: bool, as_json: bool) -> None:
    """Print the effective settings.

    Flags win over BIBTOOLS_* variables, these over ./bibtools.toml or [tool.bibtools] in ./pyproject.toml,
    these over your own bibtools.toml, and that over the defaults.
    """
    settings = options.config().settings
    if as_json:
        body = {name: {"value": s.value, "origin": s.origin} for name, s in settings.items()}
        render.to_stdout(json.dumps(body, indent=1))
        return
    rows = [[name, "=", json.dumps(s.value), f"# {s.origin}" if origin else ""] for name, s in settings.items()]
    for line in render.table(rows):
        render.to_stdout(line)
