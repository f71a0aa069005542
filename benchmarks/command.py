"""A whole command on one `.bib` file beside other programs: interpreter, imports, reading, work, writing.

    python -m benchmarks.command [--size 1000] [--rounds 9] [--tidy COMMAND] [--save FILE]

bibtools checks the file by all its rules, or fills a field in twenty of its entries. The peers read the file and write
it anew: bibtex-tidy and a refkit script format it, a bibtexparser script takes it apart and puts it together. None of
them checks as much or merges, so their work is less. bibtex-tidy comes from npm (`npm install bibtex-tidy`); `--tidy`
says where it is. Each run is a process of its own on a fresh copy, in turn; CPU time of the child, median.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.bib import write_file
from benchmarks.startup import cost

FILLED = 20
BIBTOOLS = (sys.executable, "-m", "bibtools")
BIBTEXPARSER = """
import bibtexparser, sys
library = bibtexparser.parse_file(sys.argv[1])
print(len(library.entries), "entries,", len(library.failed_blocks), "failed")
bibtexparser.write_file(sys.argv[1], library)
"""
REFKIT = """
import pathlib, refkit, sys
file = pathlib.Path(sys.argv[1])
done = refkit.tidy_bibtex(file.read_text("utf-8"))
print(done.count, "entries,", len(done.warnings), "warnings")
file.write_text(done.bibtex, "utf-8")
"""


def commands(tidy: str | None) -> dict[str, tuple[str, ...]]:
    """What is run in a folder with `refs.bib` and `new.bib`."""
    found = {
        "bibtools check": (*BIBTOOLS, "check", "refs.bib"),
        "bibtools merge --write": (*BIBTOOLS, "merge", "new.bib", "--into", "refs.bib", "--write"),
        "bibtexparser script": (sys.executable, "-c", BIBTEXPARSER, "refs.bib"),
        "refkit script": (sys.executable, "-c", REFKIT, "refs.bib"),
    }
    return found | ({"bibtex-tidy": (tidy, "refs.bib", "--modify")} if tidy else {})


def newcomers(library: str, count: int) -> str:
    """`FILLED` entries of the library as they stand there, each with a field more."""
    entries = library.split("\n\n")[:: count // FILLED]
    return "\n\n".join(each.replace("\n}", ",\n  language = {english}\n}") for each in entries)


def run(command: tuple[str, ...], files: dict[str, str]) -> tuple[float, str]:
    """CPU seconds of a command in a folder of its own, and the library afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, "utf-8")
        return cost(command, folder), Path(folder, "refs.bib").read_text("utf-8")


def measure(size: int, rounds: int, tidy: str | None) -> dict[str, float]:
    """Medians, after making sure that each command did what it was asked."""
    with tempfile.TemporaryDirectory() as folder:
        write_file(Path(folder, "refs.bib"), size)
        library = Path(folder, "refs.bib").read_text("utf-8")
    files = {"refs.bib": library, "new.bib": newcomers(library, size)}
    asked = commands(tidy)
    for name, command in asked.items():
        _, after = run(command, files)
        filled = after.count("{english}") - library.count("{Invented}")
        assert after.count("\n@") == library.count("\n@"), name
        assert filled == (FILLED if "merge" in name else 0), (name, filled)
        assert (after == library) == ("check" in name), name
    times = [{name: run(command, files)[0] for name, command in asked.items()} for _ in range(rounds)]
    return {name: median(each[name] for each in times) for name in asked}


def report(times: dict[str, float], size: int, rounds: int) -> str:
    mine = [name for name in times if name.startswith("bibtools")]
    peers = [name for name in times if name not in mine]
    lines = [
        "# A whole command beside other programs",
        "",
        f"A `.bib` file of {size:,} entries; CPU time of the whole process, bibtools divided by the peer.",
        f"`check` applies every rule; `merge` fills a field in {FILLED} entries and proves the result; the peers read",
        "the file and write it anew. Written by `python -m benchmarks.command`;",
        f"medians of {rounds} runs in turn.",
        "",
        f"| command | CPU ms | {' | '.join(f'÷ {peer}' for peer in peers)} |",
        f"| --- | ---: |{' ---: |' * len(peers)}",
    ]
    for name, spent in times.items():
        cells = [f"{spent / times[peer]:.2f}" if name in mine else "" for peer in peers]
        lines.append(f"| {name} | {1000 * spent:.0f} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--tidy", default=shutil.which("bibtex-tidy"), help="where bibtex-tidy is")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    if not options.tidy:
        print("bibtex-tidy is not there; see --help", file=sys.stderr)
    text = report(measure(options.size, options.rounds, options.tidy), options.size, options.rounds)
    print(text, end="")
    if options.save:
        options.save.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
