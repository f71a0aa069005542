"""Start-up beside a bare click program and a bare interpreter: what every call of `bibtools` costs before it works.

    python -m benchmarks.startup [--rounds 15] [--save FILE]

Each command is a process of its own, run in turn; CPU time of the child, median. Read the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
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


def cost(command: list[str]) -> float:
    """CPU seconds of one run."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


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
