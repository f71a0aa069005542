"""Start-up beside a bare click program and a bare interpreter: what every call of `bibtools` costs before it works.

    python -m benchmarks.startup [--rounds 15] [--save FILE]

Each command is a process of its own, run in turn; CPU time of the child, median. Read the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

CLICK = """
import click
@click.group()
def main(): "A program."
@main.command()
def one(): "A verb."
main(["--help"])
"""
COMMANDS = {
    "bare interpreter": [sys.executable, "-c", "pass"],
    "bare click program, --help": [sys.executable, "-c", CLICK],
    "bibtools --version": [sys.executable, "-m", "bibtools", "--version"],
    "bibtools --help": [sys.executable, "-m", "bibtools", "--help"],
    "bibtools config show": [sys.executable, "-m", "bibtools", "config", "show"],
}


def cost(command: Sequence[str], folder: str | None = None) -> float:
    """CPU seconds of one run; in a folder, if one is given, which gets whatever the program keeps for the user."""
    own = {"XDG_STATE_HOME": folder} if folder else {}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(
        command, check=True, cwd=folder, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--save", type=Path)
    options = arguments.parse_args()
    rounds = [{name: cost(command) for name, command in COMMANDS.items()} for _ in range(options.rounds)]
    times = {name: median(each[name] for each in rounds) for name in COMMANDS}
    peer = times["bare click program, --help"]
    lines = ["| command | CPU ms | × bare click |", "|---|---:|---:|"]
    lines += [f"| {name} | {1000 * spent:.0f} | {spent / peer:.2f} |" for name, spent in times.items()]
    table = "\n".join(lines) + "\n"
    print(table, end="")
    if options.save:
        head = "# Start-up\n\nRun again with `python -m benchmarks.startup --save benchmarks/results/startup.md`.\n"
        options.save.write_text(f"{head}Medians of {options.rounds} runs in turn; read the ratios.\n\n{table}", "utf-8")


if __name__ == "__main__":
    main()
