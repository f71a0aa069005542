"""The command line: one file per verb; the only place that prints. Heavy imports happen inside the verbs."""

from __future__ import annotations

import sys

import click

from bibtools import __version__
from bibtools.cli import render
from bibtools.cli.apply import apply, undo
from bibtools.cli.check import check
from bibtools.cli.completion import completion
from bibtools.cli.config import config
from bibtools.cli.export import export
from bibtools.cli.index import index
from bibtools.cli.match import match
from bibtools.cli.merge import add, merge
from bibtools.cli.show import show
from bibtools.errors import BibtoolsError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bibtools", message="%(prog)s %(version)s")
def bibtools() -> None:
    """Turn messy references into a bibliography you can trust, and never damage the one you already have.

    Exit codes: 0 done; 1 done, but something needs a person; 2 usage; 3 unreadable input; 4 a source failed;
    5 refused, nothing written.
    """


for verb in (add, show, match, export, check, merge, apply, undo, index, config, completion):
    bibtools.add_command(verb)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: the one place that turns errors into messages."""
    try:
        code = bibtools.main(arguments, prog_name="bibtools", standalone_mode=False)
    except BibtoolsError as error:
        render.to_stderr(render.error(error, render.colour_on(sys.stderr)))
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        render.to_stderr("interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it at exit either.
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)
