"""`bibtools check` beside programs that look for fewer problems: CPU time, and how it grows with the file.

    python -m benchmarks.check [--sizes 1000 10000] [--large] [--rounds 3] [--tidy COMMAND] [--save FILE]

Files are invented: ordinary entries, one in ten with a fault. bibtools asks all its rules. The peers: bibtex-tidy
(`npm install bibtex-tidy`; `--tidy` says where it is) looks for duplicates while it formats; biber, if it is installed,
validates entries against its data model; a bibtexparser script looks for missing fields and repeated DOIs. Each run is
a process of its own, programs in turn; CPU time of the whole process, median. `--large` adds 100,000 entries for
bibtools alone. Rates are also measured on real files, where BIBTOOLS_SHARED names the folder that holds them.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median

from benchmarks.check.library import write_file
from benchmarks.check.rates import rates, table
from benchmarks.startup import cost

FAULTY = 0.1
LARGE = 100_000
SLOW = 5.0  # seconds on a smaller file, after which a program is not asked about a larger one
BIBTOOLS = (sys.executable, "-m", "bibtools", "check", "refs.bib", "--exit-zero")
BIBTEXPARSER = """
import bibtexparser
library, seen = bibtexparser.parse_file("refs.bib"), {}
for entry in library.entries:
    fields = entry.fields_dict
    for name in ("author", "title", "journal", "year"):
        if name not in fields:
            print(entry.key, "has no", name)
    if (doi := fields.get("doi")) and seen.setdefault(doi.value, entry.key) != entry.key:
        print(entry.key, "repeats", doi.value)
"""


def commands(tidy: str | None, biber: str | None) -> dict[str, tuple[str, ...]]:
    """What is run in a folder with `refs.bib`."""
    found: dict[str, tuple[str, ...]] = {"bibtools check": BIBTOOLS}
    if tidy:
        found["bibtex-tidy --duplicates"] = (tidy, "refs.bib", "--no-modify", "--duplicates=key,doi,citation")
    found["bibtexparser script"] = (sys.executable, "-c", BIBTEXPARSER)
    if biber:
        found["biber --tool -V"] = (biber, "--tool", "--validate-datamodel", "--quiet", "--output-file=out", "refs.bib")
    return found


def measure(sizes: list[int], rounds: int, asked: dict[str, tuple[str, ...]]) -> dict[tuple[str, int], float]:
    """Median CPU seconds of each program on each size; what was slow on a smaller file is not asked for more."""
    times: dict[tuple[str, int], list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_file(Path(folder, "refs.bib"), size, FAULTY)
            for _ in range(rounds):
                for name, command in asked.items():
                    before = max((max(spent) for (other, _), spent in times.items() if other == name), default=0)
                    mine = name == "bibtools check"
                    if mine or (size < LARGE and before < SLOW):
                        times.setdefault((name, size), []).append(cost(command, folder))
    return {key: median(spent) for key, spent in times.items()}


def report(times: dict[tuple[str, int], float], sizes: list[int], rounds: int) -> str:
    told = f"medians of {rounds} rounds" if rounds > 1 else "one round"
    names = list(dict.fromkeys(name for name, _ in times))
    lines = [
        "# Checking a bibliography beside other programs",
        "",
        f"Invented `.bib` files, one entry in {1 / FAULTY:.0f} with a fault; CPU time of the whole process, start-up",
        "included; read the ratios. bibtools asks all its rules, the peers look for less: see the head of the program.",
        f"Written by `python -m benchmarks.check`; {told}, programs in turn.",
        "",
        f"| program | {' | '.join(f'{size:,} entries, s' for size in sizes)} | bibtools ÷ it |",
        f"| --- |{' ---: |' * (len(sizes) + 1)}",
    ]
    for name in names:
        cells = [f"{times[name, size]:.2f}" if (name, size) in times else "–" for size in sizes]
        common = max(size for size in sizes if (name, size) in times)
        ratio = "" if name == names[0] else f"{times[names[0], common] / times[name, common]:.2f} ({common:,})"
        lines.append(f"| {name} | {' | '.join(cells)} | {ratio} |")
    lines += ["", "Growth and rate of `bibtools check`, start-up left out:", ""]
    lines += ["| from | to | time for it | entries a second |"]
    lines.append("| ---: | ---: | ---: | ---: |")
    for one, two in pairwise(sizes):
        spent = times[names[0], two] - times[names[0], one]
        lines.append(f"| {one:,} | {two:,} | {spent:.2f} s | {(two - one) / spent:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} entries")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tidy", default=shutil.which("bibtex-tidy"), help="where bibtex-tidy is")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args()
    for name, found in (("bibtex-tidy", options.tidy), ("biber", shutil.which("biber"))):
        if not found:
            print(f"{name} is not there", file=sys.stderr)
    sizes = sorted({*options.sizes, *([LARGE] if options.large else [])})
    times = measure(sizes, options.rounds, commands(options.tidy, shutil.which("biber")))
    text = "\n".join((report(times, sizes, options.rounds), "", *table(rates(options.rounds, FAULTY)), ""))
    print(text, end="")
    if options.save:
        options.save.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
