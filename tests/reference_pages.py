"""Reference pages that are made from the code; `python tests/reference_pages.py` writes them."""

from __future__ import annotations

from pathlib import Path

import click

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def cli_page() -> str:
    """Every verb's --help, as the command prints it."""
    from bibtools.cli import VERBS, bibtools

    parts = [
        "# Command line\n\nMade from `bibtools --help`; `make docs` writes it again.\n",
        _block("bibtools", bibtools),
    ]
    for verb in VERBS:
        command = bibtools.get_command(click.Context(bibtools), verb)
        assert command is not None
        parts.append(f"## bibtools {verb}\n")
        parts.append(_block(f"bibtools {verb}", command))
        if isinstance(command, click.Group):
            for below, inner in sorted(command.commands.items()):
                parts.append(f"### bibtools {verb} {below}\n")
                parts.append(_block(f"bibtools {verb} {below}", inner))
    return "\n".join(parts)


def _block(path: str, command: click.Command) -> str:
    settings = {"terminal_width": 100, "max_content_width": 100, "help_option_names": ["-h", "--help"]}
    with click.Context(command, info_name=path, **settings) as context:  # type: ignore[arg-type]
        return f"```text\n{command.get_help(context)}\n```\n"


def settings_page() -> str:
    """defaults.toml, as it is shipped."""
    from importlib import resources

    text = resources.files("bibtools").joinpath("defaults.toml").read_text("utf-8")
    head = (
        "# Settings\n\nMade from `bibtools/defaults.toml`; `make docs` writes it again.\n"
        "`bibtools config show --origin` prints the effective values and where each came from.\n"
    )
    return f"{head}\n```toml\n{text}```\n"


def main() -> None:
    """Write the pages."""
    (REFERENCE / "cli.md").write_text(cli_page(), "utf-8")
    (REFERENCE / "settings.md").write_text(settings_page(), "utf-8")


if __name__ == "__main__":
    main()
