"""The command line: one file per verb; the only place that prints. Heavy imports happen inside the verbs."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from bibtools import __version__
from bibtools.cli import render
from bibtools.errors import BibtoolsError, Refused

INTERRUPTED = 130
DISK = "see that the folder can be written and the disk is not full"
# Each verb's module and its line in `bibtools --help`, which so need not import any of them.
VERBS = {
    "add": ("merge", "Find papers on arXiv and merge them into a library, all in one go."),
    "show": ("show", "Print what was read, with problems."),
    "match": ("match", "Find the arXiv record of every entry, and say how sure that is."),
    "export": ("export", "Write a fresh bibliography: BibTeX, BibLaTeX or CSL-JSON."),
    "enrich": ("enrich", "Complete the entries of a library from arXiv, nothing lost."),
    "check": ("check", "Look for problems in a bibliography."),
    "verify": ("verify", "Ask whether each reference exists as it is described."),
    "merge": ("merge", "Merge references into a library without losing a byte of it."),
    "dedupe": ("dedupe", "Find works that stand in a library more than once; nothing is deleted."),
    "apply": ("apply", "Carry out a reviewed plan."),
    "undo": ("apply", "Take back what a receipt tells of."),
    "index": ("index", "Build, update and look at a local index of arXiv's metadata."),
    "config": ("config", "Look at the settings."),
    "completion": ("completion", "Print a completion script for a shell."),
}


class Verbs(click.Group):
    """The verbs, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order of use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The verb, imported now."""
        if cmd_name not in VERBS:
            return None
        command = getattr(import_module(f"bibtools.cli.{VERBS[cmd_name][0]}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that was called; a mistyped one with what was perhaps meant."""
        from difflib import get_close_matches

        near = get_close_matches(args[0], VERBS, n=1)
        if args[0] not in VERBS and near:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in `bibtools --help`."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in VERBS.items()])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="bibtools", message="%(prog)s %(version)s")
def bibtools() -> None:
    """Turn messy references into a bibliography you can trust, and never damage the one you already have.

    Exit codes: 0 done; 1 done, but something needs a person; 2 usage; 3 unreadable input; 4 a source failed;
    5 refused, nothing written.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code: the one place that turns errors into messages."""
    render.speak_utf8()
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
    except render.ReaderLeft:
        # Python must not complain at exit that it cannot flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        failure = Refused(f"{error.filename}: {error.strerror}" if error.filename else str(error), hint=DISK)
        render.to_stderr(render.error(failure, render.colour_on(sys.stderr)))
        code = failure.exit_code
    sys.exit(code if isinstance(code, int) else 0)
