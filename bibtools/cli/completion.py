"""`bibtools completion`: the script that lets a shell complete verbs and options."""

from __future__ import annotations

import click

from bibtools.cli import render


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script; put its output where your shell looks.

    bash: bibtools completion bash > ~/.local/share/bash-completion/completions/bibtools
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind is not None, "click knows these three shells"
    root = context.find_root().command
    render.to_stdout(kind(root, {}, "bibtools", "_BIBTOOLS_COMPLETE").source())
